"""Something that Slack hands to the app over the socket, and what became of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One envelope of a delivery; `number` is 0 for the first. `sent` is on the real, monotonic clock."""

    envelope_id: str
    number: int
    sent: float


class Delivery:
    """A handle on an envelope: whether the app acknowledged it, how fast, and with which answer."""

    def __init__(
        self,
        kind: str,
        payload: Json,
        changed: threading.Condition,
        accepts_response: bool = False,
        on_ack: Callable[[Delivery], None] | None = None,
        on_failure: Callable[[Delivery], None] | None = None,
    ) -> None:
        self.kind = kind
        self.payload = payload
        self.accepts_response = accepts_response
        self.attempts: list[Attempt] = []
        self.copies: tuple[Delivery, ...] = ()
        self.acked = False
        self.seconds: float | None = None
        self.response: Json | None = None
        self.failure: str | None = None
        self._changed = changed
        self._on_ack = on_ack
        self._on_failure = on_failure

    def another(self) -> Delivery:
        """The same once more."""
        return Delivery(self.kind, self.payload, self._changed, self.accepts_response, self._on_ack, self._on_failure)

    @property
    def is_event(self) -> bool:
        """Whether Slack tries again when this is not acknowledged."""
        return self.kind == "events_api"

    @property
    def settled(self) -> bool:
        """Whether it was acknowledged or given up."""
        return self.acked or self.failure is not None

    def wait(self, timeout_seconds: float = 5.0) -> Delivery:
        """Wait until this, with its copies, is acknowledged or given up; TimeoutError when neither comes in time."""
        with self._changed:
            if not self._changed.wait_for(self._all_settled, timeout_seconds):
                raise TimeoutError(f"{self.kind} was neither acknowledged nor given up in {timeout_seconds} s")
        return self

    def _all_settled(self) -> bool:
        return self.settled and all(copy.settled for copy in self.copies)

    def acknowledge(self, envelope_id: str, now: float, response: Json | None) -> bool:
        """Take an ack in time; False when it is none of ours or comes too late."""
        attempt = next((one for one in self.attempts if one.envelope_id == envelope_id), None)
        if attempt is None or self.settled:
            return False
        self.acked, self.seconds = True, now - attempt.sent
        self.response = response if self.accepts_response else None
        if self._on_ack is not None:
            self._on_ack(self)
        return True

    def give_up(self, failure: str) -> None:
        """Settle as failed, with what the person sees."""
        self.failure = failure
        if self._on_failure is not None:
            self._on_failure(self)
