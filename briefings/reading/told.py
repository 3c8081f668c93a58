"""A rumour named on the way to its answer: "in reply to rumours that …", 针对“…”的传闻."""

from __future__ import annotations

import re

from briefings.claims import SourceClass, Stance, Status
from briefings.reading import slots
from briefings.reading.attribution import Framed
from briefings.reading.drafting import Draft, Drafts
from briefings.reading.judging import Judgement
from briefings.reading.memory import Memory, Voice
from briefings.reading.page import Page

Span = tuple[int, int]

_RUMOUR_THAT = re.compile(
    r"\b(?:rumou?rs?|reports?|speculation|claims?|suggestions?|stor(?:y|ies)|talk)"
    r"(?: (?:in|by|from|on)(?: [\w'-]+){1,3}?)? that (?P<what>[^,.;:]{20,200})|"
    r"(?:针对|对于|"
    r"对|关于|就)[\"“]?(?P<zh>[^，。\"”]{8,80})[\"”]?(?:一事)?的?(?:传闻|说法|消息|传言|报道)",
    re.IGNORECASE,
)
_CLAIMANT = re.compile(
    r"(?:\b(?:it|he|she|who|which|also|now|further|and)|(?<=[ \"])(?!The|These|Those|Such|All)[A-Z]\w+)\s$"
)
"""Who claims: then it is a verb."""
_CALLED = re.compile(r" (?:is|was|were|are|has been|had been) (?:\w+ ){0,2}$")
_MATTER_ONLY = re.compile(r"(?:关于|對於|对于|针对|至于|围绕)[^，。；]*|就[^，。；]*(?:一事|问题|传闻|报道|消息)")
"""What words are about, without any that tell."""
_MIN_WORDS = 3
_MIN_CHINESE = 6
_TOLD = Judgement(Stance.REPORTS, Status.RUMOURED, False, "told.rumour")


def told(page: Page, memory: Memory, drafts: Drafts, framed: Framed, sentence: Span) -> Span | None:
    """Report the rumour that a sentence names before it answers it, and say where it stands."""
    match = _RUMOUR_THAT.search(page.text, *sentence)
    if match is None or (match[0].startswith("claims ") and _CLAIMANT.search(page.text, sentence[0], match.start())):
        return None
    start, end = match.span("what") if match["what"] else match.span("zh")
    untrue = page.lexicon.find("false", page.text, start, end)
    verdict = _CALLED.search(page.text[start : untrue.start]) if untrue else None
    end = start + verdict.start() if verdict else end
    speakers = framed.voice.companies if framed.voice else ()
    companies = slots.parties(page, start, end, speakers, memory) or page.companies(*sentence)
    if not companies or not worth(page, start, end):
        return None
    rumours = Voice(SourceClass.AGENTLESS, "media reports" if "report" in match[0].lower() else None, None)
    piece = Framed((start, end), rumours, "", "told.rumour", framed.whole)
    drafts.add(Draft(piece, (start, end), sentence, rumours, companies, _TOLD))
    return start, end


def worth(page: Page, start: int, end: int) -> bool:
    """Whether words can tell anything: long enough, and more than what something is about."""
    text = page.text[start:end]
    if _MATTER_ONLY.fullmatch(text):
        return False
    return len(text) >= _MIN_CHINESE if page.chinese(start, end) else len(text.split()) >= _MIN_WORDS
