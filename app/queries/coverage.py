"""Coverage: which measures the statements of each force state, and in which rounds."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.db import models
from app.queries.observations import ObservationFilter, passing
from app.queries.paging import AnyRow, Page, SortKey, Window, page
from app.queries.releases import standing
from app.vocabulary.measures import Topic


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """A measure that a force's statements give: in which rounds, newest first, and in how many figures."""

    force: str
    measure: str
    topic: Topic
    rounds: tuple[str, ...]
    observations: int


SORT = (SortKey(models.Statement.force_id.expression, str), SortKey(models.Observation.measure_id.expression, str))


def list_coverage(
    session: Session, wanted: ObservationFilter, window: Window, as_of: int | None = None
) -> Page[CoverageRow]:
    """Return a page of the coverage, by force and measure, of the filtered figures current now or as of a release."""
    stated = passing(
        select(models.Statement.force_id, models.Observation.measure_id, models.Measure.topic, func.count())
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .join(models.Observation, models.Observation.revision_id == models.Revision.id)
        .join(models.Measure, models.Measure.id == models.Observation.measure_id)
        .where(standing(as_of))
        .group_by(models.Statement.force_id, models.Observation.measure_id, models.Measure.topic),
        wanted,
    )
    found = page(session, stated, SORT, window, lambda row: row)
    rounds = _rounds(session, found.items, wanted, as_of)
    return Page(
        items=[CoverageRow(row[0], row[1], row[2], tuple(rounds[row[0], row[1]]), row[3]) for row in found.items],
        total=found.total,
        next_after=found.next_after,
    )


def read_to_the_end(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> dict[str, bool]:
    """Return the statements of the forces and rounds of a filter, as force/round: whether each was read to its end."""
    query = (
        select(models.Statement.force_id, models.Statement.round, models.Revision.complete)
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .where(standing(as_of))
        .order_by(models.Statement.force_id, models.Statement.round.desc())
    )
    query = passing(query, ObservationFilter(forces=wanted.forces, rounds=wanted.rounds))
    return {f"{force}/{round_}": complete for force, round_, complete in session.execute(query)}


def _rounds(
    session: Session, rows: Collection[AnyRow], wanted: ObservationFilter, as_of: int | None
) -> dict[tuple[str, str], list[str]]:
    query = (
        select(models.Statement.force_id, models.Observation.measure_id, models.Statement.round)
        .distinct()
        .join(models.Revision, models.Revision.statement_id == models.Statement.id)
        .join(models.Observation, models.Observation.revision_id == models.Revision.id)
        .where(
            standing(as_of),
            models.Statement.force_id.in_({row[0] for row in rows}),
            models.Observation.measure_id.in_({row[1] for row in rows}),
        )
        .order_by(models.Statement.round.desc())
    )
    query = passing(query, ObservationFilter(rounds=wanted.rounds))
    rounds: dict[tuple[str, str], list[str]] = {}
    for force, measure, round_ in session.execute(query):
        rounds.setdefault((force, measure), []).append(round_)
    return rounds
