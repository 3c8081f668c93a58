"""Which claims a question is about: companies first, then topic, then the words left, then how recent."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from briefings import edtf
from briefings.claims import RESPONSES, Case, Stance, Status, Topic
from briefings.companies import Watchlist
from briefings.questions import Intent, Question, vocabulary
from briefings.wording import statement

_RELATED = (
    frozenset({Topic.PARTNERSHIP, Topic.STAKE, Topic.FUNDING}),
    frozenset({Topic.PARTNERSHIP, Topic.SUPPLY, Topic.PLANT, Topic.LICENCE}),
    frozenset({Topic.PRICE, Topic.SALES, Topic.LAUNCH}),
    frozenset({Topic.STRATEGY, Topic.LAUNCH, Topic.PERSONNEL}),
)
"""Topics that one story is filed under by one reader and another."""
_EXACT, _SPOKE, _BELONGS, _NAMED = 1.0, 0.8, 0.6, 0.5
_RUMOURS = frozenset({Status.RUMOURED, Status.CORROBORATED, Status.LAPSED})


_ENOUGH_WORDS = 0.4
"""The share of its words that a question without a company needs to find."""
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_QUOTED, _AROUND = 0.6, 0.3
"""What a word in a quote, or in a headline, counts beside one in the statement: they speak of other things as well."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A claim's own words, those of its quotes and sources, and those of the headlines above it."""

    statement: str
    quoted: str
    around: str


@dataclass(frozen=True, slots=True)
class Match:
    """A claim that may answer, with how well it fits.

    `fits` is False where it only comes near; `belongs` tells whether it may be told below one that fits.
    """

    case: Case
    score: float
    fits: bool
    belongs: bool


def rank(question: Question, cases: Iterable[Case], watchlist: Watchlist, day: date) -> list[Match]:
    """The claims by how well they fit, the best first; ties are broken by recency, then id."""
    texts = [(case, _text(case, watchlist)) for case in cases]
    weights = _weights(question.terms, [text for _, text in texts])
    newest = max((case.standing.updated for case, _ in texts), default=day)
    found = [_match(question, case, text, weights, watchlist, newest) for case, text in texts]
    kept = [match for match in found if match is not None]
    return sorted(kept, key=lambda m: (-m.score, -m.case.standing.updated.toordinal(), m.case.claim.id))


def wanted_statuses(question: Question) -> frozenset[Status]:
    """The statuses that a question limits its list to; none where it takes any."""
    if question.intent is not Intent.LIST or not question.statuses:
        return frozenset()
    return question.statuses | (_RUMOURS if Status.RUMOURED in question.statuses else frozenset())


def in_window(question: Question, case: Case) -> bool:
    """Whether anything was published in the days that the question asks about."""
    since, until = question.since or date.min, question.until or date.max
    return any(since <= report.article.published_at.date() <= until for report in case.reports)


def _match(
    question: Question, case: Case, text: _Text, weights: Mapping[str, float], watchlist: Watchlist, newest: date
) -> Match | None:
    companies = [_company(slug, case, text, watchlist) for slug in question.companies]
    covered = sum(fit > 0 for fit in companies)
    if companies and not covered:
        return None
    topic, words = _topic(question, case), _overlap(weights, text)
    required = [max(_has(spelling, text) for spelling in row) for row in question.required]
    score = 3 * sum(companies) / len(companies) if companies else 0.0
    score += 2 * topic + 3 * words + 3 * sum(required) / max(1, len(required))
    score += _wish(question, case) + _turns(question, text) + _weight(case, newest, 1.5 if question.recent else 0.5)
    broad = question.intent in (Intent.LIST, Intent.WHATS_NEW)
    enough = covered >= min(1 if broad else 2, len(companies))
    fits = enough and _subject_fits(question, topic, words, required, broad)
    related = covered > 0 and (topic >= 0.7 or words >= 0.5) and (not required or max(required) > 0)
    return Match(case, round(score, 4), fits, fits or related)


def _subject_fits(question: Question, topic: float, words: float, required: list[float], broad: bool) -> bool:
    """Whether a claim is about what was asked, not only about whom."""
    if required and not any(required):
        return False
    if not question.companies and not required:
        return words >= _ENOUGH_WORDS or (broad and not question.terms)
    if question.topics:
        return topic > 0 or words >= 0.5
    several = len(question.companies) > 1 or any(required)
    return broad or several or not question.terms or words > 0


