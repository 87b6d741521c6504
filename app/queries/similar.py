"""What likeness is told by: the values of official figures that go together."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.db import models
from app.derived.pairing import Slice
from app.queries.paging import RELEASES_AT_ONCE, AnySelect
from app.queries.releases import standing

_FIGURE = models.OfficialFigure


@dataclass(frozen=True, slots=True)
class Counted:
    """An official figure by its key in the table, and its value."""

    key: int
    value: Decimal


def counted_in(session: Session, of: Slice, as_of: int | None = None) -> dict[str, Counted]:
    """Return what a dataset counts of each force."""
    given = {
        "measure_id": of.measure,
        "dataset_id": of.dataset,
        "basis": of.basis,
        "period_start": of.period.start,
        "period_end": of.period.end,
    }
    rows = session.connection().execute(_counted(as_of), given)
    return {force: Counted(key, value) for force, key, value in rows}


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _counted(as_of: int | None) -> AnySelect:
    of = (_FIGURE.measure_id, _FIGURE.dataset_id, _FIGURE.basis, _FIGURE.period_start, _FIGURE.period_end)
    query = select(_FIGURE.force_id, _FIGURE.id, _FIGURE.value).where(standing(as_of, _FIGURE))
    return query.where(*(column == bindparam(column.key, type_=column.type) for column in of))
