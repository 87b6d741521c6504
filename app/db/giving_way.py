"""Giving way: the readers of a process pause now and then so that a writer in another process can commit.

SQLite lets a writer commit once all readers are done, and lets no new reader start meanwhile. But the connections of
one process share their lock on the file: while one of them reads, others can start without checking for a waiting
writer (``unixLock`` in SQLite's ``os_unix.c``). If some connection is always reading, the writer starves.
"""

import time
from pathlib import Path
from threading import Condition

from sqlalchemy.pool import ConnectionPoolEntry

AGAIN = 2.0
"""After how many seconds readers give way again if the journal has not changed since they last did.

One pause is enough for a waiting writer. A writer that was killed before its commit leaves its journal behind: SQLite
ignores it, and only the next writer removes it. Until then it looks like the journal of a waiting writer.
"""

Journal = tuple[int, int, int] | None
"""The state of the journal file, which changes with every write; ``None`` if nobody is writing."""


class GivingWay:
    """Admits the connections of a process to read; while somebody writes, in groups, one after another."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(f"{file.name}-journal")
        self._reading: set[ConnectionPoolEntry] = set()
        self._groups_done = 0
        self._done = Condition()
        self._journal: Journal = None
        self._group = -1
        """The group that readers last waited for, because of ``_journal``."""
        self._until = 0.0

    def enter(self, entry: ConnectionPoolEntry, seconds: float) -> None:
        """Admit a connection; if somebody is writing, after waiting up to ``seconds`` for the current readers."""
        with self._done:
            if self._reading and (journal := self._found()):
                now = time.monotonic()
                if journal != self._journal or now > self._until + AGAIN:
                    self._journal, self._group, self._until = journal, self._groups_done, now + seconds
                self._done.wait_for(lambda: self._groups_done > self._group, max(0.0, self._until - now))
            self._reading.add(entry)

    def leave(self, entry: ConnectionPoolEntry) -> None:
        """Note that a connection has finished reading."""
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
