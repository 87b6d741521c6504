"""SVG of a chart: within a page, whose style sheet has the colours, and alone, with all that is told of it inside."""

from collections.abc import Callable
from functools import singledispatch

from markupsafe import Markup, escape

from app.charts.chart import Chart
from app.charts.drawing import drawing, framed, previewed
from app.charts.palette import COLOURS
from app.charts.shapes import Box, Circle, Drawing, Group, Line, Outline, Paint, Shape, Text
from app.charts.text import FAMILY, Weight

WIDE, NARROW = 720, 310
"""How wide a chart is drawn in a page: for a screen, and for a telephone, so that its words are as large on both."""
ALONE = 800
"""How wide a chart is drawn that stands alone."""
PREVIEW = (800, 420)
"""How wide and high it is drawn for a link: two thirds of the 1200 by 630 that those have that show it."""
_FONTS = f"{FAMILY}, 'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif"
"""The fonts of a picture that stands alone: ours where it is drawn here, else those that machines have."""

Painted = Callable[[Paint | None, Paint | None], str]
"""Returns the attributes that paint the inside and the edge of something."""


def drawn_in_page(chart: Chart, prefix: str, widths: tuple[int, ...] = (WIDE, NARROW)) -> Markup:
    """Return a chart to put into a page, drawn for each of some widths: the style sheet shows the one that fits.

    ``prefix`` begins the ids, and must be another for each chart of a page. What the picture shows is not told within
    it, since the page says it beside it.
    """
    drawn = []
    for width in widths:
        size = "alone" if len(widths) == 1 else "wide" if width == max(widths) else "narrow"
        picture = drawing(chart, width)
        attributes = f'class="drawn-{size}" width="{picture.width:g}" height="{picture.height:g}"'
        drawn.append(_root(picture, attributes, f"{prefix}-{width}", _by_class, title=_name(chart)))
    return Markup(f'<div class="drawn">{"".join(drawn)}</div>')  # noqa: S704 - texts are escaped where they are written


def drawn_alone(chart: Chart) -> str:
    """Return a chart as a document of its own, with its title, source, licence and address drawn inside."""
    return _document(chart, framed(chart, ALONE))


def drawn_preview(chart: Chart) -> str:
    """Return as much of a chart as has room on the picture that is shown for a link to it, with title and source."""
    return _document(chart, previewed(chart, *PREVIEW))


def _document(chart: Chart, picture: Drawing) -> str:
    attributes = (
        f'xmlns="http://www.w3.org/2000/svg" width="{picture.width:g}" height="{picture.height:g}" '
        f'font-family="{_FONTS}"'
    )
    paper = Drawing(
        picture.width,
        picture.height,
        (Box(0, 0, picture.width, picture.height, fill=Paint.PAPER), *picture.shapes),
    )
    return _root(paper, attributes, "chart", _by_colour, title=_name(chart), desc=chart.summary)


def _name(chart: Chart) -> str:
    return f"{chart.title} ({chart.subtitle})"


def _root(picture: Drawing, attributes: str, ids: str, painted: Painted, **told: str) -> str:
    """Return the element of a picture, which begins with elements that tell of it."""
    ids = escape(ids)
    labels = " ".join(f"{ids}-{tag}" for tag in told)
    said = "".join(f'<{tag} id="{ids}-{tag}">{escape(words)}</{tag}>' for tag, words in told.items())
    written = "".join(_written(shape, painted) for shape in picture.shapes)
    return (
        f'<svg {attributes} viewBox="0 0 {picture.width:g} {picture.height:g}" role="img" '
        f'aria-labelledby="{labels}">{said}{written}</svg>'
    )


def _by_class(fill: Paint | None, stroke: Paint | None) -> str:
    classes = [f"{kind}-{paint}" for kind, paint in (("fill", fill), ("edge", stroke)) if paint]
    return f'class="{" ".join(classes)}"' + ("" if fill else ' fill="none"')


def _by_colour(fill: Paint | None, stroke: Paint | None) -> str:
    edge = f' stroke="{COLOURS[stroke]}"' if stroke else ""
    return f'fill="{COLOURS[fill] if fill else "none"}"{edge}'


@singledispatch
def _written(shape: Shape, _: Painted) -> str:
    raise TypeError(shape)


@_written.register
def _(line: Line, painted: Painted) -> str:
    dashes = ' stroke-dasharray="3 2"' if line.dashed else ""
    return (
        f'<line x1="{line.x1:g}" y1="{line.y1:g}" x2="{line.x2:g}" y2="{line.y2:g}" {painted(None, line.stroke)} '
        f'stroke-width="{line.width:g}"{dashes}/>'
    )


@_written.register
def _(outline: Outline, painted: Painted) -> str:
    width = f' stroke-width="{outline.width:g}"' if outline.stroke else ""
    return f'<path d="{outline.path}" {painted(outline.fill, outline.stroke)}{width}/>'


@_written.register
def _(circle: Circle, painted: Painted) -> str:
    width = f' stroke-width="{circle.width:g}"' if circle.stroke else ""
    at = f'cx="{circle.x:g}" cy="{circle.y:g}" r="{circle.radius:g}"'
    return f"<circle {at} {painted(circle.fill, circle.stroke)}{width}/>"


@_written.register
def _(box: Box, painted: Painted) -> str:
    dashes = ' stroke-dasharray="4 3"' if box.dashed else ""
    rounded = f' rx="{box.rounded:g}"' if box.rounded else ""
    at = f'x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}"'
    return f"<rect {at}{rounded} {painted(box.fill, box.stroke)}{dashes}/>"


@_written.register
def _(text: Text, painted: Painted) -> str:
    anchor = f' text-anchor="{text.anchor}"' if text.anchor != "start" else ""
    weight = f' font-weight="{text.weight}"' if text.weight is not Weight.REGULAR else ""
    at = f'x="{text.x:g}" y="{text.y:g}" font-size="{text.size:g}"'
    return f"<text {at} {painted(text.fill, None)}{anchor}{weight}>{escape(text.words)}</text>"


@_written.register
def _(group: Group, painted: Painted) -> str:
    key = f' data-key="{escape(group.key)}"' if group.key else ""
    moved = f' transform="translate({group.x:g} {group.y:g})"' if group.x or group.y else ""
    name = f"<title>{escape(group.name)}</title>" if group.name else ""
    return f"<g{key}{moved}>{name}{''.join(_written(shape, painted) for shape in group.shapes)}</g>"
