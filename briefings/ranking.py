"""Which claims a question is about: companies first, then topic, then the words left, then how recent."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from briefings import edtf
from briefings.claims import RESPONSES, RUMOURS, Case, Report, Stance, Status, Topic
from briefings.companies import Watchlist
from briefings.gist import gist
from briefings.questions import Intent, Question
from briefings.relevance import Wanted, shares, wanted
from briefings.subjects import Wording, concerns
from briefings.vocabulary import vocabulary
from briefings.wording import statement

_RELATED = (
    frozenset({Topic.PARTNERSHIP, Topic.STAKE, Topic.FUNDING}),
    frozenset({Topic.PARTNERSHIP, Topic.SUPPLY, Topic.PLANT, Topic.LICENCE}),
    frozenset({Topic.PRICE, Topic.SALES, Topic.LAUNCH}),
    frozenset({Topic.STRATEGY, Topic.LAUNCH, Topic.PERSONNEL}),
)
"""Topics that one story is filed under by one reader and another."""
_WEIGHTS = (3.8, 1.0, 3.0, 0.9, 1.0, 4.5, 2.0, 1.9, 0.2, 0.7, 1.1, 0.5, 0.2, -0.8, -0.3)
"""What each part of a `Fit` counts, in its order."""
_UNHEARD = 0.5
"""A question without a company of which so much is nowhere to be found is about something that is not stored."""
_ENOUGH_WORDS = 0.45
"""The share of its words that a question without a company needs to find."""


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that may answer, with how well it fits; `reports` are its reports, those that answer best first.

    `fits` is False where it only comes near; `belongs` tells whether it may be told below one that fits.
    """

    case: Case
    score: float
    fits: bool
    belongs: bool
    reports: tuple[Report, ...]
    values: tuple[float, ...]
    """How well each of them answers."""
    fit: Fit


def rank(question: Question, cases: Iterable[Case], watchlist: Watchlist, day: date) -> list[Match]:
    """The claims by how well they fit, the best first; ties are broken by recency, then id."""
    cases = list(cases)
    asked = wanted(question.words, question.context, cases)
    newest = max((case.standing.updated for case in cases), default=day)
    found = [_match(question, case, asked, watchlist, newest) for case in cases]
    kept = [match for match in found if match is not None]
    return sorted(kept, key=lambda m: (-m.score, -m.case.standing.updated.toordinal(), m.case.claim.id))


def wanted_statuses(question: Question) -> frozenset[Status]:
    """The statuses that a question limits its list to; none where it takes any."""
    about = question.words or question.context or question.topics
    asks = question.intent is Intent.LIST or (not about and Status.CONFIRMED in question.statuses)
    if not asks or not question.statuses:
        return frozenset()
    return question.statuses | (RUMOURS if Status.RUMOURED in question.statuses else frozenset())


def in_window(question: Question, case: Case) -> bool:
    """Whether anything was published in the days that the question asks about."""
    since, until = question.since or date.min, question.until or date.max
    return any(since <= report.article.published_at.date() <= until for report in case.reports)


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks for a claim as an answer, each from 0 (nothing) to 1 (all that could)."""

    companies: float
    exactly: float
    """How far the claim is about nobody else."""
    words: float
    """The share of the question's words that its best report has."""
    focus: float
    """The share of that report that the question asks for."""
    topic: float
    required: float
    wish: float
    """Whether that report tells the kind of thing asked for: an amount, a date, what somebody answered."""
    in_time: float
    status: float
    reports: float
    recent: float
    retold: float
    denied: float
    """Whether somebody concerned has settled it: what people want to know first."""
    confirmed: float
    fact: float
    """The same where a yes or no is not asked for, but when, where or how much."""

    def score(self) -> float:
        """All of it as one figure."""
        # astuple() copies, and takes ten times as long.
        values: list[float] = [getattr(self, name) for name in self.__slots__]
        return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True))


