"""The connections of a server: how many are allowed, which to close first, and which have timed out."""

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
"""How many open files to reserve for things other than client connections: databases, buffered answers, refusals."""
MOST = 1_000
"""The most connections, even if the system allows more: one process could not answer more of them in time."""
REFUSALS = 32
"""How many connections beyond the limit may get an error response at the same time; others are cut."""
TOLD_EVERY = 60.0
IDLE_WHEN_STOPPING = 1.0
"""How long an idle connection stays open while the server stops, because a request may already be on its way."""

log = logging.getLogger(__name__)


class Connections(ServerState):
    """The state that all connections of a server share."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.limit = settings.connections or most_connections()
        self.stopping = False
        self.watched: set[ProblemProtocol] = set()
        self.waiting: dict[ProblemProtocol, float] = {}
        """The connections without a complete request head, and since when; the longest waiting first."""
        self.closed = self.refused = 0
        self._told: float | None = None

    def has_room_for(self, connection: ProblemProtocol) -> bool:
        """Return whether a new connection is within the limit, closing the one that was idle longest if necessary."""
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
        """Return the problem for a client beyond the limit; ``None`` if too many are being refused already."""
        if len(self.watched) > self.limit + REFUSALS:
            return None
        return NotReady(f"All {self.limit:,} connections are in use. Try again in a moment.")

    def check(self) -> None:
        """Close the connections that have timed out, and log now and then how many were beyond the limit."""
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
        """Make every connection close after its pending answer, or after its next one."""
        self.stopping = True
        for connection in list(self.connections):
            connection.shutdown()

    def cut(self) -> None:
        """Close all connections at once, even with requests pending."""
        for connection in list(self.watched):
            connection.cut()

    def forget(self, connection: ProblemProtocol) -> None:
        """Forget a connection that has ended."""
        self.watched.discard(connection)
        self.waiting.pop(connection, None)


def most_connections() -> int:
    """Return the most connections that the process's limit on open files allows."""
    with suppress(ImportError):  # Windows has no such limit
        import resource

        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if files != resource.RLIM_INFINITY:
            return min(MOST, max(files - RESERVE, files // 2))
    return MOST
