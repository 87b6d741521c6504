"""The first page: what this is, the search, a map of the forces by an indicator, and what is new."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field
from starlette.routing import Match
from starlette.types import Scope

from app.answers.comparison import comparison_asked
from app.api.reading import ReadingSession
from app.api.routing import Route
from app.derived.indicators import DEFINITIONS
from app.explorer.addresses import asked
from app.explorer.pages import About, Pages, show
from app.http.negotiation import is_for_a_reader
from app.queries import official, releases
from app.queries.paging import Window
from app.schemas.comparison import CompareQuery
from app.schemas.official import dataset
from app.schemas.releases import Release
from app.vocabulary.sources import Source

MAPPED = "officers_per_1000_people"
"""What the map shows unless another indicator is chosen."""
NEWEST = 5
"""How many editions and releases are told as new."""


class ForReaders(Route):
    """A route that is there for who reads pages alone: programs find another one at its address."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether it is the route of a request."""
        found, told = super().matches(scope)
        return (found, told) if found is Match.NONE or is_for_a_reader(scope) else (Match.NONE, {})


router = Pages(ForReaders)


class HomeQuery(BaseModel):
    """What the map shows: an indicator, of a time."""

    indicator: str = Field(default=MAPPED)
    at: str | None = None


@router.get("/")
def get_home(request: Request, session: ReadingSession, query: Annotated[HomeQuery, Query()]) -> Response:
    """Answer the first page."""
    wanted = CompareQuery(indicator=query.indicator, at=query.at, source=Source.OFFICIAL)
    comparison = comparison_asked(session, wanted)
    address = asked("/v1/compare", **wanted.model_dump(mode="json", exclude_defaults=True))
    datasets = official.list_datasets(session, Window(100)).items
    page = show(
        request,
        "home.html",
        About(
            title="Force Profiles: the police forces of England and Wales as data",
            description="What the 43 police forces of England and Wales say of themselves, beside what is counted of "
            "them: population, budget, officers, crime. Every figure with its words, its bounds and its source.",
            address=asked("/", **query.model_dump(exclude_defaults=True)),
            data={"this map": address, "the forces": "/v1/forces"},
        ),
        comparison=comparison,
        chosen=query,
        indicators=DEFINITIONS.values(),
        editions=sorted(map(dataset, datasets), key=lambda one: one.edition, reverse=True)[:NEWEST],
        releases=[Release.model_validate(one) for one in releases.list_releases(session, Window(NEWEST)).items],
    )
    page.headers["Vary"] = "Accept"
    return page
