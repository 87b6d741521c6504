"""Comparisons and series of what forces state, over HTTP."""

import csv
import io
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.derived.indicators import DEFINITIONS
from app.vocabulary.measures import measures


def test_every_force_is_compared_or_said_to_be_missing(client: TestClient) -> None:
    answer = client.get("/v1/compare?measure=population&source=stated").json()

    named = [item["force"] for part in ("items", "apart", "missing") for item in answer[part]]
    assert len(named) == len(set(named)) == 43
    assert answer["total"] == len(answer["items"])
    assert answer["next"] is None
    assert answer["subject"]["id"] == "population"
    assert {"own_accounts", "order_unknown", "no_period", "rounds_differ"} <= {c["code"] for c in answer["caveats"]}


def test_ranks_are_ranges_where_bounds_overlap(client: TestClient) -> None:
    items = client.get("/v1/compare?measure=population&source=stated").json()["items"]
    leicestershire = next(item for item in items if item["force"] == "leicestershire")

    assert leicestershire["figure"]["bounds"] == {"low": 1100000, "high": None}
    assert leicestershire["position"]["highest"] == 1  # "over 1.1 million" has no upper bound
    assert leicestershire["position"]["lowest"] < len(items)
    assert leicestershire["position"]["display"].startswith("1st to ")
    assert (leicestershire["figure"]["display"], leicestershire["figure"]["nominal"]) == ("over 1.1 million", 1100000)
    assert leicestershire["figure"]["as_stated"] == "a population of over 1.1 million"


def test_each_figure_leads_to_what_it_rests_on(client: TestClient) -> None:
    items = client.get("/v1/compare?indicator=budget_per_person&forces=leicestershire").json()["items"]
    [item] = items

    assert len(item["observations"]) == 2
    for id_ in item["observations"]:
        assert client.get(f"/v1/observations/{id_}").json()["force"] == "leicestershire"
    figure = item["figure"]
    assert (figure["display"], figure["value"], figure["nominal"]) == ("at most £203 per person", None, 202.909091)
    assert (figure["as_stated"], figure["period"]) == (None, None)  # nobody states it, and its inputs are of two times
    assert item["position"] == {"highest": 1, "lowest": 1, "display": "1st"}


def forces_of(answer: dict[str, Any]) -> set[str]:
    return {item["force"] for part in ("items", "apart", "missing") for item in answer[part]}


def test_forces_and_a_round_narrow_a_comparison(client: TestClient) -> None:
    query = "measure=police_officers&forces=Kent+Police,E23000033&forces=leicestershire&round=2023-25"
    answer = client.get(f"/v1/compare?{query}").json()

    assert {item["round"] for item in answer["items"]} <= {"2023-25"}
    assert forces_of(answer) == {"kent", "sussex", "leicestershire"}


def test_a_country_or_region_narrows_a_comparison(client: TestClient) -> None:
    def forces(query: str) -> set[str]:
        answer = client.get(f"/v1/compare?measure=population&{query}&source=stated").json()
        return forces_of(answer)

    assert forces("country=Wales") == {"dyfed-powys", "gwent", "north-wales", "south-wales"}
    assert "leicestershire" in forces("region=East+Midlands")
    assert forces("forces=kent,gwent&country=Wales") == {"gwent"}
    assert client.get("/v1/compare?measure=population&forces=kent&country=Wales").status_code == 422
    near = client.get("/v1/compare?measure=population&region=East+Midland").json()["errors"][0]["nearest"]
    assert "East Midlands" in near


def test_figures_of_the_nation_and_of_similar_forces_stand_beside_the_forces(client: TestClient) -> None:
    answer = client.get("/v1/compare?measure=crime_rate&source=stated").json()

    assert answer["national"]
    assert answer["peers"]
    for quoted in (*answer["national"], *answer["peers"]):
        [id_] = quoted["observations"]
        stated = client.get(f"/v1/observations/{id_}").json()
        assert stated["area"] in {"national", "similar forces"}
        assert quoted["figure"]["unit"] == answer["subject"]["unit"]
        assert quoted["figure"]["as_stated"] == stated["as_stated"]
        assert all(id_ not in item["observations"] for item in answer["items"])


