"""What a drawing is made of: lines, outlines, boxes and words on paper. Each rendering has colours for its paints."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.charts.text import Weight
from app.vocabulary.words import Word


class Paint(Word):
    """What something is painted as. The colour is for the rendering to choose."""

    INK = "ink"
    MUTED = "muted"
    LINE = "line"
    PAPER = "paper"
    OFFICIAL = "official"
    STATED = "stated"
    TARGET = "target"
    QUOTED = "quoted"
    BIN_1 = "bin-1"
    BIN_2 = "bin-2"
    BIN_3 = "bin-3"
    BIN_4 = "bin-4"
    BIN_5 = "bin-5"
    BIN_INK_LOW = "bin-ink-low"
    BIN_INK_HIGH = "bin-ink-high"


class Anchor(Word):
    """Which part of words is at their place."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: Paint
    width: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """A path in SVG's words, filled, stroked, or both."""

    path: str
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle, filled, stroked, or both."""

    x: float
    y: float
    radius: float
    fill: Paint | None = None
    stroke: Paint | None = None
    width: float = 1.5


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled, stroked, or both."""

    x: float
    y: float
    width: float
    height: float
    fill: Paint | None = None
    stroke: Paint | None = None
    dashed: bool = False
    rounded: float = 0


@dataclass(frozen=True, slots=True)
class Text:
    """A line of words. ``y`` is that of their base line."""

    x: float
    y: float
    words: str
    size: float
    fill: Paint = Paint.INK
    anchor: Anchor = Anchor.START
    weight: Weight = Weight.REGULAR


@dataclass(frozen=True, slots=True)
class Group:
    """Shapes that belong together, moved together; ``name`` is told of them, and ``key`` is what they are of."""

    shapes: tuple["Shape", ...]
    key: str = ""
    name: str = ""
    x: float = 0
    y: float = 0


Shape = Line | Outline | Circle | Box | Text | Group


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on paper of a size."""

    width: float
    height: float
    shapes: tuple[Shape, ...]

    def every(self) -> Iterator[Shape]:
        """Yield every shape, also those within groups."""
        pending = [*self.shapes]
        while pending:
            shape = pending.pop(0)
            yield shape
            if isinstance(shape, Group):
                pending[:0] = shape.shapes