def _text(case: Case, watchlist: Watchlist) -> _Text:
    """What a claim's evidence says, and what stands around it, folded for comparison."""
    names = [watchlist.name_of(slug) for slug in case.claim.companies]
    sources = [name for r in case.reports for name in (r.source.name or "", r.origin, r.article.outlet)]
    return _Text(
        statement=_folded([case.claim.statement, statement(case), case.claim.facility or "", *names]),
        quoted=_folded([*sources, *(text for report in case.reports for text in (report.statement, report.quote))]),
        around=_folded([report.article.title for report in case.reports]),
    )


def _folded(texts: Iterable[str]) -> str:
    """Texts as one, its words apart by single spaces, so that " word" is found without a pattern."""
    folded = unicodedata.normalize("NFKC", " ".join(dict.fromkeys(texts))).casefold()
    return f" {_BETWEEN_WORDS.sub(' ', folded)} "


def _company(slug: str, case: Case, text: _Text, watchlist: Watchlist) -> float:
    """How far a claim is about a company: a party to it, its group, somebody who spoke, or only named."""
    if slug in case.claim.companies:
        return _EXACT
    if any(report.source.company == slug for report in case.reports):
        return _SPOKE
    if any(watchlist.related(slug, party) for party in case.claim.companies):
        return _BELONGS
    company = watchlist.get(slug)
    return (
        _NAMED
        if company
        and any(_folded([name]).strip() in text.statement + text.quoted for name in company.names if len(name) > 2)
        else 0.0
    )


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


def _weights(terms: Sequence[str], texts: Sequence[_Text]) -> Mapping[str, float]:
    """How telling each word of the question is: one that every claim has says little."""
    counts = {term: sum(_has(term, text) > 0 for text in texts) for term in terms}
    return {term: math.log(1 + (len(texts) + 1) / (count + 1)) for term, count in counts.items()}


def _overlap(weights: Mapping[str, float], text: _Text) -> float:
    """The share of the question's words that the evidence has, each by how telling it is."""
    total = sum(weights.values())
    return sum(weight * _has(term, text) for term, weight in weights.items()) / total if total else 0.0


def _has(term: str, text: _Text) -> float:
    """How far a text has a word, or another for the same thing."""
    term = term.replace("-", " ")
    spellings = (term, *vocabulary().synonyms.get(term, ()))
    return max(
        max(_occurs(each, text.statement), _QUOTED * _occurs(each, text.quoted), _AROUND * _occurs(each, text.around))
        for each in spellings
    )


def _occurs(term: str, text: str) -> float:
    """Whether a word occurs, by its first letters; of a Chinese one the share of its pairs of characters."""
    if not term.isascii() and len(term) > 2:
        pairs = [term[at : at + 2] for at in range(len(term) - 1)]
        return sum(pair in text for pair in pairs) / len(pairs)
    if not term.isascii():
        return float(term in text)
    if len(term) <= 4:
        return float(f" {term} " in text or f" {term}s " in text)
    return float(f" {term[: max(5, len(term) - 3)]}" in text)


def _wish(question: Question, case: Case) -> float:
    """What makes a claim answer the kind of question asked."""
    score, standing = 0.0, case.standing
    if question.intent is Intent.HOW_MUCH and any(report.quantities for report in case.reports):
        score += 1.0
    if question.intent is Intent.WHEN and any(report.event_date for report in case.reports):
        score += 0.3
    if question.intent is Intent.RESPONSE:
        replies = [r for r in case.reports if r.stance in RESPONSES or r.stance is Stance.DENIES]
        score += 0.4 * bool(replies)
        score += 0.6 * any(report.source.company in question.companies for report in replies)
    if question.since or question.until:
        score += 0.8 if in_window(question, case) or _happens(question, case) else -0.3
        score += 0.4 * ((question.since or date.min) <= standing.first_reported <= (question.until or date.max))
    return score + 0.2 * (standing.status in question.statuses)


def _turns(question: Question, text: _Text) -> float:
    """That a claim says of the matter what is asked of it: that it ended, or is late."""
    asked = set(question.terms) & vocabulary().turns
    return 0.8 * any(_has(term, text) >= 1 for term in asked)


def _happens(question: Question, case: Case) -> bool:
    """Whether the thing itself happens in the days that the question asks about."""
    since, until = question.since or date.min, question.until or date.max
    for report in case.reports:
        for text in filter(None, (report.event_date, report.spoken_on)):
            first, last = edtf.bounds(text)
            if first <= until and last >= since:
                return True
    return False


def _weight(case: Case, newest: date, recency: float) -> float:
    """How much a claim matters beside others that fit as well: its evidence, how recent it is, whether it is news."""
    age = max(0, newest.toordinal() - case.standing.updated.toordinal())
    retold = all(report.background for report in case.reports)
    return 0.25 * math.log1p(len(case.reports)) + recency / (1 + age / 120) - 0.3 * retold
