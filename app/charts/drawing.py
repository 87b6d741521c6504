"""The drawing of a chart by its kind, and the frame round one that stands alone."""

from app.charts.chart import Chart, Rows, Series, Tiles
from app.charts.rows import drawn_rows
from app.charts.shapes import Drawing, Group, Line, Paint, Shape, Text
from app.charts.text import Weight, lines
from app.charts.tiles import drawn_tiles
from app.charts.years import drawn_series
from app.vocabulary.sources import LICENCE

MARGIN = 24
_TITLE = 20
_SUBTITLE = 14
_WORDS = 12
_SMALL = 11
_OF_ADDRESS = 4
"""How many lines an address may take: one of many forces is longer than anybody types."""
_MOST_NOTES = 6
_ENDLESS = float("inf")


def drawing(chart: Chart, room: float, height: float = _ENDLESS) -> Drawing:
    """Return the drawing of a chart, without what a page tells beside it, and as near to a height as it can be."""
    match chart:
        case Rows():
            return drawn_rows(chart, room, height)
        case Tiles():
            return drawn_tiles(chart, room, height)
        case Series():
            return drawn_series(chart, room, height)
    raise TypeError(chart)


def framed(chart: Chart, room: float) -> Drawing:
    """Return a chart with its title above it, and its source, licence, address and notes below."""
    paper = _Paper(room)
    paper.write(chart.title, _TITLE, Paint.INK, Weight.BOLD)
    paper.write(chart.subtitle, _SUBTITLE, Paint.MUTED)
    paper.skip(12)
    paper.put(drawing(chart, paper.inner))
    for words in chart.words:
        paper.write(words, _WORDS, Paint.MUTED)
    paper.skip(8 if chart.words else 0)
    paper.rule()
    paper.write(f"Source: {chart.source} {LICENCE}.", _SMALL, Paint.INK)
    paper.write(chart.address, _SMALL, Paint.INK, most=_OF_ADDRESS)
    paper.skip(6)
    for note in chart.notes[:_MOST_NOTES]:
        paper.write(note, _SMALL, Paint.MUTED)
    if (more := len(chart.notes) - _MOST_NOTES) > 0:
        paper.write(f"{more} more {'note' if more == 1 else 'notes'} at the address above.", _SMALL, Paint.MUTED)
    return Drawing(room, round(paper.y + MARGIN - 8, 1), tuple(paper.shapes))


def previewed(chart: Chart, room: float, height: float) -> Drawing:
    """Return a chart on paper of a size: with its title and source, and as much of it as has room."""
    below = _Paper(room)
    below.rule()
    below.write(f"Source: {chart.source} {LICENCE}.", _SMALL, Paint.MUTED, most=2)
    paper = _Paper(room)
    paper.write(chart.title, _TITLE, Paint.INK, Weight.BOLD, most=2)
    paper.write(chart.subtitle, _SUBTITLE, Paint.MUTED, most=1)
    paper.skip(10)
    foot = height - (below.y - MARGIN) - 12
    paper.put(drawing(chart, paper.inner, foot - paper.y))
    moved = Group(tuple(below.shapes), y=foot - MARGIN)
    return Drawing(room, height, (*paper.shapes, moved))


class _Paper:
    """Paper that is filled from the top down to ``y``, between margins."""

    def __init__(self, room: float) -> None:
        self.inner = room - 2 * MARGIN
        self.y: float = MARGIN
        self.shapes: list[Shape] = []

    def write(self, text: str, size: float, paint: Paint, weight: Weight = Weight.REGULAR, most: int = 1_000) -> None:
        """Add a text in lines, ``most`` of them at most."""
        told = lines(text, self.inner, size, weight)
        for line in told[: most - 1] + ([f"{told[most - 1]} …"] if len(told) > most else told[most - 1 :]):
            self.y += round(size * 1.35)
            self.shapes.append(Text(MARGIN, self.y - size * 0.3, line, size, paint, weight=weight))

    def put(self, picture: Drawing) -> None:
        """Add a drawing."""
        self.shapes.append(Group(picture.shapes, x=MARGIN, y=self.y))
        self.y += picture.height + 12

    def rule(self) -> None:
        """Add a line between margins."""
        self.shapes.append(Line(MARGIN, self.y, MARGIN + self.inner, self.y, Paint.LINE))
        self.y += 6

    def skip(self, height: float) -> None:
        """Leave some paper free."""
        self.y += height
