"""News by itself: feeds that are due, entries that wait, pages to look at again; one request at a time a host."""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlsplit

from bot.checking import check_page
from bot.entries import read_entry
from bot.feed_polling import poll_feed
from bot.services import Services
from db.database import Transaction
from db.feeds import Feed, WaitingEntry
from db.pages import PageCheck

_LOG = logging.getLogger("ev")
HOSTS_AT_ONCE = 8
ERRANDS_A_HOST = 12
"""In one round; what is left over is done in the next."""
FEEDS_A_ROUND, ENTRIES_A_ROUND, CHECKS_A_ROUND = 200, 500, 100
VISIT_SECONDS = 60.0
"""After so long at one host, what is left waits for a later round: the others would wait for it."""
REST_SECONDS = 1.0
"""Between two requests to one host."""
LEASE = timedelta(minutes=10)
"""Longer than a host's errands of one round can take."""


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing to do at a host."""

    host: str
    what: str
    run: Callable[[Services], bool]
    """Whether the host was asked for something."""
    lease: Callable[[Transaction, datetime], None]
    """Keep it for whoever does it now, or put it off, until then."""


def news_round(services: Services, pause: Callable[[float], None] = time.sleep) -> int:
    """Do what is due now, hosts side by side; what fails is logged and does not stop the rest. How many errands."""
    chosen = _chosen(services, services.now())
    with ThreadPoolExecutor(HOSTS_AT_ONCE, thread_name_prefix="news") as hosts:
        list(hosts.map(partial(_visit, services, pause), chosen.values()))
    return sum(map(len, chosen.values()))


def _chosen(services: Services, now: datetime) -> dict[str, list[Errand]]:
    """What is due, by host, and leased; where a host wants to be left alone, its errands wait until then."""
    chosen: dict[str, list[Errand]] = defaultdict(list)
    with services.database.begin() as tx:
        due = [*_feeds(tx, now), *_entries(tx, now), *_checks(tx, now)]
        rests = tx.pages.rests(sorted({errand.host for errand in due}), now)
        for errand in due:
            if errand.host in rests:
                errand.lease(tx, rests[errand.host])
            elif len(chosen[errand.host]) < ERRANDS_A_HOST:
                errand.lease(tx, now + LEASE)
                chosen[errand.host].append(errand)
    return chosen


def _feeds(tx: Transaction, now: datetime) -> Iterable[Errand]:
    for feed in tx.feeds.due(now, FEEDS_A_ROUND):
        lease = partial(_lease_feed, feed)
        yield Errand(_host(feed.url), f"feed {feed.id}", partial(poll_feed, feed=feed), lease)


def _entries(tx: Transaction, now: datetime) -> Iterable[Errand]:
    for entry in tx.feeds.waiting_entries(now, ENTRIES_A_ROUND):
        lease = partial(_lease_entry, entry)
        host = _host(str(entry.content.get("url") or ""))
        yield Errand(host, f"entry of feed {entry.feed_id}", partial(read_entry, entry=entry), lease)


def _checks(tx: Transaction, now: datetime) -> Iterable[Errand]:
    for check in tx.pages.due_checks(now, CHECKS_A_ROUND):
        lease = partial(_lease_check, check)
        yield Errand(_host(check.url), f"page of {check.article_id}", partial(check_page, check=check), lease)


def _lease_feed(feed: Feed, tx: Transaction, until: datetime) -> None:
    tx.feeds.lease(feed, until)


def _lease_entry(entry: WaitingEntry, tx: Transaction, until: datetime) -> None:
    tx.feeds.lease_entry(entry, until)


def _lease_check(check: PageCheck, tx: Transaction, until: datetime) -> None:
    tx.pages.lease_check(check, until)


def _visit(services: Services, pause: Callable[[float], None], errands: Sequence[Errand]) -> None:
    """The errands of one host, one after the other, with a rest between requests."""
    asked, began = False, time.monotonic()
    for errand in errands:
        if services.web.stopping.is_set() or time.monotonic() - began > VISIT_SECONDS:
            return
        if asked:
            if _put_off(services, errand):
                continue
            pause(REST_SECONDS)
        try:
            asked = errand.run(services)
        except Exception:
            _LOG.exception("%s failed; it is tried again", errand.what)
            asked = True


def _put_off(services: Services, errand: Errand) -> bool:
    """Whether the host has meanwhile asked to be left alone; then the errand waits until it may be asked again."""
    with services.database.read() as tx:
        until = tx.pages.rests([errand.host], services.now()).get(errand.host)
    if until is None:
        return False
    with services.database.begin() as tx:
        errand.lease(tx, until)
    return True


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
