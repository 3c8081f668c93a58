"""Which reports of a claim an answer cites: what settles it, what answers the question, and nothing twice."""

from __future__ import annotations

from briefings import wording
from briefings.claims import RESPONSES, Case, Report, Stance, Status
from briefings.questions import Intent, Question
from briefings.ranking import Match
from briefings.relevance import ideas

_SETTLES, _REPLIES, _FIRST, _AGAIN, _OTHERWISE = 1.0, 0.3, 0.4, 0.6, 0.5
"""What counts beside its words: that a report settles the claim, that those asked about reply in it, that it was the
first; and what it loses where another that is cited has said the same."""


def evidence(question: Question, match: Match) -> list[Report]:
    """The reports of a claim, those to cite first: a denial never stands under the words that it denies."""
    left = dict(enumerate(match.reports))
    settling, first = _settling(match.case), wording.first_told(match.case)
    worth = {
        at: match.values[at] + _SETTLES * (report == settling) + _FIRST * (report == first) + _reply(question, report)
        for at, report in left.items()
    }
    cited: list[Report] = []
    while left:
        best = max(
            left,
            key=lambda at: (
                worth[at] - _AGAIN * _repeats(left[at], cited) + _OTHERWISE * _differs(question, left[at], cited),
                -at,
            ),
        )
        report = left.pop(best)
        if not any((report.article.id, report.quote) == (one.article.id, one.quote) for one in cited):
            cited.append(report)
    return cited


def _settling(case: Case) -> Report | None:
    """The latest official word on a claim that is settled or disputed."""
    if case.standing.status not in (Status.DENIED, Status.CONFIRMED, Status.DISPUTED):
        return None
    return next((report for report in reversed(case.reports) if wording.official(report)), None)


def _reply(question: Question, report: Report) -> float:
    """What it counts that those asked about reply in a report."""
    replies = report.stance in RESPONSES or report.stance is Stance.DENIES
    asked = replies and report.source.company in question.companies
    return _REPLIES * asked * (3 if question.intent is Intent.RESPONSE else 1)


def _differs(question: Question, report: Report, cited: list[Report]) -> bool:
    """Whether a report gives another date or amount than those cited, where one was asked for: both sides are told."""
    if question.intent is Intent.WHEN:
        known = {one.event_date for one in cited if one.event_date}
        return bool(known) and report.event_date is not None and report.event_date not in known
    if question.intent is Intent.HOW_MUCH:
        amounts = {each.value for one in cited for each in one.quantities}
        return bool(amounts) and any(each.value not in amounts for each in report.quantities)
    return False


def _repeats(report: Report, cited: list[Report]) -> float:
    """The share of what a report says that is cited already."""
    said = ideas(report.quote)
    return max((len(said & ideas(one.quote)) / len(said) for one in cited), default=0.0) if said else 0.0
