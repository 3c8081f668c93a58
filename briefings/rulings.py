"""What a person decided about a claim: evidence like any other, and undoable."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from briefings.claims import RULING, ArticleRef, Case, Claim, Report, Source, SourceClass, Stance, Status, found
from briefings.errors import BriefingsError
from briefings.folding import case

MAX_REASON_CHARS = 300


class RulingError(BriefingsError):
    """A decision that cannot be taken as it was asked for."""


class Decision(StrEnum):
    """What can be decided."""

    CONFIRM = "confirm"
    DENY = "deny"
    DISMISS = "dismiss"
    NOT_THIS = "not-this"
    MERGE = "merge"
    SPLIT = "split"


ABOUT_REPORTS = frozenset({Decision.DISMISS, Decision.NOT_THIS, Decision.SPLIT})
"""Decisions about one report of a claim; `dismiss` without a report is about all that wait for review."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision about a claim by a named person, for a reason. `report` is a report's key, `into` the other claim."""

    id: int
    claim: str
    decision: Decision
    by: str
    reason: str
    at: datetime
    report: str | None = None
    into: str | None = None


def key_of(report: Report) -> str:
    """What a report is called in rulings: its article and where its quote begins."""
    return f"{report.article.id}#{report.span[0]}"


def ruled(claim: Claim, reports: Iterable[Report], rulings: Sequence[Ruling], day: date) -> Case | None:
    """The claim as a workspace sees it by `day`: the public reports, then what it decided by then."""
    known = [ruling for ruling in sorted(rulings, key=lambda each: each.id) if ruling.at.date() <= day]
    evidence = list(reports)
    for ruling in known:
        evidence = _after(ruling, evidence)
    words = [_as_report(ruling, claim) for ruling in known if ruling.decision in (Decision.CONFIRM, Decision.DENY)]
    return case(claim, [*evidence, *words], day)


def split_off(report: Report) -> Claim:
    """The claim that a report stands for once it is split from another."""
    return found(report)


def _after(ruling: Ruling, reports: list[Report]) -> list[Report]:
    if ruling.decision in (Decision.NOT_THIS, Decision.SPLIT):
        return [report for report in reports if key_of(report) != ruling.report]
    if ruling.decision is Decision.DISMISS:
        return [_dismissed(report) if ruling.report in (None, key_of(report)) else report for report in reports]
    return reports


def _dismissed(report: Report) -> Report:
    """A report that no longer waits: what it seemed to settle it does not."""
    if not report.needs_review:
        return report
    return replace(report, needs_review=False, stance=Stance.QUALIFIES, supports=Status.RUMOURED)


def _as_report(ruling: Ruling, claim: Claim) -> Report:
    """A decision in the form that the fold counts."""
    confirms = ruling.decision is Decision.CONFIRM
    name = f"{ruling.by} (ruling)"
    return Report(
        article=ArticleRef(f"ruling-{ruling.id}", "", name, ruling.at, ruling.at),
        statement=claim.statement,
        quote=ruling.reason,
        span=(0, len(ruling.reason)),
        companies=claim.companies,
        topic=claim.topic,
        stance=Stance.CONFIRMS if confirms else Stance.DENIES,
        supports=Status.CONFIRMED if confirms else Status.DENIED,
        source=Source(SourceClass.OFFICIAL_RECORD, name),
        rule=RULING,
    )
