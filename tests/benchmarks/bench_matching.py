"""What it costs to find the claims of an article among many, beside reading the article; prints JSON lines.

python tests/benchmarks/bench_matching.py [ROUNDS]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from briefings import matching  # noqa: E402
from briefings.articles import make  # noqa: E402
from briefings.claims import Case, Report, found  # noqa: E402
from briefings.companies import Watchlist, parse_watchlist  # noqa: E402
from briefings.folding import case  # noqa: E402
from briefings.reading import Reader  # noqa: E402

CLAIMS, TOLD, NEW = 700, 5, 15
"""Claims of one company, reports of each, and reports of the article that comes in."""
FEW = 70
BODY = (
    "Ford plans to build a battery plant with a second line for vans, Reuters reported on Monday. "
    + "More of it. " * 90
)


def reports(reader: Reader, name: str, place: str, count: int) -> list[Report]:
    """Reports of one article, much alike: the worst case for whoever compares them."""
    row = {"id": name, "url": f"https://news.example/{name}", "outlet": "Wire", "published": "2024-05-03"}
    read = reader.read(make({**row, "title": "Notes", "body": BODY.replace("plant", f"plant in {place}")}))
    return [
        replace(read[0], span=(n, n + 9), statement=f"Ford plans to build plant {n} in {place} with vans and robots{n}")
        for n in range(count)
    ]


def known(reader: Reader, claims: int) -> list[Case]:
    """Claims of one company, each with some reports."""
    cases = []
    for number in range(claims):
        told = reports(reader, f"k{number}", f"Town{number}", TOLD) if number < 1 else _again(cases[0], number)
        made = case(found(told[0]), told, date(2024, 5, 3))
        assert made is not None
        cases.append(made)
    return cases


def _again(first: Case, number: int) -> list[Report]:
    """The reports of the first claim as those of another, of other articles."""
    return [
        replace(
            report,
            article=replace(report.article, id=f"k{number}-{at}", recorded_at=datetime(2024, 5, 3, tzinfo=UTC)),
            statement=report.statement.replace("Town0", f"Town{number}"),
        )
        for at, report in enumerate(first.reports)
    ]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Processor time of one round, the best of some."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def main(rounds: int) -> None:
    """Measure the placing among few and among many claims, and the reading of one article, in one run."""
    watchlist = Watchlist(parse_watchlist((ROOT / "briefings" / "data" / "watchlist.toml").read_text("utf-8")))
    reader = Reader(watchlist)
    cases, new = known(reader, CLAIMS), reports(reader, "new", "Lyon", NEW)
    article = make({"url": "", "outlet": "Wire", "published": "2024-05-03", "title": "Notes", "body": BODY})
    many = seconds(lambda: matching.place(new, cases, watchlist), rounds)
    few = seconds(lambda: matching.place(new, cases[:FEW], watchlist), rounds)
    reading = seconds(lambda: reader.read(article), rounds)
    rows: list[dict[str, object]] = [
        {
            "bench": "matching.place_seconds",
            "value": round(many, 4),
            "claims": CLAIMS,
            "reports_each": TOLD,
            "new": NEW,
        },
        {"bench": "matching.times_cost_of_a_tenth_of_the_claims", "value": round(many / few, 2)},
        {"bench": "matching.times_cost_of_reading", "value": round(many / reading, 2)},
    ]
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
