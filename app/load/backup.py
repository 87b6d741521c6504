"""Back up and restore: a backup is a SQLite database, of whichever database it was made, and either can be restored.

It is taken of one state while others read and write, and is read through before it stands; so is what is restored.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import Schema, dangling, migrate, rows_held, state_of_schema
from app.db.models import Base
from app.files import written_beside
from app.load.store import later_than, writing
from app.queries.integrity import damage_of

AT_ONCE = 1000
"""How many rows are copied at a time."""
BUSY_SECONDS = 60
SIDE_FILES = ("-journal", "-wal", "-shm")
"""What SQLite keeps beside a database in use: of the one that is replaced, and not to be taken for the new one's."""


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring came to: how many rows each table has now, and the copy of what was there before."""

    rows: dict[str, int]
    kept: Path | None


def back_up(engine: Engine, target: Path) -> dict[str, int]:
    """Write a copy of a database to a file and return how many rows each table has.

    ``engine`` is one that reads. Raises ``BackupError`` where the copy is not whole.
    """
    with written_beside(target) as [part], ExitStack() as leaving:
        leaving.callback(_without_side_files, part)
        with engine.connect() as connection, connection.begin():
            held = {table: rows for table, rows in rows_held(connection).items() if table in Base.metadata.tables}
            if engine.dialect.name == "sqlite":
                _copy_file(connection, part)
            else:
                with _opened(part) as copy:
                    migrate(copy)
                    with copy.begin() as into:
                        _copy_rows(connection, into)
        copied = _read_through(part)
        if held.items() - copied.items():
            raise BackupError(f"the copy has other rows than the database: {copied}, not {held}")
    return held


def copy_before_migrating(engine: Engine, schema: str) -> Path | None:
    """Copy a SQLite file whose schema is about to be changed, and return where to.

    PostgreSQL changes all of it or nothing, and has its own ways to copy what may be large.
    """
    file = path_of(engine)
    if file is None:
        return None
    target = _beside(file, f"schema-{schema}")
    with _opened(file, read_only=True) as reading:
        back_up(reading, target)
    return target


def restore(backup: Path, engine: Engine, *, replace: bool) -> Restored:
    """Put what a backup holds into a database, brought to the schema of this version, and keep what was there.

    A database that holds data is replaced only where that is asked for. Those who read it meanwhile get what was there
    or what is there now. Raises ``BackupError`` for a file that is no whole backup.
    """
    file = path_of(engine)
    with _prepared(backup, (file or backup).with_name(f".{(file or backup).name}.restored")) as prepared:
        if file is None:
            return _restore_rows(prepared, engine, kept=_beside(backup, "replaced"), replace=replace)
        return _restore_file(prepared, file, kept=_beside(file, "replaced"), replace=replace)


def path_of(engine: Engine) -> Path | None:
    """Return the file of a SQLite database; ``None`` for a database that is none."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def _beside(file: Path, why: str) -> Path:
    """Return a name for a copy beside a file that no other copy has."""
    return file.with_name(f"{file.name}.{why}.{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")


@contextmanager
def _opened(file: Path, *, read_only: bool = False) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{file}", read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def _copy_file(connection: Connection, target: Path) -> None:
    """Copy a SQLite database of one state (https://sqlite.org/backup.html), in a form that needs no file beside it."""
    source = connection.connection.driver_connection
    with closing(sqlite3.connect(target)) as copy:
        try:
            source.backup(copy)  # type: ignore[union-attr]
            copy.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            raise BackupError(str(error)) from None


