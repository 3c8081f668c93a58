"""What an outlet may tell on its own word: what anyone could see or look up, and what was settled long ago.

A flat, unsourced sentence is a fact where its governing verb tells an observable act (a launch, a price, a court's
ruling) or how things stand (who owns what, what a plant can make). What somebody decided, agreed or means to do is
only said unless the text dates it well back. Inside the account of a rumour it stays that rumour's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from briefings import edtf
from briefings.claims import Report, SourceClass
from briefings.reading import attribution, targets, topics
from briefings.reading.attribution import Framed
from briefings.reading.drafting import Drafts
from briefings.reading.judging import EVENT, RETOLD, STATE, forecast
from briefings.reading.memory import OWN, Memory
from briefings.reading.page import Page
from briefings.reading.scanning import Hit

Span = tuple[int, int]

_KINDS = ("decision", "intent", "observable", "state")
"""Kinds of governing verbs; of two that begin at one place the one that proves less counts."""
_UNSURE = ("hedge", "irrealis", "story", "anonymous", "stage.negotiating")
_WHOLE_UNSURE = ("hearsay", "silent", "no_comment", "unaware")
_ASIDE = re.compile(r", (?:which|who|whose|whom|where|when)\b[^,]{2,160},")
_TAIL = re.compile(
    r",? (?:which|who|whose|whom|where|because|so that|while|whereas|before|until|unless|when)\s"
    r"|, (?:as|having|[a-z]{3,}ing|after|following|despite|amid|with)\b"
)
_LEAD_IN = re.compile(r"(?:After|When|Since|Having|Following|Before|Once|Because|As|While|Although|Though|Despite) ")
_ATTRIBUTIVE = re.compile(
    r"\b(?:the|an?|its|their|his|her|our|this|these|those|newly|of|by|to|for|with|from|in|on|at|not|n't|never) $",
    re.IGNORECASE,
)
_INTENT_NOUN = re.compile(r"plans?|targets?|talks?|hopes?|aims?", re.IGNORECASE)
_SUBJECT_NOUN = re.compile(
    r"\W*(?:the|an?|its|their|this|that|these|those|his|her|one|another) (?:[\w'-]+ ){0,2}", re.IGNORECASE
)
"""What stands before a noun that is the subject: "an earlier (plan)"."""
_REDUCED = re.compile(r" by ", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|get|got)(?: \w+)? $", re.IGNORECASE)
_NEGATIVE = re.compile(
    r"\b(?:not|never|no|none|neither|nor|without|nobody|nothing|hardly|barely|yet to)\b|n't\b|没有?|未|并非|不再|无",
    re.IGNORECASE,
)
_UNTRUE = re.compile(r"\bnot\b|n't\b|没有(?![^，。]{0,6}过)|并非", re.IGNORECASE)
_THE_MATTER = re.compile(
    r"(?:under|in|as part of|with|for)? ?(?:the|this|that|such an?) (?:[\w-]+ ){0,2}?(?:deals?|plans?|agreement|"
    r"arrangement|tie-up|alliance|partnership|cooperation|venture|project|talks|move|transaction|merger|purchase|takeover|"
    r"acquisition|investment|idea|option|scheme)\b|(?:该|此|这一|这项|这笔|上述)(?:项目|交易|计划|合作|收购|协议|方案|消息)",
    re.IGNORECASE,
)
"""A subject that is the matter of a rumour itself."""
_NOUN_LED = (
    "en.observable.halted",
    "en.observable.rise",
    "en.observable.approve",
    "en.observable.police",
    "en.state.case",
)
"""Rows that begin with the subject of their verb."""
_JUST = re.compile(
    r"首次|首度|刚刚|昨[日天晚]|今[日天晨早]|当[日天晚]|近日|日前|上周|上月|终于|一度|[天日周月年]多?前|不久前"
)
"""Words by which a Chinese verb without a particle is of the past."""
_TIMELESS = ("zh.observable.sell", "zh.observable.price", "zh.observable.fund")
_AGO = timedelta(days=20)
_LONG_AGO = timedelta(days=60)
_RUMOUR = (
    SourceClass.OUTLET,
    SourceClass.OUTLET_ANONYMOUS,
    SourceClass.AGENTLESS,
    SourceClass.ANALYST,
    SourceClass.THIRD_PARTY,
)
_SEEN = ("observable", "state")
_INNER = ("en.decision.drop", "en.decision.choose", "zh.decision.drop")
"""What is settled behind closed doors: no one else sees it happen."""
_OPENING = 30
_LEAD = 2
"""So many sentences at the head of an article are its news."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the article a sentence stands: its paragraph, and how many sentences went before."""

    paragraph: int
    before: int

    @property
    def leads(self) -> bool:
        """Whether it belongs to the head of the article, which tells the news rather than its background."""
        return self.paragraph == 0 and self.before < _LEAD


