"""When a feed is asked again, and how it has been doing: decided from what it answered, by nobody's clock but `now`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=24)
FIRST = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=7)
"""What a host may ask for with Retry-After; beyond that it means that it wants no more visits, and is asked weekly."""
QUICKER, SLOWER = 0.5, 1.5
JITTER = 0.1
"""At most this share is added to an interval, so that feeds added together drift apart. Never taken away from it."""
MAX_BREACHES = 2


class FeedState(StrEnum):
    """Whether a feed is asked at all."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Poll:
    """A feed's schedule and health. Times are aware UTC; the validators are as the host wrote them."""

    next_at: datetime
    interval: timedelta = FIRST
    state: FeedState = FeedState.ACTIVE
    primed: bool = False
    etag: str | None = None
    last_modified: str | None = None
    ttl: timedelta = timedelta()
    """How long the feed itself says that it stays good."""
    checked_at: datetime | None = None
    answered_at: datetime | None = None
    new_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    problem: str | None = None
    breaches: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """The feed was read, or had not changed (`unchanged`): so many entries that were never seen before."""

    new: int = 0
    etag: str | None = None
    last_modified: str | None = None
    at_least: timedelta = timedelta()
    """How long the host says that its answer stays good (max-age, Expires)."""
    ttl: timedelta = timedelta()
    """The same by the feed itself."""
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The feed could not be read: why, in words for a person."""

    problem: str
    retry_after: timedelta | None = None
    gone: bool = False
    """410: it says that it will not come back."""
    breach: bool = False
    """It exhausted its parser."""


def after(poll: Poll, outcome: Answered | Failed, now: datetime, jitter: float) -> Poll:
    """The schedule and health after a feed was asked; `jitter` is a random share from 0 to 1."""
    if isinstance(outcome, Failed):
        return _after_failure(poll, outcome, now, jitter)
    interval = _within(poll.interval * (QUICKER if outcome.new else SLOWER)) if poll.primed else poll.interval
    primed = poll.primed or outcome.new > 0  # not by an answer that was cut off before its first entry
    if not outcome.unchanged:
        poll = replace(
            poll,
            etag=outcome.etag,
            last_modified=outcome.last_modified,
            ttl=min(outcome.ttl, LONGEST),
            primed=primed,
        )
    wait = max(interval, poll.ttl, min(outcome.at_least, LONGEST))
    return replace(
        poll,
        next_at=now + _spread(wait, jitter),
        interval=interval,
        checked_at=now,
        answered_at=now,
        new_at=now if outcome.new else poll.new_at,
        failures=0,
        failing_since=None,
        problem=None,
        breaches=0,
    )


def _after_failure(poll: Poll, failed: Failed, now: datetime, jitter: float) -> Poll:
    failures = poll.failures + 1
    breaches = poll.breaches + 1 if failed.breach else poll.breaches
    ended = failed.gone or breaches >= MAX_BREACHES
    backoff = min(SHORTEST * 2 ** min(failures - 1, 10), LONGEST)
    asked = min(failed.retry_after or timedelta(), LONGEST_WAIT)
    return replace(
        poll,
        state=FeedState.ENDED if ended else poll.state,
        next_at=now + _spread(max(backoff, asked), jitter),
        checked_at=now,
        failures=failures,
        failing_since=poll.failing_since or now,
        problem=failed.problem,
        breaches=breaches,
    )


def _within(interval: timedelta) -> timedelta:
    return min(max(interval, SHORTEST), LONGEST)


def _spread(wait: timedelta, jitter: float) -> timedelta:
    return wait * (1 + JITTER * jitter)
