"""Feeds and their entries. One method a question; none commits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlmodel import Session, col

from briefings.feed_health import SourcesChecked
from briefings.polling import FIRST, FeedState, Poll
from db.feed_tables import FeedEntryRow, FeedRow

KEEP_ENTRIES = timedelta(days=400)
"""How long an entry that no feed shows any more is remembered."""
_BATCH = 500


class EntryState(StrEnum):
    """What became of an entry."""

    WAITING = "waiting"
    READ = "read"
    KNOWN = "known"
    """The article was stored already, perhaps by another address."""
    ELSEWHERE = "elsewhere"
    """It is not about the watchlist; counted, not stored."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as stored. `outlet` may be empty until it was read first."""

    id: int
    url: str
    title: str
    outlet: str
    added_by: str
    added_at: datetime
    poll: Poll
    alerted_at: datetime | None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to remember: `content` is what it brought, as JSON."""

    key: str
    content_hash: str
    content: Mapping[str, Any]
    silent: bool = False
    left: str | None = None
    """Why it is not read at all: it is only remembered."""


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry that is still to be read."""

    feed_id: int
    key: str
    seen_at: datetime
    silent: bool
    content: Mapping[str, Any]
    attempts: int


class Feeds:
    """Questions and changes about what is read from the web, within one transaction."""

    def __init__(self, session: Session) -> None:
        self._session = session

    # Feeds

    def add(self, url: str, outlet: str, added_by: str, now: datetime, title: str = "") -> Feed | None:
        """Follow a feed, due at once; None where its address is followed already."""
        if self.by_url(url) is not None:
            return None
        row = FeedRow(
            url=url,
            title=title,
            outlet=outlet,
            added_by=added_by,
            added_at=now,
            interval_seconds=int(FIRST.total_seconds()),
            next_at=now,
        )
        self._session.add(row)
        self._session.flush()
        return _feed(row)

    def by_url(self, url: str) -> Feed | None:
        """The feed at this address."""
        row = self._session.execute(select(FeedRow).where(col(FeedRow.url) == url)).scalar()
        return _feed(row) if row else None

    def get(self, feed_id: int) -> Feed | None:
        """The feed of this number."""
        row = self._session.get(FeedRow, feed_id)
        return _feed(row) if row else None

    def all(self) -> list[Feed]:
        """Every feed, in the order added."""
        return [_feed(row) for row in self._session.execute(select(FeedRow).order_by(col(FeedRow.id))).scalars()]

    def due(self, now: datetime, limit: int) -> list[Feed]:
        """The feeds whose time has come and that nobody is asking, the longest due first."""
        free = or_(col(FeedRow.lease_until).is_(None), col(FeedRow.lease_until) <= now)
        due = (
            select(FeedRow)
            .where(col(FeedRow.state) == FeedState.ACTIVE.value, col(FeedRow.next_at) <= now, free)
            .order_by(col(FeedRow.next_at), col(FeedRow.id))
            .limit(limit)
        )
        return [_feed(row) for row in self._session.execute(due).scalars()]

    def lease(self, feed: Feed, until: datetime) -> None:
        """Let nobody else ask this feed until then."""
        self._session.execute(update(FeedRow).where(col(FeedRow.id) == feed.id).values(lease_until=until))

    def settle(self, feed: Feed, poll: Poll, moved_to: str | None = None) -> None:
        """Keep how a feed did, and where it moved to; a feed paused meanwhile stays paused."""
        values = _poll_values(poll)
        if poll.state is FeedState.ACTIVE:
            del values["state"]
        there = self.by_url(moved_to) if moved_to and moved_to != feed.url else feed
        if there is None:
            values["url"] = moved_to
        elif there.id != feed.id and there.poll.state is FeedState.ACTIVE:
            values |= {"state": FeedState.ENDED.value, "problem": "it moved to an address that is followed already"}
        values |= {"title": feed.title, "outlet": feed.outlet, "lease_until": None}
        recovered = feed.poll.failing_since is not None and poll.failing_since is None
        if recovered or poll.new_at != feed.poll.new_at:
            values["alerted_at"] = None
        self._session.execute(update(FeedRow).where(col(FeedRow.id) == feed.id).values(**values))

    def set_state(self, feed_id: int, state: FeedState, now: datetime) -> bool:
        """Pause a feed, or follow it again (due at once, its failures forgotten); False where there is none."""
        values: dict[str, Any] = {"state": state.value}
        if state is FeedState.ACTIVE:
            values |= {"next_at": now, "failures": 0, "failing_since": None, "problem": None, "breaches": 0}
            values |= {"lease_until": None, "alerted_at": None}
        changed = self._session.connection().execute(update(FeedRow).where(col(FeedRow.id) == feed_id).values(**values))
        return changed.rowcount == 1

    def remove(self, feed_id: int) -> bool:
        """Forget a feed and its entries; the articles stay. False where there is none."""
        return self._session.connection().execute(delete(FeedRow).where(col(FeedRow.id) == feed_id)).rowcount == 1

    def sources(self) -> SourcesChecked:
        """How many feeds are followed, how many cannot be read now, when one was last asked."""
        followed = select(func.count(), func.count(col(FeedRow.failing_since)), func.max(col(FeedRow.checked_at)))
        total, failing, checked_at = self._session.execute(
            followed.where(col(FeedRow.state) == FeedState.ACTIVE.value)
        ).one()
        return SourcesChecked(total, failing, checked_at)

    def perhaps_alarming(self, since: datetime) -> list[Feed]:
        """The feeds that have ended, or failed or brought nothing since then, and of which nobody was told."""
        ended = col(FeedRow.state) == FeedState.ENDED.value
        troubled = or_(ended, col(FeedRow.failing_since) <= since, col(FeedRow.new_at) <= since)
        untold = (col(FeedRow.alerted_at).is_(None), col(FeedRow.state) != FeedState.PAUSED.value)
        found = self._session.execute(select(FeedRow).where(*untold, troubled).order_by(col(FeedRow.id)))
        return [_feed(row) for row in found.scalars()]

    def alerted(self, feed_ids: Sequence[int], now: datetime) -> None:
        """Somebody was told that these feeds are silent or failing."""
        self._session.execute(update(FeedRow).where(col(FeedRow.id).in_(feed_ids)).values(alerted_at=now))

    # Entries

    def known_entries(self, feed_id: int, keys: Sequence[str]) -> dict[str, str]:
        """Of these entries those that the feed has shown before, each with the hash of what it then was."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), _BATCH):
            batch = select(col(FeedEntryRow.key), col(FeedEntryRow.content_hash)).where(
                col(FeedEntryRow.feed_id) == feed_id, col(FeedEntryRow.key).in_(keys[start : start + _BATCH])
            )
            found.update((key, content_hash) for key, content_hash in self._session.execute(batch))
        return found

    def remember(self, feed_id: int, entries: Iterable[NewEntry], now: datetime) -> int:
        """Keep entries that are new; each waits to be read. How many they were."""
        rows = [
            {
                "feed_id": feed_id,
                "key": each.key,
                "content_hash": each.content_hash,
                "content": None if each.left else dict(each.content),
                "silent": each.silent,
                "seen_at": now,
                "due_at": now,
                "state": (EntryState.REFUSED if each.left else EntryState.WAITING).value,
                "reason": each.left,
                "attempts": 0,
            }
            for each in entries
        ]
        kept = 0
        for row in rows:
            statement = insert(FeedEntryRow).values(**row).on_conflict_do_nothing()
            kept += self._session.connection().execute(statement).rowcount
        return kept

    def waiting_entries(self, now: datetime, limit: int) -> list[WaitingEntry]:
        """The entries to be read now, the oldest seen first."""
        due = (
            select(FeedEntryRow)
            .where(col(FeedEntryRow.state) == EntryState.WAITING.value, col(FeedEntryRow.due_at) <= now)
            .order_by(col(FeedEntryRow.seen_at), col(FeedEntryRow.feed_id), col(FeedEntryRow.key))
            .limit(limit)
        )
        return [
            WaitingEntry(row.feed_id, row.key, row.seen_at, row.silent, row.content or {}, row.attempts)
            for row in self._session.execute(due).scalars()
        ]

    def settle_entry(
        self, entry: WaitingEntry, state: EntryState, reason: str | None = None, article_id: str | None = None
    ) -> None:
        """An entry is dealt with; what it brought is dropped."""
        self._entry(entry, state=state.value, reason=reason, article_id=article_id, content=None)

    def lease_entry(self, entry: WaitingEntry, until: datetime) -> None:
        """Let nobody else read this entry until then."""
        self._entry(entry, due_at=until)

    def postpone_entry(self, entry: WaitingEntry, until: datetime, reason: str) -> None:
        """Try an entry again later, after an attempt that failed."""
        self._entry(entry, due_at=until, reason=reason, attempts=entry.attempts + 1)

    def _entry(self, entry: WaitingEntry, **values: Any) -> None:
        mine = (col(FeedEntryRow.feed_id) == entry.feed_id, col(FeedEntryRow.key) == entry.key)
        self._session.execute(update(FeedEntryRow).where(*mine).values(**values))

    def edited(self, feed_id: int, key: str, content_hash: str) -> str | None:
        """Keep that an entry is no longer as it was; the id of the article that was made of it, if one was."""
        mine = (col(FeedEntryRow.feed_id) == feed_id, col(FeedEntryRow.key) == key)
        self._session.execute(update(FeedEntryRow).where(*mine).values(content_hash=content_hash))
        found: str | None = self._session.execute(select(col(FeedEntryRow.article_id)).where(*mine)).scalar()
        return found

    def count_entries(self, feed_id: int | None = None) -> dict[EntryState, int]:
        """How many entries became what."""
        counted = select(col(FeedEntryRow.state), func.count()).group_by(col(FeedEntryRow.state))
        if feed_id is not None:
            counted = counted.where(col(FeedEntryRow.feed_id) == feed_id)
        return {EntryState(state): number for state, number in self._session.execute(counted)}

    def first_seen(self, feed_id: int, limit: int = 20) -> list[datetime]:
        """When the last entries of a feed were seen first, newest first, without those it began with."""
        seen = (
            select(col(FeedEntryRow.seen_at))
            .where(col(FeedEntryRow.feed_id) == feed_id, col(FeedEntryRow.silent).is_(False))
            .order_by(col(FeedEntryRow.seen_at).desc())
            .limit(limit)
        )
        return list(self._session.execute(seen).scalars())

    def forget_old(self, now: datetime) -> None:
        """Drop the entries that no feed shows any more."""
        old = (col(FeedEntryRow.seen_at) < now - KEEP_ENTRIES, col(FeedEntryRow.state) != EntryState.WAITING.value)
        self._session.execute(delete(FeedEntryRow).where(*old))


def _feed(row: FeedRow) -> Feed:
    assert row.id is not None
    poll = Poll(
        next_at=row.next_at,
        interval=timedelta(seconds=row.interval_seconds),
        state=FeedState(row.state),
        primed=row.primed,
        etag=row.etag,
        last_modified=row.last_modified,
        ttl=timedelta(seconds=row.ttl_seconds),
        checked_at=row.checked_at,
        answered_at=row.answered_at,
        new_at=row.new_at,
        failures=row.failures,
        failing_since=row.failing_since,
        problem=row.problem,
        breaches=row.breaches,
    )
    return Feed(row.id, row.url, row.title, row.outlet, row.added_by, row.added_at, poll, row.alerted_at)


def _poll_values(poll: Poll) -> dict[str, Any]:
    return {
        "state": poll.state.value,
        "interval_seconds": int(poll.interval.total_seconds()),
        "next_at": poll.next_at,
        "primed": poll.primed,
        "etag": poll.etag,
        "last_modified": poll.last_modified,
        "ttl_seconds": int(poll.ttl.total_seconds()),
        "checked_at": poll.checked_at,
        "answered_at": poll.answered_at,
        "new_at": poll.new_at,
        "failures": poll.failures,
        "failing_since": poll.failing_since,
        "problem": poll.problem,
        "breaches": poll.breaches,
    }