class Facts:
    """Tells, of clauses in the article's own voice, the facts from what is only said."""

    def __init__(self, page: Page, memory: Memory, drafts: Drafts) -> None:
        self._page = page
        self._memory = memory
        self._drafts = drafts

    def rule(self, framed: Framed, clause: Span, place: Place, companies: tuple[str, ...]) -> str | None:
        """Why a clause of nobody's is a fact; None where it is only said."""
        page = self._page
        if not plain(page, framed, clause):
            return None
        hit = governing(page, *clause)
        kind = hit.cls if hit else None
        if kind == "intent":
            return None
        back = set_back(page, framed, clause, _AGO if kind in _SEEN else _LONG_AGO, kind is not None)
        if kind is None and not back:
            return None
        rumours = [one for one in self._drafts.found if targets.rumour(one) and one.rule != "own.voice"]
        matter = self._same_matter(clause, rumours, companies)
        dated = over_by(page, clause)
        if self._accounts(clause, place, kind, back and dated, rumours, dated and not matter):
            return None
        if kind == "observable" and matter and not back and not dated:
            return None
        inner = hit is not None and hit.id.startswith(_INNER)
        if back and not (inner and not dated):
            return None if kind is None and _UNTRUE.search(page.text, *clause) else RETOLD
        if _NEGATIVE.search(page.text, *clause):
            return None
        if kind == "decision":
            settled = dated and not matter and not place.leads
            return RETOLD if settled and (not inner or not self._shares(rumours, companies)) else None
        if kind == "state":
            return STATE
        if place.leads and not dated and len(companies) > 1:
            return None  # What two companies do for each other only they can tell.
        return EVENT if hit and over(page, hit, clause) else None

    def by_the_way(self, framed: Framed, clause: Span) -> str | None:
        """Why a relative clause is a fact: it is the outlet's background, in the account of a rumour too."""
        page = self._page
        if not plain(page, framed, clause) or page.lexicon.has("intent", page.text, *clause):
            return None
        if _NEGATIVE.search(page.text, *clause):
            return None
        hits = [hit for cls in _KINDS for hit in page.lexicon.all(cls, page.text, clause[0], clause[0] + _OPENING)]
        hit = min(hits, key=lambda one: (one.start, _KINDS.index(one.cls)), default=None)
        dated = over_by(page, clause)
        back = set_back(page, framed, clause, _AGO if hit and hit.cls in _SEEN else _LONG_AGO, True)
        if hit is None or hit.cls == "decision":
            return RETOLD if (back if hit is None else dated and (back or not hit.id.startswith(_INNER))) else None
        return RETOLD if back else STATE if hit.cls == "state" else EVENT

    def _accounts(
        self, clause: Span, place: Place, kind: str | None, old: bool, rumours: Sequence[Report], elsewhere: bool
    ) -> bool:
        """Whether a clause goes on with the account of a rumour: about it, or within it and not set apart."""
        page, memory = self._page, self._memory
        if rumours and _THE_MATTER.match(page.text, *clause) and not (old and kind):
            return True
        if memory.voice is OWN or memory.voice.cls not in _RUMOUR or place.paragraph != memory.voice_paragraph:
            return False
        named = bool(page.companies(clause[0], min(clause[1], clause[0] + 40)))
        return kind is None or not (old or elsewhere or (kind == "state" and named))

    def _shares(self, rumours: Sequence[Report], companies: tuple[str, ...]) -> bool:
        """Whether a rumour of the article is about one of the companies."""
        return any(not set(companies).isdisjoint(one.companies) for one in rumours)

    def _same_matter(self, clause: Span, rumours: Sequence[Report], companies: tuple[str, ...]) -> bool:
        """Whether a clause is about what a rumour of the article is about: a company of it, and its topic."""
        shared = {one.topic for one in rumours if not set(companies).isdisjoint(one.companies)}
        about = topics.topic(self._page, *clause, self._drafts.theme) if shared else None
        return bool(shared) and (about is None or about in shared)


def plain(page: Page, framed: Framed, clause: Span) -> bool:
    """Whether a clause is told flatly: unhedged, unquoted, no question, handed to nobody."""
    text = page.text
    if framed.voice is not None or page.quoted(clause[0] + 1) or "?" in text[clause[0] : clause[1] + 1]:
        return False
    if any(page.lexicon.has(cls, text, *framed.whole) for cls in _WHOLE_UNSURE):
        return False
    if any(page.lexicon.has(cls, text, *clause) for cls in _UNSURE):
        return False
    return not forecast(page, *clause) and not attribution.attributed(page, *_main(page, *clause))


