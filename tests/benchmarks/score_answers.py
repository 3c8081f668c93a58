"""How well questions about the sample articles are answered; a line for each figure.

python tests/benchmarks/score_answers.py [--misses N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent.parent), str(HERE.parent)]

from benchmarks.questions import TODAY, Verdict, answered, load  # noqa: E402

from bot.ingest import ingest  # noqa: E402
from bot.services import Services  # noqa: E402
from briefings.articles import sample_articles  # noqa: E402
from briefings.companies import starter_watchlist  # noqa: E402
from db.database import Database, open_database  # noqa: E402


def stored(path: Path) -> Database:
    """A new store at `path` with the samples in it, each read on the day it was published."""
    database = open_database(f"sqlite:///{path}")
    watchlist = starter_watchlist()
    with database.begin() as tx:
        tx.store.save_watchlist(watchlist)
    services = Services(database, lambda: datetime.combine(TODAY, time.max, UTC))
    for article in sample_articles():
        ingest(services, article, article.published_at, watchlist)
    return database


def measure(path: Path) -> list[Verdict]:
    """Every question of the file, asked of a new store of the samples at `path`."""
    database = stored(path)
    try:
        return list(answered(database, load()))
    finally:
        database.close()


def figures(verdicts: Sequence[Verdict]) -> dict[str, float]:
    """The share of answers that are right, of those to be declined that were, and the number of false confirmations."""
    told = [verdict for verdict in verdicts if not verdict.asking.declines]
    declined = [verdict for verdict in verdicts if verdict.asking.declines]
    cited = [verdict for verdict in told if not verdict.answer.abstained]
    return {
        "answers right": sum(not verdict.faults for verdict in told) / len(told),
        "evidence found": sum("other evidence" not in v.faults and not v.answer.abstained for v in told) / len(told),
        "answers cited": sum(bool(verdict.answer.citations) for verdict in cited) / max(1, len(cited)),
        "declined": sum(not verdict.faults for verdict in declined) / len(declined),
        "told as confirmed that is not": float(sum(verdict.false_confirmed for verdict in told)),
    }


def main() -> None:
    """Print the figures, and the first of the answers that are wrong."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--misses", type=int, default=0, help="how many wrong answers to print")
    wanted = options.parse_args().misses
    with tempfile.TemporaryDirectory() as folder:
        verdicts = measure(Path(folder) / "samples.db")
    for name, value in figures(verdicts).items():
        print(f"answers  {name:<32} {value:.3f}")
    for verdict in [verdict for verdict in verdicts if verdict.faults][:wanted]:
        print(f"\n{verdict.asking.id}: {verdict.asking.ask}\n  {'; '.join(verdict.faults)}\n{verdict.answer.text}")


if __name__ == "__main__":
    main()
