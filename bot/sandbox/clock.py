"""The sandbox's clock: it stands still until it is moved, and never goes back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """A settable clock; hand `clock.now` to whatever asks for the time."""

    def __init__(self, start: datetime) -> None:
        """Start at an aware time; ValueError for a naive one."""
        self._lock = threading.Lock()
        self._now = _in_utc(start)
        self._listeners: list[Callable[[], None]] = []

    def now(self) -> datetime:
        """The time, aware, in UTC."""
        with self._lock:
            return self._now

    def move_to(self, instant: datetime) -> None:
        """Move forward (or stay); ValueError for a naive time or one that has passed."""
        instant = _in_utc(instant)
        with self._lock:
            if instant < self._now:
                raise ValueError(
                    f"the clock is at {self._now.isoformat()} and does not go back to {instant.isoformat()}"
                )
            self._now = instant
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener()

    def advance(self, seconds: float) -> None:
        """Move forward by so many seconds."""
        self.move_to(self.now() + timedelta(seconds=seconds))

    def on_move(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after each move; the result takes it off again."""
        with self._lock:
            self._listeners.append(listener)
        return lambda: self._remove(listener)

    def _remove(self, listener: Callable[[], None]) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


def _in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError(f"{instant.isoformat()} has no zone")
    return instant.astimezone(UTC)
