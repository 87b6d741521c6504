"""Turns: how many requests do costly work at once, how many more may wait for it, and for how long."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import Semaphore, fail_after

from app.api.problems import Busy

SECONDS = 5
"""How long a request waits for its turn."""


class Turns:
    """Lets a few requests in at once and a few more wait; others are told at once that the service is busy."""

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._free = Semaphore(at_once)
        self._most_waiting = waiting

    @property
    def waiting(self) -> int:
        """How many wait for a turn."""
        return self._free.statistics().tasks_waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and keep it until the context is left. Raises ``Busy`` where there is none to be had."""
        busy = Busy(f"As many pages are being read as are read at once. Send it again in {SECONDS} seconds.")
        if self._free.value == 0 and self.waiting >= self._most_waiting:
            raise busy
        try:
            with fail_after(SECONDS):
                await self._free.acquire()
        except TimeoutError:
            raise busy from None
        try:
            yield
        finally:
            self._free.release()
