"""SQLite: files that are read without a trace and written with care, and noticed when they are replaced.

Changes go by a rollback journal, not by a write-ahead log: a database with such a log cannot be read by who may not
write beside it. What is broken off while it is committed leaves its journal behind, and the next to open the file takes
it back; a reader cannot, so it lets somebody open it who can.
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
from sqlalchemy.exc import DisconnectionError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.address import BadAddressError
from app.db.deadlines import Deadlines, Watchdog
from app.db.giving_way import GivingWay
from app.db.troubles import PRIMARY

BUSY_SECONDS = {"read": 5, "write": 60}
"""How long to wait for others that read or write. Readers keep a writer from its commit only, and it all of them."""

CLOSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
"""What is said of a file with a journal or a log beside it that may not be worked off."""

Identity = tuple[int, int] | None
"""What tells a file from another one that takes its place; ``None`` where there is none."""


class UnusableFileError(SQLAlchemyError):
    """A database file cannot be used as it is. The message says what to do, and may be told to anybody."""


class FileConnection(sqlite3.Connection):
    """A connection that knows which file it has opened."""

    opened: Identity = None


@dataclass(frozen=True, slots=True)
class File:
    """A database file, as an address names it."""

    path: Path
    immutable: bool
    writable: bool

    def connect(self, mode: str, busy: float) -> FileConnection:
        """Return a connection that begins no transaction by itself, and that any thread may use."""
        address = f"{self.path.as_uri()}?mode={mode}{'&immutable=1' if self.immutable else ''}"
        before = self.identity()
        connection = sqlite3.connect(
            address, timeout=busy, uri=True, isolation_level=None, check_same_thread=False, factory=FileConnection
        )
        connection.opened = before or self.identity()
        return connection

    def identity(self) -> Identity:
        """Return what the file is now."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def file_of(url: URL) -> File:
    """Return the file of an address, which may be written as one of SQLite's own (https://sqlite.org/uri.html).

    Raises ``BadAddressError`` where it names none, or asks for what would change how the file is read.
    """
    name, query = url.database or "", dict(url.query)
    if name.startswith("file:"):
        name = unquote(urlsplit(name).path)
    mode = query.pop("mode", None)
    if not name or name == ":memory:" or mode == "memory":
        raise BadAddressError("a database in memory ends with the command: name a file, as in sqlite:///file")
    query.pop("uri", None)
    immutable = query.pop("immutable", "0")
    if query or immutable not in {"0", "1"} or mode not in {None, "ro", "rw", "rwc"}:
        given = ", ".join(sorted(url.query))
        raise BadAddressError(f"an address of SQLite may have ?immutable=1 or ?mode=ro and nothing else, not {given}")
    path = Path(os.path.abspath(name))  # noqa: PTH100 - without following links
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
        hide_parameters=True,  # what is sent to the database is in no message
    )
    watchdog = Watchdog(engine, _Statement) if deadlines else None

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        if cast("FileConnection", connection).opened != file.identity():
            raise DisconnectionError  # the pool connects anew, and asks again
        if watchdog and deadlines:
            watchdog.hold(connection, entry, deadlines.read)

    # Left to itself the driver begins a transaction only before it writes: a reader would see no snapshot, and what a
    # writer has looked up could change before it writes.
    if read_only:
        event.listen(engine, "begin", lambda connection: _begin_to_read(connection, file, busy))
        way = GivingWay(file.path)
        event.listen(engine, "checkout", lambda _connection, entry, _proxy: way.enter(entry, busy))
        event.listen(engine, "checkin", lambda _connection, entry: way.leave(entry))
    else:
        _write_to_the_file_itself(engine, file)
    return engine


def _write_to_the_file_itself(engine: Engine, file: File) -> None:
    """Refuse to begin or end a change where another file has taken the place of the one that was opened."""

    def check(connection: Connection) -> None:
        if cast("FileConnection", connection.connection.dbapi_connection).opened != file.identity():
            raise UnusableFileError("another file has taken the place of the database; nothing was changed: try again")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        check(connection)

    event.listen(engine, "commit", check)


def _reader(file: File, busy: float) -> sqlite3.Connection:
    """Return a connection that cannot write: not to the file, and not to another that it would attach."""
    connection = file.connect("ro", busy)
    for pragma in ("query_only=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    return connection


def _writer(file: File, busy: float) -> sqlite3.Connection:
    """Return a connection whose changes are on the disk when they are committed, and keep readers out only then."""
    connection = file.connect("rwc", busy)
    for pragma in ("foreign_keys=ON", "synchronous=FULL", "cache_spill=OFF", "journal_mode=DELETE"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error as error:
            # A database with a write-ahead log that others have open keeps it, until a writer comes alone.
            if error.sqlite_errorcode & PRIMARY != sqlite3.SQLITE_BUSY:
                connection.close()
                raise
    return connection


def _begin_to_read(connection: Connection, file: File, busy: float) -> None:
    """Begin a transaction that has the file as it is now: from its first read to its end, nobody can change it.

    A change that was broken off is taken back first, where that is permitted.
    """
    connection.exec_driver_sql("BEGIN")
    try:
        connection.exec_driver_sql("PRAGMA schema_version").close()
    except OperationalError as error:
        if getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY not in CLOSED:
            raise
        _take_back(file, busy)
        connection.exec_driver_sql("PRAGMA schema_version").close()


def _take_back(file: File, busy: float) -> None:
    """Open a file as one to write, by which SQLite takes back what was broken off. Nothing else is changed."""
    writer = file.connect("rw", busy)
    try:
        writer.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & PRIMARY not in CLOSED:
            raise
        raise UnusableFileError(
            "A change of the database was broken off, or an older version wrote it, and it may not be mended here: "
            "run `force-profiles migrate` once as a user who may write to the file and its folder."
        ) from error
    finally:
        writer.close()


class _Statement:
    """The statement that a connection runs."""

    def __init__(self, connection: DBAPIConnection) -> None:
        self._connection = cast("sqlite3.Connection", connection)

    def cut(self) -> None:
        """Interrupt it."""
        with suppress(sqlite3.ProgrammingError):  # the connection may have been closed
            self._connection.interrupt()

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""
