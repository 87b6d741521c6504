"""Deadlines for getting and holding a connection, and the watchdog that cuts connections held for too long.

The database server's own time-outs work only while it runs: a suspended server never answers at all.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

TICK = 0.25
"""How often the watchdog checks, in seconds."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Time limits in whole seconds, after which the database counts as unreadable."""

    connect: int
    """For reaching the database, or checking that a pooled connection still does."""
    read: int
    """For using a connection."""
    queue: int
    """For getting a connection from the pool."""


class Line(Protocol):
    """A way to interrupt a held connection."""

    def cut(self) -> None:
        """Stop the thread that waits for the database on this connection. May be called more than once."""

    def close(self) -> None:
        """Release the resources needed for cutting."""


@dataclass(slots=True)
class Held:
    """A connection in use, and how long it may stay so by the monotonic clock."""

    line: Line
    until: float


class Watchdog:
    """Cuts connections of an engine that are held for too long, in one thread that runs while the engine is in use."""

    def __init__(self, engine: Engine, line: Callable[[DBAPIConnection], Line]) -> None:
        self._line = line
        self._held: dict[ConnectionPoolEntry, Held] = {}
        self._lock = threading.Lock()
        self._stopped: threading.Event | None = None
        event.listen(engine, "checkin", lambda _connection, entry: self.release(entry))
        event.listen(engine, "engine_disposed", lambda _engine: self._stop())

    def hold(self, connection: DBAPIConnection, entry: ConnectionPoolEntry, seconds: float) -> Held:
        """Watch a connection, and cut it unless it is released within ``seconds``."""
        self.release(entry)
        held = Held(self._line(connection), time.monotonic() + seconds)
        with self._lock:
            self._held[entry] = held
            if self._stopped is None:
                self._stopped = threading.Event()
                threading.Thread(target=self._run, args=[self._stopped], name="watchdog", daemon=True).start()
        return held

    def release(self, entry: ConnectionPoolEntry) -> None:
        """Stop watching a connection."""
        with self._lock:
            held = self._held.pop(entry, None)
        if held is not None:
            held.line.close()

    def _stop(self) -> None:
        with self._lock:
            if self._stopped is not None:
                self._stopped.set()
            self._stopped = None

    def _run(self, stopped: threading.Event) -> None:
        while not stopped.wait(TICK):
            with self._lock:  # so that a connection is not cut after it went back to the pool and to another user
                for held in self._held.values():
                    if held.until < time.monotonic():
                        held.line.cut()
