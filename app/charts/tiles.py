"""The drawing of a map of tiles: each with the code and the figure of a force, and the legend of the bins."""

from collections.abc import Iterator

from app.charts.chart import Bin, Row, Tiles
from app.charts.scales import brief, briefest, shortened
from app.charts.shapes import Anchor, Box, Drawing, Group, Paint, Shape, Text
from app.charts.text import Weight, lines, width
from app.charts.tile_map import CODES, COLUMNS, PLACES, ROWS
from app.derived.indicators import IndicatorUnit
from app.vocabulary.units import Unit

_BINS = (Paint.BIN_1, Paint.BIN_2, Paint.BIN_3, Paint.BIN_4, Paint.BIN_5)
_SPREAD = {1: (2,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 2, 4), 5: (0, 1, 2, 3, 4)}
"""Which of the five shades so many bins have."""
_DARK = 3
"""From which shade on words are light."""
_LARGEST = 60
_SPACE = 3
_LEAST = 38
"""The size of a tile that has room for a figure below its code."""
_CODE = 11.5
_VALUE = 10.5
_WORDS = 12
_LINE = 22
_LEADING = "~≤"
_MEANINGS = {
    "~": "about or almost, or known within limits",
    "≤": "at most: no lower limit given",
    "+": "or more: no upper limit given",
    "*": "dashed: of another time, or none named",
}
_BESIDE = 190
"""The room that the legend needs beside the map; with less it is below."""


def drawn_tiles(chart: Tiles, room: float, most: float) -> Drawing:
    """Return the drawing of a map of tiles, not higher than ``most``."""
    step = min(_LARGEST, room / COLUMNS, most / ROWS)
    map_width, map_height = step * COLUMNS, step * ROWS
    shapes: list[Shape] = [_tile(chart, row, step) for row in chart.tiles]
    beside = room - map_width >= _BESIDE
    legend = _legend(chart, room - map_width - 28 if beside else room)
    if beside:
        shapes.append(Group(legend.shapes, x=round(map_width + 28, 1), y=8))
        return Drawing(room, round(max(map_height, legend.height + 8), 1), tuple(shapes))
    shapes.append(Group(legend.shapes, y=round(map_height + 10, 1)))
    return Drawing(room, round(map_height + legend.height + 10, 1), tuple(shapes))


def _tile(chart: Tiles, row: Row, step: float) -> Group:
    column, line = PLACES[row.key]
    size = round(step - _SPACE, 1)
    number = None if row.mark is None else chart.bin_of(row.mark)
    fill, ink = (Paint.PAPER, Paint.MUTED) if number is None else paints(chart, number)
    middle = round(size / 2, 1)
    dashed = number is None or row.apart
    shapes: list[Shape] = [Box(0.5, 0.5, size - 1, size - 1, fill, Paint.MUTED, dashed=dashed, rounded=3)]
    if size >= _LEAST:
        value = in_tile(chart, row, size)
        shrunk = round(_VALUE * min(1, size / width(value, _VALUE)), 1)
        shapes.append(Text(middle, middle + 13, value, shrunk, ink, Anchor.MIDDLE))
        middle_line = middle - 1
    else:
        middle_line = middle + 4
    shapes.append(Text(middle, middle_line, CODES[row.key], _CODE, ink, Anchor.MIDDLE, Weight.BOLD))
    name = f"{row.label}: {row.words}"
    return Group(tuple(shapes), row.key, name, round(column * step, 1), round(line * step, 1))


def in_tile(chart: Tiles, row: Row, size: float) -> str:
    """Return the figure as a tile has room for it, with its signs: "1.93m", "~645k*", "1.1m+", "none"."""
    if row.mark is None or row.mark.at is None:
        return "none"
    before, after = ("".join(sign for sign in _signs(row) if (sign in _LEADING) is leads) for leads in (True, False))
    briefly, in_short = (f"{before}{said(row.mark.at, chart.unit)}{after}" for said in (brief, briefest))
    return briefly if width(briefly, _VALUE) <= size else in_short


def _signs(row: Row) -> Iterator[str]:
    mark = row.mark
    if mark is not None and mark.at is not None:
        if mark.low is None or (mark.low == 0 and mark.at != 0):
            yield "≤"
        elif mark.high is not None and (mark.hedged or not mark.known) and len(set(map(shortened, mark.ends))) > 1:
            yield "~"  # it may be another number than the shortened one that its tile has
        if mark.high is None:
            yield "+"
        if row.apart:
            yield "*"


def signs_of_tiles(chart: Tiles) -> dict[str, str]:
    """Return the signs that figures of a map have, and what the legend says of them."""
    there = {sign for row in chart.tiles for sign in _signs(row)}
    return {sign: meaning for sign, meaning in _MEANINGS.items() if sign in there}


def without_figure(chart: Tiles) -> str:
    """Return what the legend says of the tiles without a figure, or nothing where there are none."""
    none = sum(row.mark is None or row.mark.at is None for row in chart.tiles)
    return f"none: no figure ({none} {'force' if none == 1 else 'forces'})" if none else ""


def paints(chart: Tiles, number: int) -> tuple[Paint, Paint]:
    """Return the shade of a bin and the ink of words on it."""
    shade = _SPREAD[len(chart.bins)][number]
    return _BINS[shade], Paint.BIN_INK_LOW if shade < _DARK else Paint.BIN_INK_HIGH


def words_of(bin_: Bin, unit: Unit | IndicatorUnit) -> str:
    """Return a bin in words and numbers: "1.49 to 1.82 (9 forces)"."""
    ends = dict.fromkeys(brief(end, unit) for end in (bin_.low, bin_.high))
    return f"{' to '.join(ends)} ({bin_.size} {'force' if bin_.size == 1 else 'forces'})"


def _legend(chart: Tiles, room: float) -> Drawing:
    shapes: list[Shape] = []
    y = 0.0
    for number, bin_ in reversed([*enumerate(chart.bins)]):
        shade, _ = paints(chart, number)
        shapes.append(Box(0.5, y + 3, 21, 15, shade, Paint.MUTED, rounded=2))
        shapes.append(Text(32, y + 15, words_of(bin_, chart.unit), _WORDS))
        y += _LINE
    if none := without_figure(chart):
        shapes.append(Box(0.5, y + 3, 21, 15, Paint.PAPER, Paint.MUTED, dashed=True, rounded=2))
        shapes.append(Text(32, y + 15, none, _WORDS))
        y += _LINE
    for sign, meaning in signs_of_tiles(chart).items():
        shapes.append(Text(11, y + 15, sign, _WORDS, anchor=Anchor.MIDDLE))
        for line in lines(meaning, room - 32, _WORDS):
            shapes.append(Text(32, y + 15, line, _WORDS))
            y += _LINE - 5
        y += 5
    return Drawing(room, y, tuple(shapes))
