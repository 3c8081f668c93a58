"""How a SQLite connection of ours is set up."""

from __future__ import annotations

import sqlite3
import time

WAL_ATTEMPTS = 100
WAL_PAUSE_SECONDS = 0.05


def set_up(connection: sqlite3.Connection, busy_timeout_ms: int, foreign_keys: bool) -> None:
    """Write-ahead log, waiting for locks, keys enforced; transactions are begun by us, not by the driver."""
    # The driver's own BEGIN comes too late and never IMMEDIATE:
    # https://docs.sqlalchemy.org/en/21/dialects/sqlite.html#sqlite-transactions
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={busy_timeout_ms}")
    _use_wal(connection)
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA foreign_keys={'ON' if foreign_keys else 'OFF'}")
    connection.execute("PRAGMA recursive_triggers=ON")
    connection.execute("PRAGMA journal_size_limit=67108864")


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file to write-ahead logging. The switch heeds no busy timeout, and programs may start at once."""
    for attempt in range(WAL_ATTEMPTS):
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == WAL_ATTEMPTS - 1:
                raise
            time.sleep(WAL_PAUSE_SECONDS)
