"""`/ev xiaomi` over many stored claims: how long the card takes, beside an empty Bolt listener in the same process.

python tests/benchmarks/bench_card.py [CLAIMS]      (default 1,000,000; they take about a minute to make)
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.conversing import company_card
from bot.services import Services
from briefings.companies import starter_watchlist
from db.database import Database, open_database

ROUNDS = 300
START = date(2020, 1, 1)


def fill(database: Database, claims: int) -> None:
    """Store so many claims with a report each, spread evenly over the watchlist and five years."""
    with database.begin() as tx:
        tx.store.save_watchlist(starter_watchlist())
    slugs = [company.slug for company in starter_watchlist()]
    connection = database.engine.raw_connection()
    cursor = connection.cursor()
    cursor.execute("BEGIN IMMEDIATE")
    cursor.execute("INSERT INTO outlet (id, name) VALUES (1, 'The Gazette')")
    cursor.executemany(
        "INSERT INTO article (id,url,outlet_id,published_at,recorded_at,title,lang,text_hash) "
        "VALUES (?,?,1,?,?,?,'en',?)",
        articles(),
    )
    for table, columns, rows in (
        (
            "claim",
            "id,statement,companies,topic,ending,status,needs_review,first_reported,updated",
            claim_rows(claims, slugs),
        ),
        ("claim_company", "claim_id,slug,status,first_reported,updated", link_rows(claims, slugs)),
        (
            "report",
            "claim_id,article_id,position,statement,quote,span_start,span_end,companies,topic,stance,supports,"
            "source_class,source_name,rule,background,needs_review,ending,quantities",
            report_rows(claims, slugs),
        ),
    ):
        marks = ",".join("?" * (columns.count(",") + 1))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)
    cursor.execute("COMMIT")
    cursor.execute("ANALYZE")
    connection.close()


def day(number: int) -> str:
    return (START + timedelta(days=number % 1800)).isoformat()


def articles() -> Iterator[tuple[str, ...]]:
    for number in range(1800):
        when = f"{day(number)} 00:00:00.000000"
        yield f"a{number}", f"https://news.example/{number}", when, when, f"News of day {number}", str(number)


def claim_rows(claims: int, slugs: list[str]) -> Iterator[tuple[object, ...]]:
    for n in range(claims):
        status = ("rumoured", "confirmed", "denied")[n % 3]
        yield f"c{n}", f"Plan {n} is made", json.dumps([slugs[n % len(slugs)]]), "plant", 0, status, 0, day(n), day(n)


def link_rows(claims: int, slugs: list[str]) -> Iterator[tuple[object, ...]]:
    for n in range(claims):
        yield f"c{n}", slugs[n % len(slugs)], ("rumoured", "confirmed", "denied")[n % 3], day(n), day(n)


def report_rows(claims: int, slugs: list[str]) -> Iterator[tuple[object, ...]]:
    stances = (("reports", "rumoured"), ("confirms", "confirmed"), ("denies", "denied"))
    for n in range(claims):
        slug, (stance, supports) = slugs[n % len(slugs)], stances[n % 3]
        said = (f"Plan {n} is made", f"Plan {n} is made", 0, 14, json.dumps([slug]), "plant", stance, supports)
        yield f"c{n}", f"a{n % 1800}", n, *said, "party", slug, "bench", 0, 0, 0, "[]"


def milliseconds(action: Callable[[], object], rounds: int) -> list[float]:
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        found.append((time.perf_counter() - start) * 1000)
    return sorted(found)


def empty_dispatch() -> Callable[[], object]:
    """A Bolt app with one command that only acks."""
    app = App(
        client=WebClient(),
        token_verification_enabled=False,
        process_before_response=True,
        authorize=lambda **_: AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_user_id="U0"
        ),
        request_verification_enabled=False,
    )
    app.command("/ev")(lambda ack: ack())
    body = "command=/ev&text=xiaomi&team_id=T1&user_id=U1&channel_id=C1&trigger_id=1"
    headers = {"content-type": "application/x-www-form-urlencoded"}
    assert app.dispatch(BoltRequest(body=body, mode="socket_mode", headers=headers)).status == 200
    return lambda: app.dispatch(BoltRequest(body=body, mode="socket_mode", headers=headers))


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{Path(folder)}/bench.db")
        fill(database, claims)
        services = Services(database, now=lambda: datetime(2024, 12, 1, tzinfo=UTC))
        slug = starter_watchlist().named("Xiaomi").slug
        company_card(services, "T1", slug)
        card = milliseconds(lambda: company_card(services, "T1", slug), ROUNDS)
        empty = milliseconds(empty_dispatch(), ROUNDS)
        database.close()
    median, p99 = statistics.median(card), card[int(len(card) * 0.99)]
    print(json.dumps({
        "bench": "card", "claims": claims, "median_ms": round(median, 2), "p99_ms": round(p99, 2),
        "empty_listener_median_ms": round(statistics.median(empty), 3),
        "times_an_empty_listener": round(median / statistics.median(empty), 1),
    }))  # fmt: skip


if __name__ == "__main__":
    main()
