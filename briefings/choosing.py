"""Which of the claims found are told, in which order, and how many of them answer together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from briefings.claims import Case
from briefings.questions import Intent, Question
from briefings.ranking import Match, in_window, wanted_statuses

MAX_CLAIMS = 5
MAX_LEADING = 3
AS_GOOD = 0.995
"""A claim leads beside the best one when it fits at least this well."""
WORTH_A_LINE = 0.5
"""… and is listed below it when it fits so well."""


def leading_count(question: Question, chosen: Sequence[Match]) -> int:
    """How many of the claims answer together: those as good as the best; one a company where they are compared."""
    if question.intent is Intent.COMPARE:
        return min(len(chosen), len(question.companies), MAX_LEADING) or 1
    return sum(match.fits and match.score >= chosen[0].score * AS_GOOD for match in chosen[:MAX_LEADING])


def chosen_for(question: Question, matches: Sequence[Match]) -> list[Match]:
    """The claims that are told: those that fit, the best first, then what belongs to the story; none if none fits."""
    fitting = fitting_for(question, matches)
    if question.intent is Intent.WHATS_NEW:
        return sorted(fitting, key=lambda m: (m.case.standing.updated, m.score), reverse=True)[:MAX_CLAIMS]
    if wanted_statuses(question) or not fitting:
        return fitting[:MAX_CLAIMS]
    if question.intent is Intent.COMPARE:
        return _in_turns(question, fitting)[:MAX_CLAIMS]
    rest = [match for match in matches if match.belongs and not match.fits]
    return [match for match in (*fitting, *rest) if match.score >= fitting[0].score * WORTH_A_LINE][:MAX_CLAIMS]


def fitting_for(question: Question, matches: Sequence[Match]) -> list[Match]:
    """All claims that answer, the best first: of news those that are new, of a list those of the status it names."""
    fitting = [match for match in matches if match.fits]
    if question.intent is Intent.WHATS_NEW:
        return [m for m in fitting if in_window(question, m.case) and not _only_retold(m.case)]
    if wanted := wanted_statuses(question):
        return [match for match in fitting if match.case.standing.status in wanted]
    return fitting


def _in_turns(question: Question, fitting: Sequence[Match]) -> list[Match]:
    """The best claim about each of the companies that are compared, then the next of each."""
    lines = [[m for m in fitting if slug in m.case.claim.companies] for slug in question.companies]
    turns = [match for turn in zip_longest(*lines) for match in turn if match is not None]
    return list(dict.fromkeys((*turns, *fitting))) if len(question.companies) > 1 else list(fitting)


def _only_retold(case: Case) -> bool:
    """Whether nothing of a claim was news when it was printed."""
    return all(report.background for report in case.reports)
