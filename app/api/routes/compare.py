"""Comparisons across forces, and series of one through the rounds."""

from typing import Annotated, Any

from fastapi import Query

from app.answers.comparison import comparison_asked, series_asked
from app.answers.problems import UnknownForce
from app.api.deps import AsOf, ForceInPath
from app.api.formats import InFormatWithCaveats
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.schemas.comparison import (
    CompareQuery,
    Comparison,
    RankedFigure,
    Series,
    SeriesPoint,
    SeriesQuery,
)

router = Routes(prefix="/v1", responses=responses(InvalidParameter, NotReady))


@router.get(
    "/compare",
    tags=["comparison"],
    summary="A figure across forces",
    response_model=Comparison,
)
def compare_forces(
    session: ReadingSession, answering: InFormatWithCaveats, as_of: AsOf, query: Annotated[CompareQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """Compare a measure or an indicator across forces, by official statistics or by what forces state.

    Official figures are of one time, counted in one way. Each force writes its own statement: ranks are ranges where
    bounds overlap, and among figures of one time; those of another stand `apart`. `missing` says why a force has none.
    This is not a league table: read the caveats first.
    """
    answer = comparison_asked(session, query, as_of)
    return answering.answer(answer, [*answer.items, *answer.apart], RankedFigure, query.fields)


@router.get(
    "/forces/{force}/series",
    tags=["comparison"],
    summary="A figure of a force through time",
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
    """Return a measure or an indicator of a force by official statistics of each year, or as stated in each round.

    Each point says how it changed since the one before, as far as bounds tell, and why there is no figure.
    """
    answer = series_asked(session, named.id, query, as_of)
    return answering.answer(answer, answer.items, SeriesPoint, query.fields)
