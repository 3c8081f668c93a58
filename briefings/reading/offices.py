"""Offices named without their company, and spokesmen of bodies that nobody here follows."""

from __future__ import annotations

import re

from briefings.claims import SourceClass
from briefings.reading.memory import Memory
from briefings.reading.page import Page

_BARE_OFFICER = re.compile(
    r"(?:(?:But|And) )?(?:the |its )?(?:interim |deputy |co-)?"
    r"(?:(?:finance|sales|technology|product|design|operations|strategy|purchasing) (?:chief|head)|"
    r"chief (?:executive|(?:financial|operating|technology) officer)|CEO|CFO|COO|CTO|managing director),? "
    r"(?-i:[A-Z][\w'-]+(?: [A-Z][\w.'-]+){1,3})",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(
    r"\b(?:spokes\w+|representatives?|officials?|executives?|managers?) (?:for|at|from|with) "
    r"(?:the )?(?P<whom>[A-Z][\w&'.-]*(?: (?:of |for |and )?(?:the )?[A-Z][\w&'.-]*)+)\s*$"
)
"""Whom an officer speaks for, by a name of several words."""
_AT_OFFICE = re.compile(r"(?:At|Over at|From) (?:the )?(?P<whom>[^,;:\"]{4,60}), $")


def alone(page: Page, start: int, end: int, memory: Memory, company: str) -> bool:
    """Whether a phrase is an office and a name ("finance chief Ann Lee") that can only be of this company.

    It is the company that the article is about or that the sentence names, and no stranger spoke last.
    """
    near = company == memory.hero or company in page.companies(min(memory.local, start), start)
    strange = memory.speaker is not None and memory.speaker.cls is SourceClass.THIRD_PARTY
    return near and not strange and _BARE_OFFICER.fullmatch(page.text[start:end].strip(" ,")) is not None


def elsewhere(page: Page, start: int, end: int, memory: Memory) -> str | None:
    """The body that is no company we follow and for which somebody speaks: "a spokesman for the Port Authority"."""
    whose = _SPEAKS_FOR.search(page.text, start, end)
    if whose:
        return whose["whom"]
    local = min(memory.local, start)
    place = _AT_OFFICE.search(page.text, local, start) if "spokes" in page.text[start:end] else None
    office = place and page.lexicon.has("authority", page.text, *place.span("whom"))
    return place["whom"] if place and office and not page.companies(local, start) else None
