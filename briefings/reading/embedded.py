"""Denials told by the way: "…, which in May denied a report of talks", "… months after it had rejected the idea"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefings.reading.attribution import SUBORDINATE, Framed
from briefings.reading.lead_ins import content_start
from briefings.reading.lexicon import Hit
from briefings.reading.names import Kind
from briefings.reading.page import Page
from briefings.reading.subjects import BREAK
from briefings.reading.voices import Memory, Voice, identify

RULE = "embedded"

_OPENER = re.compile(
    r"\b(?P<opener>after|since|when|despite|which|who|because|until|before|once|as|than|that)\s+", re.IGNORECASE
)
_FILLER = re.compile(
    r"(?:had|has|have|also|then|later|already|again|\w+ly|in \w+|on \w+|last \w+|earlier|once|at (?:first|"
    r"the time))\b[ ,]*",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"(?:\b(?:not|never|neither|nor|to|would|could|may|might|if)|n't) (?:\w+ )?$", re.IGNORECASE)


def denials(page: Page, start: int, end: int, memory: Memory) -> Iterator[Framed]:
    """The denials in subordinate clauses of an English sentence, each with the company that gave it."""
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
            yield Framed((first, last), voice, "deny", f"{hit.id}.{RULE}", (hit.start, last))


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
