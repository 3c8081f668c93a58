"""Faults to inject into calls: what the network and Slack itself do on a bad day."""

from __future__ import annotations

import threading
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with a call: `after` it was carried out, or instead of carrying it out."""

    after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Fault):
    """The connection is closed without a reply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reset(Fault):
    """The connection is reset (TCP RST)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerError(Fault):
    """An HTTP error with a page that is no JSON."""

    status: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Garbled(Fault):
    """HTTP 200 with half a JSON document."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """HTTP 429 with `Retry-After`; the call is not carried out."""

    retry_after_seconds: int = 1


@dataclass(frozen=True, slots=True)
class Slow:
    """The call is carried out, and its reply comes so many (real) seconds later."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Refuse:
    """Slack answers with this error code; the call is not carried out."""

    code: str


AnyFault = Drop | Reset | ServerError | Garbled | RateLimited | Slow | Refuse


@dataclass
class _Planned:
    method: str
    channel: str | None
    fault: AnyFault | None
    times: int | None


class Faults:
    """The script of faults: each call takes the first that is meant for it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._script: list[_Planned] = []

    def next(self, method: str, *faults: AnyFault | None, channel: str | None = None) -> None:
        """Script the coming calls of a method, one fault a call; None lets a call through."""
        with self._lock:
            self._script += [_Planned(method, channel, fault, 1) for fault in faults]

    def always(self, method: str, fault: AnyFault, channel: str | None = None) -> None:
        """Let every call of a method fail, until `clear`."""
        with self._lock:
            self._script.append(_Planned(method, channel, fault, None))

    def clear(self) -> None:
        """Forget the script."""
        with self._lock:
            self._script.clear()

    def take(self, method: str, channel: str | None) -> AnyFault | None:
        """The fault for this call, if any."""
        with self._lock:
            for planned in self._script:
                if planned.method == method and planned.channel in (None, channel):
                    if planned.times is not None:
                        self._script.remove(planned)
                    return planned.fault
        return None
