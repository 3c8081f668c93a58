"""What counts of a report when it is compared with another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from briefings import edtf
from briefings.claims import RESPONSES, Report, Stage, Stance, Status, Topic
from briefings.errors import DateError
from briefings.gist import Gist, gist, is_chinese

_KEPT = 8192
"""Reports kept as they are compared: the claims of a company are looked at again with every article about it."""
_NEWS = timedelta(days=7)
"""A date of so few days before the printing is when something was announced."""
_YEAR = timedelta(days=366)
_LEAD = 220
"""Characters from the start of the text on in which an article tells its main news."""
_ROUND = 10
"""Amounts up to here ("two models", "5 percent") are too common to tell anything."""
_NEAR = 0.06
"""By how much of the larger two tellings of one amount may differ."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it is compared. `parties` are its `companies`, each as the one that it belongs to in the end.

    `settles` says that it is official, `news` that its date is of the days before the printing, `leads` that it stands
    at the head of its article.
    """

    article: str
    companies: frozenset[str]
    parties: frozenset[str]
    topic: Topic
    stance: Stance
    settles: bool
    said: Gist
    chinese: bool
    ending: bool
    when: tuple[date, date] | None
    news: bool
    said_on: date
    leads: bool
    amounts: Mapping[str, frozenset[float]]
    stage: Stage | None
    speaker: str | None
    facility: str | None

    @property
    def asserts(self) -> bool:
        """Whether it says that something is so."""
        return self.stance in (Stance.REPORTS, Stance.CONFIRMS)

    @property
    def answers(self) -> bool:
        """Whether it only answers a question."""
        return self.stance in RESPONSES


@lru_cache(_KEPT)
def as_told(report: Report, parties: frozenset[str], names: tuple[str, ...]) -> Told:
    """A report as it is compared; `names` are those of its companies."""
    when = _bounds(report.event_date)
    printed = report.article.published_at.date()
    amounts: dict[str, set[float]] = {}
    for quantity in report.quantities:
        # A price "per share" is no sum; "a year" is often left out.
        rate = quantity.per if quantity.unit.isupper() and quantity.per not in (None, "year") else None
        amounts.setdefault(f"{quantity.unit}/{rate}" if rate else quantity.unit, set()).add(quantity.value)
    said = gist(report.statement, names)
    return Told(
        article=report.article.id,
        companies=frozenset(report.companies),
        parties=parties,
        topic=report.topic,
        stance=report.stance,
        settles=report.supports is Status.CONFIRMED,
        said=said,
        chinese=is_chinese(report.statement),
        ending=report.ending and not said.ends_aside,
        when=when,
        news=when is not None and printed - _NEWS <= when[0] and when[1] <= printed,
        said_on=report.said_on,
        leads=report.span[0] < len(report.article.title) + _LEAD,
        amounts={unit: frozenset(values) for unit, values in amounts.items()},
        stage=report.stage,
        speaker=report.source.company,
        facility=report.facility,
    )


def dates_agree(one: Told, other: Told) -> bool:
    """Whether two dates can be of one claim: a plan's may be told beside the day on which it was announced."""
    if one.when is None or other.when is None:
        return True
    if one.when[0] <= other.when[1] and other.when[0] <= one.when[1]:
        return True
    if same_amount(one, other) and ((_done(one) and _due(other)) or (_due(one) and _done(other))):
        return True  # what was signed last week may be due in three years
    if one.news == other.news:
        return False
    news, plan = (one.when, other.when) if one.news else (other.when, one.when)
    return news[0] < plan[1]


def _done(one: Told) -> bool:
    return one.when is not None and one.when[1] <= one.said_on


def _due(one: Told) -> bool:
    return one.when is not None and one.when[0] > one.said_on


def same_date(one: Told, other: Told) -> bool:
    """Whether both name one date, other than that of the day's news."""
    return one.when is not None and one.when == other.when and not one.news


def near_date(one: Told, other: Told) -> bool:
    """Whether both name the same time, the one more exactly: "2026" and "the first half of 2026"."""
    if one.when is None or other.when is None or one.when == other.when or one.news or other.news:
        return False
    wide, narrow = sorted((one.when, other.when), key=lambda when: when[0] - when[1])
    return wide[1] - wide[0] <= _YEAR and wide[0] <= narrow[0] and narrow[1] <= wide[1]


def amounts_agree(one: Told, other: Told) -> bool:
    """Whether no unit is counted differently by the two."""
    both = one.amounts.keys() & other.amounts.keys()
    return all(_near(one.amounts[unit], other.amounts[unit]) for unit in both)


def same_amount(one: Told, other: Told) -> bool:
    """Whether both name an amount that is no small round one."""
    both = one.amounts.keys() & other.amounts.keys()
    return any(abs(value) > _ROUND for unit in both for value in one.amounts[unit] & other.amounts[unit])


def _near(one: frozenset[float], other: frozenset[float]) -> bool:
    return any(abs(a - b) <= _NEAR * max(abs(a), abs(b)) for a in one for b in other)


def _bounds(when: str | None) -> tuple[date, date] | None:
    try:
        return edtf.bounds(when) if when else None
    except DateError:
        return None
