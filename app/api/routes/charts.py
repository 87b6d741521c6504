"""Charts: comparisons, series and single figures as pictures, and as specifications for others to draw."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal
from urllib.parse import urlencode

from fastapi import Depends, Path, Query, Request, Response

from app.answers.comparison import comparison_asked, series_of_each_source
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
from app.schemas.charts import ChartKind
from app.schemas.comparison import ComparisonAsked, SeriesAsked
from app.vocabulary.sources import Source

if TYPE_CHECKING:
    from app.charts.chart import Chart  # what draws is loaded when the first chart is asked for

router = Routes(prefix="/v1/charts", tags=["charts"], responses=responses(InvalidParameter, NotReady))

Size = Literal["preview"]
"""The sizes of pictures beside their own."""
_OF_PICTURES = frozenset({"kind", "size"})
"""The parameters that only charts have."""


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
        content = {self.media_type: {"schema": {"type": "string", "format": "binary"}}}
        return {
            200: {"description": f"The chart as {self.words}.", "content": content, **documented("Content-Disposition")}
        }


FORMS = (
    Form("svg", "image/svg+xml", "SVG", _svg),
    Form("png", "image/png", "PNG", _png),
    Form("vl.json", "application/json", "a specification in Vega-Lite", _specification),
)


async def _kind(kind: Annotated[ChartKind, Query(description="How the forces are drawn.")] = "dots") -> ChartKind:
    return kind


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
Sized = Annotated[Size | None, Depends(_size)]
ForceAsked = Annotated[str, Depends(_force)]


def _comparison_route(form: Form) -> Callable[..., Response]:
    def draw_comparison(  # noqa: PLR0913, PLR0917 - what a request gives
        request: Request,
        session: ReadingSession,
        kind: Kind,
        size: Sized,
        as_of: AsOf,
        query: Annotated[ComparisonAsked, Query()],
    ) -> Response:
        from app.charts.comparison import of_comparison

        answer = comparison_asked(session, query, as_of)
        chart = of_comparison(answer, kind, _address(request, "compare"), query.similar_to)
        return _drawn(chart, form, size)

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
        address = f"{own_root(request)}{reference(f'forces/{force}')}"
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


def _address(request: Request, path: str) -> str:
    """Return the address under which people find what a chart shows, by the same parameters."""
    asked = [(name, value) for name, value in request.query_params.multi_items() if name not in _OF_PICTURES]
    return f"{own_root(request)}{reference(path, urlencode(asked))}"


def _drawn(chart: "Chart", form: Form, size: Size | None) -> Response:
    name = re.sub(r"[^a-z0-9]+", "-", f"{chart.title} {chart.subtitle}".lower().replace(",", "")).strip("-")
    return Response(
        form.made(chart, size),
        media_type=form.media_type,
        headers={"Content-Disposition": f'inline; filename="{name}.{form.suffix}"'},
    )


_COMPARISON = (
    "Draw what `/v1/compare` answers: the forces as dots with what their values may be, as bars, or as a map of tiles. "
    "An arrow is an end without a limit."
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
