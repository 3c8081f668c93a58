"""RSS, Atom and JSON Feed to entries. Foreign bytes: checked for bombs before the real parser sees them."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

from briefings.errors import FeedError
from briefings.feed_dates import read_moment
from briefings.markup import decode, plain_text

MAX_BYTES = 5 * 1024 * 1024
MAX_ITEMS = 2_000
MAX_ELEMENTS = 60_000
MAX_ATTRIBUTES = 100
MAX_DEPTH = 200
MAX_NAMESPACES = 100
"""Different ones; the real parser's time grows with their square."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An item of a feed as it came: `id` is the feed's own, else its address, else its title."""

    id: str
    url: str
    """http or https, or empty."""
    title: str
    published: datetime | None
    """UTC; midnight exactly where only the day is known. The date of change where no other is given."""
    author: str | None
    summary_html: str
    content_html: str


@dataclass(frozen=True, slots=True)
class ReadFeed:
    """What a feed says: its title, for how long it stays good (zero if it does not say), its entries in its order."""

    title: str
    at_least: timedelta
    entries: tuple[Entry, ...]


def parse_feed(body: bytes, where: str) -> tuple[Entry, ...]:
    """The entries in the feed's order; raises FeedError. `where`, if an address, completes relative links."""
    return read_feed(body, where).entries


def read_feed(body: bytes, where: str) -> ReadFeed:
    """A feed from its bytes; raises FeedError. `where`, if an address, completes relative links."""
    if len(body) > MAX_BYTES:
        raise FeedError(f"the feed is larger than {MAX_BYTES // 1024 // 1024} MB")
    text = decode(body).strip().replace("\0", "")
    if text.startswith("{"):
        return _json_feed(text, where)
    if not text.startswith("<"):
        raise FeedError("no feed: neither XML nor JSON")
    return _xml_feed(safe_xml(text), where)


def entry_text(entry: Entry) -> str:
    """The entry's content, or its summary, as plain text, a paragraph a line."""
    return plain_text(entry.content_html) or plain_text(entry.summary_html)


def safe_xml(text: str) -> bytes:
    """The same document in UTF-8, within bounds, mended where feeds are often wrong; raises FeedError."""
    declared = _DECLARATION.match(text)
    text = _CONTROL.sub("", text[declared.end() :] if declared else text)
    content = text.encode("utf-8", "replace")
    try:
        _scan(content)
    except expat.ExpatError:
        content = _mended(text)
        try:
            _scan(content)
        except expat.ExpatError as error:
            raise FeedError(f"broken XML: {expat.errors.messages[error.code]}, line {error.lineno}") from error
    return content


def _scan(content: bytes) -> None:
    """Read through once, keeping nothing; raises FeedError for what is built to exhaust a parser."""
    depth = elements = items = 0

    def start(name: str, attributes: list[str]) -> None:
        nonlocal depth, elements, items
        depth += 1
        elements += 1
        items += name.rpartition(" ")[2].lower() in ("item", "entry")
        _refuse(depth > MAX_DEPTH, f"it is nested more than {MAX_DEPTH} deep")
        _refuse(elements > MAX_ELEMENTS, f"it has more than {MAX_ELEMENTS:,} elements")
        _refuse(items > MAX_ITEMS, f"it has more than {MAX_ITEMS:,} entries")
        _refuse(len(attributes) > 2 * MAX_ATTRIBUTES, f"an element has more than {MAX_ATTRIBUTES} attributes")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    namespaces: set[tuple[str | None, str | None]] = set()

    def declare(prefix: str | None, uri: str | None) -> None:
        namespaces.add((prefix, uri))
        _refuse(len(namespaces) > MAX_NAMESPACES, f"it declares more than {MAX_NAMESPACES} namespaces")

    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.StartNamespaceDeclHandler = declare
    parser.ordered_attributes = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = lambda *_: _refuse(True, "it declares a document type (DTD)")
    parser.Parse(content, True)


def _refuse(wrong: bool, why: str) -> None:
    if wrong:
        raise FeedError(f"the feed is not read: {why}")


