"""What a report does to its claim, and what that alone supports: nothing is confirmed without a licence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefings.claims import SourceClass, Stance, Status
from briefings.companies import Watchlist
from briefings.reading.page import Page
from briefings.reading.voices import Voice

_ANSWERS = (
    ("no_comment", Stance.NO_COMMENT),
    ("unaware", Stance.UNAWARE),
    ("qualifies", Stance.QUALIFIES),
    ("defers", Stance.DEFERS),
)
_OWN_ACT = re.compile(r"^\W*(?:that )?(?:it|the \w+|we|no|an?)\b|公司|本", re.IGNORECASE)
INTERNAL = re.compile(
    r"\b(?:told|informed|wrote to|briefed) (?:\w+ ){0,3}(?:staff|employees|workers|suppliers|partners"
    r"|colleagues|team|dealers)\b"
)
"""Words that were not meant for the public: an outlet's account of them confirms nothing by itself."""
_DOUBLE = re.compile(
    r"\b(?:would|will|did|does|do|is|are|was|has|had) not\b|n't\b|\bnever\b|\bno longer\b|\b(?:stop|end|"
    r"halt|ceas|cut|cancel|drop|shelv|clos|delay|paus)\w*\b|停供|停止|取消|终止|放弃|否认",
    re.IGNORECASE,
)
_NO_TALKS = re.compile(
    r"\b(?:not|n't|never) (?:currently |at present |now |presently |actively |even )?(?:in (?:any |active )*(?:talks|"
    r"negotiations|discussions|contact)|(?:been |had |held |holding )?(?:any )?(?:negotiat|discuss|co"
    r"nsider|approach|talk)\w*\b)"
    r"|\bno (?:\w+ ){0,2}(?:talks|discussions|negotiations|contacts?|conversations)\b"
    r"|(?:从未|從未|并未|並未|未曾|没有?|未|不存在)(?:[与和同就][^，。]{1,20})?[^，。]{0,8}(?:接触|谈判|洽谈|磋商|商谈)",
    re.IGNORECASE,
)
"""Talks, considered deals: what two companies do not do together is only said where somebody said that they do."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Stance, the status that the report alone supports, and whether a person should look."""

    stance: Stance
    status: Status
    review: bool
    rule: str


@dataclass(frozen=True, slots=True)
class Saying:
    """What is to be judged: an assertion, whose it is, by which verb, about whom."""

    start: int
    end: int
    whole: tuple[int, int]
    voice: Voice
    verb: str
    rule: str
    companies: tuple[str, ...]
    relayed: bool
    """Whether a known outlet passes on the word of a party."""
    disputed: bool
    """Whether the article tells a rumour that these words may answer."""


_OPEN = ("stage.considered", "stage.negotiating")


def answer(page: Page, start: int, end: int) -> tuple[Stance, str] | None:
    """The non-answer that a span holds: no comment, not aware, nothing decided, put off."""
    for cls, stance in _ANSWERS:
        hit = page.lexicon.find(cls, page.text, start, end)
        if hit:
            return stance, hit.id
    return None


def party_to(watchlist: Watchlist, speakers: tuple[str, ...], companies: tuple[str, ...]) -> bool:
    """Whether one of the speakers is a party to a claim about these companies."""
    return any(watchlist.related(speaker, company) for speaker in speakers for company in companies)


