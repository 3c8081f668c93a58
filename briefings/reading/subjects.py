"""Where the subject of a verb of speech begins: after the last break before it, across an apposition."""

from __future__ import annotations

import re

from briefings.reading.page import Page

BREAK = re.compile(r",\s+(?!(?:Ltd|Inc|Limited|LLC|Corp|Co|S\.A|AG|plc)\b)|;\s+|:\s+|\"\s*|—\s*|–\s+|\(|\)\s*")
JOINER = re.compile(
    r"^(?:and|but|while|whereas|although|though|however|meanwhile|separately|also|as|so|yet|still|now|instead)\b[ ,]*",
    re.IGNORECASE,
)
ADVERBIAL = re.compile(
    r"^(?:in|on|at|for|by|with|from|asked|contacted|approached|when|since|after|before|following|however|"
    r"but|and|separately|earlier|last|this|later|meanwhile|officially|until|under|over|during|despite|to|"
    r"pressed|originally|initially|yesterday|today|also|per|about|internally|moreover|furthermore|still|"
    r"now|then|previously|in addition|unlike|besides|although|while|though|as|because|if|given|"
    r"according)\b",
    re.IGNORECASE,
)
VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|may|might|could|can|should|must|does|do|did|[a-z]+n't|[a-z"
    r"]{3,}(?:ed|es)|plans|wants|gets|sells|makes|goes|reaches|builds|says|cuts|buys|puts|owns|needs|"
    r"gains|began|took|sold|built|bought|fell|rose|won|left|held|made|went|gave|got|set)\b"
)
_APPOSITION = re.compile(
    r"(?:which|who|citing|quoting|a|an|the (?:chief|head|company's|brand's|group's|world's|country's|"
    r"rotating|vice)|head|chief|chair\w*|vice|president|director|executive|general|managing|"
    r"general manager|an?)\b",
    re.IGNORECASE,
)


_AUXILIARY = re.compile(r"(?:has|have|had)(?: (?:also|already|since|earlier|previously|repeatedly|once))? ")
_RELATIVE = re.compile(r"(?<=\w), ?(?:which|who|whose|whom|where)\s", re.IGNORECASE)


def head_end(text: str, start: int, end: int) -> int:
    """Where the head of a source phrase ends: names in its relative clause ("which owns X") do not speak."""
    relative = _RELATIVE.search(text, start + 3, end)
    return relative.start() if relative else end


def subject_start(page: Page, start: int, cue: int) -> int:
    """Where the source phrase before a verb begins: after the last break, across an apposition."""
    breaks = [start, *(m.end() for m in BREAK.finditer(page.text, start, cue))]
    at = len(breaks) - 1
    apposed = cue - breaks[at] <= 1 or _AUXILIARY.fullmatch(page.text, breaks[at], cue) is not None
    if apposed:
        at = max(0, at - 1)
    tail = page.text[breaks[at] : cue]
    if at > 0 and (apposed or _APPOSITION.match(tail)) and breaks[at] - breaks[at - 1] < 60:
        before = page.text[breaks[at - 1] : breaks[at]]
        if (
            not VERB.search(before)
            and not ADVERBIAL.match(before)
            and not (_speaker_word(page, breaks[at], cue) and not apposed)
        ):
            at -= 1
    return breaks[at] + (_joined(page.text[breaks[at] : cue]) if not apposed else 0)


def _speaker_word(page: Page, start: int, end: int) -> bool:
    """Whether a phrase with an article is a source by itself ("a Chinese outlet", "one of the people")."""
    return any(
        page.lexicon.has(cls, page.text, start, end) for cls in ("outletword", "anonymous", "analyst", "third")
    ) or bool(re.match(r"(?:a|an|the) (?:\w+ )?(?:company |carmaker )?spokes", page.text[start:end]))


def _joined(text: str) -> int:
    joiner = JOINER.match(text)
    that = text.rfind(" that ")
    return max(joiner.end() if joiner else 0, that + 6 if that >= 0 else 0)
