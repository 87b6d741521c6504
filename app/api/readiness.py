"""Readiness: whether the service can answer, found out by looking at the data itself."""

import time

from anyio import CapacityLimiter, Lock, to_thread
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.answers.freshness import last_change
from app.db.damage import Damage
from app.db.deadlines import Deadlines
from app.db.migrate import Schema, state_of_schema
from app.http.failures import UNREADABLE, problem_of
from app.http.problems import NotReady
from app.queries.catalogue import bundle
from app.queries.readiness import read_ends

LOOK_DEADLINES = Deadlines(connect=2, read=2, queue=2)
"""How long a look at the database may take: less than those who ask are ready to wait."""
STANDS = 1
"""For how many seconds a look at the database is reused, however many ask."""


class Readiness:
    """Looks at the database through an engine of its own, so that neither requests wait for it nor it for them.

    One look is taken at a time, in a thread that requests do not have.
    """

    def __init__(self, engine: Engine, damage: Damage) -> None:
        self._engine = engine
        self._damage = damage
        self._lock = Lock()
        self._thread = CapacityLimiter(1)
        self._found: str | None = None
        self._until = 0.0

    async def check(self, own_id: str) -> None:
        """Return if the service can answer. Raises ``NotReady`` if it cannot; the log says why, for a request."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._found = await to_thread.run_sync(self._look, own_id, limiter=self._thread)
                self._until = time.monotonic() + STANDS
            found = self._found
        if found is not None:
            raise NotReady(found)

    def _look(self, own_id: str) -> str | None:
        """Return what is wrong, if anything is."""
        try:
            with Session(self._engine) as session:
                self._require_all(session)
        except NotReady as problem:
            return problem.detail
        except UNREADABLE as error:
            return problem_of(error, own_id).detail
        return None

    def _require_all(self, session: Session) -> None:
        """Raise ``NotReady``, or what the database raises, unless everything is there that answers are made of."""
        if self._damage.is_there():
            raise NotReady("The database is damaged: restore it from a backup.")
        # One of a newer version is read for as long as that can be done: others upgrade beside this service.
        if state_of_schema(session.connection()) not in {Schema.CURRENT, Schema.NEWER}:
            raise NotReady("The database has another schema than this version expects. Run `force-profiles migrate`.")
        last_change(session)
        if bundle(session) is None:
            raise NotReady("The bundled data was not taken in whole yet. Run `force-profiles seed`.")
        read_ends(session)
