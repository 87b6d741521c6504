"""Build filters of figures from queries, and find a figure by its id."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownObservation
from app.queries import coverage, paging, statements
from app.queries.observations import (
    ObservationFilter,
    StoredObservation,
    any_observation,
    names_of,
    observation_by_id,
)
from app.queries.reconciliations import StoredReconciliation, reconciliation_of
from app.queries.statements import StatementRow
from app.schemas.observations import ObservationDetail, ObservationQuery, observation_detail
from app.vocabulary.measures import measures
from app.vocabulary.names import nearest
from app.vocabulary.periods import parse_period
from app.vocabulary.rounds import nearest_in_time
from app.vocabulary.warnings import Absence, AbsenceCode, not_stated

WHOLE_AREA = "force"

Nearest = Callable[[str, Collection[str]], list[str]]
_STATED: tuple[tuple[str, str, Nearest], ...] = (
    ("round", "rounds", nearest_in_time),
    ("period", "periods", nearest_in_time),
    ("area", "areas", nearest),
)
"""The parameters whose values are what statements say: how the filter calls them, and what is near to a value."""
_CALLED = {"round": "round", "period": "period", "area": "place"}


def observation_filter(query: ObservationQuery, mistakes: Mistakes) -> ObservationFilter:
    """Return the filter for a query, adding what is wrong with it to ``mistakes``."""
    periods = []
    for name in query.period:
        period = parse_period(name)
        if period is None:
            mistakes.wrong(
                "period", f"{name!r} is no period; write it as 2022/23, 2016, March 2022 or year to March 2022"
            )
        else:
            periods.append(period.label)
    if not all(area.isprintable() for area in query.area):
        mistakes.wrong("area", "a name has only printable characters")
    if query.min_value is not None and query.max_value is not None and query.min_value > query.max_value:
        mistakes.wrong("min_value", "it is greater than max_value, so nothing could match")
    return ObservationFilter(
        forces=mistakes.forces(query.force),
        measures=mistakes.one_of("measure", query.measure, measures()),
        topics=query.topic,
        rounds=mistakes.rounds(query.round),
        periods=periods,
        areas=[None if area == WHOLE_AREA else area for area in query.area],
        qualifiers=query.qualifier,
        statuses=query.status,
        certainties=query.certainty,
        min_value=query.min_value,
        max_value=query.max_value,
    )


def refuse_unknown_values(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> None:
    """Raise ``InvalidParameter`` for a round, a period or a place that no figure has, with the nearest that some have.

    Nothing at all would say less: whether the name is wrong, or the figure is not stated.
    """
    mistakes = Mistakes()
    for parameter, field, nearest_of in _STATED:
        for value in getattr(wanted, field):
            only: dict[str, Any] = {field: [value]}
            if value is not None and not any_observation(session, ObservationFilter(**only), as_of):
                near = nearest_of(value, names_of(session, field, as_of))
                mistakes.wrong(parameter, f"no figure has the {_CALLED[parameter]} {value!r}", near)
    mistakes.refuse()


MOST_NAMED = 12
"""How many statements an absence names at most."""


def absence_of(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> Absence:
    """Return why no figure matches a filter: whether the statements asked for were read to their end."""
    if not statements.any_statement(session, forces=wanted.forces, rounds=wanted.rounds, as_of=as_of):
        return Absence(AbsenceCode.NO_STATEMENT, "there is no statement of the forces and rounds asked for")
    in_part = coverage.read_in_part(session, wanted, as_of)
    absence = not_stated("no figure of the statements asked for matches", complete=not in_part)
    if not in_part:
        return absence
    number = "some" if len(in_part) == paging.MOST_NAMED else len(in_part) - MOST_NAMED
    more = f" and {number} more" if len(in_part) > MOST_NAMED else ""
    named = f"read in part: {', '.join(in_part[:MOST_NAMED])}{more}"
    return Absence(absence.code, f"{absence.detail} ({named})")


class FigureRows(NamedTuple):
    """A figure with the revision that it is of and all revisions of the statement, and how it agrees with others."""

    figure: StoredObservation
    revision: StatementRow
    revisions: list[StatementRow]
    reconciled: StoredReconciliation | None


def figure_rows(session: Session, id_: str) -> FigureRows | None:
    """Return a figure by its id with what became of its statement; ``None`` where there is none."""
    found = observation_by_id(session, id_)
    if found is None:
        return None
    revisions = statements.revisions_of(session, found.force, found.round)
    revision = next(row for row in revisions if row.revision == found.revision)
    return FigureRows(found, revision, revisions, reconciliation_of(session, found.id))


def figure_by_id(session: Session, id_: str) -> ObservationDetail | None:
    """Return a figure by its id, and whether it still stands; ``None`` where there is none."""
    found = figure_rows(session, id_)
    return found and observation_detail(found.figure, found.revision, found.reconciled)


def no_figure(id_: str) -> UnknownObservation:
    """Return the problem that no figure has an id."""
    return UnknownObservation(f"There is no observation {id_!r}. Ids are those that /v1/observations gives.")