def governing(page: Page, start: int, end: int) -> Hit | None:
    """The verb that governs a clause: the first finite one of a known kind, asides and what hangs on apart."""
    first, last = _main(page, start, end)
    chinese = page.chinese(start, end)
    if chinese and (meant := page.lexicon.find("intent", page.text, start, end)):
        before = page.text.rfind("，", first, meant.start)
        if before < 0 or not any(page.lexicon.has(cls, page.text, first, before) for cls in _KINDS if cls != "intent"):
            return meant
        last = before  # What is meant to follow is told after what has happened.
    asides = [aside.span() for aside in _ASIDE.finditer(page.text, first, last)]
    hits = [
        hit
        for cls in _KINDS
        for hit in page.lexicon.all(cls, page.text, first, last)
        if (chinese or (_wanted(page.text, first, hit) if cls == "intent" else _finite(page.text, first, hit)))
        and not any(begin <= hit.start < stop for begin, stop in asides)
    ]
    best = min(hits, key=lambda hit: (hit.start, _KINDS.index(hit.cls)), default=None)
    within = (hit for hit in hits if best and best.cls == "state" and best.start < hit.start < best.end)
    return next((hit for hit in within if hit.cls == "intent"), best)  # "has a plan for a plant" has no plant


def _main(page: Page, start: int, end: int) -> Span:
    """The main clause: without what leads in ("After …,") and what hangs on at its end (", having …")."""
    if _LEAD_IN.match(page.text, start) and (comma := page.text.find(", ", start, end)) > 0:
        start = comma + 2
    tails = (tail.start() for tail in _TAIL.finditer(page.text, min(end, start + 12), end))
    asides = [aside.span() for aside in _ASIDE.finditer(page.text, start, end)]
    return start, next((at for at in tails if not any(begin <= at < stop for begin, stop in asides)), end)


def _finite(text: str, start: int, hit: Hit) -> bool:
    """Whether a verb form is a predicate: neither attributive nor a participle that hangs on a noun."""
    before = text[start : hit.start]
    if hit.id.startswith(_NOUN_LED):
        return True
    if _ATTRIBUTIVE.search(before):
        return False
    hanging = hit.cls != "state" and _REDUCED.match(text, hit.end) and not _PASSIVE.search(before)
    return not hanging


def _wanted(text: str, start: int, hit: Hit) -> bool:
    """Whether a word of intent is a verb: "an earlier plan was dropped" tells of no intent any more."""
    noun = _INTENT_NOUN.fullmatch(text, hit.start, hit.end)
    return noun is None or not _SUBJECT_NOUN.fullmatch(text, start, hit.start)


def over(page: Page, hit: Hit, clause: Span) -> bool:
    """Whether an act lies behind: English says so by its tense, Chinese by a particle or a day that is over."""
    if not hit.id.startswith("zh.") or hit.id.startswith(_TIMELESS):
        return True
    if page.lexicon.has("past", page.text, *clause) or _JUST.search(page.text, *clause):
        return True
    return any(edtf.bounds(one.edtf)[1] <= page.day for one in page.dates(*clause, page.day))


def set_back(page: Page, framed: Framed, clause: Span, age: timedelta, governed: bool) -> bool:
    """Whether the text sets a clause well back in time, by a word or a date."""
    if not governed and any(page.lexicon.has(cls, page.text, *clause) for cls in ("intent", "stage.planned")):
        return False
    if page.lexicon.has("retold", page.text, *framed.whole):
        return True
    found = page.dates(*clause, page.day) or page.dates(*framed.whole, page.day)
    old = bool(found) and edtf.bounds(found[0].edtf)[1] < page.day - age
    return old and (page.lexicon.has("past", page.text, *framed.whole) or page.chinese(*clause))


def earlier(page: Page, framed: Framed) -> bool:
    """Whether a piece of nobody's tells an earlier fact: then no voice before it holds for it."""
    dated = page.lexicon.has("retold", page.text, *framed.whole) or page.dates(*framed.whole, page.day)
    if not dated or not plain(page, framed, framed.content):
        return False
    hit = governing(page, *framed.content)
    if hit and hit.cls == "intent":
        return False
    return set_back(page, framed, framed.content, _AGO if hit and hit.cls in _SEEN else _LONG_AGO, hit is not None)


def over_by(page: Page, clause: Span) -> bool:
    """Whether a clause names a day or time that is over: "last week", "in May", 上月."""
    found = page.dates(*clause, page.day)
    return bool(found) and edtf.bounds(found[0].edtf)[0] <= page.day
