"""Whether two reports can be of one claim: their key has to agree, and nothing exact may keep them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from briefings import edtf
from briefings.claims import RESPONSES, Claim, Report, Stance, Topic
from briefings.companies import Watchlist
from briefings.errors import DateError
from briefings.gist import Gist, gist, is_chinese

_FAMILIES = (
    frozenset({Topic.PARTNERSHIP, Topic.PLANT, Topic.SUPPLY}),
    frozenset({Topic.PARTNERSHIP, Topic.TECHNOLOGY}),
    frozenset({Topic.STAKE, Topic.FUNDING}),
    frozenset({Topic.LAUNCH, Topic.SALES}),
    frozenset({Topic.LAUNCH, Topic.TECHNOLOGY}),
    frozenset({Topic.PLANT, Topic.LICENCE}),
    frozenset({Topic.PLANT, Topic.FUNDING}),
    frozenset({Topic.STRATEGY, Topic.LAUNCH}),
)
_RELATED = frozenset((one, other) for family in _FAMILIES for one in family for other in family)
_ENOUGH = 0.6
"""Share of the shorter statement's meaning that two reports of one claim have in common, at least …"""
_ENOUGH_ABROAD = 0.5
"""… the same for two languages, of the ideas and places alone …"""
_LITTLE = 0.2
"""… and at least where a date or an amount of theirs is the same besides."""
_FEW = 2
"""Ideas, places and words in common without which statements are never alike."""
_ROUND = 10
"""Amounts up to here ("two models", "5 percent") are too common to tell anything."""
_NEAR = 0.06
"""By how much of the larger two tellings of one amount may differ."""
_NEWS = timedelta(days=7)
"""A date of so few days before the printing is when something was announced."""


@dataclass(frozen=True, slots=True)
class _Told:
    """What counts of a report when it is compared. `news` says that its date is of the days before the printing."""

    article: str
    topic: Topic
    asserts: bool
    answers: bool
    said: Gist
    chinese: bool
    when: tuple[date, date] | None
    news: bool
    amounts: Mapping[str, frozenset[float]]

    @classmethod
    def by(cls, report: Report, names: Sequence[str]) -> _Told:
        """A report as it is compared; `names` are those of its companies."""
        when = _bounds(report.event_date)
        printed = report.article.published_at.date()
        amounts: dict[str, set[float]] = {}
        for quantity in report.quantities:
            amounts.setdefault(quantity.unit, set()).add(quantity.value)
        return cls(
            article=report.article.id,
            topic=report.topic,
            asserts=report.stance in (Stance.REPORTS, Stance.CONFIRMS),
            answers=report.stance in RESPONSES,
            said=gist(report.statement, tuple(names)),
            chinese=is_chinese(report.statement),
            when=when,
            news=when is not None and printed - _NEWS <= when[0] and when[1] <= printed,
            amounts={unit: frozenset(values) for unit, values in amounts.items()},
        )


class Likeness:
    """Compares reports; with a watchlist, a subsidiary counts as its parent, and no company's name as a word.

    Made for one placing: it keeps what it has worked out about a report.
    """

    def __init__(self, watchlist: Watchlist | None = None) -> None:
        self._watchlist = watchlist
        self._told: dict[int, tuple[Report, _Told]] = {}
        self._roots: dict[tuple[str, ...], frozenset[str]] = {}

    def same(self, report: Report, claim: Claim, told: Sequence[Report]) -> bool:
        """Whether a report can be about a claim, of which `told` has been said."""
        if report.ending != claim.ending:
            return False
        ours, theirs = self._top(report.companies), self._top(claim.companies)
        parties = ours == theirs or _parties_agree(ours, theirs)
        if not parties and (not ours & theirs or not (ours <= theirs or theirs <= ours)):
            return False
        if not parties and not _topics_agree(report.topic, claim.topic):
            return False
        if report.facility and claim.facility and not _same_place(report, claim.facility, told):
            return False
        one, others = self._of(report), [other for each in told if not (other := self._of(each)).answers]
        if not _same_country(one, others) or _apart(one, others):
            return False
        return any(_alike(one, other, parties) for other in others)

    def closeness(self, report: Report, told: Sequence[Report]) -> float:
        """0 to 1: how much of what a report and the nearest of others say they have in common."""
        words = self._of(report).said.all
        shares = (len(words & other) / max(1, len(words | other)) for other in (self._of(one).said.all for one in told))
        return max(shares, default=0.0)

    def _of(self, report: Report) -> _Told:
        kept = self._told.get(id(report))
        if kept is None:
            known = [self._watchlist.get(slug) for slug in report.companies] if self._watchlist else []
            names = [*report.companies, *(name for company in known if company for name in company.names)]
            kept = self._told[id(report)] = (report, _Told.by(report, names))  # with the report: its id stays taken
        return kept[1]

    def _top(self, companies: tuple[str, ...]) -> frozenset[str]:
        """The companies with what belongs to another counted as that: "BYD's FinDreams" is BYD."""
        if self._watchlist is None:
            return frozenset(companies)
        roots = self._roots.get(companies)
        if roots is None:
            roots = frozenset((self._watchlist.ancestors(slug) or (slug,))[-1] for slug in companies)
            self._roots[companies] = roots
        return roots


