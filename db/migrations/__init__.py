"""Brings a store's schema up to date, under a lock; refuses a store that a newer version made."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import cast

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import OperationalError

from db.errors import StoreError
from db.pragmas import set_up

HEAD = "0004"
"""The newest revision; here too, so that a store that is up to date opens without loading Alembic."""
LOCK_TIMEOUT_MS = 30_000


def upgrade(engine: Engine) -> None:
    """Run the migrations that the store lacks; raises StoreError where it is newer than this program."""
    with engine.connect() as connection:
        if revision(connection) == HEAD:
            return
    # A batch migration recreates its table: with foreign keys on, that would delete every child row. The pragma
    # counts only outside a transaction, hence an engine of its own: https://www.sqlite.org/pragma.html#pragma_foreign_keys
    migrator = create_engine(engine.url)
    event.listen(migrator, "connect", _on_connect)
    try:
        with migrator.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            _run(connection)
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreError(f"the migration would break {len(broken)} references; nothing was changed")
            connection.exec_driver_sql("COMMIT")
    finally:
        migrator.dispose()


def revision(connection: Connection) -> str | None:
    """The revision of a store; None where it is new."""
    try:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    except OperationalError as error:
        if "no such table" in str(error.orig):
            return None
        raise


def _run(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.runtime.migration import MigrationContext, RevisionStep
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)

    def steps(current: tuple[str, ...], _context: MigrationContext) -> list[RevisionStep]:
        try:
            return script._upgrade_revs("head", cast(str, current))
        except CommandError as error:
            raise StoreError(
                f"the store was made by a newer version of EV Briefings (schema {', '.join(current)}, this one knows "
                f"{HEAD}): update the program, or restore a backup made before"
            ) from error

    with EnvironmentContext(config, script, fn=steps) as environment:
        environment.configure(connection=connection, render_as_batch=True, transactional_ddl=False)
        environment.run_migrations()


def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
    set_up(connection, LOCK_TIMEOUT_MS, foreign_keys=False)
