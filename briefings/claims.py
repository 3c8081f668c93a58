"""Claims, the reports about them, and the fold that turns dated reports into a standing.

Nobody writes a status: it is what `fold` makes of the evidence, and can be made again for any day.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from briefings import edtf


class Stance(StrEnum):
    """What a report does to its claim."""

    REPORTS = "reports"
    CONFIRMS = "confirms"
    DENIES = "denies"
    NO_COMMENT = "no_comment"
    UNAWARE = "unaware"
    DEFERS = "defers"
    QUALIFIES = "qualifies"
    RETRACTS = "retracts"


RESPONSES = frozenset({Stance.NO_COMMENT, Stance.UNAWARE, Stance.DEFERS, Stance.QUALIFIES})
"""Stances that are shown beside a claim and never move its status."""


class Status(StrEnum):
    """Whether a claim is established."""

    RUMOURED = "rumoured"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"
    DENIED = "denied"
    DISPUTED = "disputed"
    RETRACTED = "retracted"
    LAPSED = "lapsed"


class Stage(StrEnum):
    """How far the thing itself has come."""

    CONSIDERED = "considered"
    NEGOTIATING = "negotiating"
    AGREED = "agreed"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DELAYED = "delayed"
    CANCELLED = "cancelled"


class SourceClass(StrEnum):
    """Who stands behind a report, strongest first."""

    OFFICIAL_RECORD = "official_record"
    PARTY = "party"
    OUTLET = "outlet"
    OUTLET_ANONYMOUS = "outlet_anonymous"
    AGENTLESS = "agentless"
    ANALYST = "analyst"
    THIRD_PARTY = "third_party"


OFFICIALS = frozenset({SourceClass.OFFICIAL_RECORD, SourceClass.PARTY})
"""Classes whose word can deny, and confirm."""
LICENSED = OFFICIALS | {SourceClass.OUTLET}
"""Classes whose word can confirm; `outlet` only for what anyone can see (a price, a launch), as the reader decides."""
RULING = "ruling"
"""The rule of what a person decided: it prevails over what was said before."""
BYSTANDERS = frozenset({SourceClass.ANALYST, SourceClass.THIRD_PARTY})
"""Classes whose word is shown and never counted once a claim stands."""


class Topic(StrEnum):
    """What a claim is about."""

    PARTNERSHIP = "partnership"
    SUPPLY = "supply"
    PLANT = "plant"
    LICENCE = "licence"
    STAKE = "stake"
    FUNDING = "funding"
    LAUNCH = "launch"
    TECHNOLOGY = "technology"
    PRICE = "price"
    SALES = "sales"
    PERSONNEL = "personnel"
    LEGAL = "legal"
    STRATEGY = "strategy"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it: `name` as shown, `company` its slug where we follow it, `origin` the outlet it goes back to."""

    cls: SourceClass
    name: str | None = None
    origin: str | None = None
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount: `value` (to `value_hi`) in `unit`, `per` year, car, …; `stated` is the article's own conversion."""

    value: float
    unit: str
    value_hi: float | None = None
    per: str | None = None
    stated: tuple[float, str] | None = None


@dataclass(frozen=True, slots=True)
class ArticleRef:
    """Where a report was printed, and when: `published_at` by the world's clock, `recorded_at` by ours (both UTC)."""

    id: str
    url: str
    outlet: str
    published_at: datetime
    recorded_at: datetime
    title: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One assertion about one claim in one article. Immutable evidence.

    `quote` is `article.text[span[0]:span[1]]`. `companies` holds slugs of the claim's parties. `supports` is the
    status that this article alone would give the claim. `answers` holds the positions, in the list that the reader
    returned, of the reports that this one responds to.
    """

    article: ArticleRef
    statement: str
    quote: str
    span: tuple[int, int]
    companies: tuple[str, ...]
    topic: Topic
    stance: Stance
    supports: Status
    source: Source
    rule: str
    stage: Stage | None = None
    background: bool = False
    needs_review: bool = False
    spoken_on: str | None = None
    event_date: str | None = None
    quantities: tuple[Quantity, ...] = ()
    facility: str | None = None
    ending: bool = False
    answers: tuple[int, ...] = ()

    @property
    def origin(self) -> str:
        """The outlet that the report goes back to."""
        return self.source.origin or self.article.outlet

    @property
    def speaker(self) -> str:
        """Whose word it is: the company's slug, a name, or the outlet."""
        return self.source.company or self.source.name or self.origin

    @property
    def said_on(self) -> date:
        """The day it was said: for facts retold the day then, otherwise the day of publication."""
        printed = self.article.published_at.date()
        if self.background and self.spoken_on:
            return min(edtf.bounds(self.spoken_on)[1], printed)
        return printed


