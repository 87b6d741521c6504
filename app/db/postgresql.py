"""PostgreSQL: connections with time-outs, that a server which says nothing cannot hold up."""

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
"""For how long who reads or writes waits for somebody who has locked a table."""
GRACE = 1
"""How many seconds the server has to end by itself what takes too long: that keeps the connection."""


def postgresql_engine(url: URL, *, read_only: bool, deadlines: Deadlines | None, size: int, more: int) -> Engine:
    """Return an engine for an address. What the address says of time-outs wins over what the deadlines say."""
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
        hide_parameters=True,  # what is sent to the database is in no message
        pool_pre_ping=deadlines is None,
    )
    if deadlines:
        _watch(engine, deadlines)
    return engine


def _options(url: URL, defaults: list[str], *, read_only: bool) -> str:
    """Return the options of the session: of what is set twice, the last counts."""
    given = url.query.get("options") or os.environ.get("PGOPTIONS", "")
    last = ["-c default_transaction_read_only=on"] if read_only else []
    return " ".join([*defaults, *([given] if isinstance(given, str) else given), *last])


def _watch(engine: Engine, deadlines: Deadlines) -> None:
    """Watch the connections in use, from the question on whether one that was kept still answers.

    The pool would ask that itself, but before anybody watches.
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
                raise InvalidatePoolError from error  # those connected before are gone too; the pool makes a new one
            raise
        held.until = begun + deadlines.read + GRACE


class _Socket:
    """The socket of a connection, by a handle of our own: the driver may close its own at any time."""

    def __init__(self, connection: DBAPIConnection) -> None:
        handle = cast("psycopg.Connection", connection).fileno()
        self._socket = socket.fromfd(handle, socket.AF_INET, socket.SOCK_STREAM)

    def cut(self) -> None:
        """Hang up, which wakes the thread that waits for an answer."""
        with suppress(OSError):  # the other side may have hung up
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close the handle, which leaves the connection as it is."""
        self._socket.close()