def _mended(text: str) -> bytes:
    """What a lenient parser makes of a broken document, written out well-formed."""
    from lxml import etree  # type: ignore[import-untyped]

    begin = _FEED_ROOT.search(text)
    text = text[begin.start() :] if begin else text  # servers print their own warnings before it
    parts = _CDATA.split(_with_prefixes(_DECLARATION.sub("", text)))
    parts[::2] = [_AMPERSAND.sub(_as_number, part) for part in parts[::2]]
    lenient = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring("".join(parts).encode("utf-8", "replace"), lenient)
    except (etree.LxmlError, ValueError) as error:
        raise FeedError("broken XML that cannot be mended") from error
    if root is None:
        raise FeedError("broken XML that cannot be mended")
    return bytes(etree.tostring(root, encoding="utf-8", with_tail=False))


def _with_prefixes(text: str) -> str:
    """Prefixes used and not declared at the root are declared there, with their usual meaning."""
    root = _ROOT.search(text)
    if root is None:
        return text
    at = root.end()
    declared = text[at : text.find(">", at)]
    used = {*_ELEMENT_PREFIX.findall(text), *_ATTRIBUTE_PREFIX.findall(text)} - {"xml", "xmlns"}
    missing = sorted(each for each in used if f"xmlns:{each}=" not in declared)[:MAX_NAMESPACES]
    added = "".join(f' xmlns:{each}="{_NAMESPACES.get(each, f"urn:undeclared:{each}")}"' for each in missing)
    return f"{text[:at]}{added}{text[at:]}"


def _as_number(found: re.Match[str]) -> str:
    """A reference by number: XML knows no `&nbsp;`, and a parser that is recovering loses even `&amp;`."""
    name = found.group(1) or ""
    if name.startswith("#"):
        return found.group()
    meant = html.unescape(f"&{name};") if name else "&"
    return "".join(f"&#{ord(c)};" for c in meant)


_DECLARATION = re.compile(r"<\?xml\s[^>]{0,300}\?>")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_CDATA = re.compile(r"(<!\[CDATA\[(?:.*?\]\]>|.*))", re.DOTALL)  # an open end takes the rest: linear
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)?")
_FEED_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_ROOT = re.compile(r"<[A-Za-z_][\w.:-]*")
_ELEMENT_PREFIX = re.compile(r"</?([A-Za-z_][\w.-]{0,40}):")
_ATTRIBUTE_PREFIX = re.compile(r"\s([A-Za-z_][\w.-]{0,40}):\w{1,80}=")
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "media": "http://search.yahoo.com/mrss/",
}


def _xml_feed(content: bytes, where: str) -> ReadFeed:
    import feedparser

    address = where if urlsplit(where).scheme in ("http", "https") else ""
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": address}
    try:
        # Bytes in a stream only: given anything else, this parser opens files and addresses.
        found = feedparser.parse(
            io.BytesIO(content), sanitize_html=False, resolve_relative_uris=False, response_headers=headers
        )
        entries = tuple(_entry(each, address) for each in found.entries)
        title, at_least = _title(_as_html(found.feed.get("title_detail") or {})), _good_for(found.feed)
    except Exception as error:  # a parser of foreign bytes: whatever it stumbles on is the feed's fault
        raise FeedError("the feed cannot be read: its content confuses the parser") from error
    if not entries and not found.get("version"):
        page = ", but a web page" if b"<html" in content[:500].lower() else ""
        raise FeedError(f"no feed: neither RSS nor Atom{page}")
    return ReadFeed(title[:200], at_least, _with_something(entries))


def _good_for(feed: Any) -> timedelta:
    """RSS `ttl` in minutes, or how often it says that it is renewed; at most a day, for some say a year."""
    ttl = _whole_number(feed.get("ttl"))
    if ttl is not None:
        return min(timedelta(minutes=ttl), _LONGEST)
    period = _PERIOD_HOURS.get(str(feed.get("sy_updateperiod") or "").strip().lower(), 0)
    return min(timedelta(hours=period / max(1, _whole_number(feed.get("sy_updatefrequency")) or 1)), _LONGEST)


