"""The feeds that a web page names as its own."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from briefings.errors import ArticleError, FeedError
from briefings.markup import decode, parse_html
from briefings.opml import Outline, is_web

MAX_LINKS = 20
_KINDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def feed_links(html: bytes, url: str, charset: str | None = None) -> tuple[Outline, ...]:
    """The feeds in a page's head, those of comments last; raises FeedError where the page cannot be read."""
    try:
        tree = parse_html(decode(html, charset))
    except ArticleError as error:
        raise FeedError(str(error)) from error
    found: dict[str, Outline] = {}
    for link in tree.iter("link"):
        kind = (link.get("type") or "").lower().strip()
        if "alternate" in (link.get("rel") or "").lower() and kind in _KINDS:
            address = _joined(url, link.get("href") or "")
            if address:
                found.setdefault(address, Outline(" ".join((link.get("title") or "").split())[:200], address))
    listed = sorted(found.values(), key=lambda each: bool(re.search(r"comment", each.url + each.title, re.IGNORECASE)))
    return tuple(listed[:MAX_LINKS])


def _joined(base: str, link: str) -> str:
    try:
        address = urljoin(base, link.strip())
    except ValueError:
        return ""
    return address if is_web(address) else ""