def _alike(one: _Told, other: _Told, parties: bool) -> bool:
    """Whether nothing keeps two reports apart; where only some of the parties agree, something exact has to as well."""
    if not (_dates_agree(one, other) and _amounts_agree(one, other)):
        return False
    exact = _exact(one, other)
    if not parties and not exact:
        return False
    same_topic = parties and one.topic is other.topic
    a, b = one.said, other.said
    if one.chinese != other.chinese:
        return same_topic and (exact or _ideas_agree(a, b))
    shared, fewer = len(a.all & b.all), min(len(a.all), len(b.all))
    if a.all == b.all and same_topic:
        return True
    return shared >= max(_FEW, (_LITTLE if exact and same_topic else _ENOUGH) * fewer)


def _apart(one: _Told, others: Sequence[_Told]) -> bool:
    """What an article says in other words it means apart, unless one sentence says all that the other does."""
    if not one.asserts:
        return False
    here = [other.said.all for other in others if other.asserts and other.article == one.article]
    mine = one.said.all
    return bool(here) and not any(mine <= words or words <= mine for words in here)


def _same_country(one: _Told, others: Sequence[_Told]) -> bool:
    """Whether a report names no place, or one that was named before."""
    if not one.said.places:
        return True
    before = [place for other in others for place in other.said.places]
    return not before or not one.said.places.isdisjoint(before)


def _ideas_agree(a: Gist, b: Gist) -> bool:
    """Whether two languages name the same ideas and places."""
    shared = len(a.ideas & b.ideas) + len(a.places & b.places)
    return shared >= max(_FEW, _ENOUGH_ABROAD * min(len(a.ideas), len(b.ideas)))


def _same_place(report: Report, facility: str, told: Sequence[Report]) -> bool:
    """Whether a plant is the same: called alike, or each told with the other's place ("Szeged in Hungary")."""
    here = report.facility or ""
    return here == facility or facility in report.quote.lower() or any(here in one.quote.lower() for one in told)


def _parties_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Equal parties, or one set within the other with a pair in common."""
    return one == other or (len(one & other) > 1 and (one <= other or other <= one))


def _topics_agree(one: Topic, other: Topic) -> bool:
    return one is other or (one, other) in _RELATED


def _bounds(when: str | None) -> tuple[date, date] | None:
    try:
        return edtf.bounds(when) if when else None
    except DateError:
        return None


def _dates_agree(one: _Told, other: _Told) -> bool:
    """Whether two dates can be of one claim: a plan's may be told beside the day on which it was announced."""
    if one.when is None or other.when is None:
        return True
    if one.when[0] <= other.when[1] and other.when[0] <= one.when[1]:
        return True
    if one.news == other.news:
        return False
    news, plan = (one.when, other.when) if one.news else (other.when, one.when)
    return news[0] < plan[1]


def _exact(one: _Told, other: _Told) -> bool:
    """Whether something exact agrees: the date of both, or an amount that is not a small round one."""
    if one.when is not None and one.when == other.when:
        return True
    both = one.amounts.keys() & other.amounts.keys()
    return any(abs(value) > _ROUND for unit in both for value in one.amounts[unit] & other.amounts[unit])


def _amounts_agree(one: _Told, other: _Told) -> bool:
    """Whether no unit is counted differently by the two."""
    both = one.amounts.keys() & other.amounts.keys()
    return all(_near(one.amounts[unit], other.amounts[unit]) for unit in both)


def _near(one: frozenset[float], other: frozenset[float]) -> bool:
    return any(abs(a - b) <= _NEAR * max(abs(a), abs(b)) for a in one for b in other)
