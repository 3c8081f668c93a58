"""The store's file: pragmas, the one transaction boundary, migrations, copies, and what is wrong with a file."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from builders import a_watchlist
from sqlalchemy import create_engine, text
from sqlmodel import SQLModel

import db.migrations
from briefings.claims import Topic
from briefings.questions import Question
from db import asking_tables, feed_tables, tables
from db.backup import backup, restore
from db.database import Database, open_database
from db.errors import StoreError
from db.outbox import Planned, State


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_every_connection_has_the_pragmas(database: Database) -> None:
    expected = {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": 1,
        "recursive_triggers": 1,
    }
    with database.engine.connect() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in expected}
    assert found == expected


def test_an_error_rolls_everything_back(database: Database) -> None:
    def fail_in_the_middle() -> None:
        with database.begin() as tx:
            tx.store.save_watchlist(a_watchlist())
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        fail_in_the_middle()
    with database.read() as tx:
        assert len(tx.store.watchlist()) == 0


def test_reading_never_keeps_anything(database: Database) -> None:
    with database.read() as tx:
        tx.store.save_watchlist(a_watchlist())
    with database.read() as tx:
        assert len(tx.store.watchlist()) == 0


def test_writers_that_read_first_wait_for_each_other_instead_of_failing(database: Database) -> None:
    with database.begin() as tx:
        tx.workspaces.remember("T1", "one", "U1")
    failures: list[BaseException] = []

    def write(name: int) -> None:
        try:
            for turn in range(10):
                with database.begin() as tx:
                    tx.outbox.recent("T1", "digest", 1)
                    tx.outbox.plan(Planned("T1", "digest", f"{name}-{turn}", 0, "C1", {}), db_time())
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as tx:
        assert (failures, len(tx.outbox.recent("T1", "digest", 100))) == ([], 60)


def test_the_newest_migration_makes_the_tables_as_they_are_declared(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"include_object": lambda _o, name, kind, *_: kind != "table" or "claim_search" not in name},
        )
        assert compare_metadata(context, SQLModel.metadata) == []
    declared = {
        name for module in (tables, feed_tables, asking_tables) for name in vars(module) if name.endswith("Row")
    }
    assert len(SQLModel.metadata.tables) == len(declared)


def test_the_newest_revision_is_the_one_named_in_the_code() -> None:
    script = ScriptDirectory(str(Path(db.migrations.__file__).parent))
    assert script.get_current_head() == db.migrations.HEAD


def migrate_to(path: Path, revision: str) -> None:
    """A store as an earlier version made it."""
    script = ScriptDirectory(str(Path(db.migrations.__file__).parent))
    engine = create_engine(url(path))
    with engine.begin() as connection:
        upgrade_revs = partial(script._upgrade_revs, revision)
        steps = {"fn": lambda current, _context: upgrade_revs(cast(str, current))}
        with EnvironmentContext(Config(), script, **steps) as environment:
            environment.configure(connection=connection, render_as_batch=True)
            environment.run_migrations()
    engine.dispose()


def test_a_thread_and_a_post_of_an_earlier_version_are_still_understood(tmp_path: Path) -> None:
    migrate_to(tmp_path / "ev.db", "0003")
    with closing(sqlite3.connect(tmp_path / "ev.db")) as old:
        midnight = "2022-09-01 00:00:00.000000"
        old.execute("INSERT INTO workspace (id, name, bot_user_id) VALUES ('T1', 'Desk', 'U1')")
        conversation = ("T1", "C1", "1.0", '["xiaomi"]', '["plant"]', midnight)
        old.execute("INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?)", conversation)
        post = ("T1", "C1", "2.0", midnight)
        old.execute("INSERT INTO post (workspace_id, channel_id, ts, posted_at) VALUES (?, ?, ?, ?)", post)
        old.commit()
    opened = open_database(url(tmp_path / "ev.db"))
    with opened.begin() as tx:
        question = tx.conversations.last_question("T1", "C1", "1.0")
        assert question == Question("", companies=("xiaomi",), topics=(Topic.PLANT,))
        assert tx.posts.answering("T1", "C1", "1.0") == []
    opened.close()


def test_four_programs_that_start_at_once_migrate_once(tmp_path: Path) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        try:
            open_database(url(tmp_path / "ev.db")).close()
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_store_made_by_a_newer_version_is_refused_untouched(tmp_path: Path) -> None:
    open_database(url(tmp_path / "ev.db")).close()
    with closing(sqlite3.connect(tmp_path / "ev.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer version .*9999"):
        open_database(url(tmp_path / "ev.db"))
    with closing(sqlite3.connect(tmp_path / "ev.db")) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda folder: url(folder), "unable to open"),
        (lambda folder: f"sqlite:///{folder}/file.txt/ev.db", "cannot make the folder"),
        (lambda folder: url(folder / "file.txt"), "not a database"),
        (lambda _: "mysql://localhost/ev", "only SQLite"),
        (lambda _: "what is this", "not a database address"),
        (lambda _: "sqlite://", "only SQLite"),
    ],
)
def test_a_store_that_cannot_be_used_is_one_clear_line(tmp_path: Path, make: object, complaint: str) -> None:
    (tmp_path / "file.txt").write_text("This is a text, and longer than the header of a database file would be. " * 20)
    with pytest.raises(StoreError, match=complaint) as caught:
        open_database(make(tmp_path))  # type: ignore[operator]
    assert "\n" not in str(caught.value)


def test_a_copy_taken_in_use_comes_back_whole(tmp_path: Path) -> None:
    database = open_database(url(tmp_path / "ev.db"))
    with database.begin() as tx:
        tx.store.save_watchlist(a_watchlist())
    backup(url(tmp_path / "ev.db"), tmp_path / "copy.db")
    with database.begin() as tx:
        tx.store.save_watchlist(type(a_watchlist())(()))
    database.close()
    with pytest.raises(StoreError, match="--force"):
        restore(url(tmp_path / "ev.db"), tmp_path / "copy.db", force=False)
    restore(url(tmp_path / "ev.db"), tmp_path / "copy.db", force=True)
    database = open_database(url(tmp_path / "ev.db"))
    with database.read() as tx:
        assert tx.store.watchlist().named("Xiaomi")
    database.close()


def test_after_a_restore_what_may_have_been_posted_since_is_in_doubt(tmp_path: Path) -> None:
    database = open_database(url(tmp_path / "ev.db"))
    with database.begin() as tx:
        tx.workspaces.remember("T1", "one", "U1")
        tx.outbox.plan(Planned("T1", "digest", "k", 0, "C1", {"text": "", "blocks": []}), db_time())
        assert tx.outbox.claim("T1", "worker", db_time())
    database.close()
    backup(url(tmp_path / "ev.db"), tmp_path / "copy.db")
    restore(url(tmp_path / "ev.db"), tmp_path / "copy.db", force=True)
    database = open_database(url(tmp_path / "ev.db"))
    with database.read() as tx:
        assert [each.state for each in tx.outbox.recent("T1", "digest", 5)] == [State.DOUBT]
    database.close()


def test_what_is_no_store_is_not_restored(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader, " * 200)
    with pytest.raises(StoreError, match="no store"):
        restore(url(tmp_path / "ev.db"), tmp_path / "letter.txt", force=True)
    assert not (tmp_path / "ev.db").exists()


def db_time() -> object:
    from builders import utc

    return utc("2024-07-31")
