"""An hour of operation: many feeds at many hosts, with all that goes wrong there. Nothing is lost, nobody is pestered.

`EV_SOAK_FEEDS` says how many feeds; `make soak` takes 200 and looks at memory too.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from pathlib import Path

from conftest import NOW, Desk
from news_outlets import Outlet, Story
from news_server import NewsServer, Request, Seen, answers, news_server
from news_world import Fate, World, build

from bot.feeding import followed, import_feeds
from bot.newsdesk import news_round
from bot.web import Web
from briefings.claims import Stance
from briefings.companies import starter_watchlist
from briefings.opml import Outline
from briefings.polling import SHORTEST
from db.feeds import EntryState

FEEDS = int(os.environ.get("EV_SOAK_FEEDS", "31"))
SOAK = FEEDS >= 200
HOSTS = max(31, FEEDS * 3 // 10)
EVENING = 480 if SOAK else 150
"""Minutes after the hour, until everything has settled."""
PAUSE = 0.02
"""Real seconds that a second of rest takes here."""
REDIRECTS = frozenset((301, 302, 307, 308))
CONTACT = "https://bot.example/about"


@dataclass
class Measured:
    """What was seen from outside while it ran."""

    acks: list[float] = field(default_factory=list)
    resident_mb: list[float] = field(default_factory=list)
    children_mb: float = 0.0
    slowest_round: float = 0.0


def test_an_hour_of_operation(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    times: list[Callable[[], datetime]] = [lambda: NOW]
    began = time.monotonic()
    with news_server(lambda: times[0]()) as web:
        reach = Web([web.place], CONTACT, 1.0, web.resolve)
        desk = open_desk(web=reach, burst=5)
        times[0] = desk.sandbox.clock.now
        with desk.database.begin() as tx:
            tx.store.save_watchlist(starter_watchlist())
        desk.later(12 * 3600)  # so that what is a few hours old is of today
        world = build(web, desk.services.now(), FEEDS, HOSTS, SOAK)
        import_feeds(desk.services, [Outline("", url) for url in world.urls], "U1")
        try:
            measured = _operate(desk, world)
            found = [*_about_articles(world, tmp_path / "desk.db"), *_about_requests(web), *_about_feeds(desk, world)]
        finally:
            reach.close()
    figures = _figures(desk, world, measured) | {"seconds": round(time.monotonic() - began, 1), "wrong": len(found)}
    sys.stdout.write(f"{json.dumps(figures)}\n")
    assert figures["not_modified"]
    assert not found, "\n".join(found[:20])
    assert max(measured.acks) < 3, "Slack gives an app three seconds"
    assert measured.children_mb <= 512
    if SOAK:
        third, last = measured.resident_mb[len(measured.resident_mb) // 3], measured.resident_mb[-1]
        assert abs(last - third) <= third / 10, (third, last)


def _operate(desk: Desk, world: World) -> Measured:
    """The hour, and an evening until everything has settled, minute by minute."""
    measured = Measured()
    with _asking(desk, measured):
        for _ in range(60 + EVENING):
            world.happen(desk.services.now())
            began = time.monotonic()
            news_round(desk.services, lambda seconds: time.sleep(seconds * PAUSE))
            measured.slowest_round = max(measured.slowest_round, time.monotonic() - began)
            measured.resident_mb.append(_memory("self", "VmRSS"))
            desk.later(60)
        measured.children_mb = max(_memory(child, "VmHWM") for child in _children())
    return measured


@contextmanager
def _asking(desk: Desk, measured: Measured) -> Iterator[None]:
    """Somebody who asks the bot something now and then, as long as it lasts."""
    stop = threading.Event()

    def ask() -> None:
        while not stop.wait(1.0):
            delivery = desk.sandbox.command("alex", "#ev-news", "/ev status BYD")
            delivery.wait(20)
            measured.acks.append(delivery.seconds or 99.0)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield
    finally:
        stop.set()
        asking.join()


def test_a_week_in_which_outlets_change_their_minds(open_desk: Callable[..., Desk], tmp_path: Path) -> None:
    times: list[Callable[[], datetime]] = [lambda: NOW]
    with news_server(lambda: times[0]()) as web:
        reach = Web([web.place], CONTACT, 1.0, web.resolve)
        desk = open_desk(web=reach, burst=5)
        times[0] = desk.sandbox.clock.now
        outlets = {what: web.add(Outlet(f"{what}.test", what)) for what in _WEEK}
        for (what, outlet), (a, b) in zip(outlets.items(), _PAIRS, strict=True):
            text = (f"{a} is in talks with {b} to build an electric car, people familiar with the matter said.", *_REST)
            outlet.publish(Story("/talks", f"{a} in talks with {b}", text, NOW, guid=what))
        import_feeds(desk.services, [Outline("", web.url(outlet.host)) for outlet in outlets.values()], "U1")
        try:
            for hour in range(9 * 24):
                if hour == 20:
                    for what, outlet in outlets.items():
                        _WEEK[what](outlet)
                if hour == 40:
                    outlets["down"].trouble.clear()
                news_round(desk.services, lambda _: None)
                desk.later(3600)
        finally:
            reach.close()
    with desk.database.read() as tx:
        later = [r for case in tx.store.all_cases() for r in case.reports if r.article.published_at > NOW]
        stances = {what: {r.stance for r in later if r.article.outlet == what} for what in _WEEK}
    assert stances == {what: set() for what in _WEEK} | {
        "withdrawn": {Stance.RETRACTS},
        "gone": {Stance.RETRACTS},
        "corrected": {Stance.RETRACTS},
    }


_PAIRS = (
    *(("Xiaomi", "BAIC"), ("BYD", "Ford"), ("CATL", "Hyundai"), ("Xiaomi", "CATL")),
    *(("BYD", "BAIC"), ("Hyundai", "BYD"), ("BAIC", "CATL"), ("CATL", "BYD")),
)
_REST = (
    "The two would share a plant near the coast. Nothing has been signed so far, one of the people said.",
    "Shares of carmakers rose on the day. Most offices had closed by then, and nobody could be reached.",
)


def _rewrite(*added: str, keep: int = 0) -> Callable[[Outlet], None]:
    """The outlet's article reads otherwise: with what is added before what is kept of it."""

    def rewrite(outlet: Outlet) -> None:
        story = outlet.stories[0]
        story.paragraphs = (*added, *story.paragraphs[keep:])

    return rewrite


