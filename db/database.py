"""The engine, its pragmas, and `begin()`: the only commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlmodel import Session

from db.asked import Asking
from db.conversations import Conversations
from db.errors import StoreError
from db.feeds import Feeds
from db.finding import Finder
from db.looks import Looks
from db.outbox import Outbox
from db.pages import Pages
from db.posts import Posts
from db.pragmas import set_up
from db.rebuilding import Rebuilding
from db.rulings import Rulings
from db.store import Store
from db.workspaces import Workspaces

BUSY_TIMEOUT_MS = 5_000


@dataclass(frozen=True)
class Transaction:
    """One unit of work: everything in it is kept, or nothing."""

    store: Store
    workspaces: Workspaces
    outbox: Outbox
    rulings: Rulings
    rebuilding: Rebuilding
    feeds: Feeds
    pages: Pages
    conversations: Conversations
    asking: Asking
    looks: Looks
    posts: Posts
    finder: Finder


class Database:
    """An open store. Build it with `open_database`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def begin(self, workspace_id: str | None = None) -> Iterator[Transaction]:
        """A transaction that may write; commits at the end, rolls back on any error. No network call belongs inside.

        Claims are seen as that workspace has ruled on them; without one, as the public reports have it.
        """
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            session.connection(execution_options={"ev_write": True})
            yield _transaction(session, workspace_id)
            session.commit()

    @contextmanager
    def read(self, workspace_id: str | None = None) -> Iterator[Transaction]:
        """A consistent view for reading, as `begin`; never waits for writers and keeps nothing."""
        with Session(self.engine, expire_on_commit=False, autoflush=False) as session:
            yield _transaction(session, workspace_id)
            session.rollback()

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def _transaction(session: Session, workspace_id: str | None) -> Transaction:
    return Transaction(
        store=Store(session, workspace_id),
        workspaces=Workspaces(session),
        outbox=Outbox(session),
        rulings=Rulings(session),
        rebuilding=Rebuilding(session),
        feeds=Feeds(session),
        pages=Pages(session),
        conversations=Conversations(session),
        asking=Asking(session),
        looks=Looks(session),
        posts=Posts(session),
        finder=Finder(session),
    )


def open_database(url: str) -> Database:
    """The store at a `sqlite:///` URL, brought up to date; raises StoreError in one line for the person who runs it."""
    from db.migrations import upgrade

    engine = _engine(url)
    try:
        upgrade(engine)
    except (OperationalError, DatabaseError, sqlite3.Error) as error:
        engine.dispose()
        cause = getattr(error, "orig", None) or error
        raise StoreError(f"cannot use the store {engine.url.database!r}: {cause}") from error
    except StoreError:
        engine.dispose()
        raise
    return Database(engine)


def parse_url(url: str) -> URL:
    """The address of a store; raises StoreError where it is none that we can use."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("EV_DATABASE_URL is not a database address: write sqlite:///var/ev.db") from error
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        raise StoreError("EV_DATABASE_URL: only SQLite files are supported so far: write sqlite:///var/ev.db")
    return parsed


def _engine(url: str) -> Engine:
    parsed = parse_url(url)
    assert parsed.database
    folder = Path(parsed.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"cannot make the folder {str(folder)!r} for the store: {error.strerror}") from error
    # More connections than listener threads (32), so that none waits for another's.
    engine = create_engine(parsed, pool_size=40, max_overflow=10)
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(connection: sqlite3.Connection, _record: Any) -> None:
    set_up(connection, BUSY_TIMEOUT_MS, foreign_keys=True)


def _on_begin(connection: Any) -> None:
    # A deferred transaction that reads first and then writes fails at once when another has written meanwhile,
    # whatever the busy timeout: https://www.sqlite.org/rescode.html#busy_snapshot
    write = connection.get_execution_options().get("ev_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
