"""Whose word an article is as a whole: a newsroom's, or that of the company whose own page or notice it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from briefings.claims import SourceClass
from briefings.reading.judging import forecast
from briefings.reading.memory import Voice
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page

_WORDS = re.compile(r"[^\W_]+")
_OPENING = re.compile(r"\W*(?:\d+\W+|(?:re|subject|the|press release|announcement|exclusive)\b\W*)*", re.IGNORECASE)
"""What may stand before the name in the title of a company's notice: a number, "Re:"."""
_FILER = re.compile(r"(?P<who>[A-Z][\w&.'-]*(?: [A-Z(][\w&.')-]*){0,5}|[\u4e00-\u9fff]{2,16})(?= [-–—|] |[:：])")
_RESERVED = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|org|net))?|test|invalid)$")
"""Addresses that no page can have: https://www.rfc-editor.org/rfc/rfc2606"""
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "or", "ne"})
_SHORTEST = 3
_NO_PAGE_WORD = ("hearsay", "anonymous", "third_hand")
_ANSWERED = ("false", "deny", "unaware", "negated")


def publisher(page: Page, named: Sequence[Mention]) -> Voice | None:
    """The company that speaks through an article; None where a newsroom tells it. `named`: names in the outlet's name.

    A page is a company's own where its outlet is called after it and after nothing else but a page; a notice is the
    word of the company whose name opens its title. An outlet's name may be what a page says of itself, so its address
    has to bear it out.
    """
    outlet = page.article.outlet
    companies = [one for one in named if one.kind is Kind.COMPANY and one.company]
    if not _at_home(page, companies):
        return None
    known = [(one.start, one.end) for one in named if one.kind in (Kind.COMPANY, Kind.RECORD)]
    notice = page.lexicon.find("publisher.notice", outlet)
    house = page.lexicon.find("publisher.house", outlet)
    if _more(page, outlet, known, ("publisher.house", "publisher.notice", "publisher.form")):
        return None  # "Tesla Daily", "Great Plains Business Wire": a newsroom of its own.
    kind = "" if notice is None else "press release" if notice.id.endswith(".wire") else "filing"
    if len({one.company for one in companies}) == 1:
        plain = not _more(page, outlet, known, ())
        return _voice(page, companies[0].company, kind) if notice or house or plain else None
    if notice is None or companies:
        return None
    return _voice(page, _titled(page), kind) or (_filed(page) if kind == "filing" else None)


def _at_home(page: Page, companies: Sequence[Mention]) -> bool:
    """Whether the address of an article is where such words are printed: the company's own, or a place of notices."""
    host = (urlsplit(page.article.url).hostname or "").casefold()
    if not host or _RESERVED.search(host) or page.lexicon.has("publisher.host", host):
        return True
    labels = host.split(".")
    site = labels[-3] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[max(0, len(labels) - 2)]
    known = (page.watchlist.get(one.company or "") for one in companies)
    names = ("".join(_WORDS.findall(name)).casefold() for company in known if company for name in company.names)
    return any(len(name) >= _SHORTEST and name in site.replace("-", "") for name in names)


def speaks(page: Page, start: int, end: int) -> bool:
    """Whether words without a source on a company's own page are its own: no hearsay that it only hands on."""
    if any(page.lexicon.has(cls, page.text, start, end) for cls in _NO_PAGE_WORD) or forecast(page, start, end):
        return False
    answered = any(page.lexicon.has(cls, page.text, start, end) for cls in _ANSWERED)
    return answered or not page.lexicon.has("story", page.text, start, end)


def _titled(page: Page) -> str | None:
    """The company whose notice it is: whose name opens the title; the first of the text where the title is a form's."""
    title = page.article.title
    named = page.named(0, len(title), Kind.COMPANY)
    opening = _OPENING.match(title)
    if named:
        return named[0].company if opening and named[0].start <= opening.end() else None
    if _more(page, title, (), ("publisher.notice", "publisher.form")):
        return None  # The title names somebody whom nobody here follows.
    return next((one.company for one in page.named(len(title), len(page.text), Kind.COMPANY)), None)


def _filed(page: Page) -> Voice | None:
    """A filing of somebody whom nobody here follows: still an official record of what its title's first words name."""
    match = _FILER.match(page.article.title)
    return Voice(SourceClass.OFFICIAL_RECORD, f"{match['who']} (filing)") if match else None


def _more(page: Page, words: str, known: Sequence[tuple[int, int]], classes: Sequence[str]) -> bool:
    """Whether words say more than names and what stands for a page."""
    rest = list(words)
    spans = [*known, *((hit.start, hit.end) for cls in classes for hit in page.lexicon.all(cls, words))]
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return _WORDS.search("".join(rest)) is not None


def _voice(page: Page, slug: str | None, kind: str) -> Voice | None:
    name = page.watchlist.name_of(slug) if slug else ""
    return Voice(SourceClass.PARTY, f"{name} ({kind})" if kind else name, None, (slug,)) if slug else None
