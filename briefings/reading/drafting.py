"""The reports of one article as they are found: slots filled, dated, each said once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta

from briefings import edtf
from briefings.claims import ArticleRef, Report, Source, SourceClass, Stance, Status, Topic
from briefings.reading import linking, slots, statements
from briefings.reading.attribution import Framed
from briefings.reading.judging import Judgement
from briefings.reading.page import Page
from briefings.reading.voices import Memory, Voice

_SAME_TIME = re.compile(r"\b(?:that|the same) (?:year|month)\b|同年|当年|同月|当月", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also|added|adding|further)\b|还|並|并")
_OLD = timedelta(days=20)


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


class Drafts:
    """Turns drafts into reports and keeps them."""

    def __init__(self, page: Page, ref: ArticleRef, memory: Memory) -> None:
        self._page = page
        self._ref = ref
        self._memory = memory
        self._spoken: str | None = None
        self._said: set[tuple[str, Stance, str | None]] = set()
        self.theme = slots.theme(page)
        self.found: list[Report] = []
        self.rumours: set[tuple[str, Topic]] = set()
        satire = page.lexicon.has("satire", f"{page.article.outlet}\n{page.text}")
        self.satire = satire and not page.lexicon.has("serious", page.text)

    def add(self, draft: Draft) -> None:
        """Add a report, unless the article has said the same before."""
        report = self._report(draft)
        key = (report.statement, report.stance, report.source.company)
        if key in self._said:
            return
        self._said.add(key)
        self.found.append(report)
        if linking.rumour(report):
            self.rumours.update((slug, report.topic) for slug in report.companies)

    def _report(self, draft: Draft) -> Report:
        page, voice, verdict, target = self._page, draft.voice, draft.verdict, draft.target
        start, end = draft.clause
        spoken = self._spoken_on(draft.framed, voice)
        event = self._event(draft, spoken)
        self._memory.date = event or self._memory.date
        about = target.topic if target else self._topic(draft)
        span = statements.quote(page, *draft.sentence, draft.clause)
        aside = verdict.rule == "own.voice" and self._aside(start, end)
        settled = verdict.status is Status.CONFIRMED and not aside
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
            background=settled and (verdict.rule == "own.retold" or self._long_ago(spoken)),
            needs_review=verdict.review and not self.satire,
            spoken_on=spoken or self._today(verdict, event),
            event_date=event,
            quantities=slots.quantities(page, start, end),
            facility=target.facility if target else slots.facility(page, start, end, about),
            ending=page.lexicon.has("ending", page.text, start, end),
        )

    def _doubted(self, verdict: Judgement, aside: bool) -> bool:
        """Whether nothing here may settle a claim: satire, or an unattributed aside beside a party's words."""
        return (self.satire and verdict.status is not Status.RETRACTED) or (
            aside and verdict.status is Status.CONFIRMED
        )

    def _source(self, voice: Voice) -> Source:
        """The voice as a source; in its own voice it is the publishing outlet that speaks."""
        own = voice.cls is SourceClass.OUTLET and voice.name is None
        company = voice.companies[0] if voice.companies else None
        return Source(voice.cls, self._ref.outlet if own else voice.name, voice.origin, company)

    def _statement(self, draft: Draft) -> str:
        if draft.target:
            return draft.target.statement
        if draft.said:
            return statements.answer(self._page, draft.said, draft.companies)
        said = statements.statement(self._page, *draft.clause, draft.companies)
        return statements.affirmed(said) if draft.verdict.stance is Stance.DENIES else said

    def _topic(self, draft: Draft) -> Topic:
        """What the assertion is about; where it does not say, the article, the sentence, or what went before."""
        page = self._page
        before = self.found[-1].topic if self.found else None
        named = slots.topic(page, *draft.clause, self.theme) or self.theme or slots.topic(page, *draft.sentence)
        return named or before or Topic.STRATEGY

    def _event(self, draft: Draft, spoken: str | None) -> str | None:
        """When the thing happens: as the assertion says, or as all that was said does."""
        own = slots.event_date(self._page, *draft.clause, draft.framed.spoken, spoken)
        shared = slots.shared_date(self._page, draft.framed.content, draft.framed.spoken, spoken)
        return own or self._same_time(*draft.clause) or shared

    def _aside(self, start: int, end: int) -> bool:
        """Whether a clause in the article's own voice tells what is said or may be: nobody announced that."""
        return any(
            self._page.lexicon.has(cls, self._page.text, start, end)
            for cls in ("story", "hearsay", "hedge", "irrealis", "negated", "no_comment")
        )

    def _spoken_on(self, framed: Framed, voice: Voice) -> str | None:
        """The day of saying, where the frame gives it; carried frames keep the day of the frame they carry on."""
        if framed.spoken is None:
            carried = framed.rule.endswith((".carried", ".continued")) or (
                framed.voice is None and voice.official and voice is self._memory.voice
            )
            return self._spoken if carried else None
        found = [
            one.edtf
            for one in self._page.spoken(*framed.spoken)
            if edtf.bounds(one.edtf)[0] <= self._page.day >= edtf.bounds(one.edtf)[1]
        ]
        also = voice.companies == self._memory.voice.companies and _ALSO.search(self._page.text, *framed.spoken)
        self._spoken = found[0] if found else self._spoken if also else None
        return self._spoken

    def _today(self, verdict: Judgement, event: str | None) -> str | None:
        """Fresh official word without any date is taken as of the day of publication."""
        fresh = verdict.status is Status.CONFIRMED and verdict.rule != "own.retold" and event is None
        return self._page.day.isoformat() if fresh or verdict.stance is Stance.DENIES else None

    def _same_time(self, start: int, end: int) -> str | None:
        """What "that year" or "the same month" means: that of the date before."""
        match = _SAME_TIME.search(self._page.text, start, end)
        if match is None or self._memory.date is None or self._memory.date.startswith(".."):
            return None
        return self._memory.date[: 4 if "year" in match[0] or "年" in match[0] else 7]

    def _long_ago(self, spoken: str | None) -> bool:
        return spoken is not None and edtf.bounds(spoken)[1] < self._page.day - _OLD
