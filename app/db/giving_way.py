"""Giving way: the readers of a process leave a moment in which a writer of another process can commit.

SQLite lets a writer commit when all have done reading, and meanwhile lets nobody begin to. But the connections of one
process share their lock on the file: while one of them reads, others begin without a look at who waits (``unixLock`` in
SQLite's ``os_unix.c``), and where some read at all times, the writer's turn never comes.
"""

from pathlib import Path
from threading import Condition

from sqlalchemy.pool import ConnectionPoolEntry


class GivingWay:
    """Lets the connections of a process read, in groups for as long as somebody writes: one reads after the other."""

    def __init__(self, file: Path) -> None:
        self._journal = file.with_name(f"{file.name}-journal")
        self._reading: set[ConnectionPoolEntry] = set()
        self._groups_done = 0
        self._done = Condition()

    def enter(self, entry: ConnectionPoolEntry, seconds: float) -> None:
        """Wait, where somebody writes, until those that read now have done so; but for no longer than the seconds."""
        with self._done:
            if self._reading and self._journal.exists():
                before = self._groups_done
                self._done.wait_for(lambda: self._groups_done > before, seconds)
            self._reading.add(entry)

    def leave(self, entry: ConnectionPoolEntry) -> None:
        """Note that a connection reads no more."""
        with self._done:
            self._reading.discard(entry)
            if not self._reading:
                self._groups_done += 1
                self._done.notify_all()
