"""Restore: put what a backup holds into a database, of SQLite or PostgreSQL, and keep what was there."""

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
from app.db.migrate import Schema, SchemaError, migrate, rows_held, state_of_schema
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
    """What restoring came to: how many rows each table has now, and the copy of what was there before."""

    rows: dict[str, int]
    kept: Path | None


def restore(backup: Path, engine: Engine, *, replace: bool) -> Restored:
    """Put what a backup holds into a database, brought to the schema of this version, and keep what was there.

    A database that holds data is replaced only where that is asked for. Those who read it meanwhile get what was there
    or what is there now. Raises ``BackupError`` for a file that is no whole backup, ``SchemaError`` for a database of
    PostgreSQL that a newer version made, and ``OSError``.
    """
    file = path_of(engine)
    with _prepared(backup, (file or backup).absolute()) as prepared:
        if file is None:
            return _restore_rows(prepared, engine, kept=beside(backup, "replaced"), replace=replace)
        return _restore_file(prepared, file, kept=beside(file, "replaced"), replace=replace)


@contextmanager
def _prepared(backup: Path, target: Path) -> Iterator[Path]:
    """Yield a copy of a backup, on the disk of its target, that was read through and has the schema of this version."""
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
    """Put a database in the place of another, while nobody writes that one."""
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
    """Give a file the owner and the rights of the one whose place it takes, as far as that is permitted."""
    found = old.stat()
    with suppress(PermissionError, AttributeError):  # Windows knows no owners
        os.chown(new, found.st_uid, found.st_gid)
    shutil.copymode(old, new)


@dataclass(frozen=True, slots=True)
class _Old:
    """A database file that nobody else can write to, unless it is damaged."""

    file: Path
    damaged: bool
    holds_data: bool
    changed: datetime | None

    def keep(self, target: Path) -> None:
        """Copy it, also what is written in a log beside it; of a damaged one, all that there is."""
        with written_beside(target) as [part]:
            if self.damaged:
                shutil.copyfile(self.file, part)
            else:  # by another connection: of one that may write SQLite lets nobody copy
                with closing(sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)) as reader:
                    copy_file(reader, part)
        if self.damaged:
            for side in SIDE_FILES:
                with suppress(FileNotFoundError):
                    shutil.copyfile(self.file.with_name(self.file.name + side), target.with_name(target.name + side))


@contextmanager
def _alone_with(file: Path) -> Iterator[_Old | None]:
    """Yield the file that is to be replaced, while nobody else writes to it; ``None`` where there is none yet."""
    if not file.exists():
        yield None
        return
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        yield _locked(file, connection)


def _locked(file: Path, connection: sqlite3.Connection) -> _Old:
    """Keep others from writing to a file, and return what it holds. One that is damaged is taken for one with data."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        changed = connection.execute("SELECT modified_at FROM dataset").fetchone() if "dataset" in tables else None
    except sqlite3.Error as error:
        trouble = trouble_of(error)
        if trouble is Trouble.DAMAGED:
            return _Old(file, damaged=True, holds_data=True, changed=None)
        busy = "others use the database all the time: stop them first"
        raise BackupError(busy if trouble is Trouble.LOCKED else f"{file} cannot be replaced: {error}") from None
    moment = changed and datetime.fromisoformat(changed[0]).replace(tzinfo=UTC)
    return _Old(file, damaged=False, holds_data=bool(tables), changed=moment)


def _restore_rows(prepared: Path, engine: Engine, *, kept: Path, replace: bool) -> Restored:
    """Put the rows of a database in the place of those of another, in one transaction."""
    with engine.connect() as connection:
        schema, held = state_of_schema(connection), rows_held(connection)
    if schema is Schema.NEWER:
        raise SchemaError("a newer version made the database: restore into an empty one, and serve that")
    if held.get("dataset") and not replace:
        raise BackupError(HOLDS_DATA)
    migrate(engine)
    with opened(prepared) as copy, copy.connect() as source, writing(engine) as session:
        changed = session.scalar(select(models.Dataset.modified_at))
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
    """Say that the data changed after they last did, for those who keep an answer of what was there before."""
    dataset = session.get(models.Dataset, 1)
    if dataset is not None:
        dataset.modified_at = later_than(max(before or dataset.modified_at, dataset.modified_at), timedelta(seconds=1))


def _go_on_counting(connection: Connection) -> None:
    """Let PostgreSQL give ids after those that were copied; taken back with all else if the restore fails."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = connection.scalar(select(func.max(column))) or 0
            sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
            connection.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART WITH {newest + 1}")


HOLDS_DATA = "the database holds data: restore into an empty one, or use --replace (what is there is kept beside)"
