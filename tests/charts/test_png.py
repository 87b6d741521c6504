"""PNG: as many pixels as promised, with words on them though the machine has no fonts."""

import pytest

from app.charts.chart import Chart
from app.charts.comparison import of_comparison
from app.charts.palette import COLOURS
from app.charts.png import picture
from app.charts.series import of_series
from app.charts.shapes import Paint
from app.charts.svg import ALONE
from app.schemas.charts import ChartKind
from tests.charted import comparison, counted, exactly, ranked, series
from tests.pictures import is_dark, pixels, size_of

FORCES = ("kent", "essex", "surrey", "dorset", "cumbria")


def chart(kind: ChartKind, number: int = 5) -> Chart:
    return of_comparison(comparison(*(ranked(force, exactly("100")) for force in FORCES[:number])), kind)


def test_a_picture_is_drawn_twice_as_large_and_has_words() -> None:
    drawn = picture(chart("dots", 2))
    width, _ = size_of(drawn)
    assert width == 2 * ALONE
    title = [row[48:400] for row in pixels(drawn)[48:104]]
    assert sum(map(is_dark, (colour for row in title for colour in row))) > 1000
    colours = {tuple(colour[:3]) for row in pixels(drawn) for colour in row}
    assert tuple(bytes.fromhex(COLOURS[Paint.OFFICIAL].removeprefix("#"))) in colours


SERIES = of_series(series(counted(2020, "1"), counted(2021, "2")))


@pytest.mark.parametrize("of", [chart("dots"), chart("bars"), chart("tiles"), SERIES], ids=lambda of: type(of).__name__)
def test_the_preview_of_a_link_has_the_size_that_is_expected(of: Chart) -> None:
    assert size_of(picture(of, preview=True)) == (1200, 630)
