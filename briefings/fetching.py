"""One web address, read safely: the only reader of this package that goes out to the network.

Whoever adds a feed chooses its address, so every address is an attack until proven otherwise.
"""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, cast

from briefings.dialling import PORTS, Exemption, Guard, Resolve, ask_resolver
from briefings.errors import FetchError

if TYPE_CHECKING:
    import httpcore
    import httpx

Turn = Callable[[str], AbstractContextManager[object]]
"""What is held while a host is asked for something."""
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
MAX_URL_CHARS = 2_000
MAX_KEPT_CHARS = 500
MAX_FRESH_SECONDS = 24 * 3600
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html;q=0.9, */*;q=0.5"
_MOVED = frozenset((301, 302, 303, 307, 308))
_MOVED_FOR_GOOD = frozenset((301, 308))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `url` is where the redirects ended; status 304 has no body."""

    url: str
    status: int
    content_type: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    fresh_for: timedelta = timedelta()
    """For how long the host says that this answer stays good, at most a day."""
    moved: bool = False
    """Every redirect on the way was a permanent one: ask `url` from now on."""

    @property
    def charset(self) -> str | None:
        """The encoding that the host states, if it states one."""
        found = re.search(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", self.content_type)
        return found.group(1) if found else None


class StatusError(FetchError):
    """A host answered with an error; `retry_after` is what it asks for, in seconds."""

    def __init__(self, message: str, status: int, retry_after: int | None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether it speaks for the whole host, and for now only."""
        return self.status == 429 or self.status >= 500


def fetch(
    url: str,
    *,
    max_bytes: int = MAX_BYTES,
    deadline_seconds: float = 20.0,
    allow_private: Iterable[str] = (),
    contact: str | None = None,
    etag: str | None = None,
    last_modified: str | None = None,
    resolve: Resolve | None = None,
    tls: ssl.SSLContext | None = None,
    turn: Turn = nullcontext,
) -> Fetched:
    """Read one public http(s) address within one deadline for everything; raises FetchError.

    `allow_private`: see `Exemption.parse`. `contact`: who runs this bot, for those who read server logs.
    `etag` and `last_modified`: as they came with the last answer, byte for byte. `turn`: held while a host is asked.
    """
    exemptions = tuple(Exemption.parse(each) for each in allow_private)
    guard = Guard(exemptions, time.monotonic() + deadline_seconds, resolve or ask_resolver)
    headers = _request_headers(contact, etag, last_modified)
    target = _checked_url(url, exemptions)
    hops: list[int] = []
    while len(hops) <= MAX_REDIRECTS:
        with turn(_host(target)):
            answer = _exchange(target, headers, guard, max_bytes, tls)
        if isinstance(answer, Fetched):
            return replace(answer, moved=bool(hops) and set(hops) <= _MOVED_FOR_GOOD)
        hops.append(answer.status)
        target = _checked_url(_joined(target, answer.location), exemptions)
    raise FetchError(f"{_host(target)} redirects more than {MAX_REDIRECTS} times: give the final address")


@dataclass(frozen=True, slots=True)
class _Redirect:
    status: int
    location: str


def _exchange(
    url: httpx.URL, headers: list[tuple[str, str]], guard: Guard, max_bytes: int, tls: ssl.SSLContext | None
) -> Fetched | _Redirect:
    import httpcore
    import httpx

    context = tls or (httpx.create_ssl_context(trust_env=False) if url.scheme == "https" else None)
    backend = cast("httpcore.NetworkBackend", guard)
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    lines = [("Host", url.netloc.decode("ascii")), *headers]
    try:
        with (
            httpcore.ConnectionPool(context, max_keepalive_connections=0, network_backend=backend) as pool,
            pool.stream("GET", target, headers=lines) as response,
        ):
            return _answer(url, response, guard, max_bytes)
    except httpcore.TimeoutException as error:
        raise guard.too_slow(_host(url)) from error
    except httpcore.ConnectError as error:
        raise FetchError(f"no safe connection to {_host(url)}: its certificate is not in order") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise FetchError(f"{_host(url)} broke off, or its answer is not HTTP: try later") from error


def _answer(url: httpx.URL, response: httpcore.Response, guard: Guard, max_bytes: int) -> Fetched | _Redirect:
    heads = _heads(response.headers)
    if response.status in _MOVED and heads.get("location"):
        return _Redirect(response.status, heads["location"])
    if response.status == 304:
        body = b""
    elif 200 <= response.status < 300:
        body = _body(_host(url), heads, response.iter_stream(), guard, max_bytes)
    else:
        wait = _seconds(heads.get("retry-after"), heads.get("date"))
        raise StatusError(f"{_host(url)} answered {_meaning(response.status)}", response.status, wait)
    return Fetched(
        url=str(url.copy_with(fragment=None)),
        status=response.status,
        content_type=heads.get("content-type", "").lower(),
        body=body,
        etag=_kept(heads, "etag"),
        last_modified=_kept(heads, "last-modified"),
        fresh_for=_fresh_for(heads),
    )


def _heads(lines: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Header lines by lower-case name; what comes twice is joined, so no second encoding hides."""
    heads: dict[str, str] = {}
    for name, value in lines:
        key, text = name.lower().decode("latin-1"), value.decode("utf-8", "replace")
        heads[key] = f"{heads[key]}, {text}" if key in heads else text
    return heads


def _fresh_for(heads: dict[str, str]) -> timedelta:
    """From Cache-Control's max-age less what the answer has aged on its way, else from Expires by the host's clock."""
    control = heads.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return timedelta()
    stated = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", control)
    age = heads.get("age", "")
    if stated:
        seconds = int(stated.group(1)) - (int(age[:9]) if age.isascii() and age.isdigit() else 0)
    else:
        try:
            good = parsedate_to_datetime(heads["expires"]) - parsedate_to_datetime(heads["date"])
        except (KeyError, ValueError, TypeError, IndexError, OverflowError):
            return timedelta()
        seconds = int(good.total_seconds())
    return timedelta(seconds=min(max(seconds, 0), MAX_FRESH_SECONDS))


def _kept(heads: dict[str, str], name: str) -> str | None:
    """A header that will be sent back or stored, if it is fit for that."""
    value = heads.get(name, "")
    return value if 0 < len(value) <= MAX_KEPT_CHARS and value.isascii() and value.isprintable() else None


def _body(host: str, heads: dict[str, str], chunks: Iterable[bytes], guard: Guard, max_bytes: int) -> bytes:
    """The body, unpacked piece by piece so that no bomb grows beyond the limit."""
    encoding = heads.get("content-encoding", "").strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip"):
        raise FetchError(f"{host} sends its answer in an encoding that was not asked for: only gzip is read")
    unpack = zlib.decompressobj(31) if "gzip" in encoding else None
    too_large = FetchError(f"{host} sends more than {max_bytes // 1024:,} KB: too large for a feed or a page")
    length = heads.get("content-length", "")
    if length.isascii() and length.isdigit() and (len(length) > 15 or int(length) > max_bytes):
        raise too_large
    body = bytearray()
    received = 0
    try:
        for chunk in chunks:
            guard.left(host)
            received += len(chunk)
            body += unpack.decompress(chunk, max_bytes + 1 - len(body)) if unpack else chunk
            if len(body) > max_bytes or received > max_bytes:
                raise too_large
    except zlib.error as error:
        raise FetchError(f"{host} sends broken gzip: try later") from error
    if unpack and received and not unpack.eof:
        raise FetchError(f"{host} broke off in the middle of its answer: try later")
    return bytes(body)


def _checked_url(url: str, exemptions: tuple[Exemption, ...]) -> httpx.URL:
    """The address, if its form is one that is read; nothing of it but the host is ever shown."""
    import httpx

    try:
        parsed = httpx.URL(url) if len(url) <= MAX_URL_CHARS else None
    except (httpx.InvalidURL, ValueError, TypeError):
        parsed = None
    if parsed is None or parsed.scheme not in ("http", "https") or not 0 < len(parsed.raw_host) <= 253:
        raise FetchError("not a web address: give one such as https://example.com/feed.xml")
    if parsed.userinfo:
        raise FetchError(f"the address at {_host(parsed)} holds a user name or password: give it without")
    port = parsed.port
    if port is not None and port not in PORTS and port not in {exemption.port for exemption in exemptions}:
        raise FetchError(f"{_host(parsed)}: only ports 80 and 443 are read")
    return parsed


def _host(url: httpx.URL) -> str:
    """The host as it is shown: as it goes over the wire, so that no look-alike letter misleads."""
    return re.sub(r"[^A-Za-z0-9.:_-]", "?", url.raw_host.decode("ascii", "replace"))[:100]


def _joined(url: httpx.URL, location: str) -> str:
    import httpx

    try:
        return str(url.join(location[: MAX_URL_CHARS + 1]))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError(f"{_host(url)} redirects to something that is no web address") from error


def _request_headers(contact: str | None, etag: str | None, last_modified: str | None) -> list[tuple[str, str]]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        release = version("ev-briefings")
    except PackageNotFoundError:
        release = "0"
    agent = f"EVBriefings/{release}" + (f" (+{contact})" if contact else "")
    lines = [
        ("User-Agent", agent),
        ("Accept", ACCEPT),
        ("Accept-Encoding", "gzip"),
        ("Connection", "close"),
        ("If-None-Match", etag),
        ("If-Modified-Since", last_modified),
    ]
    given = [(name, value) for name, value in lines if value]
    if not all(value.isascii() and value.isprintable() for _, value in given):
        raise FetchError("the contact and the remembered headers must be plain ASCII on one line")
    return given


def _seconds(retry_after: str | None, date: str | None) -> int | None:
    """Retry-After in seconds: a number, or a time relative to the host's own clock."""
    if retry_after is None:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return int(retry_after[:9])
    try:
        wait = parsedate_to_datetime(retry_after) - parsedate_to_datetime(date or "")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return max(0, int(wait.total_seconds()))


def _meaning(status: int) -> str:
    known = {
        401: "401 (asks for a login): give an address that is open",
        403: "403 (forbidden): it may not want robots; give another address",
        404: "404 (not found): check the address",
        410: "410 (gone): remove the feed",
        429: "429 (too many requests): try later",
    }
    return known.get(status) or (f"{status}: try later" if status >= 500 else f"{status}: check the address")
