"""Marks: a figure as a shape, what its value may be as a line with caps, and an open end as an arrow."""

from collections.abc import Callable, Iterator

from app.charts.chart import Mark, Origin
from app.charts.scales import Scale
from app.charts.shapes import Circle, Group, Line, Outline, Paint, Shape

RADIUS = 4.5
ARROW = 26
"""How far an arrow reaches: only its direction means something."""
_HEAD = 5
_CAP = 4
_COVERED = 13
_LINE = 1.5
_SQUARE = RADIUS - 0.5
PAINTS = {
    Origin.OFFICIAL: Paint.OFFICIAL,
    Origin.STATED: Paint.STATED,
    Origin.TARGET: Paint.TARGET,
    Origin.QUOTED: Paint.QUOTED,
}


def across(mark: Mark, scale: Scale, y: float) -> Group:
    """Return a mark whose values run from left to right."""
    shapes = [*limits(mark, scale, y, PAINTS[mark.origin])]
    if mark.at is not None:
        shapes.append(shape_of(mark, scale(mark.at), y))
    return Group(tuple(shapes))


def upright(mark: Mark, scale: Scale, x: float, size: float = 1) -> Group:
    """Return a mark whose values run upwards, and whose shape may be smaller than others."""
    shapes = [*_limits(mark, scale, lambda along, aside: (x + aside, along), PAINTS[mark.origin])]
    if mark.at is not None:
        shapes.append(shape_of(mark, x, scale(mark.at), size))
    return Group(tuple(shapes))


def limits(mark: Mark, scale: Scale, y: float, paint: Paint) -> Iterator[Shape]:
    """Yield what a value that runs from left to right may be: a line with caps, and arrows where it has no limit."""
    return _limits(mark, scale, lambda along, aside: (along, y + aside), paint)


def is_wide(mark: Mark, scale: Scale) -> bool:
    """Return whether what a figure may be, between two ends, is wider than its shape, which would cover it."""
    return mark.low is not None and mark.high is not None and abs(scale(mark.high) - scale(mark.low)) > _COVERED


def _limits(
    mark: Mark, scale: Scale, place: Callable[[float, float], tuple[float, float]], paint: Paint
) -> Iterator[Shape]:
    low, high = (None if end is None else scale(end) for end in (mark.low, mark.high))
    if low is not None and high is not None and mark.at is not None and not is_wide(mark, scale):
        return
    at = next((scale(end) for end in mark.ends), scale.start)
    first, last = (at if end is None else end for end in (low, high))
    yield Line(*place(first, 0), *place(last, 0), paint, _LINE)
    for end in (low, high):
        if end is not None:
            yield Line(*place(end, -_CAP), *place(end, _CAP), paint, _LINE)
    up = 1 if scale.end > scale.start else -1
    for end, begins, way in ((low, first, -up), (high, last, up)):
        if end is None:
            tip, neck = begins + way * ARROW, begins + way * (ARROW - _HEAD)
            yield Line(*place(begins, 0), *place(neck, 0), paint, _LINE, dashed=True)
            (x1, y1), (x2, y2), (x3, y3) = place(tip, 0), place(neck, -_CAP), place(neck, _CAP)
            yield Outline(f"M{x1:g} {y1:g}L{x2:g} {y2:g}L{x3:g} {y3:g}z", fill=paint)


def shape_of(mark: Mark, x: float, y: float, size: float = 1) -> Shape:
    """Return the shape of a mark: filled where it is a value, hollow where only bounds are known or it is a target."""
    paint = PAINTS[mark.origin]
    fill = paint if mark.known and mark.origin is not Origin.TARGET else Paint.PAPER
    match mark.origin:
        case Origin.OFFICIAL:
            return Circle(x, y, RADIUS * size, fill, paint)
        case Origin.STATED:
            r = (RADIUS + 1) * size
            return Outline(f"M{x:g} {y - r:g}l{r:g} {r:g}l{-r:g} {r:g}l{-r:g}{-r:g}z", fill, paint)
        case Origin.TARGET:
            s = _SQUARE * size
            return Outline(f"M{x - s:g} {y - s:g}h{2 * s:g}v{2 * s:g}h{-2 * s:g}z", fill, paint, 2)
        case Origin.QUOTED:
            r = RADIUS * size
            return Outline(f"M{x:g} {y - r:g}l{r:g} {2 * r:g}h{-2 * r:g}z", fill, paint)
