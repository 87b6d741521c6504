"""Dots and bars: figures under each other, each beside its name or, where there is little room, below it."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from app.charts.chart import Bars, Mark, Middle, Origin, Row, Rows, Section
from app.charts.legend import Sign, dot_sign, legend
from app.charts.marks import ARROW, PAINTS, RADIUS, across, limits
from app.charts.scales import Scale, reach, ticks, written
from app.charts.shapes import Anchor, Box, Drawing, Group, Line, Outline, Paint, Shape, Text
from app.charts.text import Weight, lines, width
from app.derived.indicators import IndicatorUnit
from app.vocabulary.units import Unit

SIZE = 13
SMALL = 11
_LINE = 17
_ROW = 20
_SECOND_ROW = 15
"""The height of what is beside a figure, below it."""
_BETWEEN = 5
"""The room below two that belong together."""
_TRACK = 18
_WORDS_ABOVE = 18
_GAP = 14
_LEAST_PLOT = 170
_PER_TICK = 75
_BAR = 10
_LONG = 16
"""From how many rows on the scale stands below them too."""


def drawn_rows(chart: Rows, room: float, most: float) -> Drawing:
    """Return the drawing of dots or bars.

    Where ``most`` is no height for all, what is ranked is drawn alone, and of that the first and the last.
    """
    drawn = _Paper(chart, room).drawing()
    ranked = next((section for section in chart.sections if any(row.mark for row in section.rows)), None)
    if drawn.height <= most or ranked is None:
        return drawn
    shown = len(ranked.rows)
    drawn = _Paper(replace(chart, sections=(ranked,)), room).drawing()
    while drawn.height > most and shown > 1:
        shown -= max(1, int((drawn.height - most) / (drawn.height / shown)))
        drawn = _Paper(replace(chart, sections=(_shortened(ranked, shown),)), room).drawing()
    return drawn


def _shortened(section: Section, shown: int) -> Section:
    """Return a section with the first and the last of its rows."""
    rows, last = section.rows, shown // 2
    heading = f"The first {shown - last} and the last {last} of {len(rows)}"
    if section.heading:
        heading = f"{section.heading}: {heading[0].lower()}{heading[1:]}"
    return Section(heading, (*rows[: shown - last], *rows[len(rows) - last :]))


class _Paper:
    """What is drawn of rows so far, from the top down to ``y``."""

    def __init__(self, chart: Rows, room: float) -> None:
        self._chart = chart
        self._room = room
        names = max((width(row.label, SIZE, _weight_of(row)) for row in chart.rows), default=0) + _GAP
        figures = max((width(mark.display, SIZE) for mark in chart.marks), default=0) + _GAP
        self._stacked = room - names - figures < _LEAST_PLOT
        """Whether there is no room for names and figures beside the plot, so that they stand above it."""
        self._step = _TRACK if self._stacked else _ROW
        left, right = (8.0, room - 8) if self._stacked else (round(names, 1), round(room - figures, 1))
        self._scale = _scale(chart, left, right)
        self._behind: list[Shape] = []
        self._shapes: list[Shape] = []
        self._y = 0.0

    def drawing(self) -> Drawing:
        sample = _bar_sign if isinstance(self._chart, Bars) else dot_sign
        key = legend(self._chart.marks, self._scale, self._room, *self._signs(), sample=sample)
        self._shapes += key.shapes
        self._y = key.height
        if self._chart.marks:
            self._add_ticks()
        sections = self._chart.sections
        last = max((n for n, section in enumerate(sections) if any(row.mark for row in section.rows)), default=-1)
        for n, section in enumerate(sections):
            self._add_section(section, self._chart.middle if n == 0 else None)
            if n == last and len(self._chart.marks) >= _LONG:
                self._add_ticks()
        if self._chart.marks and self._scale.note:
            self._add_words(self._scale.note, paint=Paint.MUTED)
        return Drawing(self._room, round(self._y + 4, 1), (*self._behind, *self._shapes))

    def _signs(self) -> Iterator[Sign]:
        """Yield the sign of the median, which is a line or, where only its range is known, a band."""
        middle = self._chart.middle
        if middle is not None:
            half = min((self._scale(middle.high) - self._scale(middle.low)) / 2, 8)
            yield (_line_or_band(14 - half, 14 + half, -8, 8),), f"Median: {middle.display}"

    def _add_ticks(self) -> None:
        self._y += 20
        for tick in self._scale.ticks:
            label = written(tick, self._chart.unit)
            half = width(label, SMALL) / 2
            x = min(max(self._scale(tick), half), self._room - half)
            self._shapes.append(Text(round(x, 1), self._y - 6, label, SMALL, Paint.MUTED, Anchor.MIDDLE))

    def _add_grid(self, bands: list[tuple[float, float]]) -> None:
        """Add what leads from the rows to the ticks, in bands that have no words in them."""
        for tick in self._scale.ticks:
            path = "".join(f"M{self._scale(tick):g} {top:g}V{bottom:g}" for top, bottom in bands)
            self._behind.append(Outline(path, stroke=Paint.LINE if tick else Paint.MUTED, width=1))

    def _add_section(self, section: Section, middle: Middle | None) -> None:
        if section.heading:
            self._y += 8
            self._add_words(section.heading, Weight.BOLD)
            self._y += 6
        begin, bands = self._y, list[tuple[float, float]]()
        for row in section.rows:
            if row.mark is not None:
                bands += self._add_row(row)
        self._add_absent([row for row in section.rows if row.mark is None])
        if bands:
            bands = bands if self._stacked else [(begin, self._y)]
            self._add_grid(bands)
            if middle is not None:
                self._add_middle(middle, bands)

    def _add_words(self, words: str, weight: Weight = Weight.REGULAR, paint: Paint = Paint.INK) -> None:
        for line in lines(words, self._room, SIZE, weight):
            self._y += _LINE
            self._shapes.append(Text(0, self._y, line, SIZE, paint, weight=weight))

    def _add_absent(self, rows: list[Row]) -> None:
        """Add in words who has no figure, together where it is for one reason."""
        for why, alike in groupby(sorted(rows, key=_why), key=_why):
            self._add_words(f"{why[0].upper()}{why[1:]}: {', '.join(row.label for row in alike)}.")
            self._y += 4

    def _add_middle(self, middle: Middle, bands: list[tuple[float, float]]) -> None:
        """Add where the median lies, behind the rows that it is of."""
        low, high = self._scale(middle.low), self._scale(middle.high)
        self._behind += [_line_or_band(low, high, top, bottom) for top, bottom in bands]

    def _add_row(self, row: Row) -> list[tuple[float, float]]:
        """Add a row with each of its marks under the other, and return the bands that these stand in."""
        words = self._words_above if self._stacked else self._words_beside
        shapes: list[Shape] = []
        bands = []
        for mark in row.marks:
            first = mark is row.mark
            step = self._step if first or self._stacked else _SECOND_ROW
            label = row.label if first else "stated" if self._stacked else ""
            shapes += words(replace(row, label=label, marked=row.marked and first), mark, step)
            y = self._y + step / 2
            self._behind.append(Line(self._scale.start, y, self._scale.end, y, Paint.LINE))
            shapes += self._bar(mark, y) if isinstance(self._chart, Bars) else [across(mark, self._scale, y)]
            bands.append((self._y, self._y + step))
            self._y += step
        if row.beside is not None:
            self._y += _BETWEEN
        self._shapes.append(Group(tuple(shapes), key=row.key, name=f"{row.label}: {row.words}"))
        return bands

    def _bar(self, mark: Mark, y: float) -> list[Shape]:
        """Return the bar of a mark, and what it may be; what is quoted of another area is a mark among the bars."""
        if mark.at is None or mark.origin is Origin.QUOTED:
            return [across(mark, self._scale, y)]
        low, high = sorted((self._scale(mark.at * 0), self._scale(mark.at)))
        return [_bar(mark, low, high, y), *limits(mark, self._scale, y, Paint.INK)]

    def _words_beside(self, row: Row, mark: Mark, step: float) -> Iterator[Text]:
        base = self._y + step / 2 + 4
        if row.label:
            yield Text(0, base, row.label, SIZE, weight=_weight_of(row))
        yield Text(self._room, base, mark.display, SIZE, anchor=Anchor.END)

    def _words_above(self, row: Row, mark: Mark, _: float) -> Iterator[Text]:
        """Yield the name and the figure of a row, on one line if they have room, and move down below them."""
        weight = _weight_of(row)
        names = lines(row.label, self._room, SIZE, weight)
        figures = lines(mark.display, self._room, SIZE)
        for name in names:
            self._y += _WORDS_ABOVE
            yield Text(0, self._y - 4, name, SIZE, weight=weight)
        if len(figures) == 1 and width(names[-1], SIZE, weight) + _GAP + width(figures[0], SIZE) <= self._room:
            self._y -= _WORDS_ABOVE
        for figure in figures:
            self._y += _WORDS_ABOVE
            yield Text(self._room, self._y - 4, figure, SIZE, anchor=Anchor.END)


def _bar(mark: Mark, low: float, high: float, y: float) -> Box:
    """Return a bar, which is hollow for what is aimed at, or is known by its limits alone."""
    paint = PAINTS[mark.origin]
    fill, stroke = (Paint.PAPER, paint) if mark.origin is Origin.TARGET or not mark.known else (paint, None)
    return Box(low, y - _BAR / 2, round(high - low, 1), _BAR, fill, stroke)


def _bar_sign(mark: Mark) -> tuple[Shape, ...]:
    return dot_sign(mark) if mark.at is None or mark.origin is Origin.QUOTED else (_bar(mark, 2, 26, 0),)


def _line_or_band(low: float, high: float, top: float, bottom: float) -> Shape:
    if high - low > 1:
        return Box(round(low, 1), top, round(high - low, 1), bottom - top, fill=Paint.LINE)
    return Line(low, top, low, bottom, Paint.MUTED, dashed=True)


def _weight_of(row: Row) -> Weight:
    """Return the weight that the name of a row is written in."""
    return Weight.BOLD if row.marked else Weight.REGULAR


def _why(row: Row) -> str:
    return row.missing


def _scale(chart: Rows, left: float, right: float) -> Scale:
    """Return the scale of rows between two ends, at which there is room for arrows, with as many ticks as have room."""
    low, high = reach((end for mark in chart.marks for end in mark.ends), from_zero=chart.from_zero)
    start = left + (ARROW if any(mark.low is None for mark in chart.marks) else RADIUS)
    end = right - (ARROW if any(mark.high is None for mark in chart.marks) else RADIUS)
    most = max(2, int((end - start) / _PER_TICK))
    scale = Scale(ticks(low, high, most), start, end)
    while most > 2 and _widest(scale, chart.unit) > (end - start) / (len(scale.ticks) - 1):  # noqa: PLR2004 - both ends
        most -= 1
        scale = Scale(ticks(low, high, most), start, end)
    return scale


def _widest(scale: Scale, unit: Unit | IndicatorUnit) -> float:
    return max(width(written(tick, unit), SMALL) for tick in scale.ticks) + 6