def _whole_number(value: Any) -> int | None:
    text = str(value or "").strip()
    return int(text[:6]) if text.isascii() and text.isdigit() else None


_LONGEST = timedelta(days=1)
_PERIOD_HOURS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8_760}
"""https://web.resource.org/rss/1.0/modules/syndication/"""


def _with_something(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Without the empty shells that some feeds hold."""
    return tuple(each for each in entries if each.url or each.title or each.summary_html or each.content_html)


def _entry(each: Any, base: str) -> Entry:
    url = _web_address(each.get("link"), base)
    title = _title(_as_html(each.get("title_detail") or {}))
    # dict.get, because this kind of dict answers for `updated` with `published`, and warns.
    stated = [key for key in ("published", "updated", "created") if dict.get(each, key)] or ["published"]
    contents = sorted((_as_html(part) for part in each.get("content") or ()), key=len)
    person = each.get("author_detail") or {}
    return Entry(
        id=str(each.get("id") or url or title)[:2_000],
        url=url,
        title=title,
        published=read_moment(str(dict.get(each, stated[0], "")), dict.get(each, f"{stated[0]}_parsed")),
        author=_title(html.escape(str(person.get("name") or each.get("author") or "")))[:200] or None,
        summary_html=_as_html(each.get("summary_detail") or {}),
        content_html=contents[-1] if contents else "",
    )


def _json_feed(text: str, where: str) -> ReadFeed:
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FeedError(f"broken JSON: {str(error)[:100]}") from error
    items = feed.get("items")
    if "jsonfeed.org" not in str(feed.get("version"))[:200] or not isinstance(items, list):
        raise FeedError("no feed: JSON, but not a JSON Feed")
    _refuse(len(items) > MAX_ITEMS, f"it has more than {MAX_ITEMS:,} entries")
    entries = _with_something(_json_entry(each, where) for each in items if isinstance(each, dict))
    title = feed.get("title")
    return ReadFeed(_title(html.escape(_whole(title)))[:200] if isinstance(title, str) else "", timedelta(), entries)


def _json_entry(each: dict[str, Any], base: str) -> Entry:
    def text(key: str) -> str:
        value = each.get(key)
        return _whole(value) if isinstance(value, str) else ""

    url = _web_address(text("url") or text("external_url"), base)
    title = _title(html.escape(text("title")))
    authors = each.get("authors") if isinstance(each.get("authors"), list) else [each.get("author")]
    names = [str(author["name"]) for author in authors or () if isinstance(author, dict) and author.get("name")]
    given = each.get("id")
    return Entry(
        id=(_whole(str(given)) if isinstance(given, str | int) else url or title)[:2_000],
        url=url,
        title=title,
        published=read_moment(text("date_published") or text("date_modified"), None),
        author=_title(html.escape(", ".join(names)))[:200] or None,
        summary_html=_plain_as_html(text("summary")),
        content_html=text("content_html") or _plain_as_html(text("content_text")),
    )


def _whole(value: str) -> str:
    """Without half characters (lone surrogates), which JSON can write and nothing else can hold."""
    return value.encode("utf-8", "replace").decode("utf-8")


def _as_html(detail: Any) -> str:
    value = str(detail.get("value") or "")
    return _plain_as_html(value) if detail.get("type") == "text/plain" else value


def _plain_as_html(value: str) -> str:
    return html.escape(value).replace("\n", "<br>")


def _title(markup: str) -> str:
    return plain_text(markup).replace("\n", " ")


def _web_address(link: Any, base: str) -> str:
    """The link made absolute, if it is one of the web."""
    try:
        address = urljoin(base, str(link).strip()) if link else ""
        parts = urlsplit(address)
        sound = parts.scheme in ("http", "https") and parts.hostname and address.isprintable() and " " not in address
    except ValueError:
        return ""
    return address if sound else ""