def _copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table to a database that has none."""
    for table in Base.metadata.sorted_tables:
        rows = source.execution_options(yield_per=AT_ONCE).execute(select(table)).mappings()
        for some in rows.partitions():
            target.execute(table.insert(), [dict(row) for row in some])


def _read_through(file: Path) -> dict[str, int]:
    """Return how many rows each table of a copy has. Raises ``BackupError`` where it is not whole."""
    try:
        with _opened(file, read_only=True) as engine, engine.connect() as connection:
            found = [fault.detail for fault in damage_of(connection, thorough=True)]
            found += [f"a row of {row[0]} refers to nothing" for row in dangling(connection)]
            held = rows_held(connection)
    except DatabaseError as error:
        raise BackupError(f"{file.name} is no whole database: {error.orig}") from None
    if found:
        raise BackupError(f"{file.name} is no whole database: {'; '.join(found)}")
    return held


@contextmanager
def _prepared(backup: Path, copy: Path) -> Iterator[Path]:
    """Yield a copy of a backup that was read through and has the schema of this version."""
    if not backup.is_file():
        raise BackupError(f"there is no file {backup}")
    try:
        _read_through(backup)
        shutil.copyfile(backup, copy)
        with _opened(copy) as engine:
            with engine.connect() as connection:
                if state_of_schema(connection) is Schema.NONE:
                    raise BackupError(f"{backup} holds nothing of this service")
            migrate(engine)
        yield copy
    finally:
        copy.unlink(missing_ok=True)
        _without_side_files(copy)


def _restore_file(prepared: Path, file: Path, *, kept: Path, replace: bool) -> Restored:
    """Put a database in the place of another, while nobody reads or writes that one."""
    with _alone_with(file) as (holds_data, changed):
        if holds_data and not replace:
            raise BackupError(HOLDS_DATA)
        with _opened(prepared) as engine, writing(engine) as session:
            _changed_after(session, changed)
            rows = rows_held(session.connection())
        existed = file.exists()
        if existed:
            os.link(file, kept)
        _without_side_files(file)
        with written_beside(file) as [part]:
            prepared.replace(part)
    return Restored(rows, kept if existed else None)


def _without_side_files(file: Path) -> None:
    for side in SIDE_FILES:
        file.with_name(file.name + side).unlink(missing_ok=True)


@contextmanager
def _alone_with(file: Path) -> Iterator[tuple[bool, datetime | None]]:
    """Yield whether a file holds data and when they last changed, while nobody else uses it.

    One that is damaged may not tell, and is taken for one with data.
    """
    if not file.exists():
        yield False, None
        return
    with closing(sqlite3.connect(file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what is kept is the file alone
            connection.execute("BEGIN EXCLUSIVE")
            holds_data = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is not None
            changed = connection.execute("SELECT modified_at FROM dataset").fetchone() if holds_data else None
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise BackupError("others use the database all the time: stop them first") from None
            holds_data, changed = True, None
        except sqlite3.DatabaseError:
            holds_data, changed = True, None
        yield holds_data, changed and datetime.fromisoformat(changed[0]).replace(tzinfo=UTC)


def _restore_rows(prepared: Path, engine: Engine, *, kept: Path, replace: bool) -> Restored:
    """Put the rows of a database in the place of those of another, in one transaction."""
    migrate(engine)
    with _opened(prepared) as copy, copy.connect() as source, writing(engine) as session:
        changed = session.scalar(select(models.Dataset.modified_at))
        if changed is not None:
            if not replace:
                raise BackupError(HOLDS_DATA)
            back_up(engine.execution_options(isolation_level="REPEATABLE READ"), kept)
        for table in reversed(Base.metadata.sorted_tables):
            session.execute(delete(table))
        _copy_rows(source, session.connection())
        _go_on_counting(session)
        session.expire_all()
        _changed_after(session, changed)
        rows = rows_held(session.connection())
    return Restored(rows, None if changed is None else kept)


def _changed_after(session: Session, before: datetime | None) -> None:
    """Say that the data changed after they last did, for those who keep an answer of what was there before."""
    dataset = session.get(models.Dataset, 1)
    if dataset is not None:
        dataset.modified_at = later_than(max(before or dataset.modified_at, dataset.modified_at), timedelta(seconds=1))


def _go_on_counting(session: Session) -> None:
    """Let PostgreSQL give ids after those that were copied."""
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            newest = select(func.coalesce(func.max(column), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, column.name)
            session.execute(select(func.setval(sequence, newest, text("false"))))


HOLDS_DATA = "the database holds data: restore into an empty one, or use --replace (what is there is kept beside)"