def _match(question: Question, case: Case, asked: Wanted, watchlist: Watchlist, newest: date) -> Match | None:
    text = Wording(case, watchlist)
    typed = dict(question.short)
    companies = [concerns(slug, case, text, watchlist, typed.get(slug, "")) for slug in question.companies]
    covered = sum(fit > 0 for fit in companies)
    required = [max(text.has(spelling) for spelling in row) for row in question.required]
    models = [max(text.has(spelling) for spelling in row) for row in question.models]
    if companies and not covered and not (required and min(required) > 0):
        return None
    if question.of_the_thread and not any(concerns(slug, case, text, watchlist) for slug in question.around):
        return None
    found = shares(asked, case)
    wishes = [_wish(question, report) for report in case.reports]
    timely = [_in_time(question, report) for report in case.reports]
    values = [s.found + 0.25 * w + 0.25 * t for s, w, t in zip(found, wishes, timely, strict=True)]
    order = sorted(range(len(values)), key=lambda at: (-values[at], at))
    best = order[0]
    topic, words = _topic(question, case), max(share.found for share in found)
    parties, about = set(case.claim.companies), {*question.companies, *question.around}
    confirmed = case.standing.status is Status.CONFIRMED
    fit = Fit(
        companies=_of_companies(companies, question),
        exactly=len(parties & about) / max(1, len(parties | about)),
        words=found[best].found,
        focus=found[best].focus,
        topic=topic,
        required=sum(required + models) / max(1, len(required + models)),
        wish=wishes[best],
        in_time=timely[best],
        status=float(case.standing.status in question.statuses),
        reports=min(1.0, math.log1p(len(case.reports)) / 3),
        recent=(1.0 if question.recent else 0.3) / (1 + (newest - case.standing.updated).days / 120),
        retold=-float(case.reports[best].background),
        denied=float(case.standing.status is Status.DENIED),
        confirmed=float(confirmed and not question.wants_fact),
        fact=float(confirmed and question.wants_fact),
    )
    broad = question.intent in (Intent.LIST, Intent.WHATS_NEW, Intent.COMPARE)
    inherited = question.follows and set(question.companies) <= set(question.around)
    enough = covered >= min(1 if broad or inherited else 2, len(companies))
    known = question.companies or required or asked.missing < _UNHEARD
    met = not models or any(models) or words >= _ENOUGH_WORDS
    met = met and (len(question.companies) > 1 or all(text.has(name.casefold()) for name in question.unknown))
    fits = bool(enough and known and met and _subject_fits(question, topic, words, required, broad))
    related = (topic >= 0.7 or words >= 0.4) and (not required or max(required) > 0)
    return Match(
        case=case,
        score=round(fit.score(), 4),
        fits=fits,
        belongs=fits or related,
        reports=tuple(case.reports[at] for at in order),
        values=tuple(values[at] for at in order),
        fit=fit,
    )


def _of_companies(fits: list[float], question: Question) -> float:
    """How far a claim is about the companies asked for: about all of them, or, where they are compared, about one."""
    if not fits:
        return 0.0
    return max(fits) if question.intent is Intent.COMPARE else sum(fits) / len(fits)


def _subject_fits(question: Question, topic: float, words: float, required: list[float], broad: bool) -> bool:
    """Whether a claim is about what was asked, not only about whom."""
    if required and not any(required) and not (len(question.companies) > 1 and words >= _ENOUGH_WORDS):
        return False
    if not question.companies and not required:
        return words >= _ENOUGH_WORDS or (broad and not question.terms)
    if question.topics:
        return topic > 0 or words >= 0.4
    several = len(question.companies) > 1 or any(required)
    return broad or several or not question.terms or words > 0.1


def _topic(question: Question, case: Case) -> float:
    """How far a claim is about a topic asked for: filed under it, said in its words, or filed close to it."""
    if not question.topics:
        return 0.0
    if case.claim.topic in question.topics:
        return 1.0
    patterns, said = vocabulary().topics, statement(case).casefold()
    if any(patterns[topic].search(said) for topic in question.topics):
        return 0.7
    near = any(case.claim.topic in family and topic in family for topic in question.topics for family in _RELATED)
    return 0.25 if near and len(question.companies) > 1 else 0.0


def _wish(question: Question, report: Report) -> float:
    """How far a report tells the kind of thing that is asked for."""
    if question.intent is Intent.HOW_MUCH:
        return float(bool(report.quantities))
    if question.intent is Intent.WHEN:
        return float(bool(report.event_date or report.spoken_on))
    if question.intent is Intent.WHERE:
        return float(bool(report.facility or gist(report.quote).places))
    if question.intent is Intent.WHY:
        return float(bool(vocabulary().reasons.search(report.quote.casefold())))
    if question.intent is Intent.RESPONSE and (report.stance in RESPONSES or report.stance is Stance.DENIES):
        return 1.0 if report.source.company in question.companies else 0.4
    return 0.0


def _in_time(question: Question, report: Report) -> bool:
    """Whether a report was published, or what it tells happens, in the days that the question asks about."""
    if not (question.since or question.until):
        return False
    since, until = question.since or date.min, question.until or date.max
    if since <= report.article.published_at.date() <= until:
        return True
    for text in filter(None, (report.event_date, report.spoken_on)):
        first, last = edtf.bounds(text)
        if first <= until and last >= since:
            return True
    return False
