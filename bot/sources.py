"""Articles from what people name: JSON lines, saved pages, plain texts, feeds, web addresses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefings import articles
from briefings.addresses import same_site
from briefings.articles import Article
from briefings.errors import ArticleError, BriefingsError

if TYPE_CHECKING:
    from bot.web import Web
    from briefings.feeds import Entry
    from briefings.pages import Page

MAX_LINE_BYTES = 8 * 1024 * 1024
MAX_FILE_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Given:
    """What the person says about a text that does not say it itself."""

    outlet: str | None = None
    published: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is no article: where it stands, and why."""

    where: str
    why: str


def read_source(source: str, given: Given, web: Web) -> Iterator[Article | Refused]:
    """The articles of one source; what cannot be read comes as Refused, and the rest goes on."""
    if source == "-":
        yield from _lines(sys.stdin.buffer, "standard input")
        return
    if source.startswith(("http://", "https://")):
        yield from read_address(source, given, web)
        return
    path = Path(source)
    suffix = path.suffix.casefold()
    if suffix in (".jsonl", ".ndjson"):
        try:
            with path.open("rb") as stream:
                yield from _lines(stream, source)
        except OSError as error:
            raise ArticleError(f"cannot read {source!r}: {error.strerror}") from error
        return
    readers = {
        ".txt": _text,
        ".html": _page,
        ".htm": _page,
        ".xml": _feed,
        ".rss": _feed,
        ".atom": _feed,
        ".json": _feed,
    }
    if suffix not in readers:
        raise ArticleError(f"cannot tell what {source!r} is: known are .jsonl, .txt, .html, .xml, a web address, or -")
    body = _bytes(path)
    yield from _guarded(source, lambda: readers[suffix](body, source, given))


def _lines(stream: Any, where: str) -> Iterator[Article | Refused]:
    number = 0
    while raw := stream.readline(MAX_LINE_BYTES):
        number += 1
        if not raw.endswith(b"\n") and len(raw) == MAX_LINE_BYTES:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(MAX_LINE_BYTES)
            yield Refused(f"{where}, line {number}", f"longer than {MAX_LINE_BYTES // 1024 // 1024} MB")
            continue
        if not raw.strip():
            continue
        try:
            yield articles.parse_line(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            yield Refused(f"{where}, line {number}", "not UTF-8")
        except ArticleError as error:
            yield Refused(f"{where}, line {number}", str(error))


def _guarded(where: str, read: Any) -> Iterator[Article | Refused]:
    """One source that is wrong as a whole is refused as a whole."""
    try:
        yield from list(read())
    except BriefingsError as error:
        yield Refused(where, str(error))


def _text(body: bytes, _where: str, given: Given) -> list[Article | Refused]:
    """A plain article: its title in the first line, then its body."""
    try:
        title, _, rest = body.decode("utf-8-sig").strip().partition("\n")
    except UnicodeDecodeError as error:
        raise ArticleError("not UTF-8") from error
    if given.published is None or given.outlet is None:
        raise ArticleError("a plain text does not say who published it and when: give --outlet and --published")
    return [articles.make(_fields(title, rest, given.url or "", given.outlet, given.published))]


def read_address(url: str, given: Given, web: Web) -> Iterator[Article | Refused]:
    """The article at a web address, or the articles of the feed there."""
    yield from _guarded(_shown(url), lambda: _address(url, given, web))


def _page(body: bytes, _where: str, given: Given) -> list[Article | Refused]:
    from briefings.pages import read_page

    return [_article_of(read_page(body, given.url or "", None), given)]


def _article_of(page: Page, given: Given) -> Article:
    published = given.published or page.published
    if published is None:
        raise ArticleError("the page does not say when it was published: `ev ingest URL --published DAY` can")
    url = given.url or page.canonical_url or ""
    fields = _fields(page.title, page.text, url, given.outlet or page.outlet, published)
    return articles.make(fields | {"author": page.author})


def _feed(body: bytes, where: str, given: Given) -> list[Article | Refused]:
    from briefings.feeds import parse_feed

    return _articles_of(parse_feed(body, where), where, given)


def _articles_of(entries: Iterable[Entry], where: str, given: Given) -> list[Article | Refused]:
    from briefings.feeds import entry_text

    found: list[Article | Refused] = []
    for entry in entries:
        try:
            if entry.published is None:
                raise ArticleError("the entry does not say when it was published")
            outlet = given.outlet or _host(entry.url)
            published = articles.show_time(entry.published)
            fields = _fields(entry.title, entry_text(entry), entry.url, outlet, published)
            found.append(articles.make(fields | {"author": entry.author}))
        except ArticleError as error:
            found.append(Refused(f"{where}, entry {entry.title[:60]!r}", str(error)))
    return found


def _address(url: str, given: Given, web: Web) -> list[Article | Refused]:
    fetched = web.get(url)
    given = Given(given.outlet, given.published, given.url or fetched.url)
    opening = fetched.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    declared = any(kind in fetched.content_type for kind in ("xml", "rss", "atom", "feed+json"))
    # Feeds are sent as text/plain and text/html too, and XHTML pages as XML: what it begins with decides.
    looks_like_feed = any(mark in opening for mark in (b"<rss", b"<feed", b"<rdf:RDF"))
    if looks_like_feed or (declared and b"<html" not in opening):
        entries = web.workers.read_feed(fetched.body, fetched.url).entries
        # A feed's words are never taken for what stands at another site's address.
        own = [each if same_site(each.url, fetched.url) else replace(each, url="") for each in entries]
        return _articles_of(own, _shown(url), replace(given, outlet=given.outlet or _host(fetched.url)))
    return [_article_of(web.workers.read_page(fetched.body, given.url or fetched.url, fetched.charset), given)]


def _shown(url: str) -> str:
    """An address without what may be private in it."""
    return url.split("?")[0].split("#")[0]


def _fields(title: str, body: str, url: str, outlet: str, published: str) -> dict[str, Any]:
    return {"title": title, "body": body, "url": url, "outlet": outlet, "published": published}


def _host(url: str) -> str:
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        host = ""
    return "".join(c for c in host.removeprefix("www.") if c.isalnum() or c in ".-") or "unknown.invalid"


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            body = stream.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ArticleError(f"cannot read {str(path)!r}: {getattr(error, 'strerror', None) or error}") from error
    if len(body) > MAX_FILE_BYTES:
        raise ArticleError(f"{str(path)!r} is larger than {MAX_FILE_BYTES // 1024 // 1024} MB")
    return body
