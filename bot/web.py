"""The way out to the web: what may be read, who asks, and the workers that what comes back is read in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from threading import Event, Lock
from weakref import WeakValueDictionary

from bot.workers import Workers
from briefings.dialling import Resolve
from briefings.errors import FetchError
from briefings.fetching import Fetched, Turn, fetch

DEADLINE_SECONDS = 20.0


class Web:
    """Reads addresses for the whole bot; nothing else opens a connection for a person."""

    def __init__(
        self,
        allow_private: Iterable[str] = (),
        contact: str | None = None,
        deadline_seconds: float = DEADLINE_SECONDS,
        resolve: Resolve | None = None,
        workers: Workers | None = None,
    ) -> None:
        self.workers = workers or Workers()
        self.stopping = Event()
        """Set when the bot is to stop: nobody begins anything new."""
        self._allow_private = tuple(allow_private)
        self._contact = contact
        self._deadline_seconds = deadline_seconds
        self._resolve = resolve
        self._turns: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._turning = Lock()

    def get(
        self,
        url: str,
        etag: str | None = None,
        last_modified: str | None = None,
        heed: Turn = nullcontext,
    ) -> Fetched:
        """What an address gives; raises FetchError. `heed` is held, too, while a host is asked."""
        return fetch(
            url,
            allow_private=self._allow_private,
            contact=self._contact,
            deadline_seconds=self._deadline_seconds,
            resolve=self._resolve,
            etag=etag,
            last_modified=last_modified,
            turn=partial(self._turn, heed),
        )

    @contextmanager
    def _turn(self, heed: Turn, host: str) -> Iterator[None]:
        """A host is asked for one thing at a time, whoever asks and by whatever redirect."""
        with self._turning:
            mine = self._turns.setdefault(host.removeprefix("www."), Lock())
        if not mine.acquire(timeout=self._deadline_seconds):
            raise FetchError(f"{host} takes too long over what it was asked before: try later")
        try:
            with heed(host):
                yield
        finally:
            mine.release()

    def close(self) -> None:
        """Stop the workers."""
        self.workers.close()
