"""How fast articles are read, beside a reader that only looks for keywords; prints JSON lines.

python tests/benchmarks/bench_reading.py [SECONDS]
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from briefings.articles import Article, parse_line  # noqa: E402
from briefings.companies import Watchlist, parse_watchlist  # noqa: E402
from briefings.reading import Reader  # noqa: E402

KEYWORDS = {
    "confirmed": ("confirmed", "announced", "said", "宣布", "表示"),
    "denied": ("denied", "false", "否认", "不实"),
}


def by_keyword(names: tuple[str, ...], article: Article) -> list[tuple[str, str]]:
    """What a reader by keyword makes of an article: a status for every sentence that names a company."""
    found = []
    for sentence in article.text.replace("。", ". ").split(". "):
        if any(name in sentence for name in names):
            hits = [status for status, words in KEYWORDS.items() if any(word in sentence for word in words)]
            found.append((sentence, hits[-1] if hits else "rumoured"))
    return found


def rate(read: Callable[[Article], object], articles: list[Article], seconds: float) -> float:
    """Articles a second of processor time."""
    began, count = time.process_time(), 0
    while time.process_time() - began < seconds:
        read(articles[count % len(articles)])
        count += 1
    return count / (time.process_time() - began)


def main(seconds: float) -> None:
    """Measure both readers over the sample articles in one run."""
    data = ROOT / "briefings" / "data"
    watchlist = Watchlist(parse_watchlist((data / "watchlist.toml").read_text("utf-8")))
    articles = [parse_line(line) for line in (data / "samples.jsonl").read_text("utf-8").splitlines()]
    names = tuple(name for company in watchlist for name in company.names)
    began = time.process_time()
    reader = Reader(watchlist)
    built = time.process_time() - began
    reading, keywords = rate(reader.read, articles, seconds), rate(lambda a: by_keyword(names, a), articles, seconds)
    characters = sum(len(article.text) for article in articles) / len(articles)
    rows: list[dict[str, object]] = [
        {"bench": "reading.build", "seconds": round(built, 4)},
        {"bench": "reading.articles_per_second", "value": round(reading, 1), "characters_each": round(characters)},
        {"bench": "reading.keyword_baseline_per_second", "value": round(keywords, 1)},
        {"bench": "reading.times_keyword_cost", "value": round(keywords / reading, 2)},
    ]
    for row in rows:
        sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
