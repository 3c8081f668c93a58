"""Processes that read for us: what is built to exhaust a reader costs one of them, never the bot."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest
from builders import a_watchlist
from hostile import FEED_BOMBS, PAGE_BOMBS

from bot.workers import Workers
from briefings.articles import make
from briefings.errors import ArticleError, BriefingsError, ExhaustedError, FeedError

FEED = b"<rss version='2.0'><channel><title>T</title><item><title>A</title><link>https://x.test/a</link></item></channel></rss>"


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    hired = Workers()
    yield hired
    hired.close()


def test_feeds_pages_and_articles_are_read_elsewhere(workers: Workers) -> None:
    assert workers.read_feed(FEED, "https://x.test/feed").title == "T"
    page = b"<html><title>Hello</title><article><p>" + b"Xiaomi builds a car in Beijing, it says. " * 30 + b"</article>"
    assert workers.read_page(page, "https://x.test/a").text.startswith("Xiaomi")
    article = make(
        {"title": "T", "body": "Xiaomi will build a plant in Wuhan.", "outlet": "O", "published": "2024-08-01"}
    )
    assert [each.quote for each in workers.read_article(article, a_watchlist())]
    assert workers.names("News about 小米 today", a_watchlist())
    assert not workers.names("Roses bloom", a_watchlist())
    assert workers.run("the number", 5, os.getpid) != os.getpid()


def test_what_is_wrong_with_foreign_bytes_comes_back_as_it_was(workers: Workers) -> None:
    with pytest.raises(FeedError, match="neither XML nor JSON"):
        workers.read_feed(b"hello", "")
    with pytest.raises(ArticleError):
        workers.read_page(b"", "")


@pytest.mark.parametrize("name", FEED_BOMBS)
def test_a_feed_built_to_exhaust_its_reader_is_refused_in_time(workers: Workers, name: str) -> None:
    body = FEED_BOMBS[name]()
    began = time.monotonic()
    with pytest.raises((FeedError, ExhaustedError)):
        workers.read_feed(body, "https://x.test/feed")
    assert time.monotonic() - began < 6
    assert peak_memory_mb() <= 512


@pytest.mark.parametrize("name", PAGE_BOMBS)
def test_a_page_built_to_exhaust_its_reader_costs_little(workers: Workers, name: str) -> None:
    body = PAGE_BOMBS[name]()
    began = time.monotonic()
    with suppress(BriefingsError):
        workers.read_page(body, "https://x.test/a")
    assert time.monotonic() - began < 11
    assert peak_memory_mb() <= 512


def test_a_reader_that_takes_too_long_or_too_much_is_replaced(workers: Workers) -> None:
    with pytest.raises(ExhaustedError, match="seconds"):
        workers.run("the nap", 0.3, time.sleep, 30)
    with pytest.raises(ExhaustedError, match="memory"):
        workers.run("the hoard", 10, bytearray, 2**31)
    with pytest.raises(ExhaustedError):
        workers.run("the crash", 10, os._exit, 3)
    assert workers.read_feed(FEED, "").title == "T"


def test_readers_end_with_the_bot_even_when_it_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        "import os\nimport time\nfrom bot.workers import Workers\n"
        "if __name__ == '__main__':\n"
        "    workers = Workers(1)\n"
        f"    workers.read_feed({FEED!r}, '')\n"
        "    print(workers.run('number', 5, os.getpid), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()) as bot:
        assert bot.stdout is not None
        children = [int(each) for each in bot.stdout.readline().split()]
        assert children
        bot.send_signal(signal.SIGKILL)
    until = time.monotonic() + 5
    while any(map(_alive, children)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(map(_alive, children))


def peak_memory_mb() -> float:
    """The most that any of the processes at work has taken (resident)."""
    peaks = []
    for process in (each.pid for each in active_children()):
        found = [each for each in Path(f"/proc/{process}/status").read_text().splitlines() if each.startswith("VmHWM")]
        peaks += [int(each.split()[1]) / 1024 for each in found]
    return max(peaks, default=0.0)


def _alive(process: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{process}/stat").read_text().rpartition(")")[2]
    except OSError:
        return False
