"""Deadlines: how long a connection may take to be had and be held, and the watchdog that cuts what takes longer.

A server that has time-outs of its own keeps them only while it runs; one that is stopped answers nothing, for ever.
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
"""How often the watchdog looks, in seconds."""


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Times in whole seconds, after which the database counts as one that cannot be read."""

    connect: int
    """To reach the database, or to learn that a connection kept from before still does."""
    read: int
    """To be done with a connection."""
    queue: int
    """To be given one."""


class Line(Protocol):
    """What a held connection hangs by."""

    def cut(self) -> None:
        """Make whoever waits for the database on this connection wait no more. May be called again."""

    def close(self) -> None:
        """Let go of what was needed to cut it."""


@dataclass(slots=True)
class Held:
    """A connection that is held, and until when it may be: by the clock that never goes back."""

    line: Line
    until: float


class Watchdog:
    """Cuts connections of an engine that are held for too long; one thread, which runs while the engine is in use."""

    def __init__(self, engine: Engine, line: Callable[[DBAPIConnection], Line]) -> None:
        self._line = line
        self._held: dict[ConnectionPoolEntry, Held] = {}
        self._lock = threading.Lock()
        self._stopped: threading.Event | None = None
        event.listen(engine, "checkin", lambda _connection, entry: self.release(entry))
        event.listen(engine, "engine_disposed", lambda _engine: self._stop())

    def hold(self, connection: DBAPIConnection, entry: ConnectionPoolEntry, seconds: float) -> Held:
        """Begin to watch a connection, which is cut unless it is released within the seconds."""
        self.release(entry)
        held = Held(self._line(connection), time.monotonic() + seconds)
        with self._lock:
            self._held[entry] = held
            if self._stopped is None:
                self._stopped = threading.Event()
                threading.Thread(target=self._run, args=[self._stopped], name="watchdog", daemon=True).start()
        return held

    def release(self, entry: ConnectionPoolEntry) -> None:
        """Watch a connection no more."""
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
            with self._lock:  # so that none is cut that has been given back, and to somebody else
                for held in self._held.values():
                    if held.until < time.monotonic():
                        held.line.cut()
