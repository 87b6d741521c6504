"""Series: a line only through what is counted in one way, and no date for what names none."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from app.charts.chart import Series
from app.charts.series import of_series
from app.charts.svg import drawn_alone
from app.schemas.comparison import SeriesPoint
from tests.charted import STATED, counted, exactly, figure, found, groups, parsed, period, series, told, words


def runs(*points: SeriesPoint) -> list[list[int]]:
    return [[point.at.year for point in run] for run in of_series(series(*points)).runs]


def test_a_line_joins_what_is_counted_in_one_way_every_year() -> None:
    assert runs(*(counted(year, "4000") for year in range(2016, 2021))) == [[2016, 2017, 2018, 2019, 2020]]


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([counted(2016, "1"), counted(2017, "2"), counted(2018, None), counted(2019, "3")], [[2016, 2017], [2019]]),
        (
            [counted(2016, "1"), counted(2017, "2"), counted(2018, "2"), counted(2020, "3")],
            [[2016, 2017, 2018], [2020]],
        ),
        (
            [counted(2016, "1"), counted(2017, "2", dataset="other"), counted(2018, "3", dataset="other")],
            [[2016], [2017, 2018]],
        ),
        ([counted(2016, "1"), counted(2017, "2", basis="headcount")], [[2016], [2017]]),
    ],
    ids=["a year without a figure", "a year that is not there", "another dataset", "another basis"],
)
def test_no_line_leads_across(points: list[SeriesPoint], expected: list[list[int]]) -> None:
    assert runs(*points) == expected
    assert "The line is broken where another dataset begins or a time is missing." in of_series(series(*points)).notes
    assert lines_in(drawn(of_series(series(*points)))) == [run for run in map(len, expected) if run > 1]


def drawn(chart: Series) -> ET.Element:
    return parsed(drawn_alone(chart))


def lines_in(root: ET.Element) -> list[int]:
    """Return how many points each line of a drawing has."""
    return [path.get("d", "").count("L") + 1 for path in found(root, "path", fill="none")]


DATED = told("2021-22", exactly("4100", period=period("March 2022", "2022-03-31", "month")))
UNDATED = told("2016", figure("3900", "3900", None, display="over 3,900"))
ENDLESS = told("2017", exactly("10", period=period("since 2010", None, "since"), display="10 more"))
BOTH = of_series(
    series(*(counted(year, "4000") for year in range(2019, 2024))), series(DATED, UNDATED, ENDLESS, **STATED)
)


def test_stated_figures_are_marks_on_their_date_beside_the_line() -> None:
    [point] = BOTH.stated
    assert point.at == date(2022, 3, 31)
    marks = groups(drawn(BOTH))
    [circle], [diamond] = found(marks["31 March 2022"], "circle"), found(marks["March 2022"], "path")
    assert diamond.get("d", "").startswith(f"M{float(circle.get('cx', '')):g} ")


def test_what_names_no_date_is_put_on_none_and_said_in_words() -> None:
    assert [row.key for row in BOTH.undated] == ["2016", "2017"]
    root = drawn(BOTH)
    marks = groups(root)
    [last] = found(marks["31 March 2023"], "circle")
    for key in ("2016", "2017"):
        place = float(found(marks[key], "path")[0].get("d", "").split()[0].removeprefix("M"))
        assert place > float(last.get("cx", ""))  # beside the years
    assert "no date" in words(root)
    named = [one for one in found(root, "text") if one.text in {"2016", "2017"}]
    assert len(named) == 2
    assert named[0].get("y") == named[1].get("y")
    assert "over 3,900 (statement of 2016); 10 more (statement of 2017, since 2010)" in words(root)


def test_an_open_end_of_a_stated_figure_is_an_arrow_upwards() -> None:
    [dashed] = [line for line in found(groups(drawn(BOTH))["2016"], "line") if line.get("stroke-dasharray")]
    assert dashed.get("x1") == dashed.get("x2")
    assert float(dashed.get("y2", "")) < float(dashed.get("y1", ""))


def test_what_is_shown_is_told_in_words() -> None:
    assert BOTH.title == "Police officers: Kent Police"
    assert BOTH.subtitle == "Full-time equivalents, 31 March 2019 to 31 March 2023"
    assert BOTH.summary == (
        "Official statistics: 4000 of them (31 March 2019) to 4000 of them (31 March 2023). Highest: 4000 of them "
        "(31 March 2019). Lowest: 4000 of them (31 March 2019). Stated: 4100 of them (March 2022). "
        "Stated without a date: over 3,900 (statement of 2016); 10 more (statement of 2017, since 2010)."
    )
    assert BOTH.source.startswith("Home Office, Police workforce, released 26 July 2023. The forces' own statements")


def test_a_scale_that_does_not_begin_at_0_says_so() -> None:
    near, far = (series(counted(2020, low), counted(2021, "4000")) for low in ("3900", "100"))
    assert "The scale does not begin at 0." in words(drawn(of_series(near)))
    assert "The scale does not begin at 0." not in words(drawn(of_series(far)))


def test_each_source_alone_is_a_chart_and_neither_is_none() -> None:
    assert "Stated without a date" in words(drawn(of_series(stated=series(UNDATED, **STATED))))
    assert "There is no figure." in words(drawn(of_series(series(counted(2020, None)))))
    with pytest.raises(ValueError, match="at least one source"):
        of_series()
