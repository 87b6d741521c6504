"""One state of the data, to be read for long without delaying anybody."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db.deadlines import Deadlines
from app.db.engine import make_engine
from app.db.troubles import PRIMARY

WITHOUT_ROOM = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
"""What writing a copy fails with on a disk that is full, or where nothing more may be written."""
DEADLINES = Deadlines(connect=5, read=3600, queue=5)
"""How long the database may take: it is read for minutes where it is large, but never for ever."""


@contextmanager
def one_state(engine: Engine, room: Path) -> Iterator[Session]:
    """Yield a session that reads one state of the data, however long that takes.

    PostgreSQL keeps what a transaction reads beside what others write meanwhile. SQLite lets nobody commit while
    somebody reads, and nobody begin to read while somebody waits to commit: so its file is copied to ``room``, which
    takes as long as copying does, and the copy is read.
    """
    if engine.dialect.name != "sqlite":
        with Session(engine) as session:
            yield session
        return
    path = room / "data.sqlite3"
    try:
        _copy(engine, path)
        with reading(f"sqlite:///{path}?immutable=1") as copy, Session(copy) as session:
            yield session
    finally:
        path.unlink(missing_ok=True)


def _copy(engine: Engine, path: Path) -> None:
    """Copy the file of a database. Raises ``OSError`` if there is no room for the copy."""
    try:
        _copy_at_once(engine, path)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & PRIMARY in WITHOUT_ROOM:
            raise OSError(errno.ENOSPC, "there is no room for a copy of the database", str(path)) from error
        raise OperationalError("BACKUP", None, error) from error


def _copy_at_once(engine: Engine, path: Path) -> None:
    with engine.connect() as connection, closing(sqlite3.connect(path)) as copy:
        copy.execute("PRAGMA synchronous=OFF")  # nobody misses it after a failure
        copy.execute("PRAGMA journal_mode=OFF")
        cast("sqlite3.Connection", connection.connection.driver_connection).backup(copy)


@contextmanager
def reading(database_url: str) -> Iterator[Engine]:
    """Yield an engine that reads with one connection, and close that."""
    engine = make_engine(database_url, read_only=True, deadlines=DEADLINES, connections=1)
    try:
        yield engine
    finally:
        engine.dispose()
