"""Restore a backup into a SQLite or PostgreSQL database, keeping a copy of what was there."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, delete, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.db import models
from app.db.migrate import RENAMED, Schema, SchemaError, migrate, rows_held, state_of_schema
from app.db.models import Base
from app.db.troubles import Trouble, trouble_of
from app.files import written_beside
from app.load.backup import (
    BUSY_SECONDS,
    SIDE_FILES,
    BackupError,
    back_up,
    beside,
    copy_file,
    copy_rows,
    opened,
    path_of,
    read_through,
    without_side_files,
)
from app.load.store import later_than, writing


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore: the number of rows in each table, and the copy of what was there before."""

    rows: dict[str, int]
    kept: Path | None


def restore(backup: Path, engine: Engine, *, replace: bool) -> Restored:
    """Restore a backup into a database, migrated to the current schema, and keep a copy of what was there.

    A database that holds data is replaced only with ``replace``. Readers see either the old or the new data at any
    time. Raises ``BackupError`` if the file is not a complete backup, ``SchemaError`` for a PostgreSQL database that a
    newer version made, and ``OSError``.
    """
    file = path_of(engine)
    with _prepared(backup, (file or backup).absolute()) as prepared:
        if file is None:
            return _restore_rows(prepared, engine, kept=beside(backup, "replaced"), replace=replace)
        return _restore_file(prepared, file, kept=beside(file, "replaced"), replace=replace)


@contextmanager
def _prepared(backup: Path, target: Path) -> Iterator[Path]:
    """Yield a verified copy of a backup with the current schema, on the same disk as its target."""
    if not backup.is_file():
        raise BackupError(f"there is no file {backup}")
    with TemporaryDirectory(prefix=f".{target.name}.restore-", dir=target.parent) as folder:
        copy = Path(folder) / backup.name
        try:
            with opened(backup, read_only=True) as source, source.connect() as connection, connection.begin():
                copy_file(connection.connection.driver_connection, copy)
        except DatabaseError as error:
            raise BackupError(f"{backup.name} is no whole database: {error.orig}") from None
        read_through(copy)
        with opened(copy) as engine:
            with engine.connect() as connection:
                if state_of_schema(connection) is Schema.NONE:
                    raise BackupError(f"{backup} holds nothing of this service")
            migrate(engine)
        yield copy


def _restore_file(prepared: Path, file: Path, *, kept: Path, replace: bool) -> Restored:
    """Replace a database file by another, while nobody writes to the old one."""
    with _alone_with(file) as old:
        if old is not None and old.holds_data and not replace:
            raise BackupError(HOLDS_DATA)
        with opened(prepared) as engine, writing(engine) as session:
            _changed_after(session, None if old is None else old.changed)
            rows = rows_held(session.connection())
        if old is not None:
            old.keep(kept)
            _as_before(file, prepared)
        without_side_files(file)
        with written_beside(file) as [part]:
            prepared.replace(part)
    return Restored(rows, kept if old else None)


def _as_before(old: Path, new: Path) -> None:
    """Give a file the owner and mode of the one it replaces, as far as that is permitted."""
    found = old.stat()
    with suppress(PermissionError, AttributeError):  # Windows has no os.chown
        os.chown(new, found.st_uid, found.st_gid)
    shutil.copymode(old, new)


@dataclass(frozen=True, slots=True)
class _Old:
    """The database file to be replaced, locked against writers unless it is damaged."""

    file: Path
    damaged: bool
    holds_data: bool
    changed: datetime | None

    def keep(self, target: Path) -> None:
        """Copy the file, including changes in a log beside it; if it is damaged, copy all its files as they are."""
        with written_beside(target) as [part]:
            if self.damaged:
                shutil.copyfile(self.file, part)
            else:  # through another connection: SQLite cannot back up from one with a write transaction
                with closing(sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)) as reader:
                    copy_file(reader, part)
        if self.damaged:
            for side in SIDE_FILES:
                with suppress(FileNotFoundError):
                    shutil.copyfile(self.file.with_name(self.file.name + side), target.with_name(target.name + side))


@contextmanager
def _alone_with(file: Path) -> Iterator[_Old | None]:
    """Yield the file to be replaced, while nobody else can write to it; ``None`` if there is none yet."""
    if not file.exists():
        yield None
        return
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        yield _locked(file, connection)


def _locked(file: Path, connection: sqlite3.Connection) -> _Old:
    """Lock a file against writers and return what it holds. A damaged file is assumed to hold data."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        state = next((name for name in _STATE if name in tables), None)
        changed = None if state is None else connection.execute(f"SELECT modified_at FROM {state}").fetchone()  # noqa: S608
    except sqlite3.Error as error:
        trouble = trouble_of(error)
        if trouble is Trouble.DAMAGED:
            return _Old(file, damaged=True, holds_data=True, changed=None)
        busy = "others use the database all the time: stop them first"
        raise BackupError(busy if trouble is Trouble.LOCKED else f"{file} cannot be replaced: {error}") from None
    moment = changed and datetime.fromisoformat(changed[0]).replace(tzinfo=UTC)
    return _Old(file, damaged=False, holds_data=bool(tables), changed=moment)


_STATE = (models.DataState.__tablename__, *RENAMED)
"""The table that says when the data last changed, by the names it has had."""


def _restore_rows(prepared: Path, engine: Engine, *, kept: Path, replace: bool) -> Restored:
    """Replace all rows of a database by those of another in one transaction."""
    with engine.connect() as connection:
        schema, held = state_of_schema(connection), rows_held(connection)
    if schema is Schema.NEWER:
        raise SchemaError("a newer version made the database: restore into an empty one, and serve that")
    if any(held.get(name) for name in _STATE) and not replace:
        raise BackupError(HOLDS_DATA)
    migrate(engine)
    with opened(prepared) as copy, copy.connect() as source, writing(engine) as session:
        changed = session.scalar(select(models.DataState.modified_at))
        if changed is not None:
            if not replace:
                raise BackupError(HOLDS_DATA)
            back_up(engine.execution_options(isolation_level="REPEATABLE READ"), kept)
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
        copy_rows(source, session.connection())
        _go_on_counting(session.connection())
        session.expire_all()
        _changed_after(session, changed)
        rows = rows_held(session.connection())
    return Restored(rows, None if changed is None else kept)


def _changed_after(session: Session, before: datetime | None) -> None:
    """Record a change later than the last one, so that cached answers from before the restore expire."""
    state = session.get(models.DataState, 1)
    if state is not None:
        state.modified_at = later_than(max(before or state.modified_at, state.modified_at), timedelta(seconds=1))


def _go_on_counting(connection: Connection) -> None:
    """Restart PostgreSQL's id sequences after the copied ids. This is rolled back too if the restore fails."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = connection.scalar(select(func.max(column))) or 0
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART WITH {newest + 1}")


HOLDS_DATA = "the database holds data: restore into an empty one, or use --replace (what is there is kept beside)"
