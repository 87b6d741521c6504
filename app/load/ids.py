"""Ids for rows that refer to one another, given before they are inserted, so that many are inserted at once."""

from sqlalchemy import Connection, func, select

from app.db import models

Numbered = type[models.Statement | models.Revision | models.Observation]
_NUMBERED: tuple[Numbered, ...] = (models.Statement, models.Revision, models.Observation)


class Ids:
    """The ids that come next in tables, while nobody else writes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        newest = select(*(select(func.max(table.id)).scalar_subquery() for table in _NUMBERED))
        self._newest = {t: n or 0 for t, n in zip(_NUMBERED, connection.execute(newest).one(), strict=True)}
        self._begun = dict(self._newest)

    def take(self, table: Numbered, count: int = 1) -> int:
        """Return the first of as many ids."""
        first = self._newest[table] + 1
        self._newest[table] += count
        return first

    def close(self) -> None:
        """Have PostgreSQL go on from here where it gives ids itself."""
        if self._connection.dialect.name == "postgresql":
            for table, newest in self._newest.items():
                if newest > self._begun[table]:
                    sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
                    self._connection.execute(select(func.setval(sequence, newest)))
