"""Damage found in a database file while reading it, remembered for as long as the file does not change."""

import logging
from pathlib import Path

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

from app.db.troubles import Trouble, trouble_of

log = logging.getLogger(__name__)


class Damage:
    """Remembers that the file of an engine turned out to be damaged.

    Only a query that reads the damaged part finds out. The health check reads little, so it asks here.
    """

    def __init__(self, engine: Engine) -> None:
        self._path = Path(engine.url.database or "")
        self._found: tuple[int, ...] | None = None
        event.listen(engine, "handle_error", self._note)

    def is_there(self) -> bool:
        """Return whether damage was found and the file has been neither repaired nor replaced since."""
        return self._found is not None and self._found == self._state()

    def _note(self, context: ExceptionContext) -> None:
        error = context.original_exception
        if trouble_of(error) is not Trouble.DAMAGED or self.is_there():
            return
        self._found = self._state()
        log.error("the database file %s is damaged (%s): restore it from a backup", self._path, error)

    def _state(self) -> tuple[int, ...] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
