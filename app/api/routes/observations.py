"""Observations: every figure, filtered, sorted and paged, and one alone by its id."""

from typing import Annotated, Any

from fastapi import Path, Query

from app.answers.figures import absence_of, figure_by_id, no_figure, observation_filter, refuse_unknown_values
from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownObservation
from app.api.deps import AsOf
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import observations as observation_queries
from app.queries.paging import Counting
from app.schemas.observations import (
    ObservationDetail,
    ObservationPage,
    ObservationQuery,
    stored_observation,
)

router = Routes(
    prefix="/v1/observations",
    tags=["observations"],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("", summary="The observations", response_model=ObservationPage)
def list_observations(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[ObservationQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List figures: filter by what they are of, how they are said, how sure they are, and value; sort; page."""
    mistakes = Mistakes()
    wanted = observation_filter(query, mistakes)
    mistakes.one_of("sort", [query.sort.removeprefix("-")], observation_queries.SORTS)
    mistakes.refuse()
    refuse_unknown_values(session, wanted, as_of)
    return paging.answer(
        ObservationPage,
        query,
        observation_queries.sort_keys(query.sort),
        lambda window: observation_queries.list_observations(session, wanted, query.sort, window, as_of),
        stored_observation,
        counting=Counting.EXACT if query.count == "exact" else Counting.CAPPED,
        whole=lambda page: {"missing": None if page.items else absence_of(session, wanted, as_of)},
    )


@router.get("/{observation}", summary="An observation", responses=responses(UnknownObservation))
def get_observation(
    session: ReadingSession,
    observation: Annotated[str, Path(description="The id of an observation.")],
) -> ObservationDetail:
    """Return one figure by its id, also one of an older revision, and whether it still stands."""
    found = figure_by_id(session, observation)
    if found is None:
        raise no_figure(observation)
    return found
