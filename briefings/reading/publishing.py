"""Whose word an article is as a whole: a newsroom's, or that of the company whose own page or notice it is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefings.claims import SourceClass
from briefings.reading.names import Kind, Mention
from briefings.reading.page import Page
from briefings.reading.voices import Voice

_LETTERS = re.compile(r"[^\W_]+")


def publisher(page: Page, named: Sequence[Mention]) -> Voice | None:
    """The company that speaks through an article; None where a newsroom tells it. `named`: names in the outlet's name.

    A page is a company's own where its outlet is called after it and after nothing else but a page; a notice is the
    word of the company that its title names first.
    """
    outlet = page.article.outlet
    companies = [one for one in named if one.kind is Kind.COMPANY and one.company]
    if len({one.company for one in companies}) == 1 and not _more(page, outlet, companies):
        return _voice(page, companies[0].company)
    if page.lexicon.has("publisher.notice", outlet):
        titled = page.companies(0, len(page.article.title)) or page.companies(0, len(page.text))
        return _voice(page, titled[0]) if titled else None
    return None


def _more(page: Page, outlet: str, companies: Sequence[Mention]) -> bool:
    """Whether an outlet's name says more than a company and its page: "Tesla Daily" is nobody's newsroom but its own."""
    rest = list(outlet)
    spans = [(one.start, one.end) for one in companies]
    spans += [(hit.start, hit.end) for hit in page.lexicon.all("publisher.house", outlet)]
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    words = [word for word in _LETTERS.findall("".join(rest)) if word.casefold() not in _FORM]
    return bool(words)


_FORM = frozenset({"the", "of", "co", "ltd", "inc", "corp", "corporation", "company", "ag", "se", "plc", "集团", "公司"})


def _voice(page: Page, slug: str | None) -> Voice | None:
    return Voice(SourceClass.PARTY, page.watchlist.name_of(slug), None, (slug,)) if slug else None
