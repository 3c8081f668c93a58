"""How a company's claims came to stand as they do: each change of status, in the order of its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from briefings import wording
from briefings.claims import Case, Status, StatusChange
from briefings.folding import fold

_MAX_STATEMENT_CHARS = 240


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one claim: its status in words as it was from that day on, and where that can be read."""

    claim: str
    on: date
    label: str
    statement: str
    outlet: str
    url: str


def timeline(cases: Iterable[Case]) -> tuple[Step, ...]:
    """Every change of these claims, the newest last."""
    steps = [step for case in cases for step in _steps(case)]
    return tuple(sorted(steps, key=lambda step: (step.on, step.claim)))


def _steps(case: Case) -> Iterator[Step]:
    """The changes of one claim in their order, each told once."""
    told = None
    for change in case.standing.changes:
        step = _step(case, change)
        if (step.label, step.statement) != told:
            yield step
        told = step.label, step.statement


def _step(case: Case, change: StatusChange) -> Step:
    because = change.because
    statement = because.statement if change.status is Status.CONFIRMED and because.statement else case.claim.statement
    return Step(
        claim=case.claim.id,
        on=change.on,
        label=_label(case, change),
        statement=wording.one_line(statement, _MAX_STATEMENT_CHARS),
        outlet=because.article.outlet,
        url=because.article.url,
    )


def _label(case: Case, change: StatusChange) -> str:
    """The status in words, from what had been said by then: nobody who confirmed it later is named."""
    position = next(n for n, report in enumerate(case.reports, 1) if report is change.because)
    said = case.reports[:position]
    last = max(report.article.published_at for report in said).date()
    standing = fold(case.claim, said, last)
    assert standing is not None
    return wording.label(replace(standing, status=change.status, stage=change.stage))
