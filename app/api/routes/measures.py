"""The measure catalogue."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from app.api.deps import ReadingSession, known_parameters_only
from app.api.pagination import decode_cursor, encode_cursor, link_next
from app.api.problems import InvalidParameter, NotReady, UnknownMeasure, responses
from app.queries import catalogue
from app.queries.paging import Window
from app.schemas.measures import Measure, MeasurePage, MeasureQuery, measure
from app.vocabulary.measures import measures
from app.vocabulary.names import nearest

router = APIRouter(
    prefix="/v1/measures",
    tags=["measures"],
    dependencies=[Depends(known_parameters_only)],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("")
def list_measures(
    request: Request, response: Response, session: ReadingSession, query: Annotated[MeasureQuery, Query()]
) -> MeasurePage:
    """List the measures: what is counted, in which units, and how many observations each has."""
    window = Window(query.limit, decode_cursor(query.cursor, catalogue.SORT))
    page = catalogue.list_measures(session, window, topics=query.topic)
    cursor = encode_cursor(page.next_after)
    link_next(request, response, cursor)
    return MeasurePage(items=[measure(row) for row in page.items], total=page.total, next=cursor)


@router.get("/{measure}", responses=responses(UnknownMeasure))
def get_measure(
    session: ReadingSession,
    id_: Annotated[str, Path(alias="measure", description="The id of a measure.", examples=["population"])],
) -> Measure:
    """Answer one measure of the catalogue."""
    found = catalogue.list_measures(session, Window(1), ids=[id_]).items if id_ in measures() else []
    if not found:
        near = nearest(id_, measures())
        hint = f"Did you mean {' or '.join(near)}?" if near else "See /v1/measures."
        raise UnknownMeasure(f"No measure is called {id_!r}. {hint}", nearest=near)
    return measure(found[0])
