"""Charts: comparisons, series and single figures as pictures, and as specifications for others to draw."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BaseModel

from app.answers.comparison import comparison_asked, comparisons_beside, series_of_each_source
from app.answers.figures import figure_by_id
from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownObservation
from app.api.deps import AsOf
from app.api.headers import documented
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.addresses import own_root, reference
from app.http.problems import InvalidParameter, NotReady
from app.schemas.charts import Beside, ChartKind
from app.schemas.comparison import ComparisonAsked, SeriesAsked
from app.vocabulary.sources import Source

if TYPE_CHECKING:
    from app.charts.chart import Chart  # what draws is loaded when the first chart is asked for

router = Routes(prefix="/v1/charts", tags=["charts"], responses=responses(InvalidParameter, NotReady))

_JSON = "application/json"
Size = Literal["preview"]
"""The sizes of pictures beside their own."""


def _svg(chart: "Chart", size: Size | None) -> bytes:
    from app.charts.svg import drawn_alone, drawn_preview

    return (drawn_alone(chart) if size is None else drawn_preview(chart)).encode()


def _png(chart: "Chart", size: Size | None) -> bytes:
    from app.charts.png import picture

    return picture(chart, preview=size is not None)


def _specification(chart: "Chart", _: Size | None) -> bytes:
    from app.charts.vega_lite import specification

    return json.dumps(specification(chart), ensure_ascii=False).encode()


@dataclass(frozen=True, slots=True)
class Form:
    """A form that charts are answered in."""

    suffix: str
    media_type: str
    words: str
    made: Callable[["Chart", Size | None], bytes]

    @property
    def name(self) -> str:
        """Its name in that of an operation."""
        return self.suffix.replace(".", "_")

    def documented(self) -> dict[int | str, dict[str, Any]]:
        """Return what OpenAPI says of an answer in it."""
        schema = {"type": "object"} if self.media_type == _JSON else {"type": "string", "format": "binary"}
        content = {self.media_type: {"schema": schema}}
        return {
            200: {"description": f"The chart as {self.words}.", "content": content, **documented("Content-Disposition")}
        }


FORMS = (
    Form("svg", "image/svg+xml", "SVG", _svg),
    Form("png", "image/png", "PNG", _png),
    Form("vl.json", _JSON, "a specification in Vega-Lite", _specification),
)


async def _kind(kind: Annotated[ChartKind, Query(description="How the forces are drawn.")] = "dots") -> ChartKind:
    return kind


async def _beside(
    kind: Annotated[ChartKind, Depends(_kind)],
    beside: Annotated[
        Beside | None,
        Query(
            description="`stated` draws, beside each official figure of dots or bars, what the force states of a time "
            "within a year of it; `at` is then by default the newest time that statements may speak of."
        ),
    ] = None,
) -> Beside | None:
    if beside is not None and kind == "tiles":
        mistakes = Mistakes()
        mistakes.wrong("beside", "a tile has room for one figure: ask for kind=dots or bars")
        mistakes.refuse()
    return beside


async def _size(
    size: Annotated[
        Size | None,
        Query(description="`preview` for a picture of 1200 by 630, for links that are shared; else as high as needed."),
    ] = None,
) -> Size | None:
    return size


async def _force(force: Annotated[str, Query(description="The force, by its slug, ONS code or name.")]) -> str:
    mistakes = Mistakes()
    found = mistakes.forces([force])
    mistakes.refuse()
    return found[0]


Kind = Annotated[ChartKind, Depends(_kind)]
BesideAsked = Annotated[Beside | None, Depends(_beside)]
Sized = Annotated[Size | None, Depends(_size)]
ForceAsked = Annotated[str, Depends(_force)]


def _comparison_route(form: Form) -> Callable[..., Response]:
    def draw_comparison(  # noqa: PLR0913, PLR0917 - what a request gives
        request: Request,
        session: ReadingSession,
        kind: Kind,
        beside: BesideAsked,
        size: Sized,
        as_of: AsOf,
        query: Annotated[ComparisonAsked, Query()],
    ) -> Response:
        from app.charts.comparison import of_comparison

        if beside is None:
            answer = comparison_asked(session, query, as_of)
            address = _address(request, "compare", query)
            return _drawn(of_comparison(answer, kind, address, query.similar_to), form, size)
        answer, stated = comparisons_beside(session, query, as_of)
        if query.measure is None:
            address = _address(request, "compare", query)
        else:  # the page of a measure has both
            of_it = query.model_copy(update={"measure": None})
            address = _address(request, f"measures/{query.measure}", of_it, beside=beside)
        return _drawn(of_comparison(answer, kind, address, query.similar_to, stated), form, size)

    return draw_comparison


def _series_route(form: Form) -> Callable[..., Response]:
    def draw_series(  # noqa: PLR0913, PLR0917 - what a request gives
        request: Request,
        session: ReadingSession,
        force: ForceAsked,
        size: Sized,
        as_of: AsOf,
        query: Annotated[SeriesAsked, Query()],
    ) -> Response:
        from app.charts.series import of_series

        series = series_of_each_source(session, force, query, as_of)
        address = _address(request, f"forces/{force}")
        return _drawn(of_series(series.get(Source.OFFICIAL), series.get(Source.STATED), address), form, size)

    return draw_series


def _figure_route(form: Form) -> Callable[..., Response]:
    def draw_figure(
        request: Request,
        session: ReadingSession,
        observation: Annotated[str, Path(description="The id of an observation.")],
        size: Sized,
    ) -> Response:
        from app.charts.figure import of_figure

        found = figure_by_id(session, observation)
        if found is None:
            raise UnknownObservation(f"There is no observation {observation!r}. /v1/observations gives their ids.")
        return _drawn(of_figure(found, found.reconciliation, _address(request, f"figures/{observation}")), form, size)

    return draw_figure


def _address(request: Request, path: str, query: BaseModel | None = None, **more: str) -> str:
    """Return the address under which people find what a chart shows, by the same parameters."""
    told = {} if query is None else query.model_dump(mode="json", exclude_defaults=True)
    return f"{own_root(request)}{reference(path, urlencode(more | told, doseq=True))}"


def _drawn(chart: "Chart", form: Form, size: Size | None) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", f"{chart.title} {chart.subtitle}".lower().replace(",", "")).strip("-")
    return Response(
        form.made(chart, size),
        media_type=form.media_type,
        headers={"Content-Disposition": f'inline; filename="{name}.{form.suffix}"'},
    )


_COMPARISON = (
    "Draw what `/v1/compare` answers: the forces as dots with what their values may be, as bars, or as a map of tiles. "
    "An arrow is an end without a limit. With `beside=stated`, official statistics have what forces state beside them."
)
_SERIES = (
    "Draw what `/v1/forces/{force}/series` answers, from both sources unless one is named. A line joins what one "
    "dataset counts in one way, with no year missing; what a statement does not date is put on no date."
)
_FIGURE = "Draw one stated figure: what its words allow, and the official counts that it is laid beside."
for _what, _path, _route, _problems, _description in (
    ("comparison", "/compare", _comparison_route, (), _COMPARISON),
    ("series", "/series", _series_route, (), _SERIES),
    ("figure", "/figures/{observation}", _figure_route, (UnknownObservation,), _FIGURE),
):
    for _form in FORMS:
        router.add_api_route(
            f"{_path}.{_form.suffix}",
            _route(_form),
            name=f"draw_{_what}_{_form.name}",
            summary=f"A {_what} as {_form.words}",
            description=_description,
            response_class=Response,
            responses=responses(*_problems) | _form.documented(),
        )
