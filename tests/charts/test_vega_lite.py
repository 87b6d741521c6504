"""Specifications in Vega-Lite: complete, of our own order and scales, and loading nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.charts.chart import Chart
from app.charts.comparison import of_comparison
from app.charts.series import of_series
from app.charts.svg import drawn_alone
from app.charts.tile_map import CODES
from app.charts.vega_lite import SCHEMA, specification
from app.schemas.charts import ChartKind
from tests.charted import STATED, comparison, counted, exactly, figure, missing, parsed, ranked, series, told, words

ANSWER = comparison(
    ranked("kent", exactly("4000")),
    ranked("essex", figure("3000", "3000", None)),
    ranked("surrey", figure("2000", "1000", "2500")),
    missing=[missing("cumbria")],
    national=[ranked("kent", exactly("1")), ranked("kent", exactly("2"))],
)
SERIES = of_series(
    series(counted(2016, "1"), counted(2017, None), counted(2018, "2")), series(told("2016", exactly("3")), **STATED)
)
CHARTS: dict[str, Chart] = {kind: of_comparison(ANSWER, kind) for kind in ("dots", "bars", "tiles")} | {
    "series": SERIES
}


def members(value: Any, name: str) -> Iterator[Any]:  # noqa: ANN401 - JSON
    if isinstance(value, dict):
        yield from (member for key, member in value.items() if key == name)
        for member in value.values():
            yield from members(member, name)
    elif isinstance(value, list):
        for member in value:
            yield from members(member, name)


@pytest.mark.parametrize("kind", CHARTS)
def test_a_specification_is_json_that_says_what_it_shows_and_loads_nothing(kind: str) -> None:
    chart = CHARTS[kind]
    found = json.loads(json.dumps(specification(chart)))
    assert found["$schema"] == SCHEMA
    assert found["title"]["text"] == chart.title
    assert found["description"] == chart.summary
    assert found["usermeta"]["source"] == chart.source
    assert any("Source: " in line for line in found["title"]["subtitle"])
    assert not [*members(found, "href"), *members(found, "url")]
    assert set(re.findall(r"https?://[\w./-]+", json.dumps(found))) == {SCHEMA, found["usermeta"]["licence"]}


@pytest.mark.parametrize("kind", ["dots", "bars"])
def test_rows_keep_their_order_and_stand_under_the_headings_of_their_sections(kind: ChartKind) -> None:
    found = specification(CHARTS[kind])
    lines = found["encoding"]["y"]["scale"]["domain"]
    values = found["data"]["values"]
    sections = dict.fromkeys(row["section"] for row in values)
    under = [name for part in sections for name in (part, *(row["row"] for row in values if row["section"] == part))]
    assert lines == [name for name in under if name]
    assert lines[:3] == ["Kent", "Essex", "Surrey"]
    assert len(lines) == len(set(lines)) == len(values) + 2
    [headings] = [layer["data"]["values"] for layer in found["layer"] if layer["mark"].get("fontWeight")]
    assert [heading["row"] for heading in headings] == [part for part in sections if part]


@pytest.mark.parametrize("kind", ["dots", "bars"])
def test_rows_have_what_they_may_be_and_arrows_of_one_length_in_pixels(kind: ChartKind) -> None:
    found = specification(CHARTS[kind])
    assert [0, 4000] in [*members(found, "domain")]
    rows = {row["row"]: row for row in found["data"]["values"]}
    assert (rows["Essex"]["open_high"], rows["Essex"]["open_low"]) == (True, False)
    assert (rows["Surrey"]["low"], rows["Surrey"]["high"], rows["Surrey"]["wide"]) == (1000, 2500, True)
    assert rows["Cumbria"] == {"row": "Cumbria", "section": "No figure", "display": "no figure, not stated"}
    [arrow] = [layer for layer in found["layer"] if layer.get("transform") == [{"filter": "datum.open_high"}]]
    assert arrow["encoding"]["x"]["field"] == "from"
    assert (arrow["mark"]["size"], arrow["mark"]["xOffset"]) == (26**2, 13)


@pytest.mark.parametrize("kind", ["dots", "bars", "series"])
def test_the_legend_says_what_that_of_the_drawing_says(kind: str) -> None:
    chart = CHARTS[kind]
    meanings = {tuple(scale["domain"]) for scale in members(specification(chart), "scale") if "range" in scale}
    [legend] = meanings
    drawn = words(parsed(drawn_alone(chart)))
    assert legend
    assert all(meaning in drawn for meaning in legend)


def test_the_median_stands_beside_the_rows_that_it_is_of() -> None:
    of = {"low": "2000", "high": "3000", "display": "between 2,000 and 3,000"}
    found = specification(of_comparison(comparison(*ANSWER.items, missing=ANSWER.missing, median=of)))
    [median] = [layer for layer in found["layer"] if layer["mark"]["type"] == "rect"]
    [numbers] = median["data"]["values"]
    assert (numbers["low"], numbers["high"], numbers["median"]) == (2000, 3000, "between 2,000 and 3,000")
    assert [median["encoding"][end]["datum"] for end in ("y", "y2")] == ["Kent", "Surrey"]
    assert all(
        "Median: between 2,000 and 3,000" in scale["domain"] for scale in members(found, "scale") if "range" in scale
    )


def test_numbers_on_an_axis_are_written_as_the_drawing_has_them() -> None:
    chart = of_comparison(comparison(ranked("kent", exactly("1500000")), ranked("essex", exactly("9000000"))))
    axis = specification(chart)["layer"][-1]["encoding"]["x"]["axis"]
    assert axis["values"][1] == 2000000
    assert '"2m"' in axis["labelExpr"]


def test_a_scale_of_years_has_each_once_and_one_that_begins_elsewhere_says_so() -> None:
    found = specification(of_series(series(counted(2019, "4000"), counted(2020, "4100"))))
    assert found["encoding"]["x"]["axis"]["tickCount"] == {"interval": "year", "step": 1}
    assert "The scale does not begin at 0." in members(found, "title")


def test_what_is_stated_beside_has_a_row_of_its_own_and_who_is_compared_with_is_bold() -> None:
    chart = of_comparison(ANSWER, similar_to="essex", beside=comparison(ranked("kent", exactly("3")), **STATED))
    found = specification(chart)
    assert found["encoding"]["y"]["sort"][:3] == ["Kent", "Kent, stated", "Essex"]
    rows = {row["row"]: row for row in found["data"]["values"]}
    assert (rows["Kent"]["at"], rows["Kent, stated"]["at"]) == (4000, 3)
    assert rows["Kent, stated"]["origin"] == "Stated by the force"
    assert rows["Kent"]["display"] == "4000 of them"
    assert 'indexof(["Essex"], datum.label)' in json.dumps(found["encoding"]["y"]["axis"]).replace("\\", "")


@pytest.mark.parametrize(("low", "told"), [("3900", True), ("100", False)])
def test_a_scale_that_does_not_begin_at_0_says_so(low: str, told: bool) -> None:
    found = specification(of_series(series(counted(2020, low), counted(2021, "4000"))))
    assert ("The scale does not begin at 0." in members(found, "title")) is told


def test_a_line_of_a_series_has_its_run_and_what_is_undated_is_in_words_alone() -> None:
    found = specification(SERIES)
    assert [(row["day"], row["run"]) for row in found["data"]["values"]] == [("2016-03-31", 0), ("2018-03-31", 1)]
    assert "Stated without a date: 3 of them (statement of 2016)." in found["title"]["subtitle"]


def test_tiles_have_all_codes_and_bins_and_the_figures_of_the_drawing() -> None:
    found = specification(CHARTS["tiles"])
    tiles = {row["code"]: row for row in found["data"]["values"]}
    assert set(tiles) == {*CODES.values()}
    assert sum(row["bin"] == "none: no figure (40 forces)" for row in tiles.values()) == 40
    assert [tiles[code]["figure"] for code in ("KNT", "ESX", "CMA")] == ["4,000", "3,000+", "none"]
    assert [tiles[code]["dashed"] for code in ("KNT", "CMA")] == [False, True]
    assert "+ or more: no upper limit given" in found["title"]["subtitle"]
