"""Lists of feeds as OPML, the format in which feed readers exchange them: http://opml.org/spec2.opml"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree
from xml.sax.saxutils import quoteattr

from briefings.errors import FeedError
from briefings.feeds import MAX_BYTES, safe_xml
from briefings.markup import decode

MAX_FEEDS = 2_000


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list: its title, which may be empty, and its address."""

    title: str
    url: str


def parse_opml(body: bytes) -> tuple[Outline, ...]:
    """The feeds of a list, folders opened, each once; raises FeedError."""
    if len(body) > MAX_BYTES:
        raise FeedError(f"the list is larger than {MAX_BYTES // 1024 // 1024} MB")
    text = decode(body).strip().replace("\0", "")
    if not text.startswith("<"):
        raise FeedError("no list of feeds: OPML is expected")
    root = ElementTree.fromstring(safe_xml(text))  # noqa: S314 - without a document type there is nothing to expand
    if root.tag.lower() != "opml":
        raise FeedError(f"no list of feeds: OPML is expected, not <{root.tag[:40]}>")
    found: dict[str, Outline] = {}
    for element in root.iter("outline"):
        url = (element.get("xmlUrl") or "").strip()
        if is_web(url):
            title = " ".join((element.get("title") or element.get("text") or "").split())[:200]
            found.setdefault(url, Outline(title, url))
    if not found:
        raise FeedError("the list names no feed: each needs an xmlUrl that begins with http:// or https://")
    if len(found) > MAX_FEEDS:
        raise FeedError(f"the list names more than {MAX_FEEDS:,} feeds")
    return tuple(found.values())


def write_opml(outlines: Iterable[Outline]) -> str:
    """A list of feeds, to be read by any feed reader."""
    named = [(quoteattr(_clean(each.title or each.url)), quoteattr(_clean(each.url))) for each in outlines]
    rows = [f'    <outline type="rss" text={title} xmlUrl={url}/>' for title, url in named]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>EV Briefings</title></head>'
    return "\n".join((head, "  <body>", *rows, "  </body>", "</opml>")) + "\n"


def is_web(url: str) -> bool:
    """Whether this is an address of the web, in one line."""
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and url.isprintable() and " " not in url
    except ValueError:
        return False


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable())