def test_quoted_figures_are_of_the_rounds_and_in_the_unit_of_the_comparison(client: TestClient) -> None:
    query = "/v1/compare?measure=crime_rate&round=2021-22"
    assert {quoted["round"] for quoted in client.get(query).json()["national"]} == {"2021-22"}
    [quoted, *_] = client.get("/v1/compare?measure=officers_per_population").json()["national"]
    assert (quoted["figure"]["unit"], quoted["figure"]["value"] < 10) == ("per_1000_people", True)  # stated for 100,000


def test_what_is_doubted_or_intended_is_told_beside_the_figure(client: TestClient) -> None:
    areas = {item["force"]: item for item in client.get("/v1/compare?measure=area&source=stated").json()["items"]}
    assert "checks_warn" in {warning["code"] for warning in areas["metropolitan"]["figure"]["warnings"]}
    officers = client.get("/v1/compare?indicator=officers_per_1000_people&source=stated").json()
    kent = next(item["figure"] for item in officers["items"] if item["force"] == "kent")
    assert (kent["status"], kent["display"].endswith("by a target")) == ("target", True)
    assert "targets_used" in {caveat["code"] for caveat in officers["caveats"]}


@pytest.mark.parametrize(
    ("query", "display"),
    [
        ("measure=population&forces=kent&source=stated", "between 1.75 million and 1.85 million"),
        ("measure=budget_total&forces=leicestershire&round=2021-22", "between £223.15m and £223.25m"),
        ("indicator=budget_per_person&forces=leicestershire&round=2021-22", "at most £203 per person"),
    ],
)
def test_the_median_is_shown_as_readers_write_it(client: TestClient, query: str, display: str) -> None:
    assert client.get(f"/v1/compare?{query}").json()["median"]["display"] == display


@pytest.mark.parametrize("format_", ["csv", "json"])
def test_caveats_have_no_fields_to_pick_from(client: TestClient, format_: str) -> None:
    query = f"/v1/compare?measure=population&format={format_}&fields=force"
    assert client.get(f"{query}&caveats=only").json()["errors"][0]["parameter"] == "fields"
    if format_ == "csv":
        assert client.get(client.get(query).links["describedby"]["url"]).text.lstrip("\ufeff").startswith("code,detail")


def test_figures_of_another_time_stand_apart_without_a_rank(client: TestClient) -> None:
    answer = client.get("/v1/compare?measure=budget_total").json()

    assert {item["standing"] for item in answer["items"]} == {"ranked"}
    assert answer["apart"]
    assert all(item["position"] is None and item["standing"] != "ranked" for item in answer["apart"])
    first, last = answer["days"]["first"], answer["days"]["last"]
    assert int(last[:4]) - int(first[:4]) <= 2
    ends = [item["figure"]["period"]["end"] for item in answer["items"] if item["figure"]["period"]]
    assert all(first <= end <= last for end in ends)
    rows = list(csv.DictReader(io.StringIO(client.get("/v1/compare?measure=budget_total&format=csv").text[1:])))
    assert [row["force"] for row in rows] == [item["force"] for item in (*answer["items"], *answer["apart"])]


def test_what_was_read_in_part_is_not_said_to_be_unstated(client: TestClient) -> None:
    answer = client.get("/v1/compare?measure=budget_total").json()
    in_part = set(client.get("/v1/coverage?limit=1").json()["read_in_part"])

    codes = {item["force"]: item["code"] for item in answer["missing"]}
    assert "not_in_part_read" in codes.values()
    for force, code in codes.items():
        rounds = client.get(f"/v1/forces/{force}").json()["force"]["rounds"]
        assert (code == "not_in_part_read") == any(f"{force}/{round_}" in in_part for round_ in rounds) or code in {
            *("other_unit", "intention_only", "place_only")
        }
    assert "read_in_part" in {caveat["code"] for caveat in answer["caveats"]}


def test_figures_are_sorted_by_the_number_stated(client: TestClient) -> None:
    def numbers(sort: str) -> list[float]:
        items = client.get(f"/v1/compare?measure=police_officers&sort={sort}&source=stated").json()["items"]
        return [item["figure"]["nominal"] for item in items]

    assert numbers("-value") == sorted(numbers("-value"), reverse=True)
    assert numbers("value") == sorted(numbers("value"))
    forces = [
        item["force"] for item in client.get("/v1/compare?measure=population&sort=force&source=stated").json()["items"]
    ]
    assert forces == sorted(forces)


