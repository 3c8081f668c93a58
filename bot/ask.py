"""Question → store → Answer: shared by listeners, `ev ask` and `ev chat`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain

from briefings import questions
from briefings.answers import Answer, answer
from briefings.claims import Case
from briefings.companies import Watchlist
from briefings.questions import Intent, Question
from briefings.relevance import spellings
from db.database import Transaction

NEWS_COVERS = timedelta(days=30)
"""What is new, where a question names no time."""
MOST_NEWS = 300
"""How many of the claims that moved last an answer on news chooses from."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as understood, and its answer."""

    question: Question
    answer: Answer


def ask(
    tx: Transaction,
    text: str,
    day: date,
    previous: Question | None = None,
    now: datetime | None = None,
    watchlist: Watchlist | None = None,
) -> Asked:
    """Answer a question from what was published by `day`, or by the day that the question itself names.

    With `now`, an answer that has found nothing says when the sources were last checked; `watchlist` spares loading it
    again.
    """
    watchlist = watchlist or tx.store.watchlist()
    question = questions.parse(text, watchlist, previous, today=day)
    known_on = min(day, question.as_of) if question.as_of else day
    checked = tx.feeds.sources().words(now) if now else ""
    found = _candidates(tx, question, watchlist, known_on)
    return Asked(question, answer(question, found, watchlist, known_on, f"{checked}." if checked else None))


def _candidates(tx: Transaction, question: Question, watchlist: Watchlist, day: date) -> Sequence[Case]:
    """Claims that may answer: by the words asked, about all of the companies, and the latest about any of them."""
    slugs = list(question.companies)
    slugs += [child.slug for slug in question.companies for child in watchlist.children(slug)]
    ids = tx.finder.by_terms(spellings(question.terms), slugs, day)
    # Names that we do not follow, or know by another form, stand in claims about others.
    named = [*(name.casefold() for name in question.unknown), *(typed for _, typed in question.short)]
    if named:
        ids += tx.finder.by_terms(spellings([*named, *question.terms]), [], day)
    together = list(dict.fromkeys((*question.companies, *question.around)))
    if len(together) > 1:
        ids += tx.finder.about_all(_groups(together[:2], watchlist), day)
    if slugs:
        ids += tx.finder.latest_about(slugs, day)
    if slugs and question.since:
        ids += tx.finder.begun(slugs, question.since, question.until or day, day)
    found = tx.store.cases(ids, day)
    if question.intent is Intent.WHATS_NEW and not slugs:
        until = datetime.combine(question.until or day, time.max, UTC)
        since = datetime.combine(question.since, time.min, UTC) if question.since else until - NEWS_COVERS
        known = {each.claim.id for each in found}
        found += [each for each in tx.store.cases_published(since, until, day, MOST_NEWS) if each.claim.id not in known]
    return found


def _groups(slugs: Sequence[str], watchlist: Watchlist) -> list[list[str]]:
    """Each of the companies with its parents and subsidiaries; none that both belong to, or that belong to both."""
    found = [[slug, *watchlist.ancestors(slug), *(c.slug for c in watchlist.children(slug))] for slug in slugs]
    shared = {slug for slug, times in Counter(chain.from_iterable(found)).items() if times > 1}
    return [
        [slug, *(other for other in group if other not in shared)] for slug, group in zip(slugs, found, strict=True)
    ]
