"""A chart as a specification in Vega-Lite 6, with its numbers in it, for others to draw, to change and to build on.

It names no address to load anything from, and says the order and the ends of its scales itself. What stands around the
picture is in its title; who made the figures, and the notes, are in ``usermeta`` as well.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app.charts.chart import Bars, Chart, Mark, Origin, Row, Rows, Series, Tiles
from app.charts.palette import COLOURS
from app.charts.scales import brief, reach, ticks
from app.charts.shapes import Paint
from app.charts.text import lines
from app.charts.tile_map import CODES, PLACES
from app.charts.tiles import paints, words_of
from app.schemas.common import json_number
from app.vocabulary.sources import LICENCE, LICENCE_URL

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
WIDTH = 560
_STEP = 22
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
    "legend": {"orient": "top", "title": None},
    "view": {"stroke": None},
}
_HAS_BOTH = "isValid(datum.low) && isValid(datum.high)"
_SOLID = f"datum.known && datum.origin !== '{Origin.TARGET.in_words}'"

Json = dict[str, Any]


def specification(chart: Chart) -> Json:
    """Return the specification of a chart."""
    told = [chart.subtitle, *lines(f"Source: {chart.source} {LICENCE}.", WIDTH, 11)]
    match chart:
        case Rows():
            drawn = _of_rows(chart)
        case Tiles():
            drawn = _of_tiles(chart)
        case Series():
            drawn = _of_series(chart)
            told[1:1] = [f"Stated without a date: {row.words} ({row.label})" for row in chart.undated]
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
    names = _unique(row.label for row in chart.rows)
    ends = ticks(*reach((end for mark in chart.marks for end in mark.ends), from_zero=isinstance(chart, Bars)), _TICKS)
    low, high = json_number(ends[0]), json_number(ends[-1])
    values = [
        {"row": name, "display": row.words} | ({} if row.mark is None else _numbers(row.mark))
        for name, row in zip(names, chart.rows, strict=True)
    ]
    x: Json = {"type": "quantitative", "scale": {"domain": [low, high]}, "axis": {"title": None, "orient": "top"}}
    there = [
        _layer("isValid(datum.at)", {"type": "bar", "height": 10}, x={"field": "at", **x}, x2={"datum": 0})
        if isinstance(chart, Bars)
        else None,
        _layer(_HAS_BOTH, {"type": "rule"}, x={"field": "low", **x}, x2={"field": "high"}),
        _layer(_HAS_BOTH, {"type": "tick", "size": 9}, x={"field": "low", **x}),
        _layer(_HAS_BOTH, {"type": "tick", "size": 9}, x={"field": "high", **x}),
        *_open("high", "right", high, x),
        *_open("low", "left", low, x),
        *_points(x={"field": "at", **x}),
        _layer(
            "!isValid(datum.origin)",
            {"type": "text", "align": "left", "color": COLOURS[Paint.MUTED]},
            x={"value": 4},
            text={"field": "display"},
        ),
    ]
    return {
        "width": WIDTH,
        "height": {"step": _STEP},
        "data": {"values": values},
        "encoding": {
            "y": {"field": "row", "type": "nominal", "sort": names, "axis": {"title": None, "grid": True}},
            "tooltip": [{"field": "row", "title": "of"}, {"field": "display", "title": "figure"}],
        },
        "layer": [layer for layer in there if layer is not None],
    }


def _open(end: str, way: str, limit: float, x: Json) -> list[Json]:
    """Return the arrows of the figures that have no limit at one end; they reach to that of the scale."""
    there = f"datum.open_{end}"
    beyond = {"datum": limit, **x}
    return [
        _layer(there, {"type": "rule", "strokeDash": [4, 3]}, x={"field": "from", **x}, x2={"datum": limit}),
        _layer(there, {"type": "point", "shape": f"triangle-{way}", "filled": True, "size": 60}, x=beyond, shape=None),
    ]


def _points(**places: Json) -> list[Json]:
    """Return the shapes of figures: hollow for what is aimed at, and where only limits are known."""
    solid = {"type": "point", "filled": True, "opacity": 1, "size": 70}
    hollow = {"type": "point", "filled": False, "strokeWidth": 2, "size": 70}
    there = "isValid(datum.at)"
    return [
        _layer(f"{there} && {_SOLID}", solid, **places, shape=_SHAPES),
        _layer(f"{there} && !({_SOLID})", hollow, **places, shape=_SHAPES),
    ]


_NAMES = [origin.in_words for origin in _ORIGINS]
_SHAPES: Json = {
    "field": "origin",
    "type": "nominal",
    "scale": {"domain": _NAMES, "range": [shape for shape, _ in _ORIGINS.values()]},
}
_PAINTED: Json = {
    "field": "origin",
    "type": "nominal",
    "scale": {"domain": _NAMES, "range": [COLOURS[paint] for _, paint in _ORIGINS.values()]},
}


def _layer(wanted: str, mark: Json, **encoding: Json | None) -> Json:
    """Return a layer of what is wanted, in the colours of the origins unless its mark has one."""
    painted = {} if "color" in mark else {"color": _PAINTED}
    encoded = {name: value for name, value in encoding.items() if value is not None}
    return {"transform": [{"filter": wanted}], "mark": mark, "encoding": painted | encoded}


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
    y: Json = {"type": "quantitative", "scale": {"domain": [low, high]}, "axis": {"title": None}}
    there = [
        _layer(f"datum.run < {len(chart.runs)}", {"type": "line"}, y={"field": "at", **y}, detail={"field": "run"}),
        _layer(_HAS_BOTH, {"type": "rule"}, y={"field": "low", **y}, y2={"field": "high"}),
        _layer("datum.open_high", {"type": "rule", "strokeDash": [4, 3]}, y={"field": "from", **y}, y2={"datum": high}),
        _layer("datum.open_low", {"type": "rule", "strokeDash": [4, 3]}, y={"field": "from", **y}, y2={"datum": low}),
        *_points(y={"field": "at", **y}),
    ]
    return {
        "width": WIDTH,
        "height": 280,
        "data": {"values": values},
        "encoding": {
            "x": {"field": "day", "type": "temporal", "axis": {"title": None, "format": "%Y", "grid": False}},
            "tooltip": [{"field": "time", "title": "time"}, {"field": "display", "title": "figure"}],
        },
        "layer": there,
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
