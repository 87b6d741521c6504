"""PostgreSQL engines with time-outs that hold even if the server stops responding."""

import os
import socket
import time
from contextlib import suppress
from typing import cast

import psycopg
from sqlalchemy import Engine, create_engine, event
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
        isolation_level="REPEATABLE READ" if read_only else "READ COMMITTED",
        pool_size=size,
        max_overflow=more,
        pool_timeout=deadlines.queue if deadlines else 30,
        hide_parameters=True,  # keep values sent to the database out of error messages
        pool_pre_ping=deadlines is None,
    )
    if deadlines:
        _watch(engine, deadlines)
    return engine


def _options(url: URL, defaults: list[str], *, read_only: bool) -> str:
    """Return the options of the session. If one is set twice, PostgreSQL uses the last."""
    given = url.query.get("options") or os.environ.get("PGOPTIONS", "")
    last = ["-c default_transaction_read_only=on"] if read_only else []
    return " ".join([*defaults, *([given] if isinstance(given, str) else given), *last])


def _watch(engine: Engine, deadlines: Deadlines) -> None:
    """Watch the connections in use, including the ping that checks whether a pooled one still works.

    The pool could ping by itself, but it would do so before the watchdog starts.
    """
    watchdog = Watchdog(engine, _Socket)

    @event.listens_for(engine, "connect")
    def on_connect(_connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info["new"] = True

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: DBAPIConnection, entry: ConnectionPoolEntry, _proxy: object) -> None:
        begun = time.monotonic()
        try:
            held = watchdog.hold(connection, entry, deadlines.connect)
            if not entry.info.pop("new", False):
                engine.dialect.do_ping(connection)
        except psycopg.Error as error:
            if cast("psycopg.Connection", connection).closed:
                raise InvalidatePoolError from error  # older connections are dead too; the pool opens a new one
            raise
        held.until = begun + deadlines.read + GRACE


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
