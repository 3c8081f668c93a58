"""The reports of one article as they are found: slots filled, dated, each said once."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

from briefings import edtf
from briefings.claims import ArticleRef, Quantity, Report, Source, SourceClass, Stance, Status, Topic, origin_key
from briefings.reading import meant, slots, statements, targets, topics
from briefings.reading.attribution import Framed
from briefings.reading.judging import EVENT, RETOLD, STATE, Judgement
from briefings.reading.memory import Memory, Voice
from briefings.reading.names import outlet_name
from briefings.reading.page import Page
from briefings.reading.quantities import Amount
from briefings.reading.timing import Times

_OLD = timedelta(days=20)
_AMOUNTS = 8
_TELLING = (Stance.REPORTS, Stance.CONFIRMS)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to be reported: a judged assertion with its frame, voice and companies.

    `target` is the earlier report that a bare denial is about; `said` the words of an answer.
    """

    framed: Framed
    clause: tuple[int, int]
    sentence: tuple[int, int]
    voice: Voice
    companies: tuple[str, ...]
    verdict: Judgement
    target: Report | None = None
    said: str = ""


_HAD = re.compile(
    r"(?:\bhad|'d) (?:\w+ly |also |already |earlier |once |long |first |twice |then )*"
    r"(?:den|dismiss|reject|refut|rebut|call|brand|describ|rul|disput|contradict|disavow|said|told|insist|sworn|stat)\w*"
    r"|曾|早前|当时|彼时|那时"
)
"""What is told of a time before that of the news."""


_JOINT = 12
_SPEAKERS = re.compile(
    r"[^.]{0,40}?\b(?:people|persons|officials|executives|employees|engineers|staff|workers|suppliers)"
    r"(?:,)? (?:said|say|told|familiar|close|with|briefed|who|involved|at the)\b|[^。]{0,8}人士",
)
"""How many people say so is no amount of what they say."""
_GOES_ON = re.compile(
    r"(?:to|will|would|can|could|may|has|have|had|is|are|was|were|plans|aims|wants|expects|with)\b"
    r"|(?!(?:it|its|they|their|he|she|the|that|this|there|[a-z]+ing|[a-z]+ly)\b)[a-z]{3,12}(?:ed|s|t|ok|ld)? "
    r"(?:a|an|the|its|about|up|roughly|some|over|more|[\d$€£¥])"
    r"|(?:it|they|both|the (?:two|pair|companies|plant|factory|venture|site|project|facility|stake|deal)) "
    r"|[并並拟擬将將总總也还還另其但]|预计|預計|计划|計劃|规划|年产|同时|目前|首[期批]|届时"
    r"|双方|雙方|公司|两家|项目|注册资本|最快|最早"
)
"""A clause without a subject of its own, or with one that means the same."""


