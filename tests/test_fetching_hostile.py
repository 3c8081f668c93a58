"""Addresses, answers and silences meant to do harm: none reaches the inside, none outlives its limits."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from loopback import Site, a_site, redirects, says, writes

from briefings.errors import FetchError
from briefings.fetching import Fetched, fetch

CERTIFICATE = Path(__file__).parent / "data" / "fetching" / "feeds.test.pem"
"""Self-signed for feeds.test, good for nothing else."""
MEGABYTE = 1024 * 1024


# --- addresses


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "not a web address"),
        ("example.com/feed", "not a web address"),
        ("ftp://example.com/", "not a web address"),
        ("file:///etc/passwd", "not a web address"),
        ("gopher://127.0.0.1:70/", "not a web address"),
        ("http:///x", "not a web address"),
        ("http://exa\nmple.com/", "not a web address"),
        ("http://[::1/", "not a web address"),
        ("http://127.0.0.1:80:80/", "not a web address"),
        ("http://١٢٧.0.0.1/", "not a web address"),
        ("http://" + "a." * 200 + "com/", "not a web address"),
        ("http://example.com/" + "a" * 2_000, "not a web address"),
        ("http://me:secret@example.com/", "holds a user name or password"),
        ("http://example.com\\@127.0.0.1/", "holds a user name or password"),
        ("http://example.com:8080/", "only ports 80 and 443"),
        ("http://example.com:0/", "only ports 80 and 443"),
        ("https://example.com:22/", "only ports 80 and 443"),
        ("http://2130706433/", "private or reserved"),
        ("http://0x7f000001/", "private or reserved"),
        ("http://0x7f.1/", "private or reserved"),
        ("http://0177.0.0.1/", "not a web address"),
        ("http://127.1/", "private or reserved"),
        ("http://0/", "private or reserved"),
        ("http://127。0。0。1/", "private or reserved"),
        ("HTTP://LOCALHOST/", "private or reserved"),
        ("http://127.0.0.1#@example.com/", "private or reserved"),
        ("http://169.254.169.254/latest/meta-data/", "private or reserved"),
        ("http://168.63.129.16/", "private or reserved"),
        ("http://[::]/", "private or reserved"),
        ("http://[::1]/", "private or reserved"),
        ("http://[::ffff:127.0.0.1]/", "private or reserved"),
        ("http://[64:ff9b::7f00:1]/", "private or reserved"),
        ("http://[2002:7f00:1::]/", "private or reserved"),
        ("http://[fe80::1]/", "private or reserved"),
        ("http://[fd00:ec2::254]/", "private or reserved"),
    ],
)
def test_an_address_that_may_not_be_read_is_refused_in_one_line(url: str, why: str) -> None:
    with pytest.raises(FetchError, match=why) as refusal:
        fetch(url, deadline_seconds=5)
    assert "\n" not in str(refusal.value)
    assert "secret" not in str(refusal.value)


def test_a_host_with_one_private_address_among_public_ones_is_refused() -> None:
    with a_site({"/": says()}) as site:
        for answers in (["127.0.0.1", "93.184.216.34"], ["93.184.216.34", "127.0.0.1"]):
            with pytest.raises(FetchError, match="private or reserved"):
                fetch("http://news.test/", resolve=lambda host, port, found=answers: found)
        assert site.requests == []


def test_the_address_that_was_checked_is_the_one_that_is_dialled() -> None:
    """A name server that says something else the second time is never asked a second time."""
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with a_site({"/": says()}) as site:
        answer = site.fetch(url=f"http://news.test:{site.server_port}/", resolve=resolve)
        assert answer.status == 200
        assert site.requests[0][1]["Host"] == f"news.test:{site.server_port}"
    assert asked == ["news.test"]


def test_a_name_that_turns_private_between_two_hops_is_refused() -> None:
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    with a_site({"/": redirects("/again")}) as site:
        url = f"http://news.test:{site.server_port}/"
        with pytest.raises(FetchError, match=r"news\.test"):
            site.fetch(url=url, resolve=lambda host, port: next(answers))
        assert [path for path, _ in site.requests] == ["/"]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "//127.0.0.1/",
        "http://localhost/",
        "http://2130706433/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "http://me:secret@127.0.0.1/",
        "http://127.0.0.1:1/",
        "http://[",
    ],
)
def test_a_redirect_to_the_inside_is_refused(location: str) -> None:
    with a_site({"/": redirects(location)}) as site, pytest.raises(FetchError):
        site.fetch()


def test_a_server_inside_that_is_not_named_gets_no_request() -> None:
    with a_site({"/": says()}) as trap, a_site({"/": redirects(f"http://{trap.place}/")}) as site:
        with pytest.raises(FetchError, match="only ports 80 and 443"):
            site.fetch()
        with pytest.raises(FetchError, match="only ports 80 and 443"):
            trap.fetch(allow_private=[])
        with pytest.raises(FetchError, match="only ports 80 and 443"):
            trap.fetch(allow_private=["127.0.0.0/8"])
        assert trap.requests == []


# --- bombs


def bomb(layers: int) -> bytes:
    """100 MB of nothing, and for each further layer packed again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(100)) + packer.flush()
    for _ in range(layers - 1):
        body = gzip.compress(body)
    return body


