"""Which claim a report belongs to: by a structured key, never because texts look alike.

Two assertions are about the same claim when their companies, topic family, facility, target time and direction agree
and no amount of theirs contradicts. The words can only keep apart what the key would join: wrongly joining two
claims spreads a confirmation, wrongly splitting one only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from briefings import edtf
from briefings.claims import RESPONSES, Case, Claim, Report, Stance, Topic, found
from briefings.companies import Watchlist
from briefings.errors import DateError

SAME_COPY = 0.8
"""Share of the shorter text's shingles from which on two texts are copies of one (1.0 = contained)."""
_SHINGLE = 5
_ENOUGH = 0.5
"""Share of the shorter statement's words that two reports of one claim have in common, at least."""
_FAMILIES = (
    frozenset({Topic.PARTNERSHIP, Topic.PLANT, Topic.SUPPLY}),
    frozenset({Topic.PARTNERSHIP, Topic.TECHNOLOGY}),
    frozenset({Topic.STAKE}),
    frozenset({Topic.STAKE, Topic.FUNDING}),
    frozenset({Topic.LAUNCH, Topic.SALES}),
    frozenset({Topic.LAUNCH, Topic.TECHNOLOGY}),
    frozenset({Topic.PLANT, Topic.LICENCE}),
    frozenset({Topic.PLANT, Topic.FUNDING}),
    frozenset({Topic.STRATEGY, Topic.LAUNCH}),
)
_WORD = re.compile(r"[a-z][a-z0-9'-]+|\d[\d.,]*|[\u3400-\u9fff]")
_LITTLE = 0.35
"""… and at least where a date or an amount of theirs is the same besides."""
_STOP = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "its",
        "their",
        "that",
        "this",
        "will",
        "would",
        "may",
        "might",
        "could",
        "has",
        "have",
        "had",
        "was",
        "were",
        "are",
        "been",
        "being",
        "into",
        "from",
        "than",
        "more",
        "also",
        "says",
        "said",
        "say",
        "about",
        "over",
        "after",
        "before",
        "two",
        "one",
        "both",
        "company",
        "companies",
        "group",
        "carmaker",
        "automaker",
        "maker",
        "new",
        "car",
        "cars",
        "vehicle",
        "vehicles",
        "electric",
        "plan",
        "plans",
        "planned",
        "expected",
        "reported",
        "reportedly",
        "according",
        "which",
        "who",
        "when",
        "where",
        "not",
        "first",
        "year",
        "years",
    ]
)


@dataclass(frozen=True, slots=True)
class Placement:
    """A report with the claim that it belongs to; `founds` is that claim where the report is its first."""

    report: Report
    claim_id: str
    founds: Claim | None = None


@dataclass(frozen=True, slots=True)
class _Known:
    """A claim with what has been said about it."""

    claim: Claim
    reports: tuple[Report, ...]


def place(
    reports: Sequence[Report], known: Sequence[Case], watchlist: Watchlist | None = None
) -> tuple[Placement, ...]:
    """The claims that the reports of one article belong to; with a watchlist, a subsidiary counts as its parent."""
    shelf = [_Known(case.claim, case.reports) for case in known]
    placed: dict[int, Placement] = {}
    order = sorted(
        range(len(reports)), key=lambda n: reports[n].stance in RESPONSES or reports[n].stance is Stance.DENIES
    )
    extra: list[Placement] = []
    for number in order:
        report = reports[number]
        homes = _homes(report, placed, shelf, watchlist)
        if report.stance is Stance.DENIES and len(homes) > 1:
            report = replace(report, needs_review=True)
        if not homes:
            claim = found(report)
            shelf.append(_Known(claim, (report,)))
            placed[number] = Placement(report, claim.id, claim)
            continue
        placed[number] = Placement(report, homes[0])
        extra.extend(Placement(report, home) for home in homes[1:])
        shelf = [
            _Known(one.claim, (*one.reports, report))
            if one.claim.id == homes[0] and report.stance not in RESPONSES
            else one
            for one in shelf
        ]
    return (*(placed[number] for number in range(len(reports))), *extra)


def near_copy(one: str, other: str) -> bool:
    """Whether the shorter of two texts is, but for small changes, contained in the longer."""
    a, b = _shingles(one), _shingles(other)
    return bool(a and b) and len(a & b) >= SAME_COPY * min(len(a), len(b))


def _homes(
    report: Report, placed: dict[int, Placement], shelf: Sequence[_Known], watchlist: Watchlist | None
) -> list[str]:
    """Ids of the claims that a report belongs to; an answer goes to what it answers, anything else to one claim."""
    answered = list(dict.fromkeys(placed[n].claim_id for n in report.answers if n in placed))
    if answered:
        return answered
    if report.stance in RESPONSES:
        return _open_with(report, shelf)
    fitting = [one for one in shelf if _same(report, one, watchlist)]
    if len(fitting) > 1:
        fitting.sort(key=lambda one: -_closeness(report, one))
        if _closeness(report, fitting[0]) == _closeness(report, fitting[1]):
            return [] if report.stance is Stance.CONFIRMS else [fitting[0].claim.id]
    return [one.claim.id for one in fitting[:1]]