class Drafts:
    """Turns drafts into reports and keeps them."""

    def __init__(self, page: Page, ref: ArticleRef, memory: Memory) -> None:
        self._page = page
        self._ref = ref
        self._memory = memory
        self._times = Times(page, memory)
        self._said: set[tuple[str, Stance, str | None]] = set()
        self.theme = topics.theme(page)
        self._places: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self.found: list[Report] = []
        self.rumours: set[tuple[str, Topic]] = set()
        satire = page.lexicon.has("satire", f"{page.article.outlet}\n{page.text}")
        self.satire = satire and not page.lexicon.has("serious", page.text)

    def add(self, draft: Draft) -> None:
        """Add a report, unless the article has said the same before."""
        report = self._report(draft)
        if not (draft.target or draft.said or statements.stands(report.statement)) and report.stance in _TELLING:
            return
        key = (report.statement, report.stance, report.source.company)
        if key in self._said or not any(letter.isalnum() for letter in report.statement):
            return
        self._said.add(key)
        self.found.append(report)
        self._places.append((draft.clause, draft.sentence))
        if targets.rumour(report):
            self.rumours.update((slug, report.topic) for slug in report.companies)

    def settle(self, before: int) -> None:
        """Give the amounts of the sentence that no claim of it holds to the claim nearest to them."""
        telling = [n for n in range(before, len(self.found)) if self.found[n].stance in _TELLING]
        for one, other in pairwise(telling):
            if self._goes_on(one, other):
                self.found[one], self.found[other] = _pooled(self.found[one], self.found[other])
        for amount in self._left_over(before) if telling else ():
            at = min(telling, key=lambda n: _gap(self._places[n][0], amount))
            near = self.found[at]
            if len(near.quantities) < _AMOUNTS and amount.quantity not in near.quantities:
                self.found[at] = replace(near, quantities=(*near.quantities, amount.quantity))

    def _goes_on(self, one: int, other: int) -> bool:
        """Whether a claim goes on with the subject of the one before it: "will make 9,000 a year and employ 300"."""
        (first, sentence), (second, same) = self._places[one], self._places[other]
        before, after = self.found[one], self.found[other]
        joined = (sentence, before.source, before.companies[:1]) == (same, after.source, after.companies[:1])
        gap = second[0] - first[1]
        return joined and 0 <= gap < _JOINT and _GOES_ON.match(self._page.text, *second) is not None

    def _left_over(self, before: int) -> list[Amount]:
        """The amounts of a sentence outside its claims; those of a clause about another time are that time's."""
        page, places = self._page, self._places[before:]
        clauses = [clause for clause, _ in places]
        found = [
            amount
            for start, end in sorted({sentence for _, sentence in places})
            for amount in page.amounts(topics.past_lead_in(page, start, end), end)
        ]
        found = [one for one in found if not _SPEAKERS.match(page.text[one.start : one.end + 40])]
        return [one for one in found if not any(start <= one.start < end for start, end in clauses)]

    def _report(self, draft: Draft) -> Report:
        page, voice, verdict, target = self._page, draft.voice, draft.verdict, draft.target
        start, end = draft.clause
        spoken = self._times.spoken_on(draft.framed, voice)
        event = self._times.event(draft.clause, draft.framed, spoken)
        about = target.topic if target else self._topic(draft)
        span = statements.quote(page, *draft.sentence, draft.clause)
        aside = verdict.rule == "own.voice" and self._aside(start, end)
        settled = verdict.status is Status.CONFIRMED and not aside
        earlier = verdict.stance is Stance.DENIES and (self._long_ago(spoken) or self._before(draft, start))
        return Report(
            article=self._ref,
            statement=self._statement(draft),
            quote=page.article.text[span[0] : span[1]],
            span=span,
            companies=draft.companies,
            topic=about,
            stance=verdict.stance,
            supports=Status.RUMOURED if self._doubted(verdict, aside) else verdict.status,
            source=self._source(voice),
            rule="own.aside" if aside else verdict.rule,
            stage=slots.stage(page, start, end),
            background=earlier or (settled and (self._is_old(verdict, event) or self._long_ago(spoken))),
            needs_review=verdict.review and not self.satire,
            spoken_on=spoken or (None if earlier else self._today(verdict, event, voice)),
            event_date=event,
            quantities=self._amounts(draft),
            facility=target.facility if target else slots.facility(page, start, end, about),
            ending=page.lexicon.has("ending", page.text, start, end),
        )

    def _amounts(self, draft: Draft) -> tuple[Quantity, ...]:
        """Its own amounts and the stake it points back to; a bare denial has those of what it denies."""
        start, end = draft.clause
        own = (*slots.quantities(self._page, start, end), *meant.stake(self._page, start, end))
        return own or (draft.target.quantities if draft.target else ())

    def _doubted(self, verdict: Judgement, aside: bool) -> bool:
        """Whether nothing here may settle a claim: satire, or an unattributed aside beside a party's words."""
        return (self.satire and verdict.status is not Status.RETRACTED) or (
            aside and verdict.status is Status.CONFIRMED
        )

    def _source(self, voice: Voice) -> Source:
        """The voice as a source; in its own voice it is the publishing outlet that speaks."""
        own = voice.cls is SourceClass.OUTLET and voice.name is None
        company = voice.companies[0] if voice.companies else None
        printed_here = voice.origin is not None and origin_key(voice.origin) == origin_key(self._ref.outlet)
        origin = None if printed_here and voice.cls is not SourceClass.OUTLET else voice.origin
        name = outlet_name(self._ref.outlet, self._page.lexicon) if own else voice.name
        return Source(voice.cls, name, origin, company)

    def _statement(self, draft: Draft) -> str:
        if draft.target:
            return draft.target.statement
        if draft.said:
            by = draft.voice.name if draft.voice.cls is not SourceClass.PARTY else None
            return statements.answer(self._page, draft.said, draft.companies, by)
        said = statements.statement(self._page, *draft.clause, draft.companies, _person(draft.voice))
        return statements.affirmed(said) if draft.verdict.stance is Stance.DENIES else said

    def _topic(self, draft: Draft) -> Topic:
        """What the assertion is about; where it does not say, the article, the sentence, or what went before."""
        page = self._page
        before = self.found[-1].topic if self.found else None
        named = topics.topic(page, *draft.clause, self.theme) or topics.topic(page, *draft.sentence)
        return named or before or Topic.STRATEGY

    def _aside(self, start: int, end: int) -> bool:
        """Whether a clause in the article's own voice tells what is said or may be: nobody announced that."""
        return any(
            self._page.lexicon.has(cls, self._page.text, start, end)
            for cls in ("story", "hearsay", "hedge", "irrealis", "negated", "no_comment")
        )

    def _today(self, verdict: Judgement, event: str | None, voice: Voice) -> str | None:
        """Fresh official word without any date is taken as of the day of publication."""
        fresh = verdict.status is Status.CONFIRMED and verdict.rule not in (RETOLD, STATE) and event is None
        if fresh:
            return self._times.news_day(voice.companies).isoformat()
        return self._page.day.isoformat() if verdict.stance is Stance.DENIES else None

    def _is_old(self, verdict: Judgement, event: str | None) -> bool:
        """Whether the outlet's own fact is no news: how things stand, an earlier fact, an act long over."""
        return verdict.rule in (RETOLD, STATE) or (verdict.rule == EVENT and self._long_ago(event))

    def _before(self, draft: Draft, start: int) -> bool:
        """Whether a denial is told as something of the past: "had denied", 此前曾否认."""
        return _HAD.search(self._page.text, draft.framed.whole[0], max(start, draft.framed.content[0])) is not None

    def _long_ago(self, spoken: str | None) -> bool:
        return spoken is not None and edtf.bounds(spoken)[1] < self._page.day - _OLD


def _person(voice: Voice) -> str | None:
    """The person who speaks, where it is one: "Lei Jun (Xiaomi)"."""
    return (
        voice.name.partition(" (")[0]
        if voice.name and voice.name.endswith(")") and "filing" not in voice.name
        else None
    )


def _pooled(one: Report, other: Report) -> tuple[Report, Report]:
    """Two claims of one undertaking: the one without amounts is told with the other's.

    One that has its own keeps to them: with more in common, sibling claims would be taken for one another.
    """
    return (
        one if one.quantities else replace(one, quantities=other.quantities),
        other if other.quantities else replace(other, quantities=one.quantities),
    )


def _gap(clause: tuple[int, int], amount: Amount) -> int:
    """How far an amount stands from a clause."""
    return max(clause[0] - amount.end, amount.start - clause[1])
