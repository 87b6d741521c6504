"""The first page: what this is, the search, a map of the forces by an indicator, and what is new."""

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import BaseModel

from app.answers.comparison import comparison_asked
from app.answers.held import held_of_each
from app.api.reading import ReadingSession
from app.charts.comparison import of_comparison
from app.charts.svg import drawn_in_page
from app.derived.indicators import DEFINITIONS
from app.explorer.addresses import asked, files_of
from app.explorer.pages import About, Pages, show
from app.queries import official, releases
from app.queries.paging import Window
from app.schemas.comparison import CompareQuery
from app.schemas.official import dataset
from app.vocabulary.sources import Source

MAPPED = "officers_per_1000_people"
"""What the map shows unless another indicator is chosen."""
NEWEST = 5
"""How many editions are told as new."""
MOST_DATASETS = 100


router = Pages()


class HomeQuery(BaseModel):
    """What the map shows: an indicator, of a time."""

    indicator: str = MAPPED
    at: str | None = None


@router.get("/")
def get_home(request: Request, session: ReadingSession, query: Annotated[HomeQuery, Query()]) -> Response:
    """Answer the first page. Where the indicator chosen is not counted at the time chosen, it is that of the newest."""
    counted = {of.subject.id: of for of in held_of_each(session, DEFINITIONS.values(), []) if of}
    chosen = counted.get(query.indicator)
    at = query.at if chosen is not None and chosen.of_time(query.at) is not None else None
    wanted = CompareQuery(indicator=query.indicator, at=at, source=Source.OFFICIAL)
    comparison = comparison_asked(session, wanted)
    told = wanted.model_dump(mode="json", exclude_defaults=True)
    chart = of_comparison(comparison, "tiles")
    datasets = official.list_datasets(session, Window(MOST_DATASETS)).items
    page = show(
        request,
        "home.html",
        About(
            title="Force Profiles: the police forces of England and Wales as data",
            description="What the 43 police forces of England and Wales say of themselves, beside what is counted of "
            "them: population, budget, officers, crime. Every figure with its words, its bounds and its source.",
            address=asked("/", **query.model_dump(exclude_defaults=True)),
            data={"this map": asked("/v1/compare", **told), "the forces": "/v1/forces"},
            picture=asked("/v1/charts/compare.png", **told, kind="tiles", size="preview"),
        ),
        comparison=comparison,
        chart=chart,
        drawn=drawn_in_page(chart, "map"),
        files=files_of("/v1/charts/compare", "/v1/compare", **told, kind="tiles"),
        indicators=[of.subject for of in counted.values()],
        not_of_time=query.at if query.at != at else None,
        editions=sorted(map(dataset, datasets), key=lambda one: one.edition, reverse=True)[:NEWEST],
        release=next(iter(releases.list_releases(session, Window(1)).items), None),
    )
    page.headers["Vary"] = "Accept"
    return page
