"""The measure catalogue."""

from typing import Annotated, Any

from fastapi import Path, Query

from app.answers.measures import measure_named
from app.answers.problems import UnknownMeasure
from app.api.deps import AsOf
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import catalogue
from app.schemas.measures import Measure, MeasurePage, MeasureQuery, measure

router = Routes(
    prefix="/v1/measures",
    tags=["measures"],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("", summary="The measures", response_model=MeasurePage)
def list_measures(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[MeasureQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List the measures: what is counted, in which units, and how many figures each has, stated and official."""
    return paging.answer(
        MeasurePage,
        query,
        catalogue.SORT,
        lambda window: catalogue.list_measures(session, window, topics=query.topic, as_of=as_of),
        measure,
    )


@router.get("/{measure}", summary="A measure", responses=responses(UnknownMeasure))
def get_measure(
    session: ReadingSession,
    id_: Annotated[str, Path(alias="measure", description="The id of a measure.")],
) -> Measure:
    """Return one measure of the catalogue."""
    return measure_named(session, id_)
