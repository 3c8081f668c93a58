"""Questions over many stored claims: how long an answer takes, beside the same words in one plain FTS5 statement.

python tests/benchmarks/bench_answers.py [CLAIMS]      (default 1,000,000; they take some two minutes to make)
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.bench_card import articles, day, milliseconds

from bot.ask import ask
from briefings.companies import Company, starter_watchlist
from db.database import Database, open_database
from db.search import company_token, pairs

TODAY = date(2024, 12, 1)
ROUNDS = 8
TOPICS = {
    "plant": ("plans a plant in {place} for {n},000 cars a year", "halts work at its {place} plant", "在{place}建厂"),
    "supply": ("will buy cells from {other}", "drops {other} as battery supplier", "将由{other}供应电池"),
    "stake": ("is in talks to buy {n}% of {other}", "sold its stake in {other}", "拟收购{other}{n}%股权"),
    "launch": ("will launch an electric SUV in {place}", "delays its sedan by {n} months", "将发布新款轿车"),
    "price": ("cuts prices by {n}%", "raises the price of its sedan", "降价{n}%"),
    "sales": ("delivered {n},000 cars last month", "sold {n}% fewer cars in {place}", "交付{n}万辆"),
    "partnership": ("works with {other} on software", "ends its venture with {other}", "与{other}合作"),
    "personnel": ("lays off {n},000 people", "names a new finance chief", "裁员{n}%"),
}
PLACES = ("Hungary", "Mexico", "Turkey", "Brazil", "Spain", "Thailand", "Germany", "Shanghai", "Texas", "India")
QUESTIONS = (
    "is {a} building a plant in Hungary?",
    "who supplies {a}'s batteries",
    "is {a} buying a stake in {b}?",
    "what did {b} say about {a}",
    "how many people does {a} lay off",
    "when does {a} launch its electric SUV",
    "any rumours about {a} and {b}?",
    "did {a} deny that it cuts prices?",
    "{a} electric car plant new plan",
    "what is new on {a} since 1 November 2024",
    "{a}在墨西哥建厂了吗",
    "as of 1 June 2022, had {a} ended its venture with {b}?",
    "will electric cars be sold in Mexico",
    "who makes cars in Texas",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One claim with its one report."""

    number: int
    statement: str
    companies: tuple[Company, ...]
    topic: str
    status: str

    @property
    def slugs(self) -> list[str]:
        return [company.slug for company in self.companies]


def rows(claims: int) -> Iterator[Row]:
    """Claims of all topics, some two in five about two companies; a few companies have most of the news."""
    chance, companies = random.Random(7), list(starter_watchlist())
    weights = [1 / (1 + at) for at in range(len(companies))]
    for number in range(claims):
        a, b = chance.choices(companies, weights, k=2)
        topic = chance.choice(list(TOPICS))
        form = chance.choice(TOPICS[topic])
        other = b.name if "{other}" in form else ""
        said = form.format(place=chance.choice(PLACES), n=chance.randint(2, 60), other=other)
        parties = (a, b) if other and a is not b else (a,)
        status = chance.choice(("rumoured", "rumoured", "confirmed", "denied"))
        yield Row(number, f"{a.name} {said}", parties, topic, status)


def fill(database: Database, claims: int) -> None:
    """Store the claims with their reports, and index them as the store does."""
    with database.begin() as tx:
        tx.store.save_watchlist(starter_watchlist())
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("INSERT INTO outlet (id, name) VALUES (1, 'The Gazette')")
    cursor.executemany(
        "INSERT INTO article (id,url,outlet_id,published_at,recorded_at,title,lang,text_hash) "
        "VALUES (?,?,1,?,?,?,'en',?)",
        articles(),
    )
    said = {"rumoured": "reports", "confirmed": "confirms", "denied": "denies"}
    for row in rows(claims):
        n, slugs, when = row.number, json.dumps(row.slugs), day(row.number)
        cursor.execute(
            "INSERT INTO claim (number,id,statement,companies,topic,ending,status,needs_review,first_reported,updated)"
            " VALUES (?,?,?,?,?,0,?,0,?,?)",
            (n + 1, f"c{n}", row.statement, slugs, row.topic, row.status, when, when),
        )
        cursor.executemany(
            "INSERT INTO claim_company (claim_id,slug,status,first_reported,updated) VALUES (?,?,?,?,?)",
            [(f"c{n}", slug, row.status, when, when) for slug in row.slugs],
        )
        cursor.execute(
            "INSERT INTO report (claim_id,article_id,position,statement,quote,span_start,span_end,companies,topic,"
            "stance,supports,source_class,source_name,rule,background,needs_review,ending,quantities) "
            "VALUES (?,?,?,?,?,0,9,?,?,?,?,'party',?,'bench',0,0,0,'[]')",
            (f"c{n}", f"a{n % 1800}", n, row.statement, row.statement, slugs, row.topic, said[row.status], row.status,
             row.companies[0].name),
        )  # fmt: skip
        tokens = " ".join([*map(company_token, row.slugs), *pairs(row.statement)])
        cursor.execute(
            "INSERT INTO claim_search(rowid, words, tokens) VALUES (?, ?, ?)", (n + 1, row.statement, tokens)
        )
    cursor.execute("COMMIT")
    cursor.execute("ANALYZE")
    connection.close()


def texts() -> list[str]:
    """Questions about companies that are much in the news, and some that are hardly."""
    companies = list(starter_watchlist())
    asked = [(companies[a].name, companies[b].name) for a, b in ((0, 1), (1, 4), (3, 0), (9, 2), (40, 41), (90, 3))]
    return [form.format(a=a, b=b) for form in QUESTIONS for a, b in asked]


def plain_search(database: Database, text: str) -> None:
    """The words of a question as one FTS5 statement: what it costs to find anything at all."""
    words = " OR ".join(f'"{word}"' for word in text.split() if word.isalnum()) or '"car"'
    with database.engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT rowid FROM claim_search WHERE claim_search MATCH ? ORDER BY bm25(claim_search) LIMIT 5", (words,)
        ).fetchall()


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/bench.db")
        fill(database, claims)

        def answer(text: str) -> None:
            with database.read() as tx:
                ask(tx, text, TODAY)

        for text in texts()[::7]:
            answer(text)
        asked = sorted(t for text in texts() for t in milliseconds(lambda text=text: answer(text), ROUNDS))
        plain = sorted(t for text in texts() for t in milliseconds(lambda text=text: plain_search(database, text), 2))
        database.close()
    median, p99 = statistics.median(asked), asked[int(len(asked) * 0.99)]
    print(json.dumps({
        "bench": "answers", "claims": claims, "median_ms": round(median, 1), "p99_ms": round(p99, 1),
        "plain_fts5_median_ms": round(statistics.median(plain), 1),
        "times_plain_fts5": round(median / statistics.median(plain), 2),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
