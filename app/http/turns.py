"""Turns: how many requests may do costly work at once, how many may wait, and for how long."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio import Semaphore, fail_after

from app.http.problems import Problem


class Turns:
    """Lets some requests in at once, makes others wait, and refuses the rest with a problem.

    Waiting requests hold no thread, or they would keep the threads from those whose turn it is.
    """

    def __init__(
        self, *, at_once: int, seconds: float, refusal: Callable[[], Problem], waiting: int | None = None
    ) -> None:
        self._free = Semaphore(at_once)
        self._seconds = seconds
        self._refusal = refusal
        self._most_waiting = waiting

    @property
    def waiting(self) -> int:
        """How many requests wait for a turn."""
        return self._free.statistics().tasks_waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn and hold it until the context is left. Raises the refusal if there is none in time."""
        if self._most_waiting is not None and self._free.value == 0 and self.waiting >= self._most_waiting:
            raise self._refusal()
        try:
            with fail_after(self._seconds):
                await self._free.acquire()
        except TimeoutError:
            raise self._refusal() from None
        try:
            yield
        finally:
            self._free.release()
