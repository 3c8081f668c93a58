"""Which reports of a claim an answer cites, the most telling first."""

from __future__ import annotations

from collections.abc import Iterable

from briefings import wording
from briefings.claims import RESPONSES, Case, Report, Stance
from briefings.questions import Intent, Question


def evidence(question: Question, case: Case) -> list[Report]:
    """The reports that carry a claim's standing: official words, then the first report, answers, the latest."""
    reports = case.reports
    verdicts = [report for report in reversed(reports) if wording.official(report)]
    told = (Stance.REPORTS, Stance.CONFIRMS)
    first = [report for report in reports if report.stance in told and not wording.official(report)][:1]
    replies = [report for report in reversed(reports) if report.stance in RESPONSES | {Stance.DENIES}]
    asked = [report for report in replies if report.source.company in question.companies]
    if question.intent is Intent.RESPONSE:
        ordered = [*asked, *replies[:1], *verdicts, *first]
    elif question.intent in (Intent.HOW_MUCH, Intent.WHEN):
        ordered = [*_telling(question.intent, verdicts or list(reversed(reports)))[:1], *verdicts[:1], *first]
    else:
        ordered = [*verdicts[:1], *first, *asked, *replies[:1], *verdicts[1:]]
    return _distinct([*ordered, reports[-1]])


def _telling(intent: Intent, reports: Iterable[Report]) -> list[Report]:
    """The reports that name an amount, or a date, as the question wants."""
    if intent is Intent.HOW_MUCH:
        return [report for report in reports if report.quantities]
    return [report for report in reports if report.event_date]


def _distinct(reports: Iterable[Report]) -> list[Report]:
    """Reports without those that repeat a quote of the same article."""
    found: dict[tuple[str, str], Report] = {}
    for report in reports:
        found.setdefault((report.article.id, report.quote), report)
    return list(found.values())
