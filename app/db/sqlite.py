"""SQLite engines: reading leaves no files behind, writing is durable, and a replaced database file is noticed.

Changes use a rollback journal rather than a write-ahead log, because a database with such a log can only be read by
users who may write beside it. An interrupted commit leaves its journal behind, and the next connection to open the file
rolls it back. A read-only connection cannot do that, so it opens a writable one to do it.
"""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from urllib.parse import unquote, urlsplit

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.address import BadAddressError
from app.db.deadlines import Deadlines, Watchdog
from app.db.giving_way import GivingWay
from app.db.troubles import PRIMARY

BUSY_SECONDS = {"read": 5, "write": 60}
"""How long to wait for other connections. Readers only delay a writer's commit; a commit delays all readers."""

CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""The errors for a file with a journal or log beside it that this connection may not apply."""

LOCK = "PRAGMA schema_version"
"""Reads the file, which locks the snapshot of a transaction."""

Identity = tuple[int, int] | None
"""What distinguishes a file from one that replaces it; ``None`` if there is no file."""


class UnusableFileError(SQLAlchemyError):
    """A database file cannot be used as it is. The message says what to do and is safe to show to clients."""


class FileConnection(sqlite3.Connection):
    """A connection that remembers which file it opened."""

    opened: Identity = None


@dataclass(frozen=True, slots=True)
class File:
    """A database file as described by an address."""

    path: Path
    immutable: bool
    writable: bool

    def connect(self, mode: str, busy: float) -> FileConnection:
        """Return a connection in autocommit mode that any thread may use."""
        address = f"{self.path.as_uri()}?mode={mode}{'&immutable=1' if self.immutable else ''}"
        before = self.identity()
        connection = sqlite3.connect(
            address, timeout=busy, uri=True, isolation_level=None, check_same_thread=False, factory=FileConnection
        )
        connection.opened = before or self.identity()
        return connection

    def identity(self) -> Identity:
        """Return the identity of the file that is there now."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def file_of(url: URL) -> File:
    """Return the file of an address, which may also be a SQLite URI (https://sqlite.org/uri.html).

    Raises ``BadAddressError`` if it names no file, or has an option that would change how the file is read.
    """
    name, query = url.database or "", dict(url.query)
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    mode = query.pop("mode", None)
    if not name or name == ":memory:" or mode == "memory":
        raise BadAddressError("a database in memory is lost when the command ends: name a file, as in sqlite:///file")
    query.pop("uri", None)
    immutable = query.pop("immutable", "0")
    if query or immutable not in {"0", "1"} or mode not in {None, "ro", "rw", "rwc"}:
        given = ", ".join(sorted(url.query))
        raise BadAddressError(f"a SQLite address may have ?immutable=1 or ?mode=ro and no other option, not {given}")
    path = Path(os.path.abspath(name))  # noqa: PTH100 - Path.resolve would follow links
    return File(path, immutable=immutable == "1", writable=immutable == "0" and mode != "ro")


def sqlite_engine(url: URL, *, read_only: bool, deadlines: Deadlines | None, size: int, more: int) -> Engine:
    """Return an engine for the file of an address."""
    file = file_of(url)
    if not (read_only or file.writable):
        raise BadAddressError("the address says that nothing is written: leave ?immutable=1 or ?mode=ro out for that")
    busy = deadlines.connect if deadlines else BUSY_SECONDS["read" if read_only else "write"]
    engine = create_engine(
        URL.create("sqlite", database=str(file.path)),
        creator=lambda: _reader(file, busy) if read_only else _writer(file, busy),
        pool_size=size,
        max_overflow=more,
        pool_timeout=deadlines.queue if deadlines else 30,
        hide_parameters=True,  # keep values sent to the database out of error messages
    )

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: DBAPIConnection, _entry: ConnectionPoolEntry, _proxy: object) -> None:
        if cast("FileConnection", connection).opened != file.identity():
            raise DisconnectionError  # the pool reconnects and tries again

    # By default the driver begins a transaction only before a write: a reader would get no snapshot, and what a writer
    # has read could change before it writes.
    if read_only:
        _begin_at_checkout(engine, file, busy, deadlines)
    else:
        _write_to_the_file_itself(engine, file)
    return engine


def _begin_at_checkout(engine: Engine, file: File, busy: float, deadlines: Deadlines | None) -> None:
    """Begin a transaction when a connection is taken from the pool, by the driver alone: that takes the least time."""
    watchdog = Watchdog(engine, _Statement) if deadlines else None
    way = GivingWay(file.path)

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if watchdog and deadlines:
            watchdog.hold(connection, entry, deadlines.read)
        way.enter(entry, busy)
        _begin_to_read(cast("FileConnection", connection), file, busy)

    event.listen(engine, "checkin", lambda _connection, entry: way.leave(entry))

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if not cast("FileConnection", connection.connection.dbapi_connection).in_transaction:
            for statement in ("BEGIN", LOCK):  # another transaction since the checkout
                connection.exec_driver_sql(statement).close()


def _write_to_the_file_itself(engine: Engine, file: File) -> None:
    """Refuse to begin or commit a change if the opened file has been replaced by another."""

    def check(connection: Connection) -> None:
        if cast("FileConnection", connection.connection.dbapi_connection).opened != file.identity():
            raise UnusableFileError("another file has taken the place of the database; nothing was changed: try again")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        check(connection)

    event.listen(engine, "commit", check)


def _reader(file: File, busy: float) -> sqlite3.Connection:
    """Return a connection that cannot write to the file, nor attach another one."""
    connection = file.connect("ro", busy)
    for pragma in ("query_only=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return connection


def _writer(file: File, busy: float) -> sqlite3.Connection:
    """Return a connection whose commits are durable, and which blocks readers only while it commits."""
    connection = file.connect("rwc", busy)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_spill=OFF", "journal_mode=DELETE"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            # A database in write-ahead mode stays so while others have it open; a later writer switches it.
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                connection.close()
                raise
    return connection


def _begin_to_read(connection: FileConnection, file: File, busy: float) -> None:
    """Begin a transaction and lock its snapshot now, so that nobody can change the file until it ends.

    An interrupted change is rolled back first, if that is permitted.
    """
    connection.execute("BEGIN")
    try:
        connection.execute(LOCK).close()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY not in CLOSED:
            raise
        _take_back(file, busy)
        connection.execute(LOCK).close()


def _take_back(file: File, busy: float) -> None:
    """Open a file for writing, which makes SQLite roll back an interrupted change. Nothing else is changed."""
    writer = file.connect("rw", busy)
    try:
        writer.execute(LOCK).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY not in CLOSED:
            raise
        raise UnusableFileError(
            "A change to the database was interrupted, or an older version wrote it, and it cannot be repaired here: "
            "run `force-profiles migrate` once as a user who may write to the file and its folder."
        ) from error
    finally:
        writer.close()


class _Statement:
    """The statement that a connection is running."""

    def __init__(self, connection: DBAPIConnection) -> None:
        self._connection = cast("sqlite3.Connection", connection)

    def cut(self) -> None:
        """Interrupt it."""
        with suppress(sqlite3.ProgrammingError):  # the connection may have been closed
            self._connection.interrupt()

    def close(self) -> None:
        """Do nothing: no resources are held."""
