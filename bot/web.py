"""The way out to the web: what may be read, who asks, and the workers that what comes back is read in."""

from __future__ import annotations

from collections.abc import Iterable

from bot.workers import Workers
from briefings.dialling import Resolve
from briefings.fetching import Fetched, fetch

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
        self._allow_private = tuple(allow_private)
        self._contact = contact
        self._deadline_seconds = deadline_seconds
        self._resolve = resolve

    def get(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Fetched:
        """What an address gives; raises FetchError."""
        return fetch(
            url,
            allow_private=self._allow_private,
            contact=self._contact,
            deadline_seconds=self._deadline_seconds,
            resolve=self._resolve,
            etag=etag,
            last_modified=last_modified,
        )

    def close(self) -> None:
        """Stop the workers."""
        self.workers.close()