def judge(page: Page, saying: Saying) -> Judgement:
    """The judgement on one assertion of an attributed or unattributed sentence (answers are judged before)."""
    voice = saying.voice
    if saying.verb == "deny":
        return _denial(page, saying)
    false = page.lexicon.has("false", page.text, saying.start, saying.end)
    if voice.cls is SourceClass.PARTY or voice.cls is SourceClass.OFFICIAL_RECORD:
        if false and (page.lexicon.has("story", page.text, *saying.whole) or saying.disputed):
            return _denied(page, saying, "false")
        if false:
            return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+false")
        if page.lexicon.has("negated", page.text, saying.start, saying.end) and _negates(page, saying):
            if saying.disputed or (len(saying.companies) > 1 and _NO_TALKS.search(page.text, saying.start, saying.end)):
                return _denied(page, saying, "negated")
            return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+negated")
        return _licensed(page, saying)
    if (
        false
        and page.lexicon.has("story", page.text, *saying.whole)
        and voice.cls in (SourceClass.THIRD_PARTY, SourceClass.OUTLET_ANONYMOUS)
    ):
        return Judgement(Stance.DENIES, Status.RUMOURED, False, f"{saying.rule}+false")
    if saying.relayed and voice.cls is SourceClass.OUTLET:
        return Judgement(Stance.CONFIRMS, Status.RUMOURED, True, f"{saying.rule}+relayed")
    return Judgement(Stance.REPORTS, Status.RUMOURED, False, saying.rule)


def _negates(page: Page, saying: Saying) -> bool:
    """Whether the negation governs the assertion rather than an aside."""
    hit = page.lexicon.find("negated", page.text, saying.start, saying.end)
    return (
        hit is not None
        and hit.start - saying.start < 60
        and not page.lexicon.has("stage.done", page.text, saying.start, hit.start)
    )


def _denial(page: Page, saying: Saying) -> Judgement:
    """ "X denied …": only a party denies; the denial of something negative waits for a person."""
    if not saying.voice.official:
        return Judgement(Stance.DENIES, Status.RUMOURED, False, saying.rule)
    return _denied(page, saying, "deny")


def _denied(page: Page, saying: Saying, how: str) -> Judgement:
    voice, rule = saying.voice, f"{saying.rule}+{how}"
    licensed = voice.cls is SourceClass.PARTY and party_to(page.watchlist, voice.companies, saying.companies)
    licensed = licensed or (voice.cls is SourceClass.OFFICIAL_RECORD)
    if not licensed:
        return Judgement(Stance.DENIES, Status.RUMOURED, False, rule)
    content = page.text[saying.start : saying.end]
    double = page.lexicon.has("deny", content) or (how == "deny" and _DOUBLE.search(content) is not None)
    return Judgement(Stance.DENIES, Status.RUMOURED if double else Status.DENIED, double, rule)


def _licensed(page: Page, saying: Saying) -> Judgement:
    """The licence to confirm: a party or record, speaking of its own matter, without hedge, condition or hearsay."""
    voice, text = saying.voice, page.text
    stance = Stance.CONFIRMS if saying.verb in ("announce", "confirm", "say") else Stance.REPORTS
    if voice.cls is SourceClass.PARTY and not party_to(page.watchlist, voice.companies, saying.companies):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+no_party")
    if voice.own_act and saying.verb == "say" and not _OWN_ACT.search(text[saying.start : saying.end]):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+not_own_act")
    if saying.verb == "report":
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+no_speech")
    if page.lexicon.has("irrealis", text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+irrealis")
    for cls in ("hearsay", "anonymous", "analyst"):
        if page.lexicon.has(cls, text, saying.start, saying.end):
            return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+{cls}")
    if page.lexicon.has("hedge", text, saying.start, saying.end):
        return Judgement(Stance.REPORTS, Status.RUMOURED, True, f"{saying.rule}+hedge")
    if saying.rule == "own.voice" and any(page.lexicon.has(cls, text, saying.start, saying.end) for cls in _OPEN):
        # Carried over without a verb of speech, talk of what is weighed may be the outlet's own judgement.
        return Judgement(Stance.REPORTS, Status.RUMOURED, False, f"{saying.rule}+open")
    if INTERNAL.search(text, *saying.whole):
        return Judgement(stance, Status.RUMOURED, True, f"{saying.rule}+internal")
    return Judgement(stance, Status.CONFIRMED, False, saying.rule)
