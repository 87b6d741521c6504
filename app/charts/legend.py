"""The legend: each sign that a drawing has, and what it means."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from app.charts.chart import Mark, Origin
from app.charts.marks import across, is_wide
from app.charts.scales import Scale
from app.charts.shapes import Drawing, Group, Paint, Shape, Text
from app.charts.text import lines, width

SIZE = 12
_LINE = 20
_CLOSE = 15
_SIGN = 34
_BETWEEN = 18
LIMITS_ONLY = "The numbers as stated, where only limits are known"
RANGE = "Range that it may be in"
NO_UPPER = "No upper limit given"
NO_LOWER = "No lower limit given"
_ZERO, _HALF, _ONE = Decimal(0), Decimal("0.5"), Decimal(1)
_SAMPLE = Scale((_ZERO, _ONE), 2, 26)

Sign = tuple[tuple[Shape, ...], str]
"""Shapes about a middle line from 0 to ``_SIGN``, and their meaning."""


def dot_sign(mark: Mark) -> tuple[Shape, ...]:
    """Return a mark as the legend shows it."""
    return (across(mark, _SAMPLE, 0),)


def legend(
    marks: Iterable[Mark],
    scale: Scale,
    room: float,
    *others: Sign,
    sample: Callable[[Mark], tuple[Shape, ...]] = dot_sign,
) -> Drawing:
    """Return the legend of marks that are drawn on a scale, and of other signs, in as many lines as it takes."""
    x, y, height = 0.0, 0.0, 0.0
    shapes: list[Shape] = []
    for sign, meaning in (*signs([*marks], scale, sample), *others):
        told = lines(meaning, room - _SIGN, SIZE)
        taken = _SIGN + max(width(line, SIZE) for line in told)
        if x and x + taken > room:
            x, y = 0.0, y + height
        words = [Text(_SIGN, 4 + n * _CLOSE, line, SIZE, Paint.MUTED) for n, line in enumerate(told)]
        shapes.append(Group((*sign, *words), x=round(x, 1), y=y + _LINE / 2))
        x, height = x + taken + _BETWEEN, _LINE + (len(told) - 1) * _CLOSE
    return Drawing(room, y + height, tuple(shapes))


def signs(marks: list[Mark], scale: Scale, sample: Callable[[Mark], tuple[Shape, ...]] = dot_sign) -> Iterator[Sign]:
    """Yield the signs of marks that are drawn on a scale."""
    for origin in Origin:
        if any(mark.origin is origin for mark in marks):
            yield sample(_mark(origin, _HALF, _HALF, _HALF)), origin.in_words
    if hollow := next((mark for mark in marks if not mark.known and mark.at is not None), None):
        shown = replace(_mark(hollow.origin, _HALF, _HALF, _HALF), known=False)
        yield sample(shown), LIMITS_ONLY
    if reaching := next((mark for mark in marks if is_wide(mark, scale)), None):
        yield dot_sign(_mark(reaching.origin, None, _ZERO, _ONE)), RANGE
    if rising := next((mark for mark in marks if mark.high is None), None):
        yield dot_sign(_mark(rising.origin, None, _ZERO, None)), NO_UPPER
    if falling := next((mark for mark in marks if mark.low is None), None):
        yield dot_sign(_mark(falling.origin, None, None, _ONE)), NO_LOWER


def _mark(origin: Origin, at: Decimal | None, low: Decimal | None, high: Decimal | None) -> Mark:
    return Mark(origin=origin, at=at, low=low, high=high, display="")
