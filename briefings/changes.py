"""What a person asks for who wants to know what changed: since when, and about which company."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from briefings.claims import Case
from briefings.companies import Watchlist
from briefings.digests import DigestItem, compose
from briefings.names import lookup
from briefings.periods import find_period

FIRST_LOOK = timedelta(days=7)
"""What somebody who asks for the first time is told."""
_OPENING = re.compile(
    r"^\W*(?:changes|what(?:['’]s| has| have)? changed|what(?:['’]s| is) new(?= since))(?!\w)",
    re.IGNORECASE,
)
_CHINESE = re.compile(r"(?:最近)?(?:都)?(?:有什么|有哪些|有何|有没有)(?:新)?变化|(?<!\w)变化(?!\w)")
_NAME_WORDS = 2
_LAST_LOOK = re.compile(
    r"\b(?:since )?(?:the last time )?(?:when )?i (?:last )?(?:asked|looked|checked)(?: last)?(?: time)?\b"
    r"|\bsince (?:the )?last time\b|自?我?上次(?:问|看|查)?(?:以来|之后)?",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"\b(?:about|at|for|on|with|of|to|since|after|in|the)\b|关于|对|自从?|以来", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Changes about one company (or all, without a slug), in a period; without one, since the person last asked.

    `name` is what a person typed as a company that is none, or could be several.
    """

    slug: str = ""
    since: date | None = None
    until: date | None = None
    name: str = ""


def wanted_changes(text: str, watchlist: Watchlist, today: date) -> Wanted | None:
    """What changes a text asks for; None where it asks something else, or for more than company and time."""
    opening = _OPENING.match(text) or _CHINESE.search(text)
    if opening is None:
        return None
    rest = _LAST_LOOK.sub(" ", f"{text[: opening.start()]} {text[opening.end() :]}")
    period = find_period(rest, today)
    if period.as_of:
        return None
    name = " ".join(_FILLERS.sub(" ", period.rest).split()).strip(" ?？!.,，。:：")
    if not name:
        return Wanted("", period.since, period.until)
    company = lookup(name, watchlist).company
    if company:
        return Wanted(company.slug, period.since, period.until)
    commanded = opening[0].casefold() == "changes" and len(period.rest.split()) <= _NAME_WORDS
    return Wanted(name=name) if commanded and not text.rstrip().endswith(("?", "？")) else None


def window_of(since: date, until: date | None, now: datetime) -> tuple[datetime, datetime]:
    """The instants between which something of these days was published; the first is no part of it."""
    first = datetime.combine(since, time.min, UTC) - timedelta(microseconds=1)
    last = datetime.combine(until, time.max, UTC) if until else now
    return first, min(last, now)


def changes(
    cases: Iterable[Case], wanted: Wanted, watchlist: Watchlist, since: datetime, until: datetime
) -> tuple[DigestItem, ...]:
    """What happened to the claims of the company after `since` and up to `until`, the weightiest first.

    Where the person names days they mean the world's clock: a report counts as recorded when it was published.
    """
    slugs = {wanted.slug, *(child.slug for child in watchlist.children(wanted.slug))} if wanted.slug else None
    about = [case for case in cases if slugs is None or slugs & set(case.claim.companies)]
    if wanted.since:
        about = [_as_published(case) for case in about]
    return compose(about, since, until, until.astimezone(UTC).date()).items


def _as_published(case: Case) -> Case:
    reports = (replace(r, article=replace(r.article, recorded_at=r.article.published_at)) for r in case.reports)
    return replace(case, reports=tuple(reports))
