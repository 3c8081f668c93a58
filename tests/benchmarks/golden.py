"""The golden texts: what each says by careful reading, and which report of the reader answers which labelled claim."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefings.articles import Article, make
from briefings.claims import Report, Status
from briefings.companies import Watchlist

FOLDER = Path(__file__).parent.parent / "data" / "reading" / "golden"
HALVES = ("one", "two")
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
    """A claim as labelled. `span` is where its anchor words stand in the article's text."""

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


@dataclass(frozen=True, slots=True)
class Text:
    """An article or a trap; `forbidden` holds statuses that no report of it may be shown with, save as labelled."""

    article: Article
    phenomena: tuple[str, ...]
    claims: tuple[Gold, ...]
    forbidden: frozenset[str]

    @property
    def trap(self) -> bool:
        """Whether it was written to tempt a reader into a wrong status."""
        return "-trap-" in self.article.id


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled claim and the report taken for it."""

    gold: Gold
    report: Report


def load(half: str) -> list[Text]:
    """The texts of a half, in the order of the file."""
    rows = [json.loads(line) for line in (FOLDER / f"{half}.jsonl").read_text("utf-8").splitlines()]
    return [_text(row) for row in rows if "about" not in row]


def _text(row: dict[str, Any]) -> Text:
    article = make(row)
    claims = tuple(_gold(claim, article.text) for claim in row["claims"])
    return Text(article, tuple(row["phenomena"]), claims, frozenset(row["forbidden"]))


def _gold(row: dict[str, Any], text: str) -> Gold:
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
    wording = _shared(words(gold.gist) | words(gold.quote), words(report.statement))
    if not who or (anchor < ANCHORED and wording < ALIKE):
        return 0.0
    # The quote cannot tell apart several claims in one sentence: there the words, the parties and the act do.
    return 2 * anchor + 2 * wording + who + (gold.stance == report.stance.value)


def about(report: Report, claims: Iterable[Gold], watchlist: Watchlist) -> list[Gold]:
    """Every labelled claim that a report may be about."""
    return [gold for gold in claims if likeness(gold, report, watchlist) > 0]


def words(text: str) -> set[str]:
    """Words cut to their stems, roughly, and pairs of neighbouring Chinese characters."""
    small = text.casefold()
    pairs = {run[at : at + 2] for run in _CJK.findall(small) for at in range(len(run) - 1)}
    return pairs | {word.rstrip(".,")[:6] for word in _WORD.findall(small) if len(word) > 2 or word.isdigit()}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def _covered(anchor: tuple[int, int], quote: tuple[int, int]) -> float:
    common = min(anchor[1], quote[1]) - max(anchor[0], quote[0])
    return max(0, common) / (anchor[1] - anchor[0])


def _company_overlap(gold: Gold, report: Report, watchlist: Watchlist) -> float:
    """The share of companies that both name; a little where one names the parent of the other's."""
    wanted = {company.slug for name in gold.companies if (company := watchlist.named(name))}
    given = set(report.companies)
    if wanted & given:
        return len(wanted & given) / len(wanted | given)
    return 0.1 if any(watchlist.related(a, b) for a in wanted for b in given) else 0.0