@dataclass(frozen=True, slots=True)
class Claim:
    """The proposition that reports are about. `companies` holds slugs; `target` is EDTF."""

    id: str
    statement: str
    companies: tuple[str, ...]
    topic: Topic
    facility: str | None = None
    target: str | None = None
    ending: bool = False


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A claim's standing moved: when in the world, to what, and by which report."""

    on: date
    status: Status
    stage: Stage | None
    because: Report


@dataclass(frozen=True, slots=True)
class Standing:
    """What the evidence makes of a claim. `confirmed_by` and `denied_by` hold names as shown."""

    status: Status
    stage: Stage | None
    needs_review: bool
    first_reported: date
    updated: date
    origins: tuple[str, ...]
    confirmed_by: tuple[str, ...] = ()
    denied_by: tuple[str, ...] = ()
    changes: tuple[StatusChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A claim with its evidence and its standing on a day."""

    claim: Claim
    standing: Standing
    reports: tuple[Report, ...]


RUMOUR_DAYS = 365
"""A rumour without any word for so long has lapsed …"""
DEAL_DAYS = 180
"""… and talks about a deal sooner."""
_DEALS = frozenset({Topic.PARTNERSHIP, Topic.STAKE, Topic.FUNDING, Topic.SUPPLY})


def found(report: Report) -> Claim:
    """The claim that a report gives rise to when it is the first."""
    seed = "\n".join((report.article.id, str(report.span), report.statement, *report.companies))
    # 60 bits: among a million claims, two share an id once in some two million stores.
    digest = b32encode(hashlib.sha256(seed.encode()).digest())[:12].decode().lower()
    return Claim(
        id=f"c{digest}",
        statement=report.statement,
        companies=report.companies,
        topic=report.topic,
        facility=report.facility,
        target=report.event_date,
        ending=report.ending,
    )


def known_by(reports: Iterable[Report], day: date) -> tuple[Report, ...]:
    """The reports published up to the end of a day, in the order in which they were said."""
    end = datetime.combine(day, time.max, UTC)
    printed = [report for report in reports if report.article.published_at <= end]
    return tuple(sorted(printed, key=_order))


def fold(claim: Claim, reports: Iterable[Report], day: date) -> Standing | None:
    """What the reports published by `day` make of the claim, in whatever order they come; None where there are none."""
    evidence = known_by(reports, day)
    if not evidence:
        return None
    tally = _Tally(withdrawn=_withdrawals(evidence), citing=_citing(evidence))
    for report in evidence:
        tally.take(report)
    status = tally.status
    if status in (Status.RUMOURED, Status.CORROBORATED, Status.DISPUTED) and _lapsed(claim, evidence, day):
        status = Status.LAPSED
    return Standing(
        status=status,
        stage=tally.stage,
        needs_review=tally.waiting,
        first_reported=min(report.article.published_at for report in evidence).date(),
        updated=max(report.article.published_at for report in evidence).date(),
        origins=tuple(tally.origins.values()),
        confirmed_by=tuple(tally.confirmed.values()),
        denied_by=tuple(tally.denied.values()),
        changes=tuple(tally.changes),
    )


def case(claim: Claim, reports: Iterable[Report], day: date) -> Case | None:
    """The claim with what was published by `day`; None where nothing was."""
    reports = tuple(reports)
    standing = fold(claim, reports, day)
    return None if standing is None else Case(claim, standing, known_by(reports, day))


def origin_key(name: str) -> str:
    """An outlet's name as origins are compared: "Reuters", "reuters.com" and "The Reuters" are one."""
    small = re.sub(
        r"^(?:https?://)?(?:www\.)?|^the\s+|\.(?:com|net|org|cn|co|io|de|jp|kr|uk)\b.*$", "", name.casefold()
    )
    return re.sub(r"[\W_]+", "", small) or name.casefold()


def _withdrawals(evidence: Sequence[Report]) -> dict[str, date]:
    """The origins that took their word back, and when."""
    taken_back = [r for r in evidence if r.stance is Stance.RETRACTS and not r.needs_review]
    heard = [r for r in taken_back if r.source.cls not in BYSTANDERS and r.source.cls is not SourceClass.AGENTLESS]
    return {origin_key(report.origin): report.said_on for report in heard}


def _citing(evidence: Sequence[Report]) -> frozenset[str]:
    """The articles that give another outlet as their origin: such an article is no origin of its own."""
    return frozenset(r.article.id for r in evidence if origin_key(r.origin) != origin_key(r.article.outlet))


@dataclass
class _Tally:
    """The evidence counted so far, report by report in the order said.

    `withdrawn` holds origins that took their word back, with the day: what they said until then, and copies of it that
    came later, do not count. `citing` holds the articles that go back to another outlet.
    """

    withdrawn: dict[str, date]
    citing: frozenset[str]
    origins: dict[str, str] = field(default_factory=dict)
    confirmed: dict[str, str] = field(default_factory=dict)
    denied: dict[str, str] = field(default_factory=dict)
    denied_in: dict[str, date] = field(default_factory=dict)
    verdict: Status | None = None
    stage: Stage | None = None
    waiting: bool = False
    changes: list[StatusChange] = field(default_factory=list)

    @property
    def status(self) -> Status:
        """The status by what was counted; unofficial evidence counts only while no official word stands."""
        if self.verdict is not None:
            return self.verdict
        if len(self.origins) >= 2:
            return Status.CORROBORATED
        return Status.RETRACTED if self.withdrawn and not self.origins else Status.RUMOURED

    def take(self, report: Report) -> None:
        """Count one report, and note the change where the standing moved."""
        before = (self.status, self.stage) if self.changes else None
        if self._taken_back(report):
            return
        if report.needs_review:
            self.waiting = True
        if report.rule == RULING:
            self._rule(report)
        elif report.stance is Stance.DENIES:
            if _official(report, Status.DENIED):
                self._deny(report)
        elif report.stance in (Stance.REPORTS, Stance.CONFIRMS):
            if _official(report, Status.CONFIRMED):
                self._confirm(report)
            elif not (report.needs_review and report.source.cls in OFFICIALS):
                # While a party's word waits for a person it is not counted: neither as official nor as one more origin.
                self._assert(report)
        if (self.status, self.stage) != before:
            self.changes.append(StatusChange(report.said_on, self.status, self.stage, report))

    def _taken_back(self, report: Report) -> bool:
        """Whether a report goes back to an origin that withdrew it."""
        if report.stance is Stance.RETRACTS:
            return False
        for name in (report.origin, report.article.outlet):
            until = self.withdrawn.get(origin_key(name))
            copied = origin_key(report.article.outlet) != origin_key(name)
            if until is not None and (report.said_on <= until or copied):
                return True
        return False

    def _rule(self, report: Report) -> None:
        ours = {report.speaker: report.source.name or report.origin}
        self.verdict, self.waiting = report.supports, False
        confirms = report.supports is Status.CONFIRMED
        self.confirmed, self.denied = (ours, {}) if confirms else ({}, ours)
        if not confirms:
            self.denied_in[report.article.id] = report.said_on

    def _is_history(self, report: Report) -> bool:
        """Whether a retold fact settles nothing: undated, it may be older than the word that stands."""
        return report.background and report.spoken_on is None and self.verdict is not None

    def _confirm(self, report: Report) -> None:
        if self._is_history(report):
            return
        self.verdict, self.waiting = Status.CONFIRMED, False
        self.confirmed[report.speaker] = report.source.name or report.origin
        self.denied.pop(report.speaker, None)
        self.stage = report.stage or self.stage

    def _deny(self, report: Report) -> None:
        if self._is_history(report):
            return
        self.confirmed.pop(report.speaker, None)
        self.denied[report.speaker] = report.source.name or report.origin
        self.denied_in[report.article.id] = report.said_on
        self.verdict = Status.DISPUTED if self.confirmed else Status.DENIED
        self.waiting = False

    def _assert(self, report: Report) -> None:
        key = origin_key(report.origin)
        new = key not in self.origins and self._counts(report)
        if new:
            self.origins[key] = report.origin
        if self.verdict is None:
            self.stage = report.stage or self.stage
        elif self.verdict is Status.DENIED and new and self._revives(report):
            self.verdict = Status.DISPUTED

    def _revives(self, report: Report) -> bool:
        """Whether a report speaks up after a denial; the article that prints the denial only retells the rumour."""
        said = edtf.bounds(report.spoken_on)[1] if report.spoken_on else report.said_on
        return report.article.id not in self.denied_in and said > max(self.denied_in.values())

    def _counts(self, report: Report) -> bool:
        """Whether a report adds an origin: not a bystander once a claim stands, not an outlet that cites its source."""
        if report.source.cls in BYSTANDERS and (self.origins or self.verdict):
            return False
        return report.article.id not in self.citing or origin_key(report.origin) != origin_key(report.article.outlet)


def _official(report: Report, status: Status) -> bool:
    """Whether a report may settle its claim: licensed, by a licensed class of source, not waiting for a person."""
    licensed = LICENSED if status is Status.CONFIRMED else OFFICIALS
    return report.supports is status and report.source.cls in licensed and not report.needs_review


def _lapsed(claim: Claim, evidence: Sequence[Report], day: date) -> bool:
    due = edtf.bounds(claim.target)[1] if claim.target else date.max
    if evidence[0].article.published_at.date() < due < day:
        return True
    allowed = DEAL_DAYS if claim.topic in _DEALS else RUMOUR_DAYS
    return evidence[-1].article.published_at.date() + timedelta(days=allowed) < day


def _order(report: Report) -> tuple[date, datetime, str, tuple[int, int], str, str]:
    published = report.article.published_at
    return (report.said_on, published, report.article.id, report.span, report.stance, report.statement)
