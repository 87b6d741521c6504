"""Series: one figure of a force through the rounds or the years, and what its bounds say about the changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic

from app.derived.caveats import OWN_ACCOUNTS_IN_TIME, caveats_of_series
from app.derived.compared import Compared, figure_of
from app.derived.indicators import Definition
from app.derived.said import Said
from app.vocabulary.bounds import Bounds
from app.vocabulary.figures import SomeFigure
from app.vocabulary.measures import Kind, Measure
from app.vocabulary.warnings import Absence, Caveat, WarningCode
from app.vocabulary.words import Word


class Direction(Word):
    """Whether a figure rose or fell, as far as its bounds show."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    RESTATED = "restated"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point(Generic[SomeFigure]):
    """A round or a time of a series, by the source that is ``said`` of it.

    ``figure`` is ``None`` if the source does not give it, and ``missing`` says why. ``change`` has the bounds of the
    difference from the previous figure, if the two are comparable. ``direction`` is ``None`` for the first figure.
    """

    said: Said[SomeFigure]
    figure: Compared[SomeFigure] | None
    missing: Absence | None = None
    change: Bounds | None = None
    direction: Direction | None = None


@dataclass(frozen=True, slots=True)
class Series(Generic[SomeFigure]):
    """The points from the oldest to the newest, and their caveats."""

    points: tuple[Point[SomeFigure], ...]
    caveats: tuple[Caveat, ...]


def series(
    subject: Measure | Definition,
    force: str,
    sources: Sequence[Said[SomeFigure]],
    *,
    told: Sequence[Caveat] = (OWN_ACCOUNTS_IN_TIME,),
) -> Series[SomeFigure]:
    """Return the series of a measure or an indicator for a force, by its sources from the oldest to the newest.

    ``told`` are the caveats of the sources themselves.
    """
    points: list[Point[SomeFigure]] = []
    figures: list[Compared[SomeFigure]] = []
    for said in sources:
        found = figure_of(subject, force, said)
        if isinstance(found, Absence):
            points.append(Point(said, None, missing=found))
            continue
        before = figures[-1] if figures else None
        change = found.bounds - before.bounds if before is not None and _alike(subject, before, found) else None
        direction = None if before is None else _direction(before, found, change)
        points.append(Point(said, found, change=change, direction=direction))
        figures.append(found)
    return Series(tuple(points), (*told, *caveats_of_series(figures)))


def _alike(subject: Measure | Definition, before: Compared[Any], after: Compared[Any]) -> bool:
    """Return whether the difference of two figures is meaningful.

    It is not between a fact and a target, nor between two changes unless each is over one year.
    """
    if before.status is not after.status:
        return False
    if isinstance(subject, Measure) and subject.kind is Kind.CHANGE:
        return all(figure.periods and figure.periods[0].is_a_year for figure in (before, after))
    return True


def _direction(before: Compared[Any], after: Compared[Any], change: Bounds | None) -> Direction:
    if change is None or any(w.code is WarningCode.CHECKS_WARN for w in (*before.warnings, *after.warnings)):
        return Direction.UNKNOWN
    if before.periods == after.periods and before.periods and all(period.is_dated for period in after.periods):
        return Direction.SAME if before.bounds == after.bounds else Direction.RESTATED
    low, high = change.low, change.high
    if low is not None and low > 0:
        return Direction.UP
    if high is not None and high < 0:
        return Direction.DOWN
    return Direction.SAME if low == high == 0 else Direction.UNKNOWN
