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
_SMALL = 11
_MOST_NOTES = 6


def drawing(chart: Chart, room: float) -> Drawing:
    """Return the drawing of a chart, without what a page tells beside it."""
    match chart:
        case Rows():
            return drawn_rows(chart, room)
        case Tiles():
            return drawn_tiles(chart, room)
        case Series():
            return drawn_series(chart, room)
    raise TypeError(chart)


def framed(chart: Chart, room: float) -> Drawing:
    """Return a chart with its title above it, and its notes, source, licence and address below."""
    inner = room - 2 * MARGIN
    shapes: list[Shape] = []
    y = float(MARGIN)

    def write(text: str, size: float, paint: Paint, weight: Weight = Weight.REGULAR) -> None:
        nonlocal y
        for line in lines(text, inner, size, weight):
            y += round(size * 1.35)
            shapes.append(Text(MARGIN, y - size * 0.3, line, size, paint, weight=weight))

    write(chart.title, _TITLE, Paint.INK, Weight.BOLD)
    write(chart.subtitle, _SUBTITLE, Paint.MUTED)
    y += 12
    picture = drawing(chart, inner)
    shapes.append(Group(picture.shapes, x=MARGIN, y=y))
    y += picture.height + 12
    shapes.append(Line(MARGIN, y, room - MARGIN, y, Paint.LINE))
    y += 6
    write(f"Source: {chart.source} {LICENCE}.", _SMALL, Paint.INK)
    if chart.address:
        write(chart.address, _SMALL, Paint.INK)
    y += 6
    for note in chart.notes[:_MOST_NOTES]:
        write(note, _SMALL, Paint.MUTED)
    if len(chart.notes) > _MOST_NOTES:
        write(f"{len(chart.notes) - _MOST_NOTES} more notes are told with the data.", _SMALL, Paint.MUTED)
    return Drawing(room, round(y + MARGIN - 8, 1), tuple(shapes))
