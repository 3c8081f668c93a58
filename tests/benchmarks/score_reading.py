"""How well articles are read, measured on the golden texts; a line for each figure, for each set and all.

python tests/benchmarks/score_reading.py [--json] [--misses N] [--set NAME]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

from benchmarks.golden import HELD_BACK, SETS, Moment, Pair, load, moments, shown  # noqa: E402
from benchmarks.reading_figures import (  # noqa: E402
    Figure,
    Read,
    figures,
    read,
    same_class,
    same_date,
    same_origin,
    same_quantities,
    same_stance,
    same_status,
    same_topic,
    wrongly,
)
from benchmarks.reading_store import Kept, as_of, keep, merging  # noqa: E402

from briefings.claims import RESPONSES  # noqa: E402
from briefings.companies import Watchlist, starter_watchlist  # noqa: E402
from briefings.reading import Reader  # noqa: E402

SEEN = tuple(name for name in SETS if name not in HELD_BACK)
Table = Mapping[str, Sequence[Figure]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A set as it was read, and what the store made of it."""

    texts: tuple[Read, ...]
    kept: Kept
    moments: tuple[Moment, ...]


def outcome(name: str, reader: Reader, watchlist: Watchlist) -> Outcome:
    """Read a set and keep what it says."""
    texts = tuple(read(text, reader, watchlist) for text in load(name, watchlist))
    return Outcome(texts, keep(texts, watchlist), tuple(moments(name)))


def measure(outcomes: Mapping[str, Outcome], watchlist: Watchlist) -> list[Figure]:
    """Every figure over one set or several."""
    texts = [each for one in outcomes.values() for each in one.texts]
    # Each set has a store of its own, with ids of its own.
    mentions = [(key, f"{name} {home}") for name, one in outcomes.items() for key, home in one.kept.mentions]
    standing = as_of([(one.kept, one.moments) for one in outcomes.values()])
    return [*figures(texts, watchlist), *merging(mentions), *standing]


def misses(texts: Iterable[Read], watchlist: Watchlist) -> list[str]:
    """What went wrong, a line each, the worst kinds first."""
    found: list[tuple[int, str]] = []
    for each in texts:
        name = each.text.article.id
        for report in wrongly(each, each.text.forbidden | {"confirmed", "denied"}, watchlist):
            found.append((0, f"{name}: wrongly {shown(report)} ({report.rule}): {report.quote}"))
        paired = {id(one.gold) for one in each.pairs}
        for gold in each.text.claims:
            if id(gold) not in paired and not gold.doubtful:
                found.append((1, f"{name}: not found: {gold.gist} [{gold.quote}]"))
        for one in each.sure:
            found.extend((2, f"{name}: {what} ({one.report.rule}): {one.gold.quote}") for what in _differences(one))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def _differences(one: Pair) -> list[str]:
    gold, report = one.gold, one.report
    compared = [
        (same_status(one), "status", gold.status, shown(report)),
        (same_stance(one), "stance", gold.stance, report.stance.value),
        (not gold.source or same_class(one), "source", gold.source, report.source.cls.value),
        (not gold.attributed_to or same_origin(one), "origin", gold.attributed_to, report.source),
        (not gold.event_date or same_date(one), "date", gold.event_date, report.event_date),
        (not gold.quantities or same_quantities(one), "quantities", gold.quantities, report.quantities),
        (report.stance in RESPONSES or same_topic(one), "topic", gold.topics, report.topic.value),
    ]
    return [f"{what}: {wanted} expected, {given} read" for right, what, wanted, given in compared if not right]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="JSON lines")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="print up to N misses of a set")
    parser.add_argument("--set", choices=SEEN, default=SEEN[0], help="of which set; the others are held back")
    options = parser.parse_args(arguments)
    watchlist = starter_watchlist()
    reader = Reader(watchlist)
    began = time.process_time()
    outcomes = {name: outcome(name, reader, watchlist) for name in SETS}
    rate = sum(len(one.texts) for one in outcomes.values()) / max(time.process_time() - began, 1e-9)
    table = {name: measure({name: one}, watchlist) for name, one in outcomes.items()}
    table["all"] = measure(outcomes, watchlist)
    _print_json(table, rate) if options.json else _print_table(table, rate)
    for line in misses(outcomes[options.set].texts, watchlist)[: options.misses]:
        print(line)


def _print_json(table: Table, rate: float) -> None:
    for name, rows in table.items():
        for row in rows:
            value = int(row.value) if row.count else round(row.value, 4)
            print(json.dumps({"figure": row.name, "set": name, "value": value, "of": row.of}))
    print(json.dumps({"figure": "texts read and stored per second", "set": "all", "value": round(rate, 1)}))


def _print_table(table: Table, rate: float) -> None:
    print(f"{'':22}" + "".join(f"{name:>9}" for name in table) + f"{'of':>7}")
    for rows in zip(*table.values(), strict=True):
        print(f"{rows[0].name:22}" + "".join(f"{_cell(row):>9}" for row in rows) + f"{rows[-1].of:>7}")
    print(f"{'read and stored per s':22}{rate:>{9 * len(table)}.0f}")


def _cell(row: Figure) -> str:
    if not row.of:
        return "-"
    return f"{row.value:.0f}/{row.of}" if row.count else f"{row.value:.3f}"


if __name__ == "__main__":
    main()
