"""Frames that cleave a sentence: "All that X will say is that …", "The announcement came from X itself: …"."""

from __future__ import annotations

import re

from briefings.reading.attribution import Framed
from briefings.reading.memory import Memory
from briefings.reading.page import Page
from briefings.reading.voices import identify

_SAID = re.compile(
    r"\W*(?:But |And |So |Still, |So far,? )?(?:all|what(?: little)?|the (?:only|one) thing|the most)(?: that)? "
    r"(?P<who>[^,;:]{2,50}?) (?:(?:has|have|had|will|would|did|does) )?(?:so far |ever |only )?"
    r"(?:say|said|says|confirm|confirmed|confirms|disclose|disclosed|admit|admitted|concede|conceded)\b"
    r"[^;:]{0,60}?,? (?:is|was) (?:(?:only|just|simply|merely) )?(?:that |this: )",
    re.IGNORECASE,
)
_CAME = re.compile(
    r"\W*(?:The |An? |That )?(?:official )?(?:announcement|confirmation|news|disclosure)s? (?:came|comes|is|was)"
    r" from (?P<who>[^,;:]{2,50}?)(?: itself| themselves)?(?:, [^:;]{2,60})?(?:: | that )",
    re.IGNORECASE,
)
_RETORT = re.compile(
    r"\W*(?P<word>(?:(?:simply |just |quite )?not (?:so|true|right)|wrong|untrue|false|nonsense|rubbish|fiction))"
    r"[,.!\"]+ (?:says?|said|insists?|insisted|repl(?:y|ies|ied)|answers?|answered|counters?|countered) "
    r"(?P<who>[^,:;.\"]{2,60})(?P<rest>[,:;.\"]\W*)",
    re.IGNORECASE,
)
"""An answer without its matter: "Not so, says X: …"."""

_NEAR_IT = re.compile(r"\b(?:of|at|near|to|in|with|by|on|behind|from|against|for)\b", re.IGNORECASE)
"""Critics of X, people at X: not X itself."""


def retort(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    """A denial in a word or two that opens a piece."""
    match = _RETORT.match(page.text, start, end)
    if match is None or _NEAR_IT.search(match["who"]):
        return None
    voice = identify(page, *match.span("who"), memory)
    if voice is None or not voice.companies:
        return None
    return Framed(match.span("word"), voice, "deny", "retort", match.span())


def cleft(page: Page, start: int, end: int, memory: Memory) -> Framed | None:
    """The frame of a piece that says by its build, not by a verb of speech, whose word it is."""
    said = _SAID.match(page.text, start, end)
    came = None if said else _CAME.match(page.text, start, end)
    match = said or came or _RETORT.match(page.text, start, end)
    if match is None or page.quoted(match.start("who")) or _NEAR_IT.search(match["who"]):
        return None
    voice = identify(page, *match.span("who"), memory)
    if voice is None:
        return None
    rule = "cleft.said" if said else "cleft.came" if came else "retort.goes_on"
    return Framed((match.end(), end), voice, "announce" if came else "say", rule, (start, end), (start, match.end()))
