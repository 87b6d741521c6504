"""Forces: the list, a profile, the five topics, indicators, similar forces, statements."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Query
from pydantic import BaseModel

from app.answers.indicators import indicators_asked
from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce, UnknownStatement
from app.answers.similar import similar_forces
from app.answers.statements import profile_rows
from app.api.deps import AsOf, ForceInPath
from app.api.formats import InFormat, InFormatWithCaveats
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import forces as force_queries
from app.queries import statements as statement_queries
from app.schemas.common import FieldsQuery, ListQuery, Output
from app.schemas.forces import Force, ForcePage, ForceQuery
from app.schemas.indicators import ForceIndicators, Indicator
from app.schemas.profiles import LEADING, OF_TOPIC, TOPICS, IndicatorQuery, Profile, RoundQuery, profile, topic_of_force
from app.schemas.similar import SimilarForce, SimilarForces
from app.schemas.statements import StatementPage, statement
from app.vocabulary import forces as register
from app.vocabulary.measures import Topic

router = Routes(prefix="/v1/forces", responses=responses(InvalidParameter, NotReady))
OF_FORCE = responses(UnknownForce)
OF_STATEMENT = responses(UnknownForce, UnknownStatement)


@router.get("", tags=["forces"], summary="The forces", response_model=ForcePage)
def list_forces(session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[ForceQuery, Query()]) -> Any:  # noqa: ANN401 - a model or a response
    """List the 43 territorial forces of England and Wales, with the rounds of their statements."""
    mistakes = Mistakes()
    if query.region is not None:
        mistakes.one_of("region", [query.region], register.regions())
    mistakes.refuse()
    wanted = force_queries.ForceFilter(
        ids=None if query.q is None else [found.id for found in register.search(query.q)],
        country=query.country,
        region=query.region,
        has_statement=query.has_statement,
    )
    return paging.answer(
        ForcePage,
        query,
        force_queries.SORT,
        lambda window: force_queries.list_forces(session, wanted, window, as_of),
        Force.model_validate,
    )


@router.get(
    "/{force}", tags=["forces"], summary="The profile of a force", response_model=Profile, responses=OF_STATEMENT
)
def get_force(
    session: ReadingSession, named: ForceInPath, as_of: AsOf, query: Annotated[RoundQuery, Query()]
) -> BaseModel:
    """Return a force's profile: identity, statements, the leading figures of every topic, notes, indicators.

    Beside what a statement says stand the newest official figures, and how the two agree.
    """
    return profile(profile_rows(session, named, query.round, as_of, counted=LEADING))


@router.get(
    "/{force}/indicators",
    tags=["forces"],
    summary="The indicators of a force",
    response_model=ForceIndicators,
    responses=OF_STATEMENT,
)
def list_force_indicators(
    session: ReadingSession,
    named: ForceInPath,
    answering: InFormat,
    as_of: AsOf,
    query: Annotated[IndicatorQuery, Query()],
) -> Any:  # noqa: ANN401 - a model or a response
    """List the indicators that a statement, or official statistics, allow, and why they do not allow the others.

    Each has its bounds and warnings, and the figures that it is derived from.
    """
    answer = indicators_asked(session, named, query, as_of)
    return answering.answer(answer, answer.items, Indicator, query.fields)


@router.get(
    "/{force}/similar",
    tags=["comparison"],
    summary="The forces most similar to one",
    response_model=SimilarForces,
    responses=OF_FORCE,
)
def list_similar_forces(
    session: ReadingSession,
    named: ForceInPath,
    answering: InFormatWithCaveats,
    as_of: AsOf,
    query: Annotated[FieldsQuery, Query()],
) -> Any:  # noqa: ANN401 - a model or a response
    """List the seven forces nearest to one by population, density and ethnic minority share, with their distances.

    They are computed here from official figures, none of them of crime: they are not the Home Office's Most Similar
    Groups. The City of London stands apart: it has none, and is among nobody's.
    """
    answer = similar_forces(session, named, as_of)
    return answering.answer(answer, answer.items, SimilarForce, query.fields)


@router.get(
    "/{force}/statements",
    tags=["statements"],
    summary="The statements of a force",
    response_model=StatementPage,
    responses=OF_FORCE,
)
def list_force_statements(
    session: ReadingSession, named: ForceInPath, paging: ListPaging, as_of: AsOf, query: Annotated[ListQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List the statements of a force, newest round first."""
    return paging.answer(
        StatementPage,
        query,
        statement_queries.SORT,
        lambda window: statement_queries.list_statements(session, window, forces=[named.id], as_of=as_of),
        statement,
    )


def _topic_route(topic: Topic) -> Callable[..., Output]:
    def get_topic(
        session: ReadingSession, named: ForceInPath, as_of: AsOf, query: Annotated[RoundQuery, Query()]
    ) -> Output:
        return topic_of_force(topic, profile_rows(session, named, query.round, as_of, counted=OF_TOPIC[topic]))

    return get_topic


for _topic in Topic:
    router.add_api_route(
        f"/{{force}}/{_topic}",
        _topic_route(_topic),
        name=f"get_force_{_topic}",
        response_model=TOPICS[_topic],
        summary=f"The {_topic} of a force",
        description=f"Return the {_topic} of a force: the leading figure of each measure and the newest official ones, "
        "then every figure and note, and how figures agree with official ones.",
        tags=["topics"],
        responses=OF_STATEMENT,
    )
