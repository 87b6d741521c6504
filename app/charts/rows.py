"""Dots and bars: figures under each other, each beside its name or, where there is little room, below it."""

from app.charts.chart import Bars, Mark, Middle, Origin, Row, Rows, Section
from app.charts.legend import legend
from app.charts.marks import ARROW, PAINTS, RADIUS, across
from app.charts.scales import Scale, reach, ticks, written
from app.charts.shapes import Anchor, Box, Drawing, Group, Line, Paint, Shape, Text
from app.charts.text import Weight, lines, width

SIZE = 12.5
SMALL = 11
_LINE = 17
_ROW = 20
_TRACK = 18
_WORDS_ABOVE = 18
_GAP = 14
_LEAST_PLOT = 170
_PER_TICK = 75
_BAR = 10
_LONG = 16
"""From how many rows on the scale stands below them too."""


def drawn_rows(chart: Rows, room: float) -> Drawing:
    """Return the drawing of dots or bars."""
    return _Paper(chart, room).drawing()


class _Paper:
    """What is drawn of rows so far, from the top down to ``y``."""

    def __init__(self, chart: Rows, room: float) -> None:
        self._chart = chart
        self._room = room
        names = max((width(row.label, SIZE) for row in chart.rows), default=0) + _GAP
        figures = max((width(mark.display, SIZE) for mark in chart.marks), default=0) + _GAP
        self._stacked = room - names - figures < _LEAST_PLOT
        """Whether there is no room for names and figures beside the plot, so that they stand above it."""
        left, right = (8.0, room - 8) if self._stacked else (round(names, 1), round(room - figures, 1))
        self._scale = _scale(chart, left, right)
        self._behind: list[Shape] = []
        self._shapes: list[Shape] = []
        self._y = 0.0

    def drawing(self) -> Drawing:
        key = legend(self._chart.marks, self._scale, self._room)
        self._shapes += key.shapes
        self._y = key.height
        if self._chart.marks:
            self._add_ticks()
        for n, section in enumerate(self._chart.sections):
            self._add_section(section, self._chart.middle if n == 0 else None)
        if len(self._chart.marks) >= _LONG:
            self._add_ticks()
        return Drawing(self._room, round(self._y + 4, 1), (*self._behind, *self._shapes))

    def _add_ticks(self) -> None:
        self._y += 20
        for tick in self._scale.ticks:
            label = written(tick, self._chart.unit)
            half = width(label, SMALL) / 2
            x = min(max(self._scale(tick), half), self._room - half)
            self._shapes.append(Text(round(x, 1), self._y - 6, label, SMALL, Paint.MUTED, Anchor.MIDDLE))

    def _add_grid(self, begin: float) -> None:
        for tick in self._scale.ticks:
            x = self._scale(tick)
            self._behind.append(Line(x, begin, x, self._y, Paint.LINE if tick else Paint.MUTED))

    def _add_section(self, section: Section, middle: Middle | None) -> None:
        if section.heading:
            self._y += 8
            for line in lines(section.heading, self._room, SIZE, Weight.BOLD):
                self._y += _LINE
                self._shapes.append(Text(0, self._y, line, SIZE, weight=Weight.BOLD))
            self._y += 6
        if middle is not None:
            self._y += _LINE
        begin = self._y
        for row in section.rows:
            self._add_row(row)
        if any(row.mark for row in section.rows):
            self._add_grid(begin)
        if middle is not None:
            self._add_middle(middle, begin)

    def _add_middle(self, middle: Middle, begin: float) -> None:
        """Add where the median lies, as a band behind the rows that it is of."""
        low, high = self._scale(middle.low), self._scale(middle.high)
        if high - low > 1:
            self._behind.append(Box(low, begin, round(high - low, 1), self._y - begin, fill=Paint.LINE))
        else:
            self._behind.append(Line(low, begin, low, self._y, Paint.MUTED, dashed=True))
        words = f"Median {middle.display}"
        half = width(words, SMALL) / 2
        x = min(max((low + high) / 2, half), self._room - half)
        self._shapes.append(Text(round(x, 1), begin - 4, words, SMALL, Paint.MUTED, Anchor.MIDDLE))

    def _add_row(self, row: Row) -> None:
        shapes = [*self._stacked_words(row)] if self._stacked else [*self._words_beside(row)]
        if row.mark is not None:
            y = self._y + (_TRACK if self._stacked else _ROW) / 2
            self._behind.append(Line(self._scale.start, y, self._scale.end, y, Paint.LINE))
            if isinstance(self._chart, Bars):
                shapes += self._bar(row.mark, y)
            shapes.append(across(row.mark, self._scale, y))
        if row.mark is not None or not self._stacked:
            self._y += _TRACK if self._stacked else _ROW
        self._shapes.append(Group(tuple(shapes), key=row.key, name=f"{row.label}: {row.words}"))

    def _bar(self, mark: Mark, y: float) -> list[Shape]:
        """Return the bar of a mark, which is hollow for what is not there yet."""
        if mark.at is None:
            return []
        low, high = sorted((self._scale(mark.at * 0), self._scale(mark.at)))
        paint = PAINTS[mark.origin]
        fill, stroke = (None, paint) if mark.origin is Origin.TARGET or not mark.known else (paint, None)
        return [Box(low, y - _BAR / 2, round(high - low, 1), _BAR, fill, stroke)]

    def _words_beside(self, row: Row) -> list[Shape]:
        base = self._y + _ROW / 2 + 4
        label = Text(0, base, row.label, SIZE)
        if row.mark is None:
            return [label, Text(self._scale.start, base, row.missing, SIZE, Paint.MUTED)]
        return [label, Text(self._room, base, row.mark.display, SIZE, anchor=Anchor.END)]

    def _stacked_words(self, row: Row) -> list[Shape]:
        """Return the name and the figure of a row, on one line if they have room, and move down below them."""
        shapes: list[Shape] = []
        paint = Paint.MUTED if row.mark is None else Paint.INK
        names = lines(row.label, self._room, SIZE)
        figures = lines(row.words, self._room, SIZE)
        beside = width(names[-1], SIZE) + _GAP + width(figures[0], SIZE) <= self._room and len(figures) == 1
        for name in names:
            self._y += _WORDS_ABOVE
            shapes.append(Text(0, self._y - 4, name, SIZE))
        for figure in figures:
            self._y += 0 if beside else _WORDS_ABOVE
            shapes.append(Text(self._room, self._y - 4, figure, SIZE, paint, Anchor.END))
        return shapes


def _scale(chart: Rows, left: float, right: float) -> Scale:
    """Return the scale of rows between two ends, at which there is room for arrows."""
    low, high = reach((end for mark in chart.marks for end in mark.ends), from_zero=isinstance(chart, Bars))
    start = left + (ARROW if any(mark.low is None for mark in chart.marks) else RADIUS)
    end = right - (ARROW if any(mark.high is None for mark in chart.marks) else RADIUS)
    return Scale(ticks(low, high, max(2, int((end - start) / _PER_TICK))), start, end)
