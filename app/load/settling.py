"""Settle what is derived of forces' current figures: how they agree with official ones, and their warnings."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.db import models
from app.db.rows import observation_of, reconciliation_of
from app.derived.checks import FigureKey, warnings_of
from app.derived.reconciliation import reconciliations_of
from app.queries.official import OfficialFilter, official_figures_in
from app.vocabulary.measures import measures
from app.vocabulary.official import PublishedFigure
from app.vocabulary.reconciliations import Reconciliation
from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning

Figures = Mapping[FigureKey, models.Observation]
"""The current figures of a force."""


def settle(session: Session, forces: Collection[str], release: Callable[[], int]) -> bool:
    """Lay the current figures of forces beside official ones and check them again, and return whether anything changed.

    What is derived as before keeps its row. ``release`` returns the release that other changes belong to.
    """
    current = _current_figures(session, forces)
    stated = {figure.measure_id for figures in current.values() for figure in figures.values()}
    counts = _counts(session, forces, stated)
    warned, found = False, dict[int, Reconciliation]()
    for force, figures in current.items():
        statements = _by_round(figures)
        of_force = reconciliations_of(force, statements, counts[force])
        warned |= _store_warnings(figures, warnings_of(statements, of_force))
        found |= {figures[key].id: reconciliation for key, reconciliation in of_force.items()}
    return _store_reconciliations(session, forces, found, release) or warned


def _current_figures(session: Session, forces: Collection[str]) -> dict[str, dict[FigureKey, models.Observation]]:
    rows = session.execute(
        select(models.Statement.force_id, models.Statement.round, models.Observation)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(models.Revision.superseded_in.is_(None), models.Statement.force_id.in_(forces))
        .order_by(models.Statement.force_id, models.Statement.round, models.Observation.ordinal)
    )
    found: dict[str, dict[FigureKey, models.Observation]] = {}
    for force, round_, figure in rows:
        found.setdefault(force, {})[round_, figure.ordinal - 1] = figure
    return found


def _by_round(figures: Figures) -> dict[str, list[Observation]]:
    found: dict[str, list[Observation]] = {}
    for (round_, _), figure in figures.items():
        found.setdefault(round_, []).append(observation_of(figure))
    return found


def _counts(session: Session, forces: Collection[str], stated: Iterable[str]) -> dict[str, list[PublishedFigure]]:
    """Return the official figures that stand of what stated measures are counted as, by force."""
    counted = {part for measure in stated for parts in measures()[measure].counted_as for part in parts}
    found: dict[str, list[PublishedFigure]] = defaultdict(list)
    if counted:
        for figure in official_figures_in(session, OfficialFilter(forces=forces, measures=counted)):
            found[figure.force].append(figure)
    return found


def _store_warnings(figures: Figures, warnings: Mapping[FigureKey, Sequence[FigureWarning]]) -> bool:
    """Store the warnings of a force's figures, and return whether any are not as before."""
    changed = False
    for key, figure in figures.items():
        given = [{"check": warning.code.value, "detail": warning.detail} for warning in warnings.get(key, ())] or None
        if figure.warnings != given:
            figure.warnings, changed = given, True
    return changed


def _store_reconciliations(
    session: Session, forces: Collection[str], found: Mapping[int, Reconciliation], release: Callable[[], int]
) -> bool:
    """Store the reconciliations of forces by the ids of observations, and return whether any are not as before."""
    standing = session.scalars(
        select(models.Reconciliation)
        .join(models.Observation, models.Reconciliation.observation_id == models.Observation.id)
        .join(models.Revision, models.Observation.revision_id == models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(models.Reconciliation.superseded_in.is_(None), models.Statement.force_id.in_(forces))
    ).all()
    kept = {row.observation_id for row in standing if found.get(row.observation_id) == reconciliation_of(row)}
    past = [row for row in standing if row.observation_id not in kept]
    new = {id_: reconciliation for id_, reconciliation in found.items() if id_ not in kept}
    if not past and not new:
        return False
    number = release()
    for row in past:
        row.superseded_in = number
    session.flush()  # only one may stand at a time
    if new:
        rows = [
            _row(reconciliation) | {"observation_id": id_, "taken_in_by": number} for id_, reconciliation in new.items()
        ]
        session.connection().execute(insert(models.Reconciliation), rows)
    return True


def _row(found: Reconciliation) -> dict[str, Any]:
    return {
        "relation": found.relation,
        "reasons": found.reasons,
        "primary_candidate": found.primary,
        "closest_candidate": found.closest,
        "candidates": found.candidates,
        "difference": found.difference,
        "explanation": found.explanation,
    }
