"""Comparisons across forces, and series of one through the rounds."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.answers.comparison import comparison_of_forces, order_of, series_of_force, since_of, subject_of
from app.answers.figures import refuse_unknown_values
from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce
from app.api.deps import AsOf, ForceInPath, ReadingSession
from app.api.formats import InFormatWithCaveats
from app.api.problems import responses
from app.http.problems import InvalidParameter, NotReady
from app.queries.observations import ObservationFilter
from app.schemas.comparison import (
    CompareQuery,
    Comparison,
    RankedFigure,
    Series,
    SeriesPoint,
    SeriesQuery,
)
from app.vocabulary.forces import forces as register
from app.vocabulary.forces import regions

router = APIRouter(prefix="/v1", responses=responses(InvalidParameter, NotReady))


@router.get(
    "/compare",
    tags=["comparison"],
    summary="A figure across forces",
    response_model=Comparison,
)
def compare_forces(
    session: ReadingSession, answering: InFormatWithCaveats, as_of: AsOf, query: Annotated[CompareQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """Compare a measure or an indicator across forces: with bounds, periods, ranks as ranges, and caveats.

    Each force writes its own statement, so this is not a league table: read the caveats first. Ranks are among figures
    of one time; those of another stand `apart`, and `missing` says why a force has none.
    """
    mistakes = Mistakes()
    forces = _forces_of(query, mistakes)
    rounds = mistakes.rounds([] if query.round is None else [query.round])
    since, order = since_of(query.since, mistakes), order_of(query.sort, mistakes)
    subject = subject_of(query.measure, query.indicator, mistakes)
    refuse_unknown_values(session, ObservationFilter(rounds=rounds), as_of)
    answer = comparison_of_forces(session, subject, forces, rounds, since=since, order=order, as_of=as_of)
    return answering.answer(answer, [*answer.items, *answer.apart], RankedFigure, query.fields)


def _forces_of(query: CompareQuery, mistakes: Mistakes) -> list[str]:
    """Return the forces to compare, all where none is named, that are of the country and region asked for."""
    named = mistakes.forces(query.forces, "forces")
    mistakes.one_of("region", [] if query.region is None else [query.region], regions())
    found = [
        force.id
        for force in register().values()
        if (not query.forces or force.id in named)
        and query.country in {None, force.country}
        and query.region in {None, force.region}
    ]
    if not found and not mistakes.errors:
        mistakes.wrong("forces", "none of them is of the country and region asked for: see /v1/forces")
    return found


@router.get(
    "/forces/{force}/series",
    tags=["comparison"],
    summary="A figure of a force through the rounds",
    response_model=Series,
    responses=responses(UnknownForce),
)
def get_force_series(
    session: ReadingSession,
    named: ForceInPath,
    answering: InFormatWithCaveats,
    as_of: AsOf,
    query: Annotated[SeriesQuery, Query()],
) -> Any:  # noqa: ANN401 - a model or a response
    """Return a measure or an indicator of a force for each round, and how it changed as far as the bounds tell."""
    subject = subject_of(query.measure, query.indicator, Mistakes())
    answer = series_of_force(session, subject, named.id, as_of)
    return answering.answer(answer, answer.items, SeriesPoint, query.fields)
