"""PostgreSQL engines with time-outs that hold even if the server stops responding."""

import os
import socket
import time
from contextlib import suppress
from typing import Any, cast

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from app.db.deadlines import Deadlines, Watchdog

CONNECT_SECONDS = 5
LOCK_SECONDS = 5
"""How long a reader or writer waits for a locked table."""
GRACE = 1
"""How many extra seconds the server gets to cancel a slow query itself, which keeps the connection usable."""


BEGIN = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
PREPARED = 500
"""How many statements a connection keeps prepared: more than the service has."""


class ReadingConnection(psycopg.Connection):
    """A connection that changes nothing, and so ends its transactions with COMMIT.

    The driver forgets its prepared statements at a ROLLBACK, and would prepare none if each transaction ended so.
    """

    def rollback(self) -> None:
        """End the transaction."""
        self.commit()


def postgresql_engine(url: URL, *, read_only: bool, deadlines: Deadlines | None, size: int, more: int) -> Engine:
    """Return an engine for an address. Time-outs in the address take precedence over the deadlines."""
    defaults = [f"-c lock_timeout={LOCK_SECONDS}s"]
    if read_only and deadlines:
        defaults.append(f"-c statement_timeout={deadlines.read}s")
    arguments: dict[str, str | int] = {"options": _options(url, defaults, read_only=read_only)}
    if "connect_timeout" not in url.query:
        arguments["connect_timeout"] = deadlines.connect if deadlines else CONNECT_SECONDS
    engine = create_engine(
        url,
        connect_args=arguments,
        pool_size=size,
        max_overflow=more,
        pool_timeout=deadlines.queue if deadlines else 30,
        hide_parameters=True,  # keep values sent to the database out of error messages
        pool_pre_ping=not read_only,
    )
    if read_only:
        _begin_at_checkout(engine, deadlines)
    return engine


def _options(url: URL, defaults: list[str], *, read_only: bool) -> str:
    """Return the options of the session. If one is set twice, PostgreSQL uses the last."""
    given = url.query.get("options") or os.environ.get("PGOPTIONS", "")
    last = ["-c default_transaction_read_only=on"] if read_only else []
    return " ".join([*defaults, *([given] if isinstance(given, str) else given), *last])


def _begin_at_checkout(engine: Engine, deadlines: Deadlines | None) -> None:
    """Begin a transaction when a connection is taken from the pool, which also tells whether it still works.

    So that costs no round trip of its own. The pool could ping by itself, but would do so before the watchdog starts.
    """
    watchdog = Watchdog(engine, _Socket) if deadlines else None

    @event.listens_for(engine, "do_connect")
    def do_connect(_dialect: object, _entry: object, given: list[Any], named: dict[str, Any]) -> ReadingConnection:
        connection = ReadingConnection.connect(*given, **named, autocommit=True)  # it is this module that begins
        connection.prepared_max = PREPARED
        return connection

    @event.listens_for(engine, "connect")
    def on_connect(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["new"] = True

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        begun = time.monotonic()
        held = watchdog.hold(connection, entry, deadlines.connect) if watchdog and deadlines else None
        driver, new = cast("psycopg.Connection", connection), entry.info.pop("new", False)
        try:
            driver.execute(BEGIN, prepare=False)
        except psycopg.Error as error:
            if driver.closed and not new:
                raise InvalidatePoolError from error  # older connections are dead too; the pool opens a new one
            raise
        if held and deadlines:
            held.until = begun + deadlines.read + GRACE

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        driver = cast("psycopg.Connection", connection.connection.driver_connection)
        if driver.info.transaction_status is TransactionStatus.IDLE:  # another one since the checkout
            connection.exec_driver_sql(BEGIN)


class _Socket:
    """The socket of a connection, through our own handle because the driver may close its handle at any time."""

    def __init__(self, connection: DBAPIConnection) -> None:
        handle = cast("psycopg.Connection", connection).fileno()
        self._socket = socket.fromfd(handle, socket.AF_INET, socket.SOCK_STREAM)

    def cut(self) -> None:
        """Shut the socket down, which wakes the thread that waits for an answer."""
        with suppress(OSError):  # the other side may have closed it
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close our handle; the connection stays open."""
        self._socket.close()
