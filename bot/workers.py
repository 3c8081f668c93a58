"""Foreign bytes and long texts are read in processes of their own, which can be killed: the bot keeps answering."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from briefings.articles import Article
from briefings.claims import Report
from briefings.companies import Company, Watchlist
from briefings.errors import ExhaustedError
from briefings.feeds import ReadFeed
from briefings.pages import Page

if TYPE_CHECKING:
    from pebble import ProcessPool

    from briefings.reading import Reader

FEED_SECONDS = 5.0
PAGE_SECONDS = 10.0
ARTICLE_SECONDS = 10.0
T = TypeVar("T")


class Workers:
    """A few processes that read for us; started when first needed, replaced when one has to be killed."""

    def __init__(self, count: int = 2, memory_mb: int = 512) -> None:
        self._count = count
        self._memory_mb = memory_mb
        self._lock = Lock()
        self._pool: ProcessPool | None = None

    def read_feed(self, body: bytes, where: str) -> ReadFeed:
        """A feed from its bytes; raises FeedError, or ExhaustedError."""
        return self.run("the feed", FEED_SECONDS, _read_feed, body, where)

    def read_page(self, body: bytes, url: str, charset: str | None = None) -> Page:
        """The article of a page; raises ArticleError, or ExhaustedError."""
        return self.run("the page", PAGE_SECONDS, _read_page, body, url, charset)

    def read_article(self, article: Article, watchlist: Watchlist) -> tuple[Report, ...]:
        """What an article reports; raises ExhaustedError."""
        return self.run("the article", ARTICLE_SECONDS, _read_article, article, watchlist)

    def names(self, text: str, watchlist: Watchlist) -> bool:
        """Whether a text names a company that is followed; raises ExhaustedError."""
        return self.run("the text", ARTICLE_SECONDS, _names, text, watchlist)

    def run(self, what: str, seconds: float, work: Callable[..., T], *arguments: Any) -> T:
        """Have something done that can be killed; raises what it raises, or ExhaustedError."""
        from concurrent.futures import TimeoutError as TooSlow

        from pebble import ProcessExpired

        future = self._running().schedule(work, args=arguments, timeout=seconds)
        try:
            return future.result()
        except TooSlow as error:
            raise ExhaustedError(f"{what} takes more than {seconds:g} seconds to read: given up") from error
        except (MemoryError, ProcessExpired) as error:
            raise ExhaustedError(f"{what} takes more than {self._memory_mb} MB of memory to read: given up") from error

    def close(self) -> None:
        """Stop the processes."""
        with self._lock:
            if self._pool is not None:
                self._pool.stop()  # type: ignore[no-untyped-call]
                self._pool.join()
                self._pool = None

    def _running(self) -> ProcessPool:
        from multiprocessing import get_context

        from pebble import ProcessPool

        with self._lock:
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._count,
                    initializer=_limit,
                    initargs=[self._memory_mb],
                    context=get_context("spawn"),
                )
            return self._pool


def _limit(memory_mb: int) -> None:
    """In the process itself: how much memory it may take, and no part in what happens to its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, memory_mb * 2**20))
    for name in [name for name in os.environ if name.startswith("SLACK_")]:
        del os.environ[name]


def _read_feed(body: bytes, where: str) -> ReadFeed:
    from briefings.feeds import read_feed

    return read_feed(body, where)


def _read_page(body: bytes, url: str, charset: str | None) -> Page:
    from briefings.pages import read_page

    return read_page(body, url, charset)


def _read_article(article: Article, watchlist: Watchlist) -> tuple[Report, ...]:
    return tuple(_reader(watchlist.companies).read(article))


def _names(text: str, watchlist: Watchlist) -> bool:
    return _reader(watchlist.companies).names(text)


@lru_cache(maxsize=1)
def _reader(companies: tuple[Company, ...]) -> Reader:
    from briefings.reading import Reader

    return Reader(Watchlist(companies))