def _leave(status: int) -> Callable[[Outlet], None]:
    return lambda outlet: setattr(outlet.stories[0], "status", status)


def _fail(trouble: Callable[[Request], None]) -> Callable[[Outlet], None]:
    return lambda outlet: outlet.trouble.update({"/talks": trouble})


def _rename(outlet: Outlet) -> None:
    outlet.trouble["/talks"] = answers(301, Location="/talks-moved")
    outlet.stories[0].path = "/talks-moved"


_WEEK: dict[str, Callable[[Outlet], None]] = {
    "withdrawn": _leave(404),
    "gone": _leave(410),
    "corrected": _rewrite("Correction: an earlier version of this article wrongly spoke of such talks.", keep=1),
    "longer": _rewrite("It rained in the evening, and the streets were empty."),
    "down": _fail(answers(500)),
    "renamed": _rename,
    "walled": lambda outlet: setattr(outlet.stories[0], "wall", "Subscribe to continue reading this story."),
    "same": lambda _: None,
}


# What is looked at in the end; each gives a line for everything that is wrong


def _about_articles(world: World, path: Path) -> Iterator[str]:
    """Each article that names a followed company is stored once, the old ones silently; the others are not."""
    with closing(sqlite3.connect(path)) as store:
        rows = store.execute("SELECT title, published_at, recorded_at FROM article WHERE revises IS NULL").fetchall()
    for article in world.articles:
        mine = [row for row in rows if article.code in row[0]]
        wanted = article.fate in (Fate.NEWS, Fate.OLD)
        if len(mine) != wanted:
            yield f"{article.code} ({article.fate}) of {_where(world, article.code)} is stored {len(mine)} times"
        elif wanted:
            _, published, recorded = mine[0]
            silent = published == recorded
            if silent != (article.fate is Fate.OLD):
                yield f"{article.code} ({article.fate}) of {_where(world, article.code)} recorded {recorded}"
            if article.fate is Fate.NEWS and _utc(recorded) < article.listed:
                yield f"{article.code} was recorded before it was there"
    if len(rows) != sum(each.fate in (Fate.NEWS, Fate.OLD) for each in world.articles):
        yield f"{len(rows)} articles are stored"


def _about_requests(web: NewsServer) -> Iterator[str]:
    """No host is asked for two things at once, without a rest, too soon, or with more than it needs to know."""
    for host in sorted({each.host for each in web.log}):
        seen = sorted(web.asked(host), key=lambda each: each.began)
        yield from _about_pace(host, seen)
        yield from _about_waits(host, seen)
        for path, group in groupby(sorted(seen, key=lambda each: each.path), key=lambda each: each.path):
            if path.startswith("/feed"):
                asked = sorted(group, key=lambda each: each.began)
                yield from _about_intervals(f"{host}{path}", asked)
                yield from _about_validators(f"{host}{path}", asked)
    for each in web.log:
        if CONTACT not in each.headers.get("User-Agent", "") or {"Cookie", "Referer"} & each.headers.keys():
            yield f"{each.host}{each.path} was told {each.headers}"


