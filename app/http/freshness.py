"""When the data last changed, by which answers that are kept hold: looked up now and then, not for each of them."""

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import datetime

from anyio import CapacityLimiter, to_thread

from app import logs

log = logging.getLogger(__name__)


class LastChange:
    """Knows when the data last changed, by looks at the database of which at most one is taken in a time.

    While the database cannot be read, what was known goes on to hold for ``stale_seconds``, and nobody waits for a
    look.
    """

    def __init__(
        self,
        look: Callable[[], datetime | None],
        unreadable: tuple[type[Exception], ...],
        *,
        every: float,
        stale_seconds: float,
    ) -> None:
        self._look = look
        self._unreadable = unreadable
        self._every = every
        self._stale_seconds = stale_seconds
        self._thread = CapacityLimiter(1)
        self._looking: asyncio.Task[None] | None = None
        self._moment: datetime | None = None
        self._seen = self._until = float("-inf")
        self.is_away = False
        """Whether the last look failed."""

    @property
    def stale_for(self) -> float:
        """For how many seconds the database could not be read."""
        return time.monotonic() - self._seen

    def saw(self, moment: datetime, since: float) -> bool:
        """Note when the data last changed as an answer shows that was begun at ``since``, unless more is known by now.

        Returns whether that is how it is known then.
        """
        if since > self._seen:
            self._moment, self._seen, self._until, self.is_away = moment, since, since + self._every, False
        return moment == self._moment

    async def moment(self) -> datetime | None:
        """Return when the data last changed; ``None`` where that is not known, or not any more."""
        if time.monotonic() >= self._until:
            if self._looking is None:
                self._looking = asyncio.create_task(self._look_again())
            if not self.is_away:
                await asyncio.shield(self._looking)
        if self.is_away and self.stale_for > self._stale_seconds:
            return None
        return self._moment

    async def _look_again(self) -> None:
        began = time.monotonic()
        try:
            self._moment = await to_thread.run_sync(self._look, limiter=self._thread)
        except self._unreadable:
            if not self.is_away:
                log.warning("the database cannot be read: answers that are kept go on for %g s", self._stale_seconds)
            self.is_away = True
        else:
            if self.is_away:
                log.log(logs.NOTICE, "the database can be read again")
            self.is_away, self._seen = False, began
        finally:
            self._until = began + self._every
            self._looking = None
