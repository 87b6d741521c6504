"""A chart as a specification in Vega-Lite 6, with its numbers in it, for others to draw, to change and to build on.

It names no address to load anything from, and says the order and the ends of its scales itself. What stands around the
picture is in its title; who made the figures, and the notes, are in ``usermeta`` as well.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.charts.chart import Bars, Chart, Mark, Middle, Origin, Row, Rows, Series, Tiles
from app.charts.legend import LIMITS_ONLY, NO_LOWER, NO_UPPER, RANGE, signs
from app.charts.marks import is_wide
from app.charts.palette import COLOURS
from app.charts.scales import Scale, note_on, reach, ticks, written
from app.charts.shapes import Paint
from app.charts.text import lines
from app.charts.tile_map import CODES, PLACES
from app.charts.tiles import in_tile, paints, signs_of_tiles, without_figure, words_of
from app.derived.indicators import IndicatorUnit
from app.schemas.common import json_number
from app.vocabulary.sources import LICENCE, LICENCE_URL
from app.vocabulary.units import Unit

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 560
_HEIGHT = 280
_STEP = 22
_TILE = 57
_SUBTITLE = 11
_TICKS = 8
_ARROW = 26
"""How far an arrow reaches, in pixels: only its direction means something."""
_POINT = 80
"""The size of a shape, as the area of the square that it is drawn in."""
_CONFIG: dict[str, Any] = {
    "background": COLOURS[Paint.PAPER],
    "font": "Inter, 'Helvetica Neue', Arial, sans-serif",
    "title": {"anchor": "start", "color": COLOURS[Paint.INK], "subtitleColor": COLOURS[Paint.MUTED], "fontSize": 18},
    "axis": {
        "gridColor": COLOURS[Paint.LINE],
        "labelColor": COLOURS[Paint.INK],
        "labelLimit": 260,
        "titleFontWeight": "normal",
    },
    "legend": {"orient": "top", "title": None, "labelLimit": 320, "columns": 2, "symbolSize": 160, "symbolOpacity": 1},
    "view": {"stroke": None},
}
_IS_THERE = "isValid(datum.at)"
_IS_NO_TARGET = f"datum.origin !== '{Origin.TARGET.in_words}'"
_IS_SOLID = f"datum.known && {_IS_NO_TARGET}"
_IS_QUOTED = f"datum.origin === '{Origin.QUOTED.in_words}'"
_TOLD_OF_ROWS = (("row", "of"), ("section", "among"), ("display", "figure"))

Json = dict[str, Any]


def specification(chart: Chart) -> Json:
    """Return the specification of a chart."""
    below = (*_words(chart), f"Source: {chart.source} {LICENCE}.")
    told = [chart.subtitle, *(line for words in below for line in lines(words, WIDTH, _SUBTITLE))]
    match chart:
        case Rows():
            drawn = _of_rows(chart)
        case Tiles():
            drawn = _of_tiles(chart)
        case Series():
            drawn = _of_series(chart)
        case _:
            raise TypeError(chart)
    return {
        "$schema": SCHEMA,
        "title": {"text": chart.title, "subtitle": told},
        "description": chart.summary,
        "usermeta": {
            "source": chart.source,
            "licence": LICENCE_URL,
            "address": chart.address,
            "notes": list(chart.notes),
        },
        "config": _CONFIG,
        **drawn,
    }


def _words(chart: Chart) -> Iterable[str]:
    """Return what no legend of Vega-Lite can tell: of tiles, the signs beside their figures."""
    if isinstance(chart, Tiles):
        return [f"{sign} {meaning}" for sign, meaning in signs_of_tiles(chart).items()]
    return chart.words


def _of_rows(chart: Rows) -> Json:
    apart = [(section.heading, [one for row in section.rows for one in _apart(row)]) for section in chart.sections]
    ends = ticks(*reach((end for mark in chart.marks for end in mark.ends), from_zero=chart.from_zero), _TICKS)
    marked = _Marked(chart.marks, Scale(ends, 0, WIDTH), chart.middle)
    names = iter(_unique(row.label for _, rows in apart for row in rows))
    sections = [(heading, [(next(names), row) for row in rows]) for heading, rows in apart]
    values = [
        {"row": name, "section": heading, "display": row.words} | ({} if row.mark is None else marked.numbers(row.mark))
        for heading, rows in sections
        for name, row in rows
    ]
    headings = [heading for heading, _ in sections if heading]
    order = [line for heading, rows in sections for line in (*filter(None, [heading]), *(name for name, _ in rows))]
    bare = [*headings, *(name for _, rows in sections for name, row in rows if row.mark is None)]
    x: Json = {
        "type": "quantitative",
        "scale": {"domain": marked.domain},
        "axis": _numbered(ends, chart.unit) | {"orient": "top"},
    }
    at = {"field": "at", **x}
    return {
        "width": WIDTH,
        "height": {"step": _STEP},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "scale": {"domain": order}, "axis": _names(chart, headings, bare)},
            "tooltip": [{"field": field, "title": title} for field, title in _TOLD_OF_ROWS],
        },
        "layer": [
            *([] if chart.middle is None else [_median(chart.middle, sections[0][1][0][0], sections[0][1][-1][0], x)]),
            *_texts(chart, headings),
            *(_bars(marked, at) if isinstance(chart, Bars) else ()),
            *marked.ranges("x", x),
            *marked.arrows("x", x),
            *marked.points(_IS_QUOTED if isinstance(chart, Bars) else _IS_THERE, x=at),
        ],
    }


def _apart(row: Row) -> tuple[Row, ...]:
    """Return a row and, under it, one of its own for what is beside its figure."""
    if row.beside is None:
        return (row,)
    return replace(row, beside=None), replace(row, label=f"{row.label}, stated", mark=row.beside, beside=None)


def _numbered(ends: Sequence[Decimal], unit: Unit | IndicatorUnit) -> Json:
    """Return the axis of a scale with ticks, written as the drawing has them."""
    numbers, labels = [json_number(end) for end in ends], [written(end, unit) for end in ends]
    label = f"{json.dumps(labels)}[indexof({json.dumps(numbers)}, datum.value)]"
    return {"title": note_on(ends) or None, "values": numbers, "labelExpr": label, "zindex": 0}


def _names(chart: Rows, headings: list[str], bare: list[str]) -> Json:
    """Return the axis of the names of rows, beside which arrows have room; words stand in those that are bare."""
    return {
        "title": None,
        "offset": _ARROW if any(mark.low is None for mark in chart.marks) else 4,
        "labelExpr": f"{_among(headings)} ? '' : datum.label",
        "labelFontWeight": _where((row.label for row in chart.rows if row.marked), "bold", "normal"),
        "grid": True,
        "gridOpacity": _where(bare, 0, 1),
        "domain": False,
        "ticks": False,
        "zindex": 0,
    }


def _where(names: Iterable[str], value: float | str, other: float | str) -> Json:
    """Return what holds of the labels of some names, and of others."""
    return {"condition": {"test": _among(names), "value": value}, "value": other}


def _among(names: Iterable[str]) -> str:
    return f"indexof({json.dumps([*names])}, datum.label) >= 0"


def _median(middle: Middle, first: str, last: str, x: Json) -> Json:
    """Return the median beside the rows that it is of: a line or, where only its range is known, a band."""
    return {
        "data": {"values": [{"low": _number(middle.low), "high": _number(middle.high), "median": middle.display}]},
        "mark": {
            "type": "rect",
            "color": COLOURS[Paint.LINE],
            "opacity": 0.7,
            "stroke": COLOURS[Paint.MUTED],
            "strokeDash": [3, 2],
        },
        "encoding": {
            "x": {"field": "low", **x},
            "x2": {"field": "high"},
            "y": {"datum": first, "type": "nominal", "bandPosition": 0},
            "y2": {"datum": last, "bandPosition": 1},
            "tooltip": {"field": "median", "title": "median"},
        },
    }


def _texts(chart: Rows, headings: list[str]) -> Iterator[Json]:
    """Yield the headings, the figures beside the plot, and why there is none."""
    left = {"type": "text", "align": "left"}
    yield {
        "data": {"values": [{"row": heading} for heading in headings]},
        "mark": left | {"fontWeight": "bold"},
        "encoding": {"x": {"value": 0}, "text": {"field": "row"}, "tooltip": None},
    }
    beside = 8 + (_ARROW if any(mark.high is None for mark in chart.marks) else 0)
    for there, mark, x in (
        ("isValid(datum.origin)", left | {"dx": beside}, "width"),
        ("!isValid(datum.origin)", left | {"dx": 4, "color": COLOURS[Paint.MUTED]}, 0),
    ):
        yield {
            "transform": [{"filter": there}],
            "mark": mark,
            "encoding": {"x": {"value": x}, "text": {"field": "display"}},
        }


def _bars(marked: "_Marked", at: Json) -> Iterator[Json]:
    """Yield the bars, which begin at 0, and are hollow for what is aimed at, and where only limits are known."""
    there = f"{_IS_THERE} && !({_IS_QUOTED})"
    hollow = {"type": "bar", "height": 10, "fillOpacity": 0, "strokeWidth": 2}
    yield marked.layer(f"{there} && {_IS_SOLID}", {"type": "bar", "height": 10}, x=at, x2={"datum": 0})
    layer = marked.layer(f"{there} && !({_IS_SOLID})", hollow, x=at, x2={"datum": 0})
    layer["encoding"]["stroke"] = layer["encoding"]["color"]
    yield layer


def _outline(*corners: tuple[float, float]) -> str:
    return f"M{'L'.join(f'{x:g},{y:g}' for x, y in corners)}z"


def _box(left: float, right: float, half: float) -> list[tuple[float, float]]:
    return [(left, -half), (right, -half), (right, half), (left, half)]


_PARTS = (
    _box(-1, -0.75, 0.06),
    _box(-0.55, -0.3, 0.06),
    _box(-0.1, 0.15, 0.06),
    _box(0.35, 0.6, 0.06),
    [(0.6, -0.3), (1, 0), (0.6, 0.3)],
)
"""An arrow to the right."""


def _arrow(turned: Callable[[float, float], tuple[float, float]]) -> str:
    return "".join(_outline(*(turned(x, y) for x, y in part)) for part in _PARTS)


_RIGHT, _LEFT, _UP, _DOWN = (
    _arrow(turned) for turned in (lambda x, y: (x, y), lambda x, y: (-x, y), lambda x, y: (y, -x), lambda x, y: (y, x))
)
_ACROSS = "".join(_outline(*part) for part in (_box(-1, 1, 0.08), _box(-1, -0.84, 0.45), _box(0.84, 1, 0.45)))
_UPRIGHT = "".join(_outline(*((y, x) for x, y in _box(left, left + 0.5, 0.08))) for left in (-1, -0.25, 0.5))
_BAND = _outline(*_box(-0.6, 0.6, 1)) + _outline(*reversed(_box(-0.45, 0.45, 0.85)))
_FRAME = _outline(*_box(-0.9, 0.9, 0.9)) + _outline(*reversed(_box(-0.5, 0.5, 0.5)))
_RING = "M-0.9,0A0.9,0.9,0,1,1,0.9,0A0.9,0.9,0,1,1,-0.9,0zM-0.6,0A0.6,0.6,0,1,0,0.6,0A0.6,0.6,0,1,0,-0.6,0z"
_SHAPES = {
    Origin.OFFICIAL.in_words: ("circle", Paint.OFFICIAL),
    Origin.STATED.in_words: ("diamond", Paint.STATED),
    Origin.TARGET.in_words: (_FRAME, Paint.TARGET),
    Origin.QUOTED.in_words: ("triangle-up", Paint.QUOTED),
    LIMITS_ONLY: (_RING, Paint.MUTED),
    RANGE: (_ACROSS, Paint.MUTED),
    NO_UPPER: (_RIGHT, Paint.MUTED),
    NO_LOWER: (_LEFT, Paint.MUTED),
}
"""The shape and the colour of what the legend tells. All are filled: what is hollow is the outline of a frame."""


class _Marked:
    """The layers of marks on a scale, with one legend, which says of them what that of the drawing says."""

    def __init__(self, marks: Iterable[Mark], scale: Scale, middle: Middle | None = None) -> None:
        self._scale = scale
        self.domain = [json_number(scale.ticks[0]), json_number(scale.ticks[-1])]
        told = {meaning: _SHAPES[meaning] for _, meaning in signs([*marks], scale)}
        if middle is not None:
            told[f"Median: {middle.display}"] = (_BAND if middle.low < middle.high else _UPRIGHT, Paint.MUTED)
        meanings, shapes = [*told], [shape for shape, _ in told.values()]
        self._shape = self._by_origin(meanings, shapes)
        self._colour = self._by_origin(meanings, [COLOURS[paint] for _, paint in told.values()])

    def numbers(self, mark: Mark) -> Json:
        """Return the numbers of a mark, as a row of data has them."""
        return {
            "origin": mark.origin.in_words,
            "at": _number(mark.at),
            "low": _number(mark.low),
            "high": _number(mark.high),
            "from": _number(next(iter(mark.ends), None)),
            "known": mark.known,
            "wide": is_wide(mark, self._scale),
            "open_low": mark.low is None,
            "open_high": mark.high is None,
        }

    def layer(self, wanted: str, mark: Json, **encoding: Json) -> Json:
        """Return a layer of what is wanted, in the colour of its origin."""
        return {"transform": [{"filter": wanted}], "mark": mark, "encoding": {"color": self._colour, **encoding}}

    def ranges(self, along: str, scale: Json) -> Iterator[Json]:
        """Yield what values may be: lines with caps."""
        low, high = {"field": "low", **scale}, {"field": "high", **scale}
        yield self.layer("datum.wide", {"type": "rule"}, **{along: low, f"{along}2": {"field": "high"}})
        for end in (low, high):
            yield self.layer("datum.wide", {"type": "tick", "size": 9}, **{along: end})

    def arrows(self, along: str, scale: Json) -> Iterator[Json]:
        """Yield the arrows of the figures that have no limit at one end."""
        shapes, up = ((_LEFT, _RIGHT), 1) if along == "x" else ((_DOWN, _UP), -1)
        for end, shape, way in zip(("low", "high"), shapes, (-up, up), strict=True):
            mark = {"type": "point", "filled": True, "opacity": 1, "size": _ARROW**2, "shape": shape}
            moved = {f"{along}Offset": way * _ARROW / 2}
            yield self.layer(f"datum.open_{end}", mark | moved, **{along: {"field": "from", **scale}})

    def points(self, wanted: str, **places: Json) -> Iterator[Json]:
        """Yield the shapes of figures, which are hollow where only limits are known; that of a target always is."""
        point = {"type": "point", "opacity": 1, "size": _POINT}
        hollow = f"!datum.known && {_IS_NO_TARGET}"
        for there, filled in ((f"!({hollow})", True), (hollow, False)):
            yield self.layer(f"{wanted} && {there}", point | {"filled": filled}, shape=self._shape, **places)

    @staticmethod
    def _by_origin(meanings: list[str], shown: list[str]) -> Json:
        return {"field": "origin", "type": "nominal", "scale": {"domain": meanings, "range": shown}}


def _number(number: Decimal | None) -> float | None:
    return None if number is None else json_number(number)


def _unique(names: Iterable[str]) -> list[str]:
    """Return names, those that come again with a number: rows of one name would be drawn as one."""
    found: list[str] = []
    for name in names:
        again = sum(one == name or one.startswith(f"{name} (") for one in found)
        found.append(f"{name} ({again + 1})" if again else name)
    return found


def _of_series(chart: Series) -> Json:
    marks = [point.mark for point in chart.points]
    ends = ticks(*reach(end for mark in chart.marks for end in mark.ends), _TICKS)
    marked = _Marked(marks, Scale(ends, _HEIGHT, 0))
    values = [
        {"day": point.at.isoformat(), "time": point.label, "display": point.mark.display, "run": run}
        | marked.numbers(point.mark)
        for run, points in enumerate((*chart.runs, chart.stated))
        for point in points
    ]
    y: Json = {"type": "quantitative", "scale": {"domain": marked.domain}, "axis": _numbered(ends, chart.unit)}
    joined = marked.layer(f"datum.run < {len(chart.runs)}", {"type": "line"}, y={"field": "at", **y})
    joined["encoding"]["detail"] = {"field": "run"}
    years = [point.at.year for point in chart.points] or [2000]
    days = [{"year": year, "month": 1, "date": 1} for year in (min(years), max(years) + 1)]
    by_year = {"tickCount": {"interval": "year", "step": 1}, "format": "%Y", "labelFlush": False}
    axis = {"title": None, "grid": False, **by_year}
    return {
        "width": WIDTH,
        "height": _HEIGHT,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "scale": {"domain": days}, "axis": axis},
            "tooltip": [{"field": "time", "title": "time"}, {"field": "display", "title": "figure"}],
        },
        "layer": [
            joined,
            *marked.ranges("y", y),
            *marked.arrows("y", y),
            *marked.points(_IS_THERE, y={"field": "at", **y}),
        ],
    }


def _of_tiles(chart: Tiles) -> Json:
    words = [words_of(bin_, chart.unit) for bin_ in chart.bins]
    shades = [paints(chart, number) for number in range(len(chart.bins))]
    colours = {word: COLOURS[shade] for word, (shade, _) in reversed([*zip(words, shades, strict=True)])}
    if none := without_figure(chart):
        colours[none] = COLOURS[Paint.PAPER]
    values = [_tile(chart, row, words, none) for row in chart.tiles]
    muted = COLOURS[Paint.MUTED]
    legend = {"orient": "right", "columns": 1, "symbolType": "square", "symbolStrokeColor": muted}
    painted = {
        "field": "bin",
        "type": "nominal",
        "scale": {"domain": [*colours], "range": [*colours.values()]},
        "legend": legend,
    }
    dark = [word for word, (_, ink) in zip(words, shades, strict=True) if ink is Paint.BIN_INK_HIGH]
    on_dark = {"test": f"indexof({json.dumps(dark)}, datum.bin) >= 0", "value": COLOURS[Paint.BIN_INK_HIGH]}
    ink = {"condition": on_dark, "value": COLOURS[Paint.BIN_INK_LOW]}
    return {
        "width": {"step": _TILE + 3},
        "height": {"step": _TILE + 3},
        "data": {"values": values},
        "encoding": {
            "x": {"field": "column", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.05}},
            "y": {"field": "line", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0.05}},
            "tooltip": [{"field": "force", "title": "of"}, {"field": "display", "title": "figure"}],
        },
        "layer": [
            *(
                {
                    "transform": [{"filter": there}],
                    "mark": {"type": "rect", "stroke": muted, "strokeDash": dashes},
                    "encoding": {"fill": painted},
                }
                for there, dashes in (("!datum.dashed", [1, 0]), ("datum.dashed", [4, 3]))
            ),
            {
                "mark": {"type": "text", "fontWeight": "bold", "dy": -6},
                "encoding": {"text": {"field": "code"}, "color": ink},
            },
            {"mark": {"type": "text", "dy": 9}, "encoding": {"text": {"field": "figure"}, "color": ink}},
        ],
    }


def _tile(chart: Tiles, row: Row, words: list[str], none: str) -> Json:
    column, line = PLACES[row.key]
    bin_ = None if row.mark is None else chart.bin_of(row.mark)
    return {
        "force": row.label,
        "code": CODES[row.key],
        "column": column,
        "line": line,
        "display": row.words,
        "figure": in_tile(chart, row, _TILE),
        "at": None if row.mark is None else _number(row.mark.at),
        "bin": none if bin_ is None else words[bin_],
        "dashed": bin_ is None or row.apart,
    }
