"""What a chart shows, before it is drawn: frozen descriptions, with all that must be said beside the picture.

Lengths, colours and places on paper are for those who draw. What is compared is told apart by its ``Origin``, and every
origin has a shape of its own. A mark has an end that is ``None`` where it is open: the picture has an arrow there.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.charts.scales import shortened
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

    ``at`` is its value or, where only bounds are ``known``, the number as stated. An open end is ``None``. It is
    ``hedged`` where it is about or almost that number.
    """

    origin: Origin
    at: Decimal | None
    low: Decimal | None
    high: Decimal | None
    display: str
    known: bool = True
    hedged: bool = False

    @property
    def ends(self) -> tuple[Decimal, ...]:
        """All that it is drawn from."""
        return tuple(end for end in (self.at, self.low, self.high) if end is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row or a tile is of, with its mark or, where there is none, with words that say why.

    It is ``apart`` where its figure is of another time than those it is drawn with, and ``marked`` where it is the one
    that others are compared with. ``beside`` is the same from another source.
    """

    key: str
    label: str
    mark: Mark | None = None
    missing: str = ""
    apart: bool = False
    marked: bool = False
    beside: Mark | None = None

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that is drawn of it."""
        return tuple(mark for mark in (self.mark, self.beside) if mark is not None)

    @property
    def words(self) -> str:
        """The figure for readers, or why there is none."""
        told = f"no figure, {self.missing}" if self.mark is None else self.mark.display
        return told if self.beside is None else f"{told}; stated: {self.beside.display}"


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

    @property
    def words(self) -> tuple[str, ...]:
        """What is drawn and can be read from no axis, to be said below a picture that stands alone."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Chart):
    """Figures under each other, on one scale, which always begins at 0 if it is ``from_zero``."""

    sections: tuple[Section, ...]
    middle: Middle | None = None
    from_zero: bool = True

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows of all sections."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that is drawn."""
        return tuple(mark for row in self.rows for mark in row.marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dots(Rows):
    """Figures as shapes, with what their values may be as lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars(Rows):
    """Figures as bars, which begin at 0."""


@dataclass(frozen=True, slots=True)
class Bin:
    """A class of a tile map: the shortened numbers from ``low`` to ``high``, both among them, of ``size`` forces."""

    low: Decimal
    high: Decimal
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles(Chart):
    """Figures of the forces on a map of tiles, shaded by at most five bins."""

    tiles: tuple[Row, ...]
    bins: tuple[Bin, ...]

    def bin_of(self, mark: Mark) -> int | None:
        """Return the number of a figure's bin, 0 being the lowest; ``None`` where it is drawn at no number."""
        if mark.at is None:
            return None
        at = shortened(mark.at)
        return next(n for n, bin_ in enumerate(self.bins) if bin_.low <= at <= bin_.high)


@dataclass(frozen=True, slots=True)
class Point:
    """A figure at a time, which is named as ``label``."""

    at: date
    label: str
    mark: Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Series(Chart):
    """Figures through time. Only what a run has together is joined by a line.

    ``stated`` are figures of statements that name a time; ``undated`` are those that name none, by the round of their
    statement. They are never put on a date.
    """

    runs: tuple[tuple[Point, ...], ...]
    stated: tuple[Point, ...]
    undated: tuple[Row, ...]

    @property
    def points(self) -> tuple[Point, ...]:
        """All that is on a date."""
        return (*(point for run in self.runs for point in run), *self.stated)

    @property
    def words(self) -> tuple[str, ...]:
        """What is stated, with its date or without one."""
        dated = "; ".join(f"{point.mark.display} ({point.label})" for point in self.stated)
        undated = "; ".join(f"{row.words} ({row.label})" for row in self.undated)
        told = (("Stated", dated), ("Stated without a date", undated))
        return tuple(f"{begin}: {figures}." for begin, figures in told if figures)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All that is drawn."""
        return (*(point.mark for point in self.points), *(row.mark for row in self.undated if row.mark is not None))
