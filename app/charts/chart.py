"""What a chart shows, before it is drawn: frozen descriptions, with all that must be said beside the picture.

Lengths, colours and places on paper are for those who draw. What is compared is told apart by its ``Origin``, and every
origin has a shape of its own. A mark has an end that is ``None`` where it is open: the picture has an arrow there.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.derived.indicators import IndicatorUnit
from app.vocabulary.units import Unit
from app.vocabulary.words import Word


class Origin(Word):
    """Where a figure comes from, which is what the shape of its mark tells."""

    OFFICIAL = "official"
    STATED = "stated"
    TARGET = "target"
    QUOTED = "quoted"

    @property
    def in_words(self) -> str:
        """What the legend says."""
        return _IN_WORDS[self]


_IN_WORDS = {
    Origin.OFFICIAL: "Official statistics",
    Origin.STATED: "Stated by the force",
    Origin.TARGET: "Stated as a target, a plan or a forecast",
    Origin.QUOTED: "Quoted by a statement of another area",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A figure: where it is drawn, what its value may be, and how it reads.

    ``at`` is its value or, where only bounds are ``known``, the number as stated. An open end is ``None``.
    """

    origin: Origin
    at: Decimal | None
    low: Decimal | None
    high: Decimal | None
    display: str
    known: bool = True

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """All that it is drawn from."""
        return tuple(end for end in (self.at, self.low, self.high) if end is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row or a tile is of, with its mark or, where there is none, with words that say why."""

    key: str
    label: str
    mark: Mark | None = None
    missing: str = ""

    @property
    def words(self) -> str:
        """The figure for readers, or why there is none."""
        return self.missing if self.mark is None else self.mark.display


@dataclass(frozen=True, slots=True)
class Section:
    """Rows that belong together, under a heading unless there is one sort alone."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Middle:
    """Where the median lies, and how it reads."""

    low: Decimal
    high: Decimal
    display: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What every chart tells: what it shows, of which unit and time, from whom, and what to know before using it.

    ``summary`` is what the picture shows in a sentence or two, for who cannot see it. ``address`` is where it is found.
    """

    title: str
    subtitle: str
    summary: str
    source: str
    notes: tuple[str, ...]
    unit: Unit | IndicatorUnit
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Chart):
    """Figures under each other, on one scale."""

    sections: tuple[Section, ...]
    middle: Middle | None = None

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all sections."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that is drawn."""
        return tuple(row.mark for row in self.rows if row.mark is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots(Rows):
    """Figures as shapes, with what their values may be as lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Rows):
    """Figures as bars, which begin at 0."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A class of a tile map: from ``low`` to ``high``, both included, as ``words`` say it."""

    low: Decimal
    high: Decimal
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(Chart):
    """Figures of all forces on a map of tiles, shaded by at most five bins. ``bin_of`` has the number of each."""

    tiles: tuple[Row, ...]
    bins: tuple[Bin, ...]

    def bin_of(self, mark: Mark) -> int | None:
        """Return the number of the bin, 0 being the lowest; ``None`` for what has no place among them."""
        at = mark.at
        return None if at is None else next((n for n, bin_ in enumerate(self.bins) if bin_.low <= at <= bin_.high), None)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a time, which is named as ``label``."""

    at: date
    label: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Chart):
    """Figures through time. Only what a run has together is joined by a line.

    ``undated`` are figures that name no time, each with the round of its statement: they are never put on a date.
    """

    runs: tuple[tuple[Point, ...], ...]
    points: tuple[Point, ...]
    undated: tuple[Row, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that is drawn."""
        dated = (point.mark for points in (*self.runs, self.points) for point in points)
        return (*dated, *(row.mark for row in self.undated if row.mark is not None))
