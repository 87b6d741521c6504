"""Coverage: which measures are stated or officially counted, of whom and when, and what was read only in part."""

from typing import Annotated, Any

from fastapi import Query

from app.answers.coverage import coverage_asked
from app.api.deps import AsOf
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import coverage as coverage_queries
from app.queries.catalogue import holdings as rows_held
from app.queries.coverage import read_in_part
from app.schemas.coverage import CoveragePage, CoverageQuery, coverage, holdings

router = Routes(prefix="/v1/coverage", responses=responses(InvalidParameter, NotReady))


@router.get("", tags=["discovery"], summary="What is there", response_model=CoveragePage)
def list_coverage(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[CoverageQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List, for each force and measure, the rounds that state it and the years that official statistics have it.

    `read_in_part` names the statements that may state more than is known of them.
    """
    wanted = coverage_asked(session, query, as_of)
    return paging.answer(
        CoveragePage,
        query,
        coverage_queries.SORT,
        lambda window: coverage_queries.list_coverage(session, wanted, window, source=query.source, as_of=as_of),
        coverage,
        whole=lambda _: {
            "held": holdings(rows_held(session)),
            "read_in_part": read_in_part(session, wanted, as_of),
        },
    )
