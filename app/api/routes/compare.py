"""Comparisons across forces, and series of one through the rounds."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.answers.comparison import comparison_asked, series_of_force, subject_of
from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce
from app.api.deps import AsOf, ForceInPath, ReadingSession
from app.api.formats import InFormatWithCaveats
from app.api.problems import responses
from app.http.problems import InvalidParameter, NotReady
from app.schemas.comparison import (
    CompareQuery,
    Comparison,
    RankedFigure,
    Series,
    SeriesPoint,
    SeriesQuery,
)

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
    answer = comparison_asked(session, query, as_of)
    return answering.answer(answer, [*answer.items, *answer.apart], RankedFigure, query.fields)


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
