"""Which claim a report belongs to: by a structured key, never because texts look alike.

Two assertions are about the same claim when nothing exact keeps them apart (companies, facility, place, target time,
direction, amounts) and enough else speaks for it. Wrongly joining two claims spreads a confirmation, wrongly splitting
one only repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from briefings.claims import RESPONSES, Case, Claim, Report, SourceClass, Stance, Status, found
from briefings.companies import Watchlist
from briefings.likeness import Likeness
from briefings.shortlist import Shortlist
from briefings.telling import Told

SAME_COPY = 0.8
"""Share of the shorter text's shingles from which on two texts are copies of one (1.0 = contained)."""

ENOUGH = 1.7
"""What has to speak for a report being about a claim (`likeness`)."""
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
    told: tuple[Told, ...]
    """Its reports as they are compared, without those that only answer."""


def place(
    reports: Sequence[Report], known: Sequence[Case], watchlist: Watchlist | None = None
) -> tuple[Placement, ...]:
    """The claims that the reports of one article belong to; with a watchlist, a subsidiary counts as its parent."""
    desk = _Desk(Likeness(watchlist), watchlist)
    for each in sorted(known, key=lambda one: one.claim.id):
        desk.take(each.claim, each.reports)
    answers = [number for number, report in enumerate(reports) if _is_answer(report)]
    others = [number for number, report in enumerate(reports) if not _is_answer(report)]
    desk.join(reports, others)
    for number in [number for number in others if number not in desk.placed] + answers:
        desk.put(number, reports[number])
    return (*(desk.placed[number] for number in range(len(reports))), *desk.extra)


@dataclass(slots=True)
class _Desk:
    """The placing of one article: the claims so far, and where its reports went, by their number."""

    likeness: Likeness
    watchlist: Watchlist | None
    shelf: dict[str, _Known] = field(default_factory=dict)
    shortlist: Shortlist = field(default_factory=Shortlist)
    placed: dict[int, Placement] = field(default_factory=dict)
    extra: list[Placement] = field(default_factory=list)

    def take(self, claim: Claim, reports: tuple[Report, ...]) -> None:
        """Put a claim on the shelf, or more reports to one."""
        told = tuple(one for report in reports if not (one := self.likeness.of(report)).answers)
        known = self.shelf.setdefault(claim.id, _Known(claim, (), ()))
        known.reports += reports
        known.told += told
        self.shortlist.add(claim.id, told)

    def join(self, reports: Sequence[Report], numbers: Sequence[int]) -> None:
        """Put the reports that fit a known claim to the one that fits best, the best fits first."""
        fits = [
            (-weight, number, home)
            for number in numbers
            for home in self.shortlist.of(self.likeness.of(reports[number]))
            if (weight := self._weight(reports[number], self.shelf[home])) is not None
        ]
        for _, number, home in sorted(fits):
            if number not in self.placed and not self.likeness.apart(reports[number], self.shelf[home].told):
                self._add(number, reports[number], [home])

    def put(self, number: int, report: Report) -> None:
        """Put a report to what it answers, to a claim that its article founded, or to a new one."""
        homes = self._homes(report)
        if report.stance is Stance.DENIES and len(homes) > 1:
            report = replace(report, needs_review=True)
        if homes:
            self._add(number, report, homes)
            return
        claim = found(report)
        report = _heard(report, claim, self.watchlist)
        # What an article tells twice in the same words is one claim, founded once.
        again = any(one.claim_id == claim.id for one in self.placed.values())
        self.placed[number] = Placement(report, claim.id, None if again else claim)
        self.take(claim, (report,))

    def _add(self, number: int, report: Report, homes: Sequence[str]) -> None:
        at_home = [Placement(_heard(report, self.shelf[home].claim, self.watchlist), home) for home in homes]
        self.placed[number] = at_home[0]
        self.extra.extend(at_home[1:])
        if report.stance not in RESPONSES:
            self.take(self.shelf[homes[0]].claim, (at_home[0].report,))

    def _homes(self, report: Report) -> list[str]:
        """Ids of the claims that a report belongs to; an answer goes to what it answers, anything else to one claim."""
        answered = list(dict.fromkeys(self.placed[n].claim_id for n in report.answers if n in self.placed))
        if answered:
            return answered
        if report.stance in RESPONSES and report.stance is not Stance.QUALIFIES:
            return _open_with(report, list(self.shelf.values()))
        here = dict.fromkeys(placement.claim_id for placement in self.placed.values())
        likely = dict.fromkeys(self.shortlist.of(self.likeness.of(report))) if _is_answer(report) else {}
        fits = sorted(
            (-weight, one.claim.id)
            for one in (self.shelf[home] for home in here | likely)
            if (weight := self._weight(report, one)) is not None and not self.likeness.apart(report, one.told)
        )
        return [home for _, home in fits[:1]]

    def _weight(self, report: Report, known: _Known) -> float | None:
        """How well a report fits a claim; None if not well enough."""
        weight = self.likeness.evidence(report, known.claim, known.reports, known.told)
        return None if weight is None or weight < ENOUGH else weight


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
