"""How fast commands are acknowledged over HTTP while feeds are fetched, parsed and read.

One JSON line: EV_ACK_SECONDS (5) of 50 signed commands a second, sent from another process. The command is
`/ev help`; EV_ACK_TEXT=xiaomi asks for cards, of which one machine answers some 25 a second.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

SECRET = "a secret for the bench"
RATE = 50
ENTRIES = 100


def main() -> None:
    seconds = float(os.environ.get("EV_ACK_SECONDS", "5"))
    with tempfile.TemporaryDirectory() as folder, _bot(folder) as (address, parsed):
        time.sleep(2)  # the workers start
        before, began = len(parsed), time.monotonic()
        sent = subprocess.run(
            [sys.executable, __file__, "send", address, str(seconds)], capture_output=True, text=True, check=True
        )
        feeds = (len(parsed) - before) / (time.monotonic() - began)
        print(json.dumps({"bench": "ack", **json.loads(sent.stdout), "feeds_parsed_a_second": round(feeds, 1)}))


@contextmanager
def _bot(folder: str) -> Iterator[tuple[str, list[float]]]:
    """The real app behind the real HTTP server, and feeds being read beside it."""
    from bot.app import Listeners, build_app
    from bot.http_mode import serve
    from bot.ingest import ingest
    from bot.manifest import load_manifest
    from bot.sandbox import Clock, Sandbox
    from bot.services import Services, wall_clock
    from bot.slack_api import slack_client
    from briefings.articles import sample_articles
    from briefings.companies import starter_watchlist
    from db.database import open_database

    services = Services(open_database(f"sqlite:///{folder}/ev.db"), wall_clock)
    with services.database.begin() as tx:
        tx.store.save_watchlist(starter_watchlist())
    for article in sample_articles():
        ingest(services, article, article.published_at)
    with Sandbox(load_manifest().document, Clock(wall_clock())) as sandbox, _sink() as sink:
        client = slack_client(sandbox.bot_token, sandbox.api_url)
        listeners = Listeners()
        server = serve(build_app(services, client, SECRET, listeners), 0)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        stopped, parsed = threading.Event(), list[float]()
        reading = threading.Thread(target=_read_feeds, args=(services, stopped, parsed), daemon=True)
        reading.start()
        team = sandbox.team_id
        try:
            yield f"http://127.0.0.1:{server.server_port}/slack/events?team={team}&sink={sink}", parsed
        finally:
            stopped.set()
            reading.join(20)
            server.shutdown()
            listeners.shutdown()
            services.close()


def _read_feeds(services: Any, stopped: threading.Event, parsed: list[float]) -> None:
    """Feeds of ordinary size, six a second, parsed in the workers; of each one entry is read."""
    from datetime import UTC, datetime, timedelta

    from news_outlets import Outlet, Story, feed_of

    from briefings.articles import make
    from briefings.companies import starter_watchlist

    when = datetime(2024, 8, 1, tzinfo=UTC)
    words = ("Xiaomi plans a second plant in Wuhan, Bloomberg reported. " * 12,)
    stories = [Story(f"/{n}", f"Part {n}", words, when + timedelta(minutes=n)) for n in range(ENTRIES)]
    body = feed_of(Outlet("x.test", "X", whole=True), stories, 80).encode()
    watchlist = starter_watchlist()
    while not stopped.wait(1 / 6):
        read = services.web.workers.read_feed(body, "https://x.test/feed")
        fields = {"title": read.entries[0].title, "body": words[0], "outlet": "X", "published": "2024-08-01"}
        services.web.workers.read_article(make(fields), watchlist)
        parsed.append(time.monotonic())


@contextmanager
def _sink() -> Iterator[int]:
    """Takes what is answered by response URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def send(where: str, seconds: float) -> None:
    """In a process of its own, as Slack is: commands at an even pace; how long each acknowledgement took."""
    url, _, query = where.partition("?")
    given = dict(urllib.parse.parse_qsl(query))
    took: list[float] = []
    wrong: list[str] = []

    def one(number: int) -> None:
        body = urllib.parse.urlencode(
            {
                "command": "/ev",
                "text": os.environ.get("EV_ACK_TEXT", "help"),
                "team_id": given["team"],
                "user_id": "U1",
                "channel_id": "C1",
                "trigger_id": f"{number}.1",
                "response_url": f"http://127.0.0.1:{given['sink']}/r",
            }
        )
        began = time.monotonic()
        try:
            with urllib.request.urlopen(_signed(url, body), timeout=10) as reply:
                if reply.status != 200:
                    wrong.append(str(reply.status))
        except (urllib.error.URLError, OSError) as error:
            wrong.append(str(error))
        took.append((time.monotonic() - began) * 1000)

    began = time.monotonic()
    with ThreadPoolExecutor(64) as threads:
        for number in range(int(RATE * seconds)):
            time.sleep(max(0.0, began + number / RATE - time.monotonic()))
            threads.submit(one, number)
    ordered = sorted(took)
    figures = {
        "commands": len(ordered),
        "median_ms": round(ordered[len(ordered) // 2], 1),
        "p99_ms": round(ordered[int(len(ordered) * 0.99)], 1),
        "max_ms": round(ordered[-1], 1),
        "not_200": len(wrong),
    }
    print(json.dumps(figures))


def _signed(url: str, body: str) -> urllib.request.Request:
    from slack_sdk.signature import SignatureVerifier

    timestamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=timestamp, body=body)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": str(signature),
    }
    return urllib.request.Request(url, body.encode(), headers)


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        send(sys.argv[2], float(sys.argv[3]))
    else:
        main()
