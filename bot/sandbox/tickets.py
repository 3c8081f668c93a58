"""What may be used a few times and for a while: trigger ids and response URLs."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.clock import Clock
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import RESPONSE_URL_SECONDS, RESPONSE_URL_USES, TRIGGER_SECONDS
from bot.sandbox.workspace import Message


class Triggers:
    """Trigger ids: good once, for three seconds of real time, since the sandbox's clock may stand still."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._given: dict[str, tuple[float, str]] = {}
        self._spent: set[str] = set()

    def give(self, user_id: str) -> str:
        """A new trigger id for what this person just did."""
        trigger_id = f"{secrets.randbelow(10**12)}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        with self._lock:
            self._given[trigger_id] = (self._seconds(), user_id)
        return trigger_id

    def spend(self, trigger_id: str) -> str:
        """Whose trigger it was; ApiError when it is unknown, used or too old."""
        with self._lock:
            if trigger_id in self._spent:
                raise ApiError("exchanged_trigger_id")
            if trigger_id not in self._given:
                raise ApiError("invalid_trigger_id")
            given, user_id = self._given.pop(trigger_id)
            self._spent.add(trigger_id)
        if self._seconds() - given > TRIGGER_SECONDS:
            raise ApiError("expired_trigger_id")
        return user_id


@dataclass
class ResponseUrl:
    """Where the app may answer something that a person did; `source` is the message that was clicked."""

    user: str
    channel: str
    given: datetime
    source: Message | None = None
    thread_ts: str | None = None
    uses: int = field(default=0)


class ResponseUrls:
    """Response URLs: five uses in thirty minutes of the sandbox's clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._given: dict[str, ResponseUrl] = {}

    def give(self, user: str, channel: str, source: Message | None = None) -> str:
        """The secret last part of a new URL."""
        key = secrets.token_urlsafe(18)
        thread_ts = source.thread_ts if source is not None else None
        with self._lock:
            self._given[key] = ResponseUrl(user, channel, self._clock.now(), source, thread_ts)
        return key

    def peek(self, key: str) -> ResponseUrl:
        """What a URL just given stands for; this is no use of it."""
        with self._lock:
            return self._given[key]

    def use(self, key: str) -> ResponseUrl:
        """What the URL stands for; ApiError when it is unknown, used up or too old."""
        with self._lock:
            url = self._given.get(key)
            if url is None:
                raise ApiError("invalid_url")
            if self._clock.now() - url.given > timedelta(seconds=RESPONSE_URL_SECONDS):
                raise ApiError("expired_url")
            if url.uses >= RESPONSE_URL_USES:
                raise ApiError("used_url")
            url.uses += 1
            return url
