"""Lets what happens to one thing happen one after the other, while everything else goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """A lock for each thing that is being worked on, and none for the rest."""

    def __init__(self) -> None:
        self._guard = Lock()
        self._waiting: dict[tuple[str, ...], tuple[Lock, int]] = {}

    @contextmanager
    def of(self, *thing: str) -> Iterator[None]:
        """Wait until nobody else works on this thing, then hold it."""
        with self._guard:
            lock, others = self._waiting.get(thing, (Lock(), 0))
            self._waiting[thing] = (lock, others + 1)
        try:
            with lock:
                yield
        finally:
            with self._guard:
                lock, others = self._waiting.pop(thing)
                if others > 1:
                    self._waiting[thing] = (lock, others - 1)
