"""The golden texts: what each says by careful reading, and which report of the reader answers which labelled claim."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from briefings.articles import Article, make
from briefings.claims import Report, Status
from briefings.companies import Watchlist

FOLDER = Path(__file__).parent.parent / "data" / "reading" / "golden"
HALVES = ("one", "two")
"""Short texts with traps, alike in make-up."""
SETS = (*HALVES, "europe", "asia_en", "china", "answers", "mixed", "industry", "rare")
"""And sets of full-length articles, each followed over time; `answers` has traps too."""
HELD_BACK = frozenset({"two"})
"""Their misses are never printed: what nobody has looked at shows how a stranger's article would be read."""
BACKGROUND = "background"
FACTS = frozenset({"confirmed", BACKGROUND})
"""Statuses under which a claim is shown as a fact."""
ANCHORED = 0.5
"""How much of a claim's anchor a quote has to hold to be about it …"""
ALIKE = 0.6
"""… or how much of the words has to be shared, where the article says it twice."""
_CJK = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9.,]*")


@dataclass(frozen=True, slots=True)
class Gold:
    """A claim as labelled. `span` is where its anchor words stand in the text, `parties` its companies' slugs."""

    gist: str
    quote: str
    span: tuple[int, int]
    companies: tuple[str, ...]
    topics: tuple[str, ...]
    status: str
    stance: str
    source: str | None
    attributed_to: str | None
    event_date: str | None
    quantities: tuple[dict[str, Any], ...]
    same_as: str | None
    doubtful: bool
    parties: frozenset[str]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """An article or a trap; `forbidden` holds statuses that no report of it may be shown with, save as labelled.

    At least one report of a trap has to be shown with a status of `expected`, unless that is empty.
    """

    article: Article
    phenomena: tuple[str, ...]
    claims: tuple[Gold, ...]
    forbidden: frozenset[str]
    expected: frozenset[str] = frozenset()

    @property
    def trap(self) -> bool:
        """Whether it was written to tempt a reader into a wrong status."""
        return "-trap-" in self.article.id


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled claim and the report taken for it."""

    gold: Gold
    report: Report


@dataclass(frozen=True, slots=True)
class Moment:
    """What a claim is, by its `same_as` key, for who has read everything published up to the end of a day."""

    same_as: str
    day: date
    status: str


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a file but the first, which says what the file is."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()][1:]


def load(name: str, watchlist: Watchlist) -> list[Text]:
    """The texts of a set, in the order of the file."""
    return [_text(row, watchlist) for row in rows(name)]


def moments(name: str) -> list[Moment]:
    """What the claims of a set were on the days on which that changed."""
    found = (row for row in rows("timelines") if row["set"] == name)
    return [
        Moment(row["same_as"], date.fromisoformat(day), status) for row in found for day, status in row["days"].items()
    ]


def _text(row: dict[str, Any], watchlist: Watchlist) -> Text:
    article = make(row)
    claims = tuple(_gold(claim, article.text, watchlist) for claim in row["claims"])
    marks = (frozenset(row["forbidden"]), frozenset(row.get("expected", ())))
    return Text(article, tuple(row["phenomena"]), claims, *marks)


def _gold(row: dict[str, Any], text: str, watchlist: Watchlist) -> Gold:
    start = text.index(row["quote"])
    return Gold(
        gist=row["gist"],
        quote=row["quote"],
        span=(start, start + len(row["quote"])),
        companies=tuple(row["companies"]),
        topics=(row["topic"], *row.get("topic_also", ())),
        status=row["status"],
        stance=row["stance"],
        source=row["source"],
        attributed_to=row["attributed_to"],
        event_date=row["event_date"],
        quantities=tuple(row["quantities"]),
        same_as=row["same_as"],
        doubtful=row.get("doubtful", False),
        parties=frozenset(company.slug for company in map(watchlist.named, row["companies"]) if company),
        words=words(row["gist"]) | words(row["quote"]),
    )


def shown(report: Report) -> str:
    """The status under which a report would be shown: what waits for a person is still a rumour."""
    if report.needs_review and report.supports in (Status.CONFIRMED, Status.DENIED):
        return "rumoured"
    if report.background and report.supports is Status.CONFIRMED:
        return BACKGROUND
    return report.supports.value


def pair(claims: Sequence[Gold], reports: Sequence[Report], watchlist: Watchlist) -> list[Pair]:
    """Each labelled claim with at most one report, the likeliest pairs first."""
    likely = [
        (likeness(gold, report, watchlist), -row, -column)
        for row, gold in enumerate(claims)
        for column, report in enumerate(reports)
    ]
    free_claims, free_reports = set(range(len(claims))), set(range(len(reports)))
    pairs = []
    for score, row, column in sorted(likely, reverse=True):
        if score > 0 and -row in free_claims and -column in free_reports:
            free_claims.remove(-row)
            free_reports.remove(-column)
            pairs.append(Pair(claims[-row], reports[-column]))
    return pairs


def likeness(gold: Gold, report: Report, watchlist: Watchlist) -> float:
    """How well a report answers a labelled claim: 0 where it is about something else."""
    who = _company_overlap(gold, report, watchlist)
    anchor = _covered(gold.span, report.span)
    wording = _shared(gold.words, words(report.statement))
    if not who or (anchor < ANCHORED and wording < ALIKE):
        return 0.0
    # The quote cannot tell apart several claims in one sentence: there the words, the parties and the act do.
    return 2 * anchor + 2 * wording + who + (gold.stance == report.stance.value)


def about(report: Report, claims: Iterable[Gold], watchlist: Watchlist) -> list[Gold]:
    """Every labelled claim that a report may be about."""
    return [gold for gold in claims if likeness(gold, report, watchlist) > 0]


@cache  # each report is laid beside every claim of its article
def words(text: str) -> frozenset[str]:
    """Words cut to their stems, roughly, and pairs of neighbouring Chinese characters."""
    small = text.casefold()
    pairs = {run[at : at + 2] for run in _CJK.findall(small) for at in range(len(run) - 1)}
    return frozenset(pairs) | {
        word.rstrip(".,")[:6] for word in _WORD.findall(small) if len(word) > 2 or word.isdigit()
    }


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _covered(anchor: tuple[int, int], quote: tuple[int, int]) -> float:
    common = min(anchor[1], quote[1]) - max(anchor[0], quote[0])
    return max(0, common) / (anchor[1] - anchor[0])


def _company_overlap(gold: Gold, report: Report, watchlist: Watchlist) -> float:
    """The share of companies that both name; a little where one names the parent of the other's."""
    wanted, given = gold.parties, set(report.companies)
    if wanted & given:
        return len(wanted & given) / len(wanted | given)
    return 0.1 if any(watchlist.related(a, b) for a in wanted for b in given) else 0.0
