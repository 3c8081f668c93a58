"""Feeds as people deal with them: added, paused, looked after; the same for the command line and Slack."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files

from bot.feed_polling import poll_feed
from bot.newsdesk import LEASE
from bot.services import Services
from bot.workers import PAGE_SECONDS
from briefings.discovery import feed_links
from briefings.errors import FeedError
from briefings.feed_health import Condition, Health, SourcesChecked, health
from briefings.opml import Outline, is_web, parse_opml
from briefings.polling import FeedState
from db.database import Transaction
from db.feeds import EntryState, Feed

MAX_FOLLOWED = 2_000
_ORDER = list(Condition)


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed with how it is doing, and how many of its entries became what."""

    feed: Feed
    health: Health
    entries: dict[EntryState, int]

    @property
    def name(self) -> str:
        """What to call it."""
        return self.feed.outlet or self.feed.title or self.feed.url


def followed(services: Services, zone: str = "UTC") -> list[Followed]:
    """All feeds, those in trouble first."""
    now = services.now()
    with services.database.read() as tx:
        found = [_followed(tx, feed, now, zone) for feed in tx.feeds.all()]
    return sorted(found, key=lambda each: (_ORDER.index(each.health.condition), each.name.casefold()))


def sources_checked(services: Services) -> SourcesChecked:
    """How many feeds were checked, and when."""
    with services.database.read() as tx:
        return tx.feeds.sources()


def add_feed(services: Services, url: str, outlet: str, added_by: str, unchecked: bool = False) -> Feed:
    """Follow a feed from now on, found from the address of a site where that names one; raises FeedError, FetchError.

    `unchecked`: without looking at it first.
    """
    if not is_web(url):
        raise FeedError(f"{url[:80]!r} is no web address: give one such as https://example.com/feed")
    outline = Outline("", url) if unchecked else find_feed(services, url)
    with services.database.begin() as tx:
        _refuse_too_many(tx, 1)
        feed = tx.feeds.add(outline.url, outlet[:80], added_by, services.now(), outline.title)
    if feed is None:
        raise FeedError(f"{_shown(outline.url)} is followed already")
    return feed


def find_feed(services: Services, url: str) -> Outline:
    """The feed at an address, or the one that the page there names; raises FeedError, FetchError."""
    fetched = services.get(url)
    try:
        read = services.web.workers.read_feed(fetched.body, fetched.url)
        return Outline(read.title, fetched.url if fetched.moved else url)
    except FeedError as error:
        page = (fetched.body, fetched.url, fetched.charset)
        links = services.web.workers.run("the page", PAGE_SECONDS, feed_links, *page)
        if not links:
            raise FeedError(f"{_shown(url)}: {error}, and it names no feed") from error
    if len(links) > 1 and not _one_stands_out(links):
        listed = ", ".join(each.url for each in links[:5])
        raise FeedError(f"{_shown(url)} names several feeds; add one of them: {listed}")
    return links[0]


def import_feeds(services: Services, outlines: Iterable[Outline], added_by: str) -> int:
    """Follow the feeds of a list; how many were new."""
    outlines = tuple(outlines)
    with services.database.begin() as tx:
        _refuse_too_many(tx, len(outlines))
        now = services.now()
        added = [tx.feeds.add(each.url, each.title[:80], added_by, now, each.title) for each in outlines]
    return sum(feed is not None for feed in added)


def starter_feeds() -> tuple[Outline, ...]:
    """The feeds that come with the bot: addresses to check."""
    return parse_opml(files("briefings").joinpath("data/feeds.opml").read_bytes())


def check_feed(services: Services, feed: Feed) -> Followed:
    """Ask a feed now, whenever it would have been due; a bot that runs beside this does not ask it meanwhile."""
    with services.database.begin() as tx:
        tx.feeds.lease(feed, services.now() + LEASE)
    poll_feed(services, feed)
    with services.database.read() as tx:
        again = tx.feeds.get(feed.id)
        return _followed(tx, again or feed, services.now(), "UTC")


def named_feed(services: Services, name: str) -> Feed:
    """The feed of this number, address or outlet; raises FeedError where there is none, or more than one."""
    with services.database.read() as tx:
        feeds = tx.feeds.all()
    wanted = name.strip().casefold()
    found = [each for each in feeds if wanted in (str(each.id), each.url.casefold())]
    found = found or [each for each in feeds if wanted in (each.outlet.casefold(), each.title.casefold())]
    if len(found) != 1:
        several = "names several feeds" if found else "is no feed that is followed"
        raise FeedError(f"{name[:60]!r} {several}: give its number from the list")
    return found[0]


def set_state(services: Services, feed: Feed, state: FeedState) -> None:
    """Pause a feed, or follow it again."""
    with services.database.begin() as tx:
        tx.feeds.set_state(feed.id, state, services.now())


def remove_feed(services: Services, feed: Feed) -> None:
    """Forget a feed; the articles that came by it stay."""
    with services.database.begin() as tx:
        tx.feeds.remove(feed.id)


def _followed(tx: Transaction, feed: Feed, now: datetime, zone: str) -> Followed:
    return Followed(feed, health(feed.poll, now, tx.feeds.first_seen(feed.id), zone), tx.feeds.count_entries(feed.id))


def _one_stands_out(links: Sequence[Outline]) -> bool:
    """Whether all but the first are feeds of comments."""
    return all("comment" in (each.url + each.title).casefold() for each in links[1:])


def _refuse_too_many(tx: Transaction, more: int) -> None:
    if len(tx.feeds.all()) + more > MAX_FOLLOWED:
        raise FeedError(f"at most {MAX_FOLLOWED:,} feeds are followed: remove some first")


def _shown(url: str) -> str:
    """An address without what may be private in it."""
    return url.split("?")[0].split("#")[0][:200]
