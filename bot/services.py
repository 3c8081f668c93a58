"""What listeners, jobs and commands work with, built once."""

from __future__ import annotations

import functools
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING

from bot.turns import Turns
from bot.web import Web
from briefings.companies import Watchlist, starter_watchlist
from briefings.errors import FetchError
from briefings.fetching import Fetched, StatusError
from briefings.polling import LONGEST_WAIT
from db.database import Database, open_database

if TYPE_CHECKING:
    from bot.settings import Settings
    from briefings.reading import Reader

COMPOSED_AT_ONCE = 2
"""Work for the processor: more at a time would only make each of them, and every acknowledgement, slower."""
Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)


class Readers:
    """The reader for a watchlist; made anew only when the watchlist changed, since building one takes a while."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._latest: Reader | None = None
        self._watchlist: Watchlist | None = None

    def reader(self, watchlist: Watchlist) -> Reader:
        """A reader that knows the companies of this watchlist."""
        from briefings.reading import Reader

        with self._lock:
            if self._latest is None or self._watchlist != watchlist:
                self._latest, self._watchlist = Reader(watchlist), watchlist
            return self._latest


@dataclass(frozen=True)
class Services:
    """The store, the clock, the reader, the way out to the web, and how deliveries behave."""

    database: Database
    now: Clock = wall_clock
    readers: Readers = field(default_factory=Readers)
    digest_grace: timedelta = timedelta(hours=4)
    repost_doubtful: bool = True
    article_retention: timedelta = timedelta(days=365)
    web: Web = field(default_factory=Web)
    admin_channel: str | None = None
    composing: BoundedSemaphore = field(default_factory=lambda: BoundedSemaphore(COMPOSED_AT_ONCE))
    """Held while a card or an answer is composed."""
    turns: Turns = field(default_factory=Turns)
    """An edit of a question waits for the answer to it."""

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What an address gives, unless its host, or one that it redirects to, asked for a rest; raises FetchError."""
        return self.web.get(url, etag, last_modified, self._heeding)

    @contextmanager
    def _heeding(self, host: str) -> Iterator[None]:
        """Ask a host only where it did not ask for a rest; where it now does, remember that before anybody asks it."""
        now, name = self.now(), host.removeprefix("www.")
        with self.database.read() as tx:
            until = tx.pages.rests([name], now).get(name)
        if until is not None:
            day = "" if until.date() == now.date() else f"{until.day} {until:%B}, "
            raise FetchError(f"{host} asks to be left alone until {day}{until:%H:%M} UTC: try later")
        try:
            yield
        except StatusError as error:
            if error.passing and error.retry_after:
                wait = min(timedelta(seconds=error.retry_after), LONGEST_WAIT)
                with self.database.begin() as tx:
                    tx.pages.rest(name, now + wait)
            raise

    def close(self) -> None:
        """Give the store's connections back, and stop the workers."""
        self.web.close()
        self.database.close()


def open_services(settings: Settings, now: Clock = wall_clock, database_url: str | None = None) -> Services:
    """Services on the store that the settings name; a new store follows the starter watchlist. Raises StoreError."""
    database = open_database(database_url or settings.ev_database_url)
    with database.read() as tx:
        empty = not len(tx.store.watchlist())
    if empty:
        with database.begin() as tx:
            tx.store.save_watchlist(starter_watchlist())
    return Services(
        database=database,
        now=now,
        digest_grace=timedelta(hours=settings.ev_digest_grace_hours),
        repost_doubtful=settings.ev_doubtful_posts == "repost",
        article_retention=timedelta(days=settings.ev_article_retention_days),
        web=Web([each.strip() for each in settings.ev_allow_private.split(",") if each.strip()], settings.ev_contact),
        admin_channel=settings.ev_admin_channel,
    )


def with_services(command: Callable[[Namespace, Services], int | None]) -> Callable[[Namespace], int | None]:
    """A command on the store that the settings name, opened for it and closed after it."""

    @functools.wraps(command)
    def run(options: Namespace) -> int | None:
        from bot.settings import load_settings

        with closing(open_services(load_settings())) as services:
            return command(options, services)

    return run
