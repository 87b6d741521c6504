"""Giving way: the readers of a process leave a moment in which a writer of another process can commit.

SQLite lets a writer commit when all have done reading, and meanwhile lets nobody begin to. But the connections of one
process share their lock on the file: while one of them reads, others begin without a look at who waits (``unixLock`` in
SQLite's ``os_unix.c``), and where some read at all times, the writer's turn never comes.
"""

import time
from pathlib import Path
from threading import Condition

from sqlalchemy.pool import ConnectionPoolEntry

AGAIN = 2.0
"""After how many seconds readers give way again where the journal is as it was when they last did.

One moment is enough for a writer that waits. One that was killed before its commit leaves its journal for good: SQLite
takes it for none, and only the next writer removes it. Until then it looks as the journal of one that waits does.
"""

Journal = tuple[int, int, int] | None
"""What tells whether somebody writes, and what was written since; ``None`` where nobody does."""


class GivingWay:
    """Lets the connections of a process read, in groups where somebody writes: one reads after the other."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f"{file.name}-journal")
        self._reading: set[ConnectionPoolEntry] = set()
        self._groups_done = 0
        self._done = Condition()
        self._journal: Journal = None
        self._group = -1
        """The group whose end was last waited for, with the journal for whose sake."""
        self._until = 0.0

    def enter(self, entry: ConnectionPoolEntry, seconds: float) -> None:
        """Wait, where somebody writes, until those that read now have done so; but for no longer than the seconds."""
        with self._done:
            if self._reading and (journal := self._found()):
                now = time.monotonic()
                if journal != self._journal or now > self._until + AGAIN:
                    self._journal, self._group, self._until = journal, self._groups_done, now + seconds
                self._done.wait_for(lambda: self._groups_done > self._group, max(0.0, self._until - now))
            self._reading.add(entry)

    def leave(self, entry: ConnectionPoolEntry) -> None:
        """Note that a connection reads no more."""
        with self._done:
            self._reading.discard(entry)
            if not self._reading:
                self._groups_done += 1
                if self._groups_done == self._group + 1:
                    self._until = time.monotonic()
                self._done.notify_all()

    def _found(self) -> Journal:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns
