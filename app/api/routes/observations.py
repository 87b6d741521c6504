"""Observations: every figure, filtered, sorted and paged, and one alone by its id."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from app.api.deps import AsOf, Checks, ReadingSession, known_parameters_only
from app.api.formats import LIST_RESPONSES
from app.api.pagination import ListPaging
from app.api.problems import InvalidParameter, NotReady, UnknownObservation, responses
from app.queries import observations as observation_queries
from app.schemas.observations import Observation, ObservationPage, ObservationQuery, stored_observation
from app.vocabulary.measures import measures
from app.vocabulary.periods import parse_period

router = APIRouter(
    prefix="/v1/observations",
    tags=["observations"],
    dependencies=[Depends(known_parameters_only)],
    responses=responses(InvalidParameter, NotReady),
)

WHOLE_AREA = "force"


@router.get("", summary="The observations", response_model=ObservationPage, responses=LIST_RESPONSES)
def list_observations(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[ObservationQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List figures: filter by force, measure, topic, round, period, area, qualifier, status and value; sort; page."""
    checks = Checks()
    wanted = _filter(query, checks)
    checks.one_of("sort", [query.sort.removeprefix("-")], observation_queries.SORTS)
    checks.finish()
    return paging.answer(
        ObservationPage,
        query,
        observation_queries.sort_keys(query.sort),
        lambda window: observation_queries.list_observations(session, wanted, query.sort, window, as_of),
        stored_observation,
        count_all=query.count == "exact",
    )


@router.get("/{observation}", summary="An observation", responses=responses(UnknownObservation))
def get_observation(
    session: ReadingSession,
    observation: Annotated[str, Path(description="The id of an observation.", examples=["leicestershire.2021-22.1.7"])],
) -> Observation:
    """Answer one figure by its id, also one of a revision that is not current any more."""
    found = observation_queries.observation_by_id(session, observation)
    if found is None:
        raise UnknownObservation(f"There is no observation {observation!r}. Ids are those that /v1/observations gives.")
    return stored_observation(found)


def _filter(query: ObservationQuery, checks: Checks) -> observation_queries.ObservationFilter:
    """Return what a query asks for; what is wrong with it goes into ``checks``."""
    periods = []
    for name in query.period:
        period = parse_period(name)
        if period is None:
            checks.wrong(
                "period", f"{name!r} is no period; write it as 2022/23, 2016, March 2022 or year to March 2022"
            )
        else:
            periods.append(period.label)
    if not all(area.isprintable() for area in query.area):
        checks.wrong("area", "a name has only printable characters")
    if query.min_value is not None and query.max_value is not None and query.min_value > query.max_value:
        checks.wrong("min_value", "it is greater than max_value, so nothing could match")
    return observation_queries.ObservationFilter(
        forces=checks.forces(query.force),
        measures=checks.one_of("measure", query.measure, measures()),
        topics=query.topic,
        rounds=checks.rounds(query.round),
        periods=periods,
        areas=[None if area == WHOLE_AREA else area for area in query.area],
        qualifiers=query.qualifier,
        statuses=query.status,
        min_value=query.min_value,
        max_value=query.max_value,
    )
