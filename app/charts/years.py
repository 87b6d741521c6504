"""The drawing of a series: what is counted as a line with circles, what is stated as marks, undated ones beside it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from app.charts.chart import Point, Series
from app.charts.legend import legend
from app.charts.marks import ARROW, PAINTS, upright
from app.charts.scales import Scale, reach, ticks, written
from app.charts.shapes import Anchor, Box, Drawing, Group, Line, Outline, Paint, Shape, Text
from app.charts.text import width

SMALL = 11
WORDS = 12
_HEIGHT = 240
_LEAST = 80
_PER_TICK = 48
_YEAR_ROOM = 40
_BESIDE = 34
"""The room of each mark of the strip beside the years."""
_MOST_HALF = 32
_NO_DATE = "no date"
_CLOSE = 12
"""Where years are nearer to each other, circles are smaller, and no year is marked off."""
_SMALL_SIZE = 0.6
_DAYS = 365.25
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_LINE = 17


def drawn_series(chart: Series, room: float, most: float) -> Drawing:
    """Return the drawing of a series, whose plot is lower where ``most`` is no height for it."""
    drawn = _drawn(chart, room, _HEIGHT)
    return drawn if drawn.height <= most else _drawn(chart, room, max(_LEAST, _HEIGHT - (drawn.height - most)))


def _drawn(chart: Series, room: float, height: float) -> Drawing:
    if not chart.marks:
        return Drawing(room, 24, (Text(0, 16, chart.summary, WORDS, Paint.MUTED),))
    scale = _upwards(chart, height)
    labels = [written(tick, chart.unit) for tick in scale.ticks]
    left = max(width(label, SMALL) for label in labels) + 10
    strip = _strip_width(chart, room) if chart.points else room - left
    right = room - (strip + 12 if chart.undated else 8)
    shapes: list[Shape] = []
    for tick, label in zip(scale.ticks, labels, strict=True):
        y = scale(tick)
        shapes.append(Text(left - 8, y + 4, label, SMALL, Paint.MUTED, Anchor.END))
        shapes.append(Line(left, y, max(left, right), y, Paint.LINE if tick else Paint.MUTED))
    if chart.points:
        shapes += _dated(chart, scale, left, right)
    if chart.undated:
        shapes += _undated(chart, scale, room - strip, room)
    key = legend(chart.marks, scale, room)
    foot = max(shape.y for shape in shapes if isinstance(shape, Text)) + 5
    if scale.note:
        foot += _LINE
        shapes.append(Text(0, foot, scale.note, WORDS, Paint.MUTED))
    return Drawing(room, round(key.height + 8 + foot + 8, 1), (*key.shapes, Group(tuple(shapes), y=key.height + 8)))


def _dated(chart: Series, scale: Scale, left: float, right: float) -> Iterator[Shape]:
    """Yield what is on a date, above the years."""
    years = _years(chart, left + 8, right - 8)
    yield from _calendar(years, scale.start)
    for run in chart.runs:
        if len(run) > 1:
            yield _joined(run, years, scale)
    size = 1 if _year_width(years) >= _CLOSE else _SMALL_SIZE
    for run in chart.runs:
        for point in run:
            yield _marked(point, years, scale, size)
    for point in chart.stated:
        yield _marked(point, years, scale)
    for run in chart.runs[-1:]:
        yield from _last(run, years, scale, right)


def _upwards(chart: Series, height: float) -> Scale:
    """Return the scale of the figures, which leaves room for arrows at its ends."""
    low, high = reach(end for mark in chart.marks for end in mark.ends)
    above = ARROW if any(mark.high is None for mark in chart.marks) else 14
    below = ARROW if any(mark.low is None for mark in chart.marks) else 0
    return Scale(ticks(low, high, max(2, int((height - above - below) / _PER_TICK))), height - below, above)


def _years(chart: Series, start: float, end: float) -> Scale:
    """Return the scale of time: from the beginning of the first year to the end of the last, in days."""
    days = [point.at for point in chart.points]
    first, last = date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1)
    return Scale((Decimal(first.toordinal()), Decimal(last.toordinal())), start, end)


def _day(day: date) -> Decimal:
    return Decimal(day.toordinal())


def _calendar(years: Scale, foot: float) -> Iterator[Shape]:
    """Yield the years below the plot, as many as have room, each in the middle of its twelve months."""
    first, end = (date.fromordinal(int(tick)).year for tick in years.ticks)
    step = next((step for step in _STEPS if step * _year_width(years) >= _YEAR_ROOM), _STEPS[-1])
    yield Line(years.start, foot, years.end, foot, Paint.MUTED)
    for year in range(first, end):
        begin, over = (years(_day(date(year + n, 1, 1))) for n in (0, 1))
        if _year_width(years) >= _CLOSE:
            yield Line(begin, foot, begin, foot + 4, Paint.MUTED)
        if year % step == 0 or end - first == 1:
            yield Text(round((begin + over) / 2, 1), foot + 17, str(year), SMALL, Paint.MUTED, Anchor.MIDDLE)


def _year_width(years: Scale) -> float:
    first, last = years.ticks
    return (years.end - years.start) / (float(last - first) / _DAYS)


def _joined(run: tuple[Point, ...], years: Scale, scale: Scale) -> Outline:
    places = [f"{years(_day(point.at)):g} {scale(point.mark.at):g}" for point in run if point.mark.at is not None]
    return Outline(f"M{'L'.join(places)}", stroke=PAINTS[run[0].mark.origin], width=2)


def _marked(point: Point, years: Scale, scale: Scale, size: float = 1) -> Group:
    mark = upright(point.mark, scale, years(_day(point.at)), size)
    return Group((mark,), key=point.label, name=f"{point.label}: {point.mark.display}")


def _last(run: tuple[Point, ...], years: Scale, scale: Scale, right: float) -> Iterator[Text]:
    """Yield the figure at the end of the last line, on the side that the line does not come from, if it has room."""
    *before, last = run
    half = width(last.mark.display, SMALL) / 2
    if half <= _MOST_HALF and last.mark.at is not None:
        above = not before or (before[-1].mark.at or 0) <= last.mark.at
        x, y = years(_day(last.at)), scale(last.mark.at) + (-9 if above else 18)
        yield Text(round(min(x, right - half), 1), y, last.mark.display, SMALL, anchor=Anchor.MIDDLE)


def _strip_width(chart: Series, room: float) -> float:
    return max(width(_NO_DATE, SMALL), min(_BESIDE * len(chart.undated), room / 5)) + 8


def _undated(chart: Series, scale: Scale, left: float, right: float) -> Iterator[Shape]:
    """Yield the figures that name no time, on the same scale and on no date."""
    foot = scale.start
    yield Box(round(left, 1), 0, round(right - left - 1, 1), foot, None, Paint.MUTED, dashed=True, rounded=2)
    yield Text(round((left + right) / 2, 1), foot + 17, _NO_DATE, SMALL, Paint.MUTED, Anchor.MIDDLE)
    step = (right - left) / len(chart.undated)
    taken: list[float] = []
    for place, row in enumerate(chart.undated):
        if row.mark is not None:
            x = round(left + (place + 0.5) * step, 1)
            yield Group((upright(row.mark, scale, x),), row.key, f"{row.label}, no date: {row.mark.display}")
            half = width(row.key, SMALL) / 2
            middle = min(max(x, left + half), right - half)
            line = next((n for n, end in enumerate(taken) if end < middle - half), len(taken))
            taken[line : line + 1] = [middle + half + 4]
            yield Text(round(middle, 1), foot + 31 + line * 13, row.key, SMALL, anchor=Anchor.MIDDLE)
