"""Copies of the store, taken while it is used, and put back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from db.database import parse_url
from db.errors import StoreError


def backup(database_url: str, target: Path) -> None:
    """Write a consistent single-file copy of the store; raises StoreError. The file must not exist."""
    source = store_file(database_url)
    if not source.is_file():
        raise StoreError(f"there is no store at {str(source)!r} to copy")
    if target.exists():
        raise StoreError(f"{str(target)!r} exists already; name a new file")
    try:
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        check(target)
    except sqlite3.Error as error:
        raise StoreError(f"cannot write the copy {str(target)!r}: {error}") from error


def restore(database_url: str, source: Path, force: bool) -> None:
    """Put a copy in place of the store; raises StoreError. The bot must be stopped.

    Deliveries that were open in the copy become doubtful, since they may have been posted after it was taken.
    """
    check(source)
    target = store_file(database_url)
    if target.exists() and not force:
        raise StoreError(f"there is a store at {str(target)!r}: stop the bot, and replace it with --force")
    fresh = target.with_name(f"{target.name}.restoring")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(source)) as connection:
            connection.execute("VACUUM INTO ?", (str(fresh),))
        with closing(sqlite3.connect(fresh)) as connection, connection:
            connection.execute(
                "UPDATE delivery SET state = 'doubt', first_sent_at = coalesce(first_sent_at, planned_at) "
                "WHERE state IN ('pending', 'sending')"
            )
        for leftover in (f"{target.name}-wal", f"{target.name}-shm"):
            target.with_name(leftover).unlink(missing_ok=True)
        fresh.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"cannot restore {str(source)!r}: {error}") from error


def check(file: Path) -> None:
    """Raise StoreError unless a file is a sound store of ours."""
    if not file.is_file():
        raise StoreError(f"there is no file {str(file)!r}")
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
            ours = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()[0]
    except sqlite3.Error as error:
        raise StoreError(f"{str(file)!r} is no store: {error}") from error
    if not sound or not ours:
        raise StoreError(f"{str(file)!r} is {'damaged' if ours else 'no store of EV Briefings'}")


def store_file(database_url: str) -> Path:
    """The file of a SQLite address; raises StoreError for others."""
    url = parse_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise StoreError("copies are made of SQLite stores only; use your database's own tools")
    return Path(url.database)
