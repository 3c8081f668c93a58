"""Denials told by the way: "…, which in May denied a report of talks", "… months after it had rejected the idea"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.reading.attribution import Framed
from briefings.reading.lead_ins import content_start
from briefings.reading.memory import Memory, Voice
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.scanning import Hit
from briefings.reading.speech import SUBORDINATE
from briefings.reading.subjects import BREAK
from briefings.reading.voices import identify

RULE = "embedded"

_OPENER = re.compile(
    r"\b(?P<opener>after|since|when|despite|which|who|because|until|before|once|as|than|that|something)\s+",
    re.IGNORECASE,
)
_OF_IT = re.compile(
    r"\W*(?:(?:\w+ly|back then|then|too|again|at (?:the|that) time|(?:in|on|last) \w+|[\w-]+ \w+ later)\W*)?"
)
"""After "…, which X denied": nothing but when, so that it is the clause before which is denied."""
_CALLED = re.compile(
    r",? (?:which|who) (?:has |had )?(?:\w+ly |then |later |also )?"
    r"(?:called|described|labelled|labeled|branded|termed) "
)
_FILLER = re.compile(
    r"(?:had|has|have|also|then|later|already|again|\w+ly|in \w+|on \w+|last \w+|earlier|once|at (?:first|"
    r"the time))\b[ ,]*",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"(?:\b(?:not|never|neither|nor|to|would|could|may|might|if)|n't) (?:\w+ )?$", re.IGNORECASE)


def denials(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """The denials in subordinate clauses of an English sentence, each with the company that gave it."""
    yield from _called_false(page, start, end, memory)
    yield from _retorts(page, start, end, memory)
    for hit in page.lexicon.all("deny", page.text, start, end):
        before = page.text[start : hit.start]
        clause = BREAK.split(before)[-1]
        if page.quoted(hit.start) or not SUBORDINATE.search(clause) or _NEGATION.search(before):
            continue
        voice = _denier(page, start, hit.start - len(clause), hit, memory)
        if voice is not None and voice.companies:
            stop = BREAK.search(page.text, hit.end, end)
            last = stop.start() if stop else end
            first = min(content_start(page, hit, last), last)
            opener = _OPENER.search(page.text, hit.start - len(clause), hit.start)
            if (
                opener
                and opener["opener"].lower() in ("which", "something")
                and _OF_IT.fullmatch(page.text, first, last)
            ):
                first, last = start, opener.start()
            yield Framed((first, last), voice, "deny", f"{hit.id}.{RULE}", (hit.start, last))


_HOW = re.compile(
    r"\W*(?P<words>[^\".,]{3,40}?)[,\"]* (?:is|was) how (?P<by>[^,;:\"]{2,60}?) (?:described|called|characteri[sz]ed|"
    r"dismissed|summed up|branded|labelled|labeled|termed|put) ",
    re.IGNORECASE,
)


def _retorts(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """ "'Pure fiction' is how X described the report"."""
    match = _HOW.match(page.text, start, end)
    if match is None or not page.lexicon.has("false", page.text, *match.span("words")):
        return
    voice = identify(page, *match.span("by"), memory)
    if voice is not None and voice.companies:
        yield Framed(match.span("words"), voice, "deny", f"retort.{RULE}", match.span())


def _called_false(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """ "…, which called the report inaccurate"."""
    for match in _CALLED.finditer(page.text, start, end):
        stop = BREAK.search(page.text, match.end(), end)
        last = stop.start() if stop else end
        named = page.named(start, match.start(), Kind.COMPANY, Kind.PERSON)
        if named and not page.quoted(match.start()) and page.lexicon.has("false", page.text, match.end(), last):
            voice = identify(page, named[-1].start, named[-1].end, memory)
            if voice is not None and voice.companies:
                yield Framed((match.end(), last), voice, "deny", f"called.{RULE}", (match.start(), last))


def _denier(page: Page, start: int, opens: int, hit: Hit, memory: Memory) -> Voice | None:
    """Who denies in a clause: its own subject, or what the relative pronoun stands for."""
    opener = next(iter(_OPENER.finditer(page.text, opens, hit.start)), None)
    if opener is None:
        return None
    at = opener.end()
    while filler := _FILLER.match(page.text, at, hit.start):
        at = filler.end()
    subject = page.text[at : hit.start].strip()
    if len(subject) > 1:
        return identify(page, opener.end(), hit.start, memory)
    if opener["opener"].lower() not in ("which", "who"):
        return None
    named = page.named(start, opens, Kind.COMPANY, Kind.PERSON)
    return identify(page, named[-1].start, named[-1].end, memory) if named else None
