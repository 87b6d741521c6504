"""PNG of a chart: the picture that stands alone, in the font that is bundled, for machines often have none."""

import os
import subprocess
import sys

from app.charts.chart import Chart
from app.charts.svg import ALONE, PREVIEW, drawn_alone, drawn_preview

SECONDS = 30
_ZOOM = 2
_PREVIEW_ZOOM = 1.5


def picture(chart: Chart, *, preview: bool = False) -> bytes:
    """Return a chart as PNG: as it stands alone, twice as large as it is drawn, or for a link, 1200 by 630 pixels.

    It is made in a process of its own, so that this one goes on meanwhile.
    """
    if preview:
        return _rasterised(drawn_preview(chart), int(PREVIEW[0] * _PREVIEW_ZOOM))
    return _rasterised(drawn_alone(chart), ALONE * _ZOOM)


def _rasterised(svg: str, width: int) -> bytes:
    done = subprocess.run(  # noqa: S603 - this interpreter, and our own module
        [sys.executable, "-m", "app.charts", str(width)],
        input=svg.encode(),
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
        timeout=SECONDS,
    )
    return done.stdout
