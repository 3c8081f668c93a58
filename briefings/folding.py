"""The fold that turns dated reports into a standing.

Nobody writes a status: it is what `fold` makes of the evidence, and can be made again for any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from briefings import edtf
from briefings.claims import (
    BYSTANDERS,
    LICENSED,
    OFFICIALS,
    RULING,
    Case,
    Claim,
    Report,
    SourceClass,
    Stage,
    Stance,
    Standing,
    Status,
    StatusChange,
    Topic,
    origin_key,
    wire,
)

RUMOUR_DAYS = 365
"""A rumour without any word for so long has lapsed …"""
DEAL_DAYS = 180
"""… and talks about a deal sooner."""
_DEALS = frozenset({Topic.PARTNERSHIP, Topic.STAKE, Topic.FUNDING, Topic.SUPPLY})


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
    if _lapsed(claim, evidence, day):
        status = _after_silence(status, tally)
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
        official=not tally.confirmed or not tally.confirmed.keys() <= tally.outlets,
    )


def case(claim: Claim, reports: Iterable[Report], day: date) -> Case | None:
    """The claim with what was published by `day`; None where nothing was."""
    reports = tuple(reports)
    standing = fold(claim, reports, day)
    return None if standing is None else Case(claim, standing, known_by(reports, day))


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
    outlets: set[str] = field(default_factory=set)
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
        if report.source.cls is SourceClass.OUTLET:
            self.outlets.add(report.speaker)
        else:
            self.outlets.discard(report.speaker)
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
            self.origins[key] = wire(report.origin)
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


def _after_silence(status: Status, tally: _Tally) -> Status:
    """What is left of a status once nobody has said more for long: the last official word stands, a rumour lapses."""
    if status is Status.DISPUTED and tally.denied and not tally.confirmed:
        return Status.DENIED
    return Status.LAPSED if status in (Status.RUMOURED, Status.CORROBORATED) else status


def _lapsed(claim: Claim, evidence: Sequence[Report], day: date) -> bool:
    due = edtf.bounds(claim.target)[1] if claim.target else date.max
    if evidence[0].article.published_at.date() < due < day:
        return True
    allowed = DEAL_DAYS if claim.topic in _DEALS else RUMOUR_DAYS
    return evidence[-1].article.published_at.date() + timedelta(days=allowed) < day


def _order(report: Report) -> tuple[date, datetime, str, tuple[int, int], str, str]:
    published = report.article.published_at
    return (report.said_on, published, report.article.id, report.span, report.stance, report.statement)
