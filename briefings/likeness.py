"""Whether a report can be of a claim, and how much speaks for it.

Nothing exact may keep them apart (companies, place, facility, dates, amounts, end or start, yes or no); then signals
are added up, none of which is enough alone: the same companies and topic, the same amount or date, ideas and words in
common. The weights were fitted to labelled pairs of reports (logistic regression) and rounded.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefings.claims import Claim, Report, Topic
from briefings.companies import Watchlist
from briefings.telling import Told, amounts_agree, as_told, dates_agree, near_date, same_amount, same_date

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

# The key: companies, topic, plant.
_SAME_PARTIES = 0.2
_ONE_PARTY = -0.7
"""Only one company in common: a pair tells more."""
_MISSING = -0.4
"""For every further company that only the one names."""
_STRANGER = -3.0
"""The one with fewer companies names somebody else instead, whom we do not know."""
_SAME_TOPIC = 0.7
_FAR_TOPIC = -0.6
_SAME_PLANT = 1.2
# What is exact.
_AMOUNT = 2.3
_DATE = 1.7
_NEAR_DATE = 1.3
"""The same time, told more exactly by the one."""
_ONLY_ONE_DATED = -0.35
_ONLY_ONE_COUNTED = -0.4
# The words.
_WORDS = 1.05
"""For what both say, up to `_MANY` of weight …"""
_MANY = 6.0
_SHARE = 1.8
"""… for how much of the shorter statement that is …"""
_COMMON_SHARE = 1.1
"""… and of both together."""
_TOO_LITTLE = 0.75
"""Words that say less than this are none, where nothing exact agrees."""
_CHINESE = -0.6
"""Two Chinese statements have pairs of characters in common by chance …"""
_ABROAD = -0.2
"""… and two in two languages only ideas and names."""
# How and when it is said.
_MANNER = 0.6
"""These three together count so much at most: they join nothing that little else does."""
_BOTH_LEAD = 0.6
"""Both are the main news of their articles."""
_SPEAKER = 0.9
"""The same company says both."""
_STAGE = 0.55
"""The same stage; less by as much where it is another."""
_CONFIRMS = -0.5
"""An official word on what was only said …"""
_CONFIRMED = -1.2
"""… and hearsay on what is official, which would pass for confirmed."""
_AGE = -0.9
"""Said at other times: in full from `_LONG` days on."""
_LONG = 60


class Likeness:
    """Compares reports; with a watchlist, a subsidiary counts as its parent, and no company's name as a word."""

    def __init__(self, watchlist: Watchlist | None = None) -> None:
        self._watchlist = watchlist
        self._parties: dict[tuple[str, ...], tuple[frozenset[str], tuple[str, ...]]] = {}

    def of(self, report: Report) -> Told:
        """A report as it is compared."""
        parties, names = self._of_companies(report.companies)
        return as_told(report, parties, names)

    def evidence(self, report: Report, claim: Claim, said: Sequence[Report], told: Sequence[Told]) -> float | None:
        """How much speaks for a report being about a claim, of which `said` has been `told`; None if it cannot be."""
        one = self.of(report)
        alike = [other for other in told if _compatible(one, other)]
        if not alike or not _agree(one, told):
            return None
        if report.facility and claim.facility and not _same_place(report, claim.facility, said):
            return None
        return max(_weighed(one, other) for other in alike)

    def apart(self, report: Report, told: Sequence[Told]) -> bool:
        """Whether its article tells a report as something else than `told`, of a claim, what it tells of that."""
        return _apart(self.of(report), told)

    def _of_companies(self, companies: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
        """The companies, with what belongs to another counted as that ("BYD's FinDreams" is BYD), and their names."""
        kept = self._parties.get(companies)
        if kept is None:
            known = [self._watchlist.get(slug) for slug in companies] if self._watchlist else []
            names = (*companies, *(name for company in known if company for name in company.names))
            above = {slug: self._watchlist.ancestors(slug) for slug in companies} if self._watchlist else {}
            parties = frozenset((above.get(slug) or (slug,))[-1] for slug in companies)
            kept = self._parties[companies] = (parties, names)
        return kept


def _compatible(one: Told, other: Told) -> bool:
    """Whether two reports name companies that go together, and neither says what the other says is not so."""
    a, b = one.parties, other.parties
    if not a & b or not (a <= b or b <= a):
        return False
    exact = (one.when and other.when) or (one.amounts and other.amounts)
    if not exact and one.said.all.isdisjoint(other.said.all):
        return False  # as most are: nothing can speak for it
    if one.ending != other.ending and not (one.said.ends and other.said.ends):
        return False
    return not (one.asserts and other.asserts and one.said.negated != other.said.negated)


def _agree(one: Told, others: Sequence[Told]) -> bool:
    """Whether a report's place, date and amounts contradict nothing that was said of a claim."""
    exact = all(dates_agree(one, other) and amounts_agree(one, other) for other in others)
    return exact and _same_country(one, others)


def _weighed(one: Told, other: Told) -> float:
    """What speaks for two compatible reports being of one claim, less what speaks against it."""
    exact = _AMOUNT * same_amount(one, other) + _DATE * same_date(one, other) + _NEAR_DATE * near_date(one, other)
    words = _by_words(one, other)
    if not exact and words < _TOO_LITTLE:
        return 0.0
    exact += _ONLY_ONE_DATED * ((one.when is None) != (other.when is None))
    exact += _ONLY_ONE_COUNTED * (bool(one.amounts) != bool(other.amounts))
    return exact + words + _by_key(one, other) + _by_manner(one, other)


def _by_key(one: Told, other: Told) -> float:
    a, b = one.parties, other.parties
    weight = _SAME_PLANT if one.facility is not None and one.facility == other.facility else 0.0
    if a == b:
        weight += _SAME_PARTIES
    elif _has_stranger(*((one, other) if a < b else (other, one))):
        weight += _STRANGER
    if len(a & b) == 1 and len(one.companies & other.companies) < 2:
        weight += _ONE_PARTY
    weight += _MISSING * max(0, len(a ^ b) - 1)
    if one.topic is other.topic:
        return weight + _SAME_TOPIC
    return weight if (one.topic, other.topic) in _RELATED else weight + _FAR_TOPIC


def _by_manner(one: Told, other: Told) -> float:
    weight = _BOTH_LEAD if one.leads and other.leads else 0.0
    if one.speaker is not None and one.speaker == other.speaker:
        weight += _SPEAKER
    if one.stage and other.stage:
        weight += _STAGE if one.stage is other.stage else -_STAGE
    weight = min(weight, _MANNER)
    weight += _AGE * min(1.0, abs((one.said_on - other.said_on).days) / _LONG)
    if one.settles != other.settles:
        weight += _CONFIRMS if one.settles else _CONFIRMED
    if one.chinese != other.chinese:
        return weight + _ABROAD
    return weight + (_CHINESE if one.chinese else 0.0)


def _has_stranger(one: Told, other: Told) -> bool:
    return not one.said.strangers <= other.said.all


def _by_words(one: Told, other: Told) -> float:
    a = one.said.weights
    shared = sum(a[word] for word in one.said.all & other.said.all)
    if not shared:
        return 0.0
    share = shared / max(1.0, min(one.said.mass, other.said.mass))
    common = shared / max(1.0, one.said.mass + other.said.mass - shared)
    return _WORDS * min(shared, _MANY) / _MANY + _SHARE * share + _COMMON_SHARE * common


def _apart(one: Told, others: Sequence[Told]) -> bool:
    """What an article says in other words it means apart, unless one sentence says all that the other does.

    What it says as a fact is never what it only passes on, nor what it says of two companies what it says of one.
    """
    if not one.asserts:
        return False
    here = [other for other in others if other.asserts and other.article == one.article]
    mine = one.said.all
    alike = (
        other.settles == one.settles
        and other.parties == one.parties
        and (mine <= other.said.all or other.said.all <= mine)
        for other in here
    )
    return bool(here) and not any(alike)


def _same_country(one: Told, others: Sequence[Told]) -> bool:
    """Whether a report names no place, or one that was named before."""
    if not one.said.places:
        return True
    before = [place for other in others for place in other.said.places]
    return not before or not one.said.places.isdisjoint(before)


def _same_place(report: Report, facility: str, told: Sequence[Report]) -> bool:
    """Whether a plant is the same: called alike, or each told with the other's place ("Szeged in Hungary")."""
    here = report.facility or ""
    return here == facility or facility in report.quote.lower() or any(here in one.quote.lower() for one in told)