def _about_pace(host: str, seen: list[Seen]) -> Iterator[str]:
    for one, two in pairwise(seen):
        if one.status and two.began < one.ended:
            yield f"{host}{two.path} was asked for at {two.at:%H:%M} while {one.path} ({one.status}) was being sent"
        elif one.at == two.at and not _redirected(one, two) and two.began - one.began < PAUSE:
            yield f"{host}{two.path} was asked for at {two.at:%H:%M} without a rest after {one.path} ({one.status})"


def _redirected(one: Seen, two: Seen) -> bool:
    """Whether either was reached by a redirect, which is followed at once."""
    return one.status in REDIRECTS or "?from=" in one.path + two.path


def _about_waits(host: str, seen: list[Seen]) -> Iterator[str]:
    """Whoever asks to be left alone is."""
    until = datetime.min.replace(tzinfo=UTC)
    for each in seen:
        if each.at < until:
            yield f"{host}{each.path} was asked for at {each.at:%H:%M}, before {until:%H:%M}"
        wait = each.answered.get("Retry-After", "")
        if wait.isdigit():
            until = max(until, each.at + timedelta(seconds=int(wait)))
        elif wait:
            until = max(until, datetime.strptime(wait, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC))


def _about_intervals(where: str, asked: list[Seen]) -> Iterator[str]:
    for one, two in pairwise(asked):
        allowed = max(SHORTEST, _fresh_for(one))
        if two.at - one.at < allowed and not (one.at == two.at and one.status in REDIRECTS):
            yield f"{where} was asked again after {two.at - one.at}, not {allowed}"


def _fresh_for(seen: Seen) -> timedelta:
    _, _, age = seen.answered.get("Cache-Control", "").partition("max-age=")
    return timedelta(seconds=int(age or 0)) or timedelta(minutes=90 if "Expires" in seen.answered else 0)


def _about_validators(where: str, asked: list[Seen]) -> Iterator[str]:
    """What came with the last whole answer is sent back, byte for byte."""
    known: dict[str, str] = {}
    for each in asked:
        sent = (each.headers.get("If-None-Match"), each.headers.get("If-Modified-Since"))
        if known and sent != (known.get("ETag"), known.get("Last-Modified")):
            yield f"{where} was sent {sent}, not {known}"
        if each.status == 200 and ("ETag" in each.answered or "Last-Modified" in each.answered):
            known = each.answered


def _about_feeds(desk: Desk, world: World) -> Iterator[str]:
    """Every feed is as it should be, and where one is not, the list says so in plain words."""
    feeds = {each.feed.url: each for each in followed(desk.services)}
    for url in world.urls:
        now_at = world.moved.get(url, url)
        if now_at not in feeds:
            yield f"{url} should be at {now_at}"
        elif (words := feeds[now_at].health.words) and world.problems.get(url, "checked at") not in words:
            yield f"{url}: {words!r}, not {world.problems.get(url)!r}"
    if waiting := sum(each.entries.get(EntryState.WAITING, 0) for each in feeds.values()):
        yield f"{waiting} entries still wait"


def _figures(desk: Desk, world: World, measured: Measured) -> dict[str, object]:
    with desk.database.read() as tx:
        entries = {state.value: count for state, count in sorted(tx.feeds.count_entries().items())}
        intervals = [each.poll.interval.total_seconds() / 60 for each in tx.feeds.all()]
    log, acks, memory = world.web.log, sorted(measured.acks), measured.resident_mb
    feeds = [each for each in log if each.path.startswith("/feed")]
    return {
        "soak": "operation",
        "feeds": len(world.urls),
        "hosts": len({each.host for each in log}),
        "simulated_hours": (60 + EVENING) / 60,
        "articles": dict(sorted(Counter(each.fate.value for each in world.articles).items())),
        "entries": entries,
        "requests": len(log),
        "feed_requests": len(feeds),
        "not_modified": sum(each.status == 304 for each in feeds),
        "interval_minutes": [
            round(min(intervals)),
            round(sorted(intervals)[len(intervals) // 2]),
            round(max(intervals)),
        ],
        "slowest_round_seconds": round(measured.slowest_round, 1),
        "acks": len(acks),
        "ack_ms": [round(acks[len(acks) // 2] * 1000), round(acks[-1] * 1000)],
        "resident_mb": [round(memory[len(memory) // 3]), round(memory[-1])],
        "child_mb": round(measured.children_mb),
    }


def _where(world: World, code: str) -> str:
    return next(outlet.name for outlet in world.web.outlets.values() for story in outlet.stories if code in story.title)


def _utc(stored: str) -> datetime:
    return datetime.fromisoformat(stored).replace(tzinfo=UTC)


def _children() -> list[str]:
    mine = f"PPid:\t{os.getpid()}\n"
    return [each.parent.name for each in Path("/proc").glob("[0-9]*/status") if mine in _status(each)]


def _memory(process: str, what: str) -> float:
    return int(_status(Path(f"/proc/{process}/status")).partition(f"{what}:")[2].split()[0]) / 1024


def _status(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
