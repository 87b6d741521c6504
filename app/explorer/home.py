"""The first page: what this is, the search, a map of the forces by an indicator, and what is new."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query, Request, Response
from markupsafe import Markup
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.answers.comparison import comparison_asked
from app.answers.held import Held, held_of_each
from app.answers.official import datasets_held
from app.api.reading import ReadingSession
from app.charts.chart import Chart
from app.charts.comparison import of_comparison
from app.charts.svg import drawn_in_page
from app.charts.tile_map import CODES
from app.derived.indicators import DEFINITIONS
from app.explorer.addresses import asked, files_of
from app.explorer.compared import rests_on
from app.explorer.pages import About, Pages, show
from app.queries import releases
from app.queries.paging import Window
from app.schemas.comparison import CompareQuery, Comparison
from app.vocabulary.sources import Source

MAPPED = "officers_per_1000_people"
"""What the map shows unless another indicator is chosen."""
NEWEST = 5
"""How many editions are told as new."""


router = Pages()


class HomeQuery(BaseModel):
    """What the map shows: an indicator, of a time."""

    indicator: str = MAPPED
    at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A map with what it is of; ``not_of_time`` is a time that was asked for, and that nothing is counted at.

    ``inputs`` are what the indicator is computed from, in words.
    """

    comparison: Comparison
    inputs: Sequence[str]
    chart: Chart
    drawn: Markup
    files: dict[str, str]
    preview: str
    not_of_time: str | None


@router.get("/")
def get_home(request: Request, session: ReadingSession, query: Annotated[HomeQuery, Query()]) -> Response:
    """Answer the first page. Where no official statistics are held, it has no map."""
    counted = {of.subject.id: of for of in held_of_each(session, DEFINITIONS.values(), []) if of}
    mapped = _mapped(session, query, counted.get(query.indicator)) if counted else None
    page = show(
        request,
        "home.html",
        About(
            title="Force Profiles: the police forces of England and Wales as data",
            description="What the 43 police forces of England and Wales say about themselves, next to the official "
            "figures: population, budget, officers, crime. Every figure comes with its exact words and its source.",
            address=asked("/", **query.model_dump(exclude_defaults=True)),
            data=({"this map": mapped.files["JSON"]} if mapped else {}) | {"the forces": "/v1/forces"},
            picture=mapped.preview if mapped else None,
        ),
        map=mapped,
        codes=CODES,
        indicators=[of.subject for of in counted.values()],
        editions=sorted(datasets_held(session), key=lambda one: one.edition, reverse=True)[:NEWEST],
        release=next(iter(releases.list_releases(session, Window(1)).items), None),
    )
    page.headers["Vary"] = "Accept"
    return page


def _mapped(session: Session, query: HomeQuery, chosen: Held | None) -> Mapped:
    """Return the map that is asked for. Where the indicator is not counted at the time chosen, it is of the newest."""
    at = query.at if chosen is not None and chosen.of_time(query.at) is not None else None
    wanted = CompareQuery(indicator=query.indicator, at=at, source=Source.OFFICIAL)
    comparison = comparison_asked(session, wanted)
    told = wanted.model_dump(mode="json", exclude_defaults=True)
    chart = of_comparison(comparison, "tiles")
    return Mapped(
        comparison=comparison,
        inputs=[*rests_on(comparison.items[0])] if comparison.items else [],
        chart=chart,
        drawn=drawn_in_page(chart, "map"),
        files=files_of("/v1/charts/compare", "/v1/compare", **told, kind="tiles"),
        preview=asked("/v1/charts/compare.png", **told, kind="tiles", size="preview"),
        not_of_time=query.at if query.at != at else None,
    )
