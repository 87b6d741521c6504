"""Series: one figure of a force through the rounds, and what the words allow to be said of its changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from app.derived.comparison import Compared, figure_of
from app.derived.headlines import Figure
from app.derived.indicators import Definition
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import Measure


class Direction(StrEnum):
    """Whether a figure rose or fell, as far as its bounds tell."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point(Generic[Figure]):
    """A round of a series.

    ``figure`` is ``None`` where the statement does not give it, for the ``reason``; ``change`` is the difference to the
    point before that has one, between its least and its most.
    """

    round: str
    figure: Compared[Figure] | None
    reason: str | None
    change: Bounds | None

    @property
    def direction(self) -> Direction | None:
        """Whether it rose or fell; ``None`` where there is nothing before it."""
        if self.change is None:
            return None
        low, high = self.change.low, self.change.high
        if low is not None and low > 0:
            return Direction.UP
        if high is not None and high < 0:
            return Direction.DOWN
        return Direction.SAME if low == high == 0 else Direction.UNKNOWN


def series(subject: Measure | Definition, force: str, rounds: Mapping[str, Sequence[Figure]]) -> list[Point[Figure]]:
    """Return the series of a measure or an indicator of a force, from the oldest round to the newest."""
    points: list[Point[Figure]] = []
    before: Compared[Figure] | None = None
    for round_ in sorted(rounds):
        found = figure_of(subject, force, round_, rounds[round_])
        if isinstance(found, str):
            points.append(Point(round_, None, found, None))
            continue
        points.append(Point(round_, found, None, None if before is None else found.bounds - before.bounds))
        before = found
    return points
