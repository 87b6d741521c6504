"""Settle what is derived of a force's current figures: how they agree with official ones, and their warnings."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.db import models
from app.db.rows import observation_of, reconciliation_of
from app.derived.checks import FigureKey, warnings_of
from app.derived.reconciliation import reconciliations_of
from app.queries.official import OfficialFilter, official_figures_in
from app.vocabulary.reconciliations import Reconciliation
from app.vocabulary.warnings import FigureWarning


def settle(session: Session, force: str, release: Callable[[], int]) -> bool:
    """Lay a force's current figures beside official ones and check them again, and return whether anything changed.

    What is derived again as before keeps its row. ``release`` returns the release that other changes belong to.
    """
    figures = _current_figures(session, force)
    statements: dict[str, list[Any]] = {}
    for (round_, _), figure in figures.items():
        statements.setdefault(round_, []).append(observation_of(figure))
    counts = official_figures_in(session, OfficialFilter(forces=[force])) if figures else []
    found = reconciliations_of(force, statements, counts)
    warned = _store_warnings(figures, warnings_of(statements, found))
    reconciled = _store_reconciliations(session, force, {figures[key].id: each for key, each in found.items()}, release)
    return warned or reconciled


def _current_figures(session: Session, force: str) -> dict[FigureKey, models.Observation]:
    rows = session.execute(
        select(models.Statement.round, models.Observation)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(models.Revision.superseded_in.is_(None), models.Statement.force_id == force)
        .order_by(models.Statement.round, models.Observation.ordinal)
    )
    return {(round_, figure.ordinal - 1): figure for round_, figure in rows}


def _store_warnings(
    figures: Mapping[FigureKey, models.Observation], warnings: Mapping[FigureKey, Sequence[FigureWarning]]
) -> bool:
    changed = False
    for key, figure in figures.items():
        given = [{"check": warning.code.value, "detail": warning.detail} for warning in warnings.get(key, ())] or None
        if figure.warnings != given:
            figure.warnings = given
            changed = True
    return changed


def _store_reconciliations(
    session: Session, force: str, found: Mapping[int, Reconciliation], release: Callable[[], int]
) -> bool:
    """Store reconciliations by the id of their observation, and return whether any is not as before."""
    standing = session.scalars(
        select(models.Reconciliation)
        .join(models.Observation, models.Reconciliation.observation_id == models.Observation.id)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(models.Reconciliation.superseded_in.is_(None), models.Statement.force_id == force)
    ).all()
    kept = {row.observation_id for row in standing if found.get(row.observation_id) == reconciliation_of(row)}
    past = [row for row in standing if row.observation_id not in kept]
    rows = [{"observation_id": id_, **_columns(each)} for id_, each in found.items() if id_ not in kept]
    if not past and not rows:
        return False
    number = release()
    for row in past:
        row.superseded_in = number
    session.flush()  # only one may stand at a time
    if rows:
        session.execute(insert(models.Reconciliation), [row | {"taken_in_by": number} for row in rows])
    return True


def _columns(found: Reconciliation) -> dict[str, Any]:
    return {
        "relation": found.relation,
        "reasons": found.reasons,
        "primary_candidate": found.primary,
        "closest_candidate": found.closest,
        "candidates": found.candidates,
        "difference": found.difference,
        "explanation": found.explanation,
    }