def _open_with(report: Report, shelf: Sequence[_Known]) -> list[str]:
    """Claims that an answer without a rumour in its article can be about: the same company and topic, if only one."""
    fitting = [
        one.claim.id
        for one in shelf
        if set(report.companies) <= set(one.claim.companies) and one.claim.topic is report.topic
    ]
    return fitting if len(fitting) == 1 else []


def _same(report: Report, one: _Known, watchlist: Watchlist | None) -> bool:
    claim = one.claim
    if (
        report.ending != claim.ending
        or not _companies_agree(_roots(report.companies, watchlist), _roots(claim.companies, watchlist))
        or not _topics_agree(report.topic, claim.topic)
    ):
        return False
    if report.facility and claim.facility and not _same_place(report, one):
        return False
    return any(_told_alike(report, other) for other in one.reports if other.stance not in RESPONSES)


def _same_place(report: Report, one: _Known) -> bool:
    """Whether a plant is the same: called alike, or each told with the other's place ("Szeged in Hungary")."""
    here = report.facility or ""
    told = " ".join(other.quote.lower() for other in one.reports)
    return here == one.claim.facility or here in told or (one.claim.facility or "") in report.quote.lower()


def _roots(companies: Sequence[str], watchlist: Watchlist | None) -> frozenset[str]:
    """The companies with what belongs to another of the same claim left out: "BYD's FinDreams" counts as BYD."""
    if watchlist is None:
        return frozenset(companies)
    return frozenset((watchlist.ancestors(slug) or (slug,))[-1] for slug in companies)


def _companies_agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """Equal parties, or one set within the other with a pair in common."""
    if one == other:
        return True
    return len(one & other) >= 2 and (one <= other or other <= one)


def _topics_agree(one: Topic, other: Topic) -> bool:
    return one is other or any({one, other} <= family for family in _FAMILIES)


def _told_alike(one: Report, other: Report) -> bool:
    """Whether nothing that two reports say keeps them apart: dates, amounts, and the words beside the names."""
    if one.event_date and other.event_date and not _overlap(one.event_date, other.event_date):
        return False
    if not _amounts_agree(one, other):
        return False
    a, b = _words(one), _words(other)
    if not a or not b:
        return one.topic is other.topic
    if _chinese(one.statement) != _chinese(other.statement):
        return one.topic is other.topic and (
            _amounts_shared(one, other) or (one.event_date is not None and one.event_date == other.event_date)
        )
    return len(a & b) >= _needed(one, other) * min(len(a), len(b)) or (
        _amounts_shared(one, other) and len(a & b) >= 2 and one.topic is other.topic
    )


def _needed(one: Report, other: Report) -> float:
    """The share of words in common that two reports need to be of one claim: little where something exact agrees."""
    when = one.event_date is not None and one.event_date == other.event_date
    return _LITTLE if one.topic is other.topic and (when or _amounts_shared(one, other)) else _ENOUGH


def _overlap(one: str, other: str) -> bool:
    try:
        return edtf.overlap(one, other)
    except DateError:
        return False


def _amounts(report: Report) -> dict[str, set[float]]:
    amounts: dict[str, set[float]] = {}
    for quantity in report.quantities:
        amounts.setdefault(quantity.unit, set()).add(quantity.value)
    return amounts


def _amounts_agree(one: Report, other: Report) -> bool:
    """Whether no unit is counted differently by the two."""
    a, b = _amounts(one), _amounts(other)
    return all(a[unit] & b[unit] or _near(a[unit], b[unit]) for unit in a.keys() & b.keys())


def _near(one: set[float], other: set[float]) -> bool:
    return any(abs(a - b) <= 0.06 * max(abs(a), abs(b)) for a in one for b in other)


def _amounts_shared(one: Report, other: Report) -> bool:
    a, b = _amounts(one), _amounts(other)
    return any(a[unit] & b[unit] for unit in a.keys() & b.keys())


def _closeness(report: Report, one: _Known) -> float:
    words = _words(report)
    return max((_share(words, _words(other)) for other in one.reports), default=0.0)


def _share(a: set[str], b: set[str]) -> float:
    return len(a & b) / max(1, len(a | b))


def _words(report: Report) -> set[str]:
    """Stems of a statement's words beside the names and the commonest; in Chinese pairs of characters."""
    text = report.statement
    tokens = _WORD.findall(text.lower())
    if _chinese(text):
        run = "".join(token for token in tokens if len(token) == 1)
        return {run[n : n + 2] for n in range(len(run) - 1)}
    names = {part for slug in report.companies for part in slug.split("-")}
    plain = (token.removesuffix("'s") for token in tokens)
    return {_stem(token) for token in plain if len(token) > 2 and token not in _STOP and token not in names}


def _stem(word: str) -> str:
    for ending in ("ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word[: -len(ending)]
    return word


def _chinese(text: str) -> bool:
    return sum("\u3400" <= c <= "\u9fff" for c in text) * 4 >= max(1, len(text))


def _shingles(text: str) -> set[tuple[str, ...]]:
    tokens: Iterable[str] = _WORD.findall(text.lower())
    words = list(tokens)
    return {tuple(words[n : n + _SHINGLE]) for n in range(max(0, len(words) - _SHINGLE + 1))}
