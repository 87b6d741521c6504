"""Back up a database to a SQLite file, whichever database it is.

The backup is a consistent snapshot, made while others may read and write, and is verified before it is kept.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, select
from sqlalchemy.exc import DatabaseError

from app.db.engine import make_engine
from app.db.migrate import dangling, migrate, rows_held
from app.db.models import Base
from app.files import written_beside
from app.queries.integrity import damage_of

AT_ONCE = 1000
"""How many rows are copied at a time."""
BUSY_SECONDS = 60
BUSY_SECONDS = 60
"""How long to wait for other users of a database."""
SIDE_FILES = ("-journal", "-wal", "-shm")
"""The suffixes of the files SQLite keeps beside a database. Those of a replaced one must not be applied to the new."""


class BackupError(Exception):
    """A backup cannot be made or restored; nothing was changed."""


def back_up(engine: Engine, target: Path) -> dict[str, int]:
    """Write a copy of a database to a file and return the number of rows in each table.

    ``engine`` is a read-only one. Raises ``BackupError`` if the copy is not complete, and ``OSError``.
    """
    file = path_of(engine)
    if file is not None and target.exists() and target.samefile(file):
        raise BackupError(f"{target} is the database itself: name another file")
    with written_beside(target) as [part], ExitStack() as leaving:
        leaving.callback(without_side_files, part)
        with engine.connect() as connection, connection.begin():
            held = {table: rows for table, rows in rows_held(connection).items() if table in Base.metadata.tables}
            if file is not None:
                copy_file(connection.connection.driver_connection, part)
            else:
                with opened(part) as copy:
                    migrate(copy)
                    with copy.begin() as into:
                        copy_rows(connection, into)
        copied = read_through(part)
        if held.items() - copied.items():
            raise BackupError(f"the copy has other rows than the database: {copied}, not {held}")
    return held


def copy_before_migrating(engine: Engine, schema: str) -> Path | None:
    """Copy a SQLite file whose schema is about to change, and return the path of the copy.

    PostgreSQL databases are not copied: a migration there is one transaction, and they may be large.
    """
    file = path_of(engine)
    if file is None:
        return None
    target = beside(file, f"schema-{schema}")
    with opened(file, read_only=True) as reading:
        back_up(reading, target)
    return target


def path_of(engine: Engine) -> Path | None:
    """Return the file of a SQLite database; ``None`` for any other database."""
    return Path(str(engine.url.database)) if engine.dialect.name == "sqlite" else None


def beside(file: Path, why: str) -> Path:
    """Return a unique path for a copy beside a file."""
    return file.with_name(f"{file.name}.{why}.{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}")


@contextmanager
def opened(file: Path, *, read_only: bool = False) -> Iterator[Engine]:
    """Yield an engine for a SQLite file, whatever its name."""
    engine = make_engine(URL.create("sqlite", database=str(file)), read_only=read_only)
    try:
        yield engine
    finally:
        engine.dispose()


def copy_file(source: Any, target: Path) -> None:  # noqa: ANN401 - the driver's own connection
    """Copy a snapshot of a SQLite database (https://sqlite.org/backup.html) to a single file that has no log."""
    try:
        with closing(sqlite3.connect(target)) as copy:
            source.backup(copy, progress=_within(BUSY_SECONDS))
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise BackupError(f"{target.parent} or what is read cannot be used: {error}") from None


def _within(seconds: float) -> Callable[[int, int, int], None]:
    """Return a progress callback that gives up after ``seconds`` of waiting; the driver would retry for ever."""
    until = time.monotonic() + seconds

    def check(status: int, _remaining: int, _pages: int) -> None:
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} and time.monotonic() > until:
            raise BackupError("others use the database all the time: try again when they have done")

    return check


def copy_rows(source: Connection, target: Connection) -> None:
    """Copy every row of every table to an empty database, which computes what is computed."""
    for table in Base.metadata.sorted_tables:
        stored = [column for column in table.columns if column.computed is None]
        rows = source.execution_options(yield_per=AT_ONCE).execute(select(*stored)).mappings()
        for some in rows.partitions():
            target.execute(table.insert(), [dict(row) for row in some])


def read_through(file: Path) -> dict[str, int]:
    """Verify a copy and return the number of rows in each table. Raises ``BackupError`` if it is not complete."""
    try:
        with opened(file, read_only=True) as engine, engine.connect() as connection:
            found = [fault.detail for fault in damage_of(connection, thorough=True)]
            found += [f"a row of {row[0]} refers to nothing" for row in dangling(connection)]
            held = rows_held(connection)
    except DatabaseError as error:
        raise BackupError(f"{file.name} is no whole database: {error.orig}") from None
    if found:
        raise BackupError(f"{file.name} is no whole database: {'; '.join(found)}")
    return held


def without_side_files(file: Path) -> None:
    """Remove the files that SQLite left beside a database file."""
    for side in SIDE_FILES:
        file.with_name(file.name + side).unlink(missing_ok=True)