@pytest.mark.parametrize(
    ("headers", "layers", "why"),
    [
        (["gzip"], 1, "too large"),
        (["gzip, gzip"], 2, "not asked for"),
        (["gzip", "gzip"], 2, "not asked for"),
        (["deflate"], 1, "not asked for"),
        (["br"], 1, "not asked for"),
        (["zstd"], 1, "not asked for"),
    ],
)
def test_a_packed_bomb_is_refused_before_it_grows(headers: list[str], layers: int, why: str) -> None:
    lines = "".join(f"Content-Encoding: {each}\r\n" for each in headers).encode()
    body = bomb(layers)
    with a_site({"/": writes(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n", body)}) as site:
        tracemalloc.start()
        try:
            with pytest.raises(FetchError, match=why):
                site.fetch()
            grown = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert grown < 40 * MEGABYTE


# --- time


@pytest.mark.parametrize(
    "pieces",
    [
        [b"HTTP/1.1 200 OK\r\nX: ", *[b"y"] * 100],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 100,
        [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", *[b"x"] * 100],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n"] * 100],
    ],
    ids=["headers", "continues", "body", "chunks"],
)
def test_a_drip_does_not_outlive_the_deadline(pieces: list[bytes]) -> None:
    with a_site({"/": writes(*pieces, pause=0.05)}) as site:
        started = time.monotonic()
        with pytest.raises(FetchError, match="in the time allowed"):
            site.fetch(deadline_seconds=0.4)
        assert time.monotonic() - started < 1.4


def test_the_deadline_is_for_all_hops_together() -> None:
    def slowly(request: BaseHTTPRequestHandler) -> None:
        time.sleep(0.15)
        redirects("/")(request)

    with a_site({"/": slowly}) as site, pytest.raises(FetchError, match="in the time allowed"):
        site.fetch(deadline_seconds=0.4)


def test_a_resolver_that_hangs_does_not_outlive_the_deadline() -> None:
    released = threading.Event()

    def hang(host: str, port: int) -> list[str]:
        released.wait(10)
        return []

    started = time.monotonic()
    with pytest.raises(FetchError, match="in the time allowed"):
        fetch("http://news.test/", resolve=hang, deadline_seconds=0.2)
    released.set()
    assert time.monotonic() - started < 1.2


def test_a_host_whose_first_address_is_dead_is_read_at_its_second() -> None:
    with a_site({"/": says()}) as site:
        url = f"http://news.test:{site.server_port}/"
        allowed = [site.place, f"127.0.0.2:{site.server_port}"]
        answer = site.fetch(url=url, allow_private=allowed, resolve=lambda host, port: ["127.0.0.2", "127.0.0.1"])
    assert answer.status == 200


@pytest.mark.parametrize("found", [[], ["nonsense"]])
def test_a_name_without_address_is_told(found: list[str]) -> None:
    with pytest.raises(FetchError, match=r"there is no host news\.test"):
        fetch("http://news.test/", resolve=lambda host, port: found)


# --- TLS


@pytest.fixture
def secure_site() -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    with a_site({"/": says(b"safe")}, context) as site:
        yield site


def read_securely(site: Site, host: str, tls: ssl.SSLContext | None) -> Fetched:
    return site.fetch(url=f"https://{host}:{site.server_port}/", tls=tls, resolve=lambda *_: ["127.0.0.1"])


def test_a_certificate_is_checked_against_the_name_though_the_address_is_dialled(secure_site: Site) -> None:
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    assert read_securely(secure_site, "feeds.test", trusting).body == b"safe"
    with pytest.raises(FetchError, match="certificate"):
        read_securely(secure_site, "other.test", trusting)


def test_a_certificate_of_an_unknown_authority_is_refused(secure_site: Site) -> None:
    with pytest.raises(FetchError, match="certificate"):
        read_securely(secure_site, "feeds.test", None)


def test_a_handshake_that_never_comes_does_not_outlive_the_deadline() -> None:
    with Site({}) as silent:  # listens, and accepts nobody
        started = time.monotonic()
        with pytest.raises(FetchError, match="in the time allowed"):
            silent.fetch(url=f"https://{silent.place}/", deadline_seconds=0.3)
        assert time.monotonic() - started < 1.3
