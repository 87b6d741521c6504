"""Convert stored rows back to the records they were made from."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Row

from app.db import models
from app.vocabulary.bounds import Bounds
from app.vocabulary.official import Gap, OfficialFigure
from app.vocabulary.periods import Period
from app.vocabulary.reconciliations import Reconciliation
from app.vocabulary.records import Observation, Place

Columns = Row[*tuple[Any, ...]]
"""A row by its columns, which are called as the fields of the model."""


period_of = lru_cache(maxsize=2**10)(Period)
bounds_of = lru_cache(maxsize=2**10)(Bounds)
"""Periods and bounds, of which the same are read again and again."""


def observation_of(row: models.Observation | Columns) -> Observation:
    """Return the record of a stored figure."""
    return Observation(**observation_fields(row))


def observation_fields(row: models.Observation | Columns) -> dict[str, Any]:
    """Return the fields of a stored figure's record."""
    period = None
    if row.period_label is not None and row.period_kind is not None:
        period = period_of(row.period_label, row.period_kind, row.period_start, row.period_end)
    return {
        "measure": row.measure_id,
        "label": row.label,
        "value": row.value,
        "value_max": row.value_max,
        "unit": row.unit,
        "qualifier": row.qualifier,
        "bounds": bounds_of(row.low, row.high),
        "period": period,
        "area": row.area,
        "status": row.status,
        "as_stated": row.as_stated,
        "place": place_of(row.paragraph, row.char_start, row.char_end),
        "method": row.method,
        "certainty": row.certainty,
    }


def place_of(paragraph: int | None, start: int | None, end: int | None) -> Place | None:
    """Return the position of a stored item, or ``None`` if it is not known."""
    return None if paragraph is None or start is None or end is None else Place(paragraph, start, end)


def official_figure_of(row: models.OfficialFigure) -> OfficialFigure:
    """Return the record of a stored official figure."""
    return OfficialFigure(
        **_counted_fields(row),
        value=row.value,
        unit=row.unit,
        qualifier=row.qualifier,
        bounds=bounds_of(row.low, row.high),
    )


def gap_of(row: models.OfficialGap) -> Gap:
    """Return the record of a stored gap."""
    return Gap(**_counted_fields(row), code=row.code, detail=row.detail)


def _counted_fields(row: models.Counted) -> dict[str, Any]:
    return {
        "force": row.force_id,
        "measure": row.measure_id,
        "basis": row.basis,
        "period": period_of(row.period_label, row.period_kind, row.period_start, row.period_end),
    }


def reconciliation_of(row: models.Reconciliation | Columns) -> Reconciliation:
    """Return the record of a stored reconciliation."""
    return Reconciliation(
        relation=row.relation,
        reasons=row.reasons,
        primary=row.primary_candidate,
        closest=row.closest_candidate,
        candidates=row.candidates,
        difference=row.difference,
        explanation=row.explanation,
    )
