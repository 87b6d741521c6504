"""Turns: how many requests do costly work at once, how many more may wait for it, and for how long."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from anyio import Semaphore, fail_after

from app.http.problems import Problem


class Turns:
    """Lets some requests in at once and others wait for a time; the rest are refused, and told by a problem.

    Who waits holds no thread: those that wait in one would keep every thread from those whose turn it is.
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
        """How many wait for a turn."""
        return self._free.statistics().tasks_waiting

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait for a turn, and keep it until the context is left. Raises the refusal where there is none to be had."""
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