def test_since_leaves_older_figures_out_and_says_so(client: TestClient) -> None:
    answer = client.get("/v1/compare?measure=budget_total&since=2021").json()

    assert "older" in {item["code"] for item in answer["missing"]}
    for item in (*answer["items"], *answer["apart"]):
        assert item["figure"]["period"] is None or item["figure"]["period"]["end"] >= "2021-01-01"


@pytest.mark.parametrize("indicator", DEFINITIONS)
def test_every_indicator_can_be_compared(client: TestClient, indicator: str) -> None:
    answer = client.get(f"/v1/compare?indicator={indicator}").json()

    assert answer["items"]
    assert answer["median"]["low"] <= (answer["median"]["high"] or float("inf"))


@pytest.mark.parametrize("measure", [id_ for id_, entry in measures().items() if entry.catalogued])
def test_every_measure_can_be_compared(client: TestClient, measure: str) -> None:
    answer = client.get(f"/v1/compare?measure={measure}")

    assert answer.status_code == 200
    assert len(forces_of(answer.json())) == 43


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "measure"),
        ("measure=population&indicator=budget_per_person", "measure"),
        ("measure=populaton", "measure"),
        ("measure=other_budget", "measure"),
        ("measure=population&region=Mercia", "region"),
        ("indicator=budget", "indicator"),
        ("measure=population&forces=kent,nowhere", "forces"),
        ("measure=population&forces=kent&country=Wales", "forces"),
        ("measure=population&round=yes", "round"),
        ("measure=population&round=2001", "round"),
        ("measure=population&since=yore", "since"),
        ("measure=population&sort=size", "sort"),
        ("measure=population&as_of=yesterday", "as_of"),
        ("measure=population&as_of=99", "as_of"),
        ("measure=population&as_of=1999-01-01", "as_of"),
    ],
)
def test_what_cannot_be_compared_is_told(client: TestClient, query: str, parameter: str) -> None:
    answer = client.get(f"/v1/compare?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


def test_one_answer_names_all_that_is_wrong(client: TestClient) -> None:
    wrong = client.get("/v1/compare?measure=populaton&forces=nowhere&round=x&region=Mercia").json()

    assert {error["parameter"] for error in wrong["errors"]} == {"measure", "forces", "round", "region"}


def test_a_series_has_every_round_of_the_force(client: TestClient) -> None:
    rounds = client.get("/v1/forces/lincolnshire").json()["force"]["rounds"]
    series = client.get("/v1/forces/lincolnshire/series?measure=police_officers&source=stated").json()

    assert [point["round"] for point in series["items"]] == sorted(rounds)
    assert all((point["figure"] is None) == (point["missing"] is not None) for point in series["items"])
    figures = [point["figure"] for point in series["items"] if point["figure"]]
    changes = [point["change"] for point in series["items"] if point["figure"]]
    assert changes[0] is None
    for before, after, change in zip(figures, figures[1:], changes[1:], strict=False):
        assert change["low"] == after["bounds"]["low"] - before["bounds"]["high"]


def test_a_series_of_an_indicator_and_its_directions(client: TestClient) -> None:
    series = client.get(
        "/v1/forces/leicestershire/series?indicator=population_density_square_mile&source=stated"
    ).json()

    assert {point["direction"] for point in series["items"]} <= {None, "up", "down", "same", "unknown"}
    assert len([point for point in series["items"] if point["figure"]]) >= 2
    assert series["total"] == len(series["items"])
    assert series["caveats"]


def test_a_doubted_figure_gives_no_direction(client: TestClient) -> None:
    series = client.get("/v1/forces/metropolitan/series?measure=area&source=stated").json()

    assert [point["direction"] for point in series["items"] if point["figure"]] == [None, "unknown"]
    assert "checks_warn" in {caveat["code"] for caveat in series["caveats"]}


def test_a_series_of_an_unknown_force_is_a_problem(client: TestClient) -> None:
    assert client.get("/v1/forces/nowhere/series?measure=population").json()["type"] == "/v1/problems/unknown-force"
