"""Specifications in Vega-Lite: complete, of our own order and scales, and loading nothing."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.charts.chart import Chart
from app.charts.comparison import of_comparison
from app.charts.series import of_series
from app.charts.tile_map import CODES
from app.charts.vega_lite import SCHEMA, specification
from app.schemas.charts import ChartKind
from tests.charted import STATED, comparison, counted, exactly, figure, missing, ranked, series, told

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
def test_rows_keep_their_order_and_a_scale_that_arrows_end_in(kind: ChartKind) -> None:
    found = specification(CHARTS[kind])
    names = found["encoding"]["y"]["sort"]
    assert names[:3] == ["Kent", "Essex", "Surrey"]
    assert len(names) == len(set(names)) == len(found["data"]["values"]) == 6
    domains = [*members(found, "domain")]
    assert [0, 4000] in domains
    rows = {row["row"]: row for row in found["data"]["values"]}
    assert (rows["Essex"]["open_high"], rows["Essex"]["open_low"]) == (True, False)
    assert (rows["Surrey"]["low"], rows["Surrey"]["high"]) == (1000, 2500)
    assert rows["Cumbria"] == {"row": "Cumbria", "section": "No figure", "display": "no figure, not stated"}


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


def test_tiles_have_all_codes_and_bins() -> None:
    found = specification(CHARTS["tiles"])
    assert {row["code"] for row in found["data"]["values"]} == {*CODES.values()}
    assert sum(row["bin"] == "no figure" for row in found["data"]["values"]) == 40
