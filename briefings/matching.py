"""Which claim a report belongs to: by a structured key, never because texts look alike.

Two assertions are about the same claim when their companies, topic family, facility, target time and direction agree
and no amount of theirs contradicts. The words can only keep apart what the key would join: wrongly joining two
claims spreads a confirmation, wrongly splitting one only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefings.claims import RESPONSES, Case, Claim, Report, SourceClass, Stance, Status, found
from briefings.companies import Watchlist
from briefings.likeness import Likeness

SAME_COPY = 0.8
"""Share of the shorter text's shingles from which on two texts are copies of one (1.0 = contained)."""
_SHINGLE = 5
_WORD = re.compile(r"[a-z][a-z0-9'-]+|\d[\d.,]*|[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Placement:
    """A report with the claim that it belongs to; `founds` is that claim where the report is its first."""

    report: Report
    claim_id: str
    founds: Claim | None = None


@dataclass(slots=True)
class _Known:
    """A claim with what has been said about it."""

    claim: Claim
    reports: tuple[Report, ...]


def place(
    reports: Sequence[Report], known: Sequence[Case], watchlist: Watchlist | None = None
) -> tuple[Placement, ...]:
    """The claims that the reports of one article belong to; with a watchlist, a subsidiary counts as its parent."""
    shelf = {case.claim.id: _Known(case.claim, case.reports) for case in sorted(known, key=lambda one: one.claim.id)}
    likeness = Likeness(watchlist)
    placed: dict[int, Placement] = {}
    extra: list[Placement] = []
    for number in sorted(range(len(reports)), key=lambda n: _is_answer(reports[n])):
        report = reports[number]
        homes = _homes(report, placed, list(shelf.values()), likeness)
        if report.stance is Stance.DENIES and len(homes) > 1:
            report = replace(report, needs_review=True)
        if not homes:
            claim = found(report)
            report = _heard(report, claim, watchlist)
            # What an article tells twice in the same words is one claim, founded once.
            again = any(one.claim_id == claim.id for one in placed.values())
            placed[number] = Placement(report, claim.id, None if again else claim)
            shelf.setdefault(claim.id, _Known(claim, ())).reports += (report,)
            continue
        at_home = [Placement(_heard(report, shelf[home].claim, watchlist), home) for home in homes]
        placed[number] = at_home[0]
        extra.extend(at_home[1:])
        if report.stance not in RESPONSES:
            shelf[homes[0]].reports += (at_home[0].report,)
    return (*(placed[number] for number in range(len(reports))), *extra)


def near_copy(one: str, other: str) -> bool:
    """Whether the shorter of two texts is, but for small changes, contained in the longer."""
    a, b = _shingles(one), _shingles(other)
    return bool(a and b) and len(a & b) >= SAME_COPY * min(len(a), len(b))


def _is_answer(report: Report) -> bool:
    return report.stance in RESPONSES or report.stance is Stance.DENIES


def _heard(report: Report, claim: Claim, watchlist: Watchlist | None) -> Report:
    """The report as it counts for a claim: the word of a company that is no party to it settles nothing."""
    speaker = report.source.company
    if report.source.cls is not SourceClass.PARTY or speaker is None or watchlist is None:
        return report
    if any(watchlist.related(speaker, party) for party in claim.companies):
        return report
    source = replace(report.source, cls=SourceClass.THIRD_PARTY)
    return replace(report, source=source, supports=Status.RUMOURED, needs_review=False)


def _homes(report: Report, placed: dict[int, Placement], shelf: Sequence[_Known], likeness: Likeness) -> list[str]:
    """Ids of the claims that a report belongs to; an answer goes to what it answers, anything else to one claim."""
    answered = list(dict.fromkeys(placed[n].claim_id for n in report.answers if n in placed))
    if answered:
        return answered
    if report.stance in RESPONSES:
        return _open_with(report, shelf)
    fitting = [one for one in shelf if likeness.same(report, one.claim, one.reports)]
    ranked = sorted((-likeness.closeness(report, one.reports), one.claim.id) for one in fitting)
    if len(ranked) > 1 and ranked[0][0] == ranked[1][0] and report.stance is Stance.CONFIRMS:
        return []
    return [home for _, home in ranked[:1]]


def _open_with(report: Report, shelf: Sequence[_Known]) -> list[str]:
    """Claims that an answer without a rumour in its article can be about: the same company and topic, if only one."""
    fitting = [
        one.claim.id
        for one in shelf
        if set(report.companies) <= set(one.claim.companies) and one.claim.topic is report.topic
    ]
    return fitting if len(fitting) == 1 else []


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return {tuple(words[n : n + _SHINGLE]) for n in range(max(0, len(words) - _SHINGLE + 1))}
