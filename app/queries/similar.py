"""What likeness is told by: the official figures that one dataset has of all forces, of one time."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.paging import RELEASES_AT_ONCE, AnySelect
from app.queries.releases import standing

_FIGURE = models.OfficialFigure


@dataclass(frozen=True, slots=True)
class Counted:
    """An official figure by its key in the table, and its value."""

    key: int
    value: Decimal


def counted_of_all(
    session: Session, measures: Collection[str], forces: Collection[str], as_of: int | None = None
) -> dict[str, dict[str, Counted]]:
    """Return for each measure the newest figures that the preferred dataset has of all forces; none where none has.

    What any of the forces has is tried in the order of preference, of which the first is mostly had of all.
    """
    connection = session.connection()
    found: dict[str, dict[str, Counted]] = {}
    tried = {"measures": list(measures), "force": next(iter(forces))}
    for of in connection.execute(_of_one_force(as_of), tried).mappings():
        if of["measure"] not in found:
            rows = connection.execute(_of_all_forces(as_of), dict(of))
            counted = {force: Counted(key, value) for force, key, value in rows}
            if counted.keys() == set(forces):
                found[of["measure"]] = counted
    return found


_OF = (
    *(_FIGURE.measure_id.label("measure"), _FIGURE.dataset_id.label("dataset"), _FIGURE.basis.label("basis")),
    *(_FIGURE.period_start.label("start"), _FIGURE.period_end.label("end")),
)
"""What figures that go together have in common."""


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _of_one_force(as_of: int | None) -> AnySelect:
    query = select(*_OF).join(models.Dataset, models.Dataset.id == _FIGURE.dataset_id).where(standing(as_of, _FIGURE))
    query = query.where(_FIGURE.force_id == bindparam("force"))
    query = query.where(_FIGURE.measure_id.in_(bindparam("measures", expanding=True)))
    order = (models.Dataset.position, _FIGURE.dataset_id, _FIGURE.period_end.desc())
    return query.order_by(*order, _FIGURE.basis, _FIGURE.period_start)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _of_all_forces(as_of: int | None) -> AnySelect:
    query = select(_FIGURE.force_id, _FIGURE.id, _FIGURE.value).where(standing(as_of, _FIGURE))
    return query.where(*(of.element == bindparam(of.name, type_=of.type) for of in _OF))
