"""Rate limits by the sandbox's clock: https://docs.slack.dev/apis/web-api/rate-limits"""

from __future__ import annotations

import math
import threading
from datetime import datetime

from bot.sandbox.clock import Clock
from bot.sandbox.limits import (
    EPHEMERALS_PER_MINUTE,
    MESSAGES_PER_MINUTE_PER_WORKSPACE,
    MESSAGES_PER_SECOND_PER_CHANNEL,
)


class _Bucket:
    def __init__(self, capacity: float, per_second: float, now: datetime) -> None:
        self.capacity, self.per_second = capacity, per_second
        self.level, self.filled = capacity, now

    def wait_seconds(self, now: datetime) -> int:
        """Whole seconds until there is room; 0 when there is."""
        gained = (now - self.filled).total_seconds() * self.per_second
        self.level, self.filled = min(self.capacity, self.level + gained), now
        # What a sum of fractions loses must not cost a call its turn.
        return 0 if self.level > 1 - 1e-9 else math.ceil((1 - self.level) / self.per_second - 1e-9)


class RateLimits:
    """One message a second a channel, a few hundred a minute a workspace; `burst` may come to a channel at once.

    Slack tolerates short bursts and does not say how short: a burst of 1 (none) is the strictest reading.
    """

    def __init__(self, clock: Clock, burst: int = 1) -> None:
        self._clock = clock
        self._burst = burst
        self._lock = threading.Lock()
        self._buckets: dict[str, _Bucket] = {}

    def wait_seconds(self, method: str, channel: str) -> int:
        """Seconds to wait before this call may be made; 0 lets it through and counts it."""
        rules = self._rules(method, channel)
        now = self._clock.now()
        with self._lock:
            buckets = [
                self._buckets.setdefault(key, _Bucket(capacity, per_second, now)) for key, capacity, per_second in rules
            ]
            wait = max((bucket.wait_seconds(now) for bucket in buckets), default=0)
            if wait == 0:
                for bucket in buckets:
                    bucket.level -= 1
        return wait

    def _rules(self, method: str, channel: str) -> list[tuple[str, float, float]]:
        if method == "chat.postMessage":
            return [
                (f"post {channel}", self._burst, MESSAGES_PER_SECOND_PER_CHANNEL),
                ("post", MESSAGES_PER_MINUTE_PER_WORKSPACE, MESSAGES_PER_MINUTE_PER_WORKSPACE / 60),
            ]
        if method == "chat.postEphemeral":
            return [("ephemeral", EPHEMERALS_PER_MINUTE, EPHEMERALS_PER_MINUTE / 60)]
        return []
