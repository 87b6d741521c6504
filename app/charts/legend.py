"""The legend: each sign that a drawing has, and what it means."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from app.charts.chart import Mark, Origin
from app.charts.marks import across, is_wide
from app.charts.scales import Scale
from app.charts.shapes import Drawing, Group, Paint, Shape, Text
from app.charts.text import width

SIZE = 12
_LINE = 20
_SIGN = 34
_BETWEEN = 18
_ZERO, _HALF, _ONE = Decimal(0), Decimal("0.5"), Decimal(1)
_SAMPLE = Scale((_ZERO, _ONE), 2, 26)

Sign = tuple[tuple[Shape, ...], str]
"""Shapes about a middle line from 0 to ``_SIGN``, and their meaning."""


def legend(marks: Iterable[Mark], scale: Scale, room: float) -> Drawing:
    """Return the legend of marks that are drawn on a scale, in as many lines as it takes."""
    return laid_out([*_signs([*marks], scale)], room)


def laid_out(signs: Iterable[Sign], room: float) -> Drawing:
    """Return signs with their meanings beside them, in lines that have room."""
    x, y = 0.0, 0.0
    shapes: list[Shape] = []
    for sign, meaning in signs:
        taken = _SIGN + width(meaning, SIZE)
        if x and x + taken > room:
            x, y = 0.0, y + _LINE
        words = Text(_SIGN, 4, meaning, SIZE, Paint.MUTED)
        shapes.append(Group((*sign, words), x=round(x, 1), y=y + _LINE / 2))
        x += taken + _BETWEEN
    return Drawing(room, y + _LINE if shapes else 0, tuple(shapes))


def _signs(marks: list[Mark], scale: Scale) -> Iterator[Sign]:
    for origin in Origin:
        if any(mark.origin is origin for mark in marks):
            yield _sign(origin, at=_HALF, low=_HALF, high=_HALF), origin.in_words
    if hollow := next((mark for mark in marks if not mark.known and mark.at is not None), None):
        sign = _sign(hollow.origin, at=_HALF, low=_HALF, high=_HALF, known=False)
        yield sign, "The numbers as stated, where only limits are known"
    if reaching := next((mark for mark in marks if is_wide(mark, scale)), None):
        yield _sign(reaching.origin, at=None, low=_ZERO, high=_ONE), "What it may be"
    if open_ := next((mark for mark in marks if mark.low is None or mark.high is None), None):
        low, high = (None, _ONE) if open_.low is None else (_ZERO, None)
        yield _sign(open_.origin, at=None, low=low, high=high), "No limit that way"


def _sign(
    origin: Origin, *, at: Decimal | None, low: Decimal | None, high: Decimal | None, known: bool = True
) -> tuple[Shape, ...]:
    return (across(Mark(origin=origin, at=at, low=low, high=high, display="", known=known), _SAMPLE, 0),)
