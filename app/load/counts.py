"""Keep the tables of counts up when something begins or ceases to stand: by the difference, never by counting again.

Which official figures are the newest of their series, and which gaps there are, is looked up again of the measures that
came in.
"""

import functools
import operator
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Column, Executable, bindparam, delete, insert, not_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app.db import models
from app.queries.counts import Key, Table, columns_of
from app.queries.official import gaps_counted, newest_ids


class Changes:
    """By how much what stands differs from what is written in the tables of counts."""

    def __init__(self) -> None:
        self._of: dict[Table, dict[Key, dict[str, int]]] = defaultdict(dict)

    def count(self, table: Table, key: Key, **counts: int) -> None:
        """Add to the counts of a row; what ceases to stand is counted below zero."""
        row = self._of[table].setdefault(key, {})
        for name, count in counts.items():
            row[name] = row.get(name, 0) + count

    def write(self, session: Session) -> None:
        """Write the differences, after which there are none."""
        connection = session.connection()
        for table, changes in self._of.items():
            keys, counts = columns_of(table)
            rows = [
                dict(zip((f"of_{column.name}" for column in keys), key, strict=True))
                | {f"by_{column.name}": changed.get(column.name, 0) for column in counts}
                for key, changed in sorted(changes.items())
                if any(changed.values())
            ]
            if rows:
                connection.execute(_addition(table, connection.dialect.name), rows)
            if table is not models.Release and any(min(changed.values()) < 0 for changed in changes.values()):
                connection.execute(delete(table).where(*(column == 0 for column in counts)))
        self._of.clear()


@cache
def _addition(table: Table, dialect: str) -> Executable:
    """Return the statement that adds to the counts of a row, which it makes unless it is that of a release."""
    keys, counts = columns_of(table)
    of: dict[Column[Any], BindParameter[Any]] = {column: bindparam(f"of_{column.name}") for column in keys}
    by: dict[Column[Any], BindParameter[Any]] = {column: bindparam(f"by_{column.name}") for column in counts}
    if table is models.Release:
        after = {column: column + added for column, added in by.items()}
        changed = functools.reduce(operator.add, after.values()) > 0
        return update(table).where(*(column == key for column, key in of.items())).values({**after, "changed": changed})
    row = (postgresql.insert if dialect == "postgresql" else sqlite.insert)(table).values(of | by)
    return row.on_conflict_do_update(
        index_elements=keys, set_={column: column + row.excluded[column.name] for column in counts}
    )


def mark_newest(session: Session, measures: Collection[str]) -> None:
    """Write down anew which official figures of some measures are the newest of their series."""
    for statement in (_NO_LONGER_NEWEST, _NEWEST):
        session.connection().execute(statement, {"measures": list(measures)})


_FIGURE = models.OfficialFigure
_NEWEST_IDS = newest_ids(["measures"])
_OF_MEASURES = _FIGURE.measure_id.in_(bindparam("measures", expanding=True))
_NO_LONGER_NEWEST = update(_FIGURE).where(_FIGURE.newest, _OF_MEASURES, _FIGURE.id.not_in(_NEWEST_IDS))
_NO_LONGER_NEWEST = _NO_LONGER_NEWEST.values(newest=False)
_NEWEST = update(_FIGURE).where(not_(_FIGURE.newest), _FIGURE.id.in_(_NEWEST_IDS)).values(newest=True)


def count_gaps(session: Session, measures: Collection[str]) -> None:
    """Write down anew which gaps there are of some measures, and why."""
    for statement in (_NO_GAPS, _GAPS):
        session.connection().execute(statement, {"measures": list(measures)})


_GAP_COUNT = models.OfficialGapCount
_NO_GAPS = delete(_GAP_COUNT).where(_GAP_COUNT.measure_id.in_(bindparam("measures", expanding=True)))
_COUNTED = gaps_counted(["measures"])
_GAPS = insert(_GAP_COUNT).from_select(_COUNTED.selected_columns.keys(), _COUNTED)
