"""How a feed is doing, in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from briefings.polling import FeedState, Poll

ALERT_AFTER = timedelta(hours=24)
SILENT_GAPS = 4
"""A feed is silent when nothing new has come for so many times its usual gap, and for a day at least."""
LEAST_SEEN = 4
"""With fewer entries nobody can say what is usual."""


class Condition(StrEnum):
    """How a feed is doing; the worst first, as lists show them."""

    FAILING = "failing"
    SILENT = "silent"
    ENDED = "ended"
    PAUSED = "paused"
    NOT_CHECKED = "not checked yet"
    WELL = "well"


@dataclass(frozen=True, slots=True)
class Health:
    """A feed's condition, with words for a person."""

    condition: Condition
    words: str


@dataclass(frozen=True, slots=True)
class SourcesChecked:
    """How many feeds are followed, how many of them cannot be read now, and when one was last asked."""

    total: int
    failing: int
    checked_at: datetime | None

    def words(self, now: datetime, zone: str = "UTC") -> str:
        """In a line, by the clock of a zone: "41 sources checked at 08:10, 3 failing"; empty where none is followed."""
        if not self.total:
            return ""
        sources = f"{self.total} {'source' if self.total == 1 else 'sources'}"
        if self.checked_at is None:
            return f"{sources}, none checked yet"
        failing = f", {self.failing} failing" if self.failing else ""
        return f"{sources} checked {_at(self.checked_at, now, zone)}{failing}"


def health(poll: Poll, now: datetime, seen: Sequence[datetime] = (), zone: str = "UTC") -> Health:
    """How a feed is doing; `seen` is when its last entries were seen first, the newest first."""
    if poll.state is FeedState.ENDED:
        return Health(Condition.ENDED, f"ended: {poll.problem or 'it says that it will not come back'}")
    if poll.state is FeedState.PAUSED:
        return Health(Condition.PAUSED, "paused")
    if poll.failing_since is not None:
        since = _since(poll.failing_since, now, zone)
        return Health(Condition.FAILING, f"{poll.problem or 'cannot be read'} since {since}")
    if poll.checked_at is None:
        return Health(Condition.NOT_CHECKED, "not checked yet")
    gap = usual_gap(seen)
    if gap is not None and now - seen[0] >= max(ALERT_AFTER, SILENT_GAPS * gap):
        words = f"nothing new since {_since(seen[0], now, zone)}, usually every {in_words(gap)}"
        return Health(Condition.SILENT, words)
    return Health(Condition.WELL, f"checked {_at(poll.checked_at, now, zone)}")


def needs_alert(poll: Poll, now: datetime, seen: Sequence[datetime]) -> bool:
    """Whether somebody should be told: it has been failing for a day, has fallen silent, or has ended.

    One that is due is judged by what it answers then: after an outage of ours, every feed looks silent.
    """
    condition = health(poll, now, seen).condition
    if now >= poll.next_at and condition is not Condition.ENDED:
        return False
    if condition is Condition.FAILING:
        return poll.failing_since is not None and now - poll.failing_since >= ALERT_AFTER
    return condition in (Condition.SILENT, Condition.ENDED)


def usual_gap(seen: Sequence[datetime]) -> timedelta | None:
    """How far apart entries come, as the middle of the last gaps; None where too few were seen."""
    if len(seen) < LEAST_SEEN:
        return None
    gaps = sorted(later - earlier for later, earlier in pairwise(seen))
    return gaps[len(gaps) // 2]


def in_words(span: timedelta) -> str:
    """A length of time, roughly."""
    minutes = round(span.total_seconds() / 60)
    if minutes < 90:
        return f"{max(minutes, 1)} minutes" if minutes != 1 else "minute"
    if minutes < 36 * 60:
        return f"{round(minutes / 60)} hours"
    return f"{round(minutes / 1440)} days"


def _at(moment: datetime, now: datetime, zone: str) -> str:
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    clock = f"at {local:%H:%M}" + (" UTC" if zone == "UTC" else "")
    return clock if local.date() == today else f"on {local.day} {local:%B}, {clock}"


def _since(moment: datetime, now: datetime, zone: str) -> str:
    """A time today, a weekday this week, else a day."""
    local, today = moment.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    if local.date() == today:
        return f"{local:%H:%M}" + (" UTC" if zone == "UTC" else "")
    if today - local.date() < timedelta(days=7):
        return f"{local:%A}"
    return f"{local.day} {local:%B}" + (f" {local.year}" if local.year != today.year else "")
