"""One feed asked: what is new in it is remembered together with how it answered, in one transaction."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.services import Services
from briefings.errors import ExhaustedError, FeedError, FetchError
from briefings.feeds import Entry, entry_text
from briefings.fetching import StatusError
from briefings.polling import Answered, Failed, after
from db.feeds import Feed, NewEntry
from db.pages import PageCheck

SILENT_ENTRIES = 50
"""Of what a feed holds when it is added, how much is read besides its newest day."""
STALE = timedelta(days=3)
"""A feed whose newest entry is older than this has no news at all when it is added."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking a feed."""

    outcome: Answered | Failed
    entries: tuple[Entry, ...] = ()
    title: str = ""
    moved_to: str | None = None


def poll_feed(services: Services, feed: Feed) -> bool:
    """Ask a feed and keep what came of it; True, for its host was asked."""
    asked = ask_feed(services, feed)
    now = services.now()
    with services.database.begin() as tx:
        known = tx.feeds.known_entries(feed.id, [key for key, _ in _keyed(asked.entries)])
        fresh = list(_fresh(asked.entries, known, feed, now))
        outcome = asked.outcome
        if isinstance(outcome, Answered) and not outcome.unchanged:
            outcome = replace(outcome, new=tx.feeds.remember(feed.id, fresh, now))
            for key, content_hash in _edited(asked.entries, known):
                changed = tx.feeds.edited(feed.id, key, content_hash)
                if (
                    changed
                    and tx.store.articles.is_told(changed)
                    and (address := tx.store.articles.address_of(changed))
                ):
                    tx.pages.plan_check(PageCheck(changed, address, now))
        named = replace(feed, title=asked.title or feed.title, outlet=feed.outlet or outlet_name(asked.title, feed.url))
        tx.feeds.settle(named, after(feed.poll, outcome, now, random.random()), asked.moved_to)  # noqa: S311
    return True


def ask_feed(services: Services, feed: Feed) -> Asked:
    """Fetch and parse; nothing is kept."""
    try:
        fetched = services.get(feed.url, feed.poll.etag, feed.poll.last_modified)
        moved = fetched.url if fetched.moved else None
        if fetched.status == 304:
            return Asked(Answered(unchanged=True, at_least=fetched.fresh_for), moved_to=moved)
        read = services.web.workers.read_feed(fetched.body, fetched.url)
    except StatusError as error:
        wait = timedelta(seconds=error.retry_after) if error.retry_after is not None else None
        failed = Failed(in_short(error), retry_after=wait, gone=error.status == 410)
        return Asked(failed)
    except ExhaustedError as error:
        return Asked(Failed(str(error), breach=True))
    except FeedError as error:
        return Asked(Failed(str(error)))
    except FetchError as error:
        return Asked(Failed(in_short(error)))
    outcome = Answered(
        etag=fetched.etag, last_modified=fetched.last_modified, at_least=fetched.fresh_for, ttl=read.at_least
    )
    return Asked(outcome, read.entries, read.title, moved)


def in_short(error: FetchError) -> str:
    """What is wrong, without the host's name before it and the advice behind it."""
    return re.sub(r"^\S+\.\S+ (?:answered )?", "", str(error)).split(": ")[0]


def outlet_name(title: str, url: str) -> str:
    """Who publishes a feed, from its own title, or its host."""
    name = re.split(r"\s+[|»«–—-]\s+|\s*[»|]\s*|\s+RSS\b", title)[0].strip()[:80]
    return name or (urlsplit(url).hostname or "").removeprefix("www.")


def _keyed(entries: Sequence[Entry]) -> Iterator[tuple[str, Entry]]:
    """Entries by what tells them apart: their id, with the address where a feed gives one id twice."""
    times = Counter(entry.id for entry in entries)
    for entry in entries:
        yield _hash(entry.id if times[entry.id] == 1 else f"{entry.id}\n{entry.url}"), entry


def _fresh(entries: Sequence[Entry], known: dict[str, str], feed: Feed, now: datetime) -> Iterator[NewEntry]:
    """The entries not seen before; of those that a new feed begins with only the newest day is news."""
    new = [(key, entry) for key, entry in _keyed(entries) if key not in known]
    dates = [entry.published for _, entry in new if entry.published and entry.published <= now + timedelta(days=1)]
    newest = max(dates, default=None)
    news_from = newest.date() if newest and now - newest <= STALE else None
    silent = 0
    for key, entry in sorted(new, key=lambda one: one[1].published or now, reverse=True):
        told = feed.poll.primed or bool(news_from and entry.published and entry.published.date() >= news_from)
        silent += not told
        left = "older than what is read of a new feed" if silent > SILENT_ENTRIES and not told else None
        yield NewEntry(key, _content_hash(entry), _as_json(entry), silent=not told, left=left)


def _edited(entries: Sequence[Entry], known: dict[str, str]) -> Iterator[tuple[str, str]]:
    for key, entry in _keyed(entries):
        if key in known and known[key] != _content_hash(entry):
            yield key, _content_hash(entry)


def _content_hash(entry: Entry) -> str:
    """Of the words alone: counters and advertisements in the markup change daily."""
    return _hash(f"{entry.title}\n{entry_text(entry)}")


def _as_json(entry: Entry) -> dict[str, str | None]:
    return {**asdict(entry), "published": entry.published.isoformat() if entry.published else None}


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
