"""PNG of a chart: the picture that stands alone, with the font that is bundled, for machines often have none."""

from app.charts.chart import Chart
from app.charts.svg import drawn_alone
from app.charts.text import FAMILY, FONTS

ZOOM = 2


def picture(chart: Chart, *, preview: bool = False) -> bytes:
    """Return a chart as PNG, twice as large as it is drawn."""
    import resvg_py

    return resvg_py.svg_to_bytes(
        svg_string=drawn_alone(chart),
        zoom=ZOOM,
        skip_system_fonts=True,
        font_files=[str(file) for file in FONTS.values()],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )
