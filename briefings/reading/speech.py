"""Verbs of speech that may frame a sentence: of its main clause, told of nobody by the way."""

from __future__ import annotations

import re

from briefings.reading.lead_ins import asked
from briefings.reading.page import Page
from briefings.reading.scanning import Hit
from briefings.reading.subjects import BREAK

SPEECH = ("say", "announce", "confirm", "deny", "report", "according")
SUBORDINATE = re.compile(
    r"(?:^|\s)(?:after|since|when|despite|which|who|whom|whose|where|because|until|before|once|if|fol"
    r"lowing|as|how|what|why|than|something)\s+(?:[^\s,]+\s+){0,6}$",
    re.IGNORECASE,
)
_BY_SOMEBODY = re.compile(r" by (?!(?:tele)?phone\b|e-?mail\b|text\b|letter\b|video\b|message\b|fax\b)")
_REPUTED = re.compile(r"(?<=said) to (?:be|have)\b")
"""What somebody is said to be, told by the way, is nobody's speech."""
_AFTER_EVENT = re.compile(
    r"(?:After|Before|Following|Since) (?:the|this|that|its) (?:\w+ ){0,2}?(?:event|launch|meeting|show|conference|"
    r"presentation|call|briefing|ceremony) (?=[A-Z]|the |its |he |she |it )"
)
"""When somebody spoke, without a comma: "Before the ceremony X announced"."""
_TOLD_APART = re.compile(
    r"[^\s,] who (?:(?:have|has|had|is|are|was|were) \w+(?:ed|en|ing|n)|work|works|worked) (?:[^\s,]+ ){1,6}$"
)
"""A relative clause that already has its verb: "two engineers who have worked on both (told us)"."""
_STORY_THAT = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Aa]ny|[Tt]his|[Tt]hat|[Ss]uch|[Nn]o) (?:\w+ )?"
    r"(?:news|reports?|rumou?rs?|story|claim|suggestion|idea|impression|speculation|belief) that (?:[^\s,]+ ){1,5}$"
    r"|\b(?:claim(?:s|ed)?|alleg(?:es?|ed)|assum(?:es?|ed)|impl(?:y|ies|ied)|hop(?:es?|ed)) that (?:[^\s,]+ ){1,5}$"
)
"""What a story tells that somebody said: "the news that X had confirmed it (was wrong)"."""
_HAD_THEY = re.compile(r"(?:Had|Should|Were) (?:[A-Z]|the |it |its )")
"""What nobody said: "Had X confirmed it, …"."""
PASSIVE = re.compile(r"\b(?:is|are|was|were|been|being|be)(?: \w+ly)? $", re.IGNORECASE)
_NOUNLIKE = re.compile(
    r"(?<![\w-])(?:the|a|an|its|their|this|any|no|first|newly|of) $|\bto (?-i:[a-z]\w* )?$|\b(?:will|"
    r"would|could|may|might|should|"
    r"must|can|not|never|neither|nor|if|whether) (?:\w+ )?$|n't $",
    re.IGNORECASE,
)


def cues(page: Page, start: int, end: int) -> list[Hit]:
    """Verbs of speech of the main clause: not within quotes, not in a clause about the past, no participles."""
    hits = [hit for cls in SPEECH for hit in page.lexicon.all(cls, page.text, start, end)]
    silent = page.lexicon.all("no_comment", page.text, start, end) if hits else ()
    within = [(answer.start, answer.end) for answer in silent]
    hits = [hit for hit in hits if not any(first <= hit.start < last for first, last in within)]
    kept = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        before = page.text[start : hit.start]
        clause = BREAK.split(before)[-1]
        participle = _BY_SOMEBODY.match(page.text, hit.end) is not None and not PASSIVE.search(before)
        aside = clause.lower().startswith("as ") and page.text.startswith(",", hit.end) and hit.cls in ("say", "report")
        if aside:
            kept.append(hit)
            continue
        if (
            participle
            or _HAD_THEY.match(clause)
            or _STORY_THAT.search(clause)
            or page.quoted(hit.start)
            or (SUBORDINATE.search(clause) and not _TOLD_APART.search(clause) and not _AFTER_EVENT.match(clause))
            or (_REPUTED.match(page.text, hit.end, end) and not PASSIVE.search(before))
            or asked(page, hit, end)
            or (hit.cls != "according" and _NOUNLIKE.search(before))
        ):
            continue
        kept.append(hit)
    return kept
