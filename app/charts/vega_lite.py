"""A chart as a specification in Vega-Lite 6, with its numbers in it, for others to draw, to change and to build on.

It names no address to load anything from, and says the order and the ends of its scales itself. What stands around the
picture is in its title; who made the figures, and the notes, are in ``usermeta`` as well.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

from app.charts.chart import Bars, Chart, Mark, Origin, Row, Rows, Series, Tiles
from app.charts.palette import COLOURS
from app.charts.scales import brief, note_on, reach, ticks
from app.charts.shapes import Paint
from app.charts.text import lines
from app.charts.tile_map import CODES, PLACES
from app.charts.tiles import paints, words_of
from app.schemas.common import json_number
from app.vocabulary.sources import LICENCE, LICENCE_URL

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 560
_STEP = 22
_SUBTITLE = 11
_TICKS = 8
_ORIGINS = {
    Origin.OFFICIAL: ("circle", Paint.OFFICIAL),
    Origin.STATED: ("diamond", Paint.STATED),
    Origin.TARGET: ("square", Paint.TARGET),
    Origin.QUOTED: ("triangle-up", Paint.QUOTED),
}
_CONFIG: dict[str, Any] = {
    "background": COLOURS[Paint.PAPER],
    "font": "Inter, 'Helvetica Neue', Arial, sans-serif",
    "title": {"anchor": "start", "color": COLOURS[Paint.INK], "subtitleColor": COLOURS[Paint.MUTED], "fontSize": 18},
    "axis": {"gridColor": COLOURS[Paint.LINE], "labelColor": COLOURS[Paint.INK], "labelLimit": 260},
    "legend": {"orient": "top", "title": None, "labelLimit": 320},
    "view": {"stroke": None},
}
_HAS_BOTH = "isValid(datum.low) && isValid(datum.high)"
_IS_THERE = "isValid(datum.at)"
_IS_SOLID = f"datum.known && datum.origin !== '{Origin.TARGET.in_words}'"
_IS_QUOTED = f"datum.origin === '{Origin.QUOTED.in_words}'"
_NAMES = {"title": None, "grid": True}
_TOLD_OF_ROWS = (("row", "of"), ("section", "among"), ("display", "figure"))

Json = dict[str, Any]


def specification(chart: Chart) -> Json:
    """Return the specification of a chart."""
    below = (*chart.words, f"Source: {chart.source} {LICENCE}.")
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


def _of_rows(chart: Rows) -> Json:
    drawn = [(section, one) for section in chart.sections for row in section.rows for one in _apart(row)]
    names = _unique(row.label for _, row in drawn)
    ends = ticks(*reach((end for mark in chart.marks for end in mark.ends), from_zero=chart.from_zero), _TICKS)
    low, high = json_number(ends[0]), json_number(ends[-1])
    values = [
        {"row": name, "section": section.heading, "display": row.words}
        | ({} if row.mark is None else _numbers(row.mark))
        for name, (section, row) in zip(names, drawn, strict=True)
    ]
    axis = {"title": note_on(ends) or None, "orient": "top", "values": [json_number(end) for end in ends]}
    x: Json = {"type": "quantitative", "scale": {"domain": [low, high]}, "axis": axis}
    origins = _Origins(chart.marks)
    at = {"field": "at", **x}
    there = [
        *(_bars(origins, at) if isinstance(chart, Bars) else ()),
        origins.layer(_HAS_BOTH, {"type": "rule"}, x={"field": "low", **x}, x2={"field": "high"}),
        origins.layer(_HAS_BOTH, {"type": "tick", "size": 9}, x={"field": "low", **x}),
        origins.layer(_HAS_BOTH, {"type": "tick", "size": 9}, x={"field": "high", **x}),
        *_open(origins, "high", "right", high, x),
        *_open(origins, "low", "left", low, x),
        *_points(origins, _IS_QUOTED if isinstance(chart, Bars) else _IS_THERE, x=at),
        {
            "transform": [{"filter": "!isValid(datum.origin)"}],
            "mark": {"type": "text", "align": "left", "color": COLOURS[Paint.MUTED]},
            "encoding": {"x": {"value": 4}, "text": {"field": "display"}},
        },
    ]
    return {
        "width": WIDTH,
        "height": {"step": _STEP},
        "data": {"values": values},
        "encoding": {
            "y": {
                "field": "row",
                "type": "nominal",
                "sort": [value["row"] for value in values],
                "axis": _NAMES | {"labelFontWeight": _bold(row.label for row in chart.rows if row.marked)},
            },
            "tooltip": [{"field": field, "title": title} for field, title in _TOLD_OF_ROWS],
        },
        "layer": there,
    }


def _apart(row: Row) -> tuple[Row, ...]:
    """Return a row and, under it, one of its own for what is beside its figure."""
    if row.beside is None:
        return (row,)
    return replace(row, beside=None), replace(row, label=f"{row.label}, stated", mark=row.beside, beside=None)


def _bold(names: Iterable[str]) -> Json:
    """Return the weight of names, some of which are marked."""
    test = f"indexof({json.dumps([*names])}, datum.label) >= 0"
    return {"condition": {"test": test, "value": "bold"}, "value": "normal"}


class _Origins:
    """The layers of a chart, whose legend has the origins that its marks have."""

    def __init__(self, marks: Iterable[Mark]) -> None:
        there = {mark.origin for mark in marks}
        self._origins = [origin for origin in _ORIGINS if origin in there]

    def layer(self, wanted: str, mark: Json, *, shaped: bool = False, **encoding: Json) -> Json:
        """Return a layer of what is wanted, in the colour of its origin and, if that is wanted too, in its shape."""
        by_origin = {"color": self._scale([COLOURS[_ORIGINS[origin][1]] for origin in self._origins])}
        if shaped:
            by_origin["shape"] = self._scale([_ORIGINS[origin][0] for origin in self._origins])
        return {"transform": [{"filter": wanted}], "mark": mark, "encoding": by_origin | encoding}

    def _scale(self, shown: list[str]) -> Json:
        names = [origin.in_words for origin in self._origins]
        return {"field": "origin", "type": "nominal", "scale": {"domain": names, "range": shown}}


def _bars(origins: _Origins, at: Json) -> Iterator[Json]:
    """Yield the bars, which begin at 0, and are hollow for what is aimed at, and where only limits are known."""
    there = f"{_IS_THERE} && !({_IS_QUOTED})"
    hollow = {"type": "bar", "height": 10, "fillOpacity": 0, "strokeWidth": 2}
    yield origins.layer(f"{there} && {_IS_SOLID}", {"type": "bar", "height": 10}, x=at, x2={"datum": 0})
    layer = origins.layer(f"{there} && !({_IS_SOLID})", hollow, x=at, x2={"datum": 0})
    layer["encoding"]["stroke"] = layer["encoding"]["color"]
    yield layer


def _open(origins: _Origins, end: str, way: str, limit: float, x: Json) -> Iterator[Json]:
    """Yield the arrows of the figures that have no limit at one end; they reach to that of the scale."""
    there = f"datum.open_{end}"
    yield origins.layer(there, {"type": "rule", "strokeDash": [4, 3]}, x={"field": "from", **x}, x2={"datum": limit})
    head = {"type": "point", "shape": f"triangle-{way}", "filled": True, "size": 60, "opacity": 1}
    yield origins.layer(there, head, x={"datum": limit, **x})


def _points(origins: _Origins, wanted: str, **places: Json) -> Iterator[Json]:
    """Yield the shapes of figures: hollow for what is aimed at, and where only limits are known."""
    solid = {"type": "point", "filled": True, "opacity": 1, "size": 70}
    hollow = {"type": "point", "filled": False, "opacity": 1, "strokeWidth": 2, "size": 70}
    yield origins.layer(f"{wanted} && {_IS_SOLID}", solid, shaped=True, **places)
    yield origins.layer(f"{wanted} && !({_IS_SOLID})", hollow, shaped=True, **places)


def _numbers(mark: Mark) -> Json:
    """Return the numbers of a mark, as a row of data has them."""
    return {
        "origin": mark.origin.in_words,
        "at": _number(mark.at),
        "low": _number(mark.low),
        "high": _number(mark.high),
        "from": _number(next(iter(mark.ends), None)),
        "known": mark.known,
        "open_low": mark.low is None,
        "open_high": mark.high is None,
    }


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
    ends = ticks(*reach(end for mark in chart.marks for end in mark.ends), _TICKS)
    low, high = json_number(ends[0]), json_number(ends[-1])
    values = [
        {"day": point.at.isoformat(), "time": point.label, "display": point.mark.display, "run": run}
        | _numbers(point.mark)
        for run, points in enumerate((*chart.runs, chart.stated))
        for point in points
    ]
    y: Json = {"type": "quantitative", "scale": {"domain": [low, high]}, "axis": {"title": note_on(ends) or None}}
    origins = _Origins(point.mark for point in chart.points)
    dashed, start = {"type": "rule", "strokeDash": [4, 3]}, {"field": "from", **y}
    joined = origins.layer(f"datum.run < {len(chart.runs)}", {"type": "line"}, y={"field": "at", **y})
    joined["encoding"]["detail"] = {"field": "run"}
    years = [point.at.year for point in chart.points] or [2000]
    days = [{"year": year, "month": 1, "date": 1} for year in (min(years), max(years) + 1)]
    return {
        "width": WIDTH,
        "height": 280,
        "data": {"values": values},
        "encoding": {
            "x": {
                "field": "day",
                "type": "temporal",
                "scale": {"domain": days},
                "axis": {"title": None, "format": "%Y", "grid": False},
            },
            "tooltip": [{"field": "time", "title": "time"}, {"field": "display", "title": "figure"}],
        },
        "layer": [
            joined,
            origins.layer(_HAS_BOTH, {"type": "rule"}, y={"field": "low", **y}, y2={"field": "high"}),
            origins.layer("datum.open_high", dashed, y=start, y2={"datum": high}),
            origins.layer("datum.open_low", dashed, y=start, y2={"datum": low}),
            *_points(origins, _IS_THERE, y={"field": "at", **y}),
        ],
    }


def _of_tiles(chart: Tiles) -> Json:
    words = [words_of(bin_, chart.unit) for bin_ in chart.bins]
    shades = [paints(chart, number) for number in range(len(chart.bins))]
    values = [_tile(chart, row, words) for row in chart.tiles]
    painted = {
        "field": "bin",
        "type": "nominal",
        "scale": {
            "domain": [*words, "no figure"],
            "range": [*(COLOURS[shade] for shade, _ in shades), COLOURS[Paint.PAPER]],
        },
    }
    dark = [word for word, (_, ink) in zip(words, shades, strict=True) if ink is Paint.BIN_INK_HIGH]
    on_dark = {"test": f"indexof({dark}, datum.bin) >= 0", "value": COLOURS[Paint.BIN_INK_HIGH]}
    ink = {"condition": on_dark, "value": COLOURS[Paint.BIN_INK_LOW]}
    muted = COLOURS[Paint.MUTED]
    return {
        "width": {"step": 60},
        "height": {"step": 60},
        "data": {"values": values},
        "encoding": {
            "x": {"field": "column", "type": "ordinal", "axis": None},
            "y": {"field": "line", "type": "ordinal", "axis": None},
            "tooltip": [{"field": "force", "title": "of"}, {"field": "display", "title": "figure"}],
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": muted, "strokeWidth": 0.5}, "encoding": {"color": painted}},
            {
                "mark": {"type": "text", "fontWeight": "bold", "dy": -6},
                "encoding": {"text": {"field": "code"}, "color": ink},
            },
            {"mark": {"type": "text", "dy": 9}, "encoding": {"text": {"field": "figure"}, "color": ink}},
        ],
    }


def _tile(chart: Tiles, row: Row, words: list[str]) -> Json:
    column, line = PLACES[row.key]
    bin_ = None if row.mark is None else chart.bin_of(row.mark)
    at = None if row.mark is None else row.mark.at
    return {
        "force": row.label,
        "code": CODES[row.key],
        "column": column,
        "line": line,
        "display": row.words,
        "figure": "none" if at is None else brief(at, chart.unit),
        "at": _number(at),
        "bin": "no figure" if bin_ is None else words[bin_],
    }
