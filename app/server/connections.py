"""The connections of a server: how many there may be, which go first, and which let their time pass."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from uvicorn.server import ServerState

from app.http.problems import NotReady

if TYPE_CHECKING:
    from app.server.protocol import ProblemProtocol
    from app.settings import Settings

RESERVE = 128
"""How many files are kept for what is no connection of a client: databases, answers held in files, refusals."""
MOST = 1_000
"""How many connections there may be where the system would let more be open: one process answers no more in time."""
REFUSALS = 32
"""How many connections beyond the limit are told so at the same time; others are cut."""
TOLD_EVERY = 60.0
IDLE_WHEN_STOPPING = 1.0
"""After how many seconds without a request a connection is closed while the server stops: one may be on its way."""

log = logging.getLogger(__name__)


class Connections(ServerState):
    """What the connections of a server share."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.limit = settings.connections or most_connections()
        self.stopping = False
        self.watched: set[ProblemProtocol] = set()
        self.waiting: dict[ProblemProtocol, float] = {}
        """Those without a request whose headers are complete, and since when; the longest waiting first."""
        self.closed = self.refused = 0
        self._told: float | None = None

    def has_room_for(self, connection: ProblemProtocol) -> bool:
        """Return whether a new connection is within the limit, for which the one that waited longest is closed."""
        self.watched.add(connection)
        if len(self.watched) > self.limit:
            if not self.waiting:
                self.refused += 1
                return False
            longest = next(iter(self.waiting))
            del self.waiting[longest]
            longest.transport.close()
            self.closed += 1
        self.waiting[connection] = connection.since
        return True

    def no_room(self) -> NotReady | None:
        """Return what a client beyond the limit is told; ``None`` where there are too many of them too."""
        if len(self.watched) > self.limit + REFUSALS:
            return None
        return NotReady(f"All {self.limit:,} connections are in use. Try again in a moment.")

    def check(self) -> None:
        """End the connections whose clients let a time pass, and tell now and then of those that were too many."""
        now = asyncio.get_running_loop().time()
        for connection in list(self.watched):
            connection.check(now)
        if self.stopping:
            for connection, since in list(self.waiting.items()):
                if now - since > IDLE_WHEN_STOPPING:
                    connection.transport.close()
        if (self.closed or self.refused) and (self._told is None or now - self._told > TOLD_EVERY):
            log.warning(
                "all %d connections were in use: %d idle ones were closed, %d new ones refused",
                *(self.limit, self.closed, self.refused),
            )
            self._told, self.closed, self.refused = now, 0, 0

    def stop(self) -> None:
        """Let every connection end with the answer that it waits for, or with the next."""
        self.stopping = True
        for connection in list(self.connections):
            connection.shutdown()

    def cut(self) -> None:
        """End all connections, whatever they wait for."""
        for connection in list(self.watched):
            connection.cut()

    def forget(self, connection: ProblemProtocol) -> None:
        """Forget a connection that has ended."""
        self.watched.discard(connection)
        self.waiting.pop(connection, None)


def most_connections() -> int:
    """Return how many connections there may be by the number of files that the process may open."""
    with suppress(ImportError):  # Windows has no such limit
        import resource

        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if files != resource.RLIM_INFINITY:
            return min(MOST, max(files - RESERVE, files // 2))
    return MOST
