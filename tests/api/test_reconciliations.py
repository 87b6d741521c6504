"""Reconciliations over HTTP: stated figures beside official ones, in a list, and beside what they are of."""

import csv
import io
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from app.db.models import Origin
from app.load.store import Intake
from app.vocabulary.measures import Topic, headline_measures, measures
from app.vocabulary.official import Basis
from app.vocabulary.qualifiers import Status
from tests.builders import observation, official_edition, official_figure, statement_record
from tests.conftest import service

PATH = "/v1/reconciliations"
DAY = "31 March 2031"
"""A day that no bundled edition and no bundled statement speaks of."""
Item = dict[str, Any]


def every(client: TestClient, path: str = PATH, **asked: str | int) -> list[Item]:
    """Return the items of all pages of a list."""
    found: list[Item] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(path, params={"limit": 100, **asked, **cursor}).json()
        found += answer["items"]
        if answer["next"] is None:
            assert answer["total"] == len(found)
            return found
        cursor = {"cursor": answer["next"]}


@pytest.fixture(scope="module")
def all_of_them(client: TestClient) -> list[Item]:
    return every(client)


def test_a_slip_is_among_what_differs(client: TestClient) -> None:
    [gwent] = every(client, relation="differs", force="gwent", reason="likely_slip")

    assert (gwent["observation"], gwent["measure"], gwent["round"]) == ("gwent.2015.1.3", "area", "2015")
    assert gwent["stated"]["as_stated"] == "15,542 kilometres"
    assert gwent["primary"]["unit"] == "square_km"
    assert gwent["primary"]["publisher"] == "Office for National Statistics"
    assert 1500 < gwent["primary"]["value"] < 1600
    assert gwent["difference"] > 800
    assert gwent["difference_unit"] == "percent"
    assert gwent in every(client, relation="differs")


def test_each_is_of_a_stated_figure_and_of_official_ones_that_are_there(
    client: TestClient, all_of_them: list[Item]
) -> None:
    stated = {item["id"]: item for item in every(client, "/v1/observations")}
    official = {item["id"]: item for item in every(client, "/v1/official-figures", limit=1000, count="exact")}
    for item in all_of_them:
        figure = stated[item["observation"]]
        assert item["stated"] == {name: figure[name] for name in item["stated"]}
        assert all(item[name] == figure[name] for name in ("force", "measure", "label", "topic", "round"))
        assert figure["status"] == Status.ACTUAL
        beside = [count for count in (item["primary"], *item["candidates"]) if count is not None]
        assert item["tried"] == len(beside) == len({count["id"] for count in beside})
        assert item["closest"] in beside or item["closest"] is None
        for count in beside:
            made_of = [official[id_] for id_ in count["id"].split("+")]
            assert count["official_figures"] == [f"/v1/official-figures/{figure['id']}" for figure in made_of]
            assert Decimal(str(count["value"])) == sum(Decimal(str(figure["value"])) for figure in made_of)
            assert {figure["force"] for figure in made_of} == {item["force"]}
            assert count["edition"] == max(figure["edition"] for figure in made_of)
            assert count["period"]["start"] == min(figure["period"]["start"] for figure in made_of)
            assert count["period"]["end"] == max(figure["period"]["end"] for figure in made_of)
            for name in ("unit", "basis", "dataset"):
                assert [count[name]] * len(made_of) == [figure[name] for figure in made_of]
    assert len({item["observation"] for item in all_of_them}) == len(all_of_them) > 300


def test_what_is_not_comparable_has_no_difference_and_all_else_has(all_of_them: list[Item]) -> None:
    for item in all_of_them:
        without = item["relation"] == "not_comparable"
        for name in ("difference", "difference_unit", "closest"):
            assert (item[name] is None) == without
        assert without or item["primary"] is not None
        assert item["explanation"]
    assert {item["relation"] for item in all_of_them} > {"agrees", "near", "differs", "not_comparable"}


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"force": "Kent Police,E23000021"}, lambda item: item["force"] in {"kent", "leicestershire"}),
        ({"measure": "police_officers,pcsos"}, lambda item: item["measure"] in {"police_officers", "pcsos"}),
        ({"topic": "workforce"}, lambda item: item["topic"] == "workforce"),
        ({"round": "2021/22"}, lambda item: item["round"] == "2021-22"),
        ({"relation": "differs,apart"}, lambda item: item["relation"] in {"differs", "apart"}),
        (
            {"reason": "likely_slip,part_of_area"},
            lambda item: {"likely_slip", "part_of_area"} & set(item["reasons"]),
        ),
        (
            {"reason": "period_unknown", "relation": "near"},
            lambda item: "period_unknown" in item["reasons"] and item["relation"] == "near",
        ),
    ],
)
def test_filters_keep_what_they_name(
    client: TestClient, all_of_them: list[Item], asked: dict[str, str], wanted: Callable[[Item], bool]
) -> None:
    expected = [item for item in all_of_them if wanted(item)]
    assert every(client, **asked) == expected
    assert expected


def test_the_largest_difference_comes_first_either_way_and_what_is_not_comparable_last(client: TestClient) -> None:
    sizes = [
        -1 if item["difference"] is None else abs(item["difference"]) for item in every(client, sort="-difference")
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] == -1
    assert any(item["difference"] < 0 for item in every(client, sort="-difference")[:50] if item["difference"])
    descending = [item["observation"] for item in every(client, sort="-difference")]
    assert [item["observation"] for item in every(client, sort="difference", limit=7)] == descending[::-1]


def test_other_orders_are_those_of_the_register_and_the_catalogue(client: TestClient, all_of_them: list[Item]) -> None:
    assert all(one["force"] <= other["force"] for one, other in pairwise(all_of_them))
    assert all(one["force"] >= other["force"] for one, other in pairwise(every(client, sort="-force")))
    positions = {id_: n for n, id_ in enumerate(measures())}
    found = [positions[item["measure"]] for item in every(client, sort="measure")]
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("asked", "parameter", "near"),
    [
        ({"force": "kentt"}, "force", ["kent"]),
        ({"measure": "police_oficers"}, "measure", ["police_officers"]),
        ({"round": "2020-21"}, "round", ["2021-22"]),
        ({"relation": "differ"}, "relation", ["differs"]),
        ({"reason": "slip"}, "reason", ["likely_slip"]),
        ({"sort": "differences"}, "sort", ["difference"]),
        ({"fields": "explanations"}, "fields", ["explanation"]),
        ({"relations": "differs"}, "relations", ["relation"]),
    ],
)
def test_mistakes_are_told_with_the_nearest(
    client: TestClient, asked: dict[str, str], parameter: str, near: list[str]
) -> None:
    answer = client.get(PATH, params=asked)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["nearest"][: len(near)] == near


def test_the_flat_formats_have_a_row_for_each_with_the_primary_count_in_columns(client: TestClient) -> None:
    asked = f"{PATH}?force=kent&measure=police_officers,pcsos"
    items = client.get(asked).json()["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{asked}&format=csv").content.decode("utf-8-sig"))))
    for item, row in zip(items, rows, strict=True):
        assert (row["observation"], row["stated_value"]) == (item["observation"], str(item["stated"]["value"]))
        assert (row["primary_value"], row["primary_period_end"]) == (
            str(item["primary"]["value"]),
            item["primary"]["period"]["end"],
        )
        assert row["candidates"] == "; ".join(candidate["id"] for candidate in item["candidates"])
        assert row["reasons"] == "; ".join(item["reasons"])
    parquet = pq.read_table(io.BytesIO(client.get(f"{asked}&format=parquet").content))
    assert parquet.column("observation").to_pylist() == [row["observation"] for row in rows]
    assert len(client.get(f"{asked}&format=ndjson").content.splitlines()) == len(rows)


def test_fields_are_picked(client: TestClient) -> None:
    answer = client.get(PATH, params={"fields": "observation,relation,primary", "limit": 1}).json()
    assert list(answer["items"][0]) == ["observation", "relation", "primary"]


# Beside what they are of


def test_a_figure_alone_tells_how_it_agrees(client: TestClient, all_of_them: list[Item]) -> None:
    of = {item["observation"]: item for item in all_of_them}
    for item in client.get("/v1/observations", params={"force": "leicestershire", "round": "2021-22"}).json()["items"]:
        assert client.get(f"/v1/observations/{item['id']}").json()["reconciliation"] == of.get(item["id"])
    assert client.get(f"/v1/observations/{all_of_them[0]['observation']}").json()["reconciliation"] == all_of_them[0]


@pytest.mark.parametrize("topic", list(Topic))
def test_a_topic_has_the_newest_official_figures_and_how_its_own_agree(client: TestClient, topic: Topic) -> None:
    answer = client.get(f"/v1/forces/kent/{topic}?round=2023-25").json()
    newest = every(client, "/v1/official-figures", force="kent", topic=topic, latest="true", sort="measure")
    assert answer["official"] == newest
    assert answer["reconciliations"] == every(client, force="kent", topic=topic, round="2023-25")


def test_the_target_stands_beside_the_officers_counted(client: TestClient) -> None:
    answer = client.get("/v1/forces/leicestershire/workforce").json()
    assert answer["officers_target"]["value"] == 2242
    counted = {
        figure["basis"]: figure["value"] for figure in answer["official"] if figure["measure"] == "police_officers"
    }
    assert 2000 < counted["fte"] < 2500


def test_a_profile_has_the_newest_official_figures_of_its_headline_measures(client: TestClient) -> None:
    answer = client.get("/v1/forces/kent?round=2023-25").json()
    leading = {measure.id for topic in Topic for measure in headline_measures(topic)}
    newest = every(client, "/v1/official-figures", force="kent", latest="true", sort="measure")
    assert answer["official"] == [figure for figure in newest if figure["measure"] in leading]
    assert answer["reconciliations"] == every(client, force="kent", round="2023-25")


def test_a_force_without_a_statement_still_has_official_figures(own_database: str, engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM statement WHERE force_id = 'kent'"))
    with service(own_database) as client:
        workforce, profile = client.get("/v1/forces/kent/workforce").json(), client.get("/v1/forces/kent").json()
    for answer in (workforce, profile):
        assert (answer["statement"], answer["reconciliations"]) == (None, [])
        assert "police_officers" in {figure["measure"] for figure in answer["official"]}


# As the data comes in


STATED = statement_record(
    "kent",
    "2031",
    observation("police_officers", "4101", period_label=DAY, as_stated="4,101 police officers"),
    observation("police_officers", "250", period_label=DAY, area="Brackwater", as_stated="250 police officers"),
    observation("cadets", "90", as_stated="90 cadets"),
)
COUNTED = official_edition(
    "2031-07-26",
    official_figure("kent", "4090", DAY),
    official_figure("kent", "4150", DAY, basis=Basis.HEADCOUNT),
)
RECOUNTED = official_edition("2032-07-26", official_figure("kent", "3500", DAY))


@pytest.fixture
def through_time(engine: Engine, own_database: str) -> Iterator[TestClient]:
    """A service over data that a statement (2), two editions (3 and 4) and a withdrawal (5) came into."""
    Intake(engine).store(STATED, Origin.INGESTED)
    for edition in (COUNTED, RECOUNTED):
        Intake(engine).take_in(edition, Origin.INGESTED)
    Intake(engine).withdraw("kent", "2031", "a test")
    with service(own_database) as client:
        yield client


def test_each_release_is_answered_as_it_stood(through_time: TestClient) -> None:
    asked = {"force": "kent", "round": "2031", "measure": "police_officers"}
    stood = {release: every(through_time, **asked, as_of=release) for release in (2, 3, 4)}

    whole = {release: [i for i in items if "part_of_area" not in i["reasons"]] for release, items in stood.items()}
    assert [item["relation"] for item in whole[2]] in ([], ["not_comparable"])
    assert [(i["relation"], i["primary"]["value"]) for i in whole[3]] == [("near", 4090)]
    assert [(i["relation"], i["primary"]["value"]) for i in whole[4]] == [("differs", 3500)]
    assert 4150 in {candidate["value"] for candidate in whole[3][0]["candidates"]}
    assert whole[4][0]["primary"]["id"] == "workforce-march.2032-07-26.kent.police_officers.fte.2031-03-31"
    profile = through_time.get("/v1/forces/kent", params={"round": "2031", "as_of": 3}).json()
    assert profile["reconciliations"] == stood[3]
    assert 4090 in {figure["value"] for figure in profile["official"]}
    gone = through_time.get(PATH, params={"force": "kent", "round": "2031"})
    assert gone.status_code == 422  # no statement of that round stands


def test_a_part_of_the_area_and_what_nobody_counts_are_not_compared(through_time: TestClient) -> None:
    found = every(through_time, force="kent", round="2031", as_of=3)
    assert [item["relation"] for item in found if item["stated"]["value"] == 250] in ([], ["not_comparable"])
    assert not [item for item in found if item["measure"] == "cadets"]


def test_a_figure_that_was_withdrawn_has_no_reconciliation_that_stands(through_time: TestClient) -> None:
    withdrawn = through_time.get("/v1/observations/kent.2031.1.1").json()
    assert (withdrawn["current"], withdrawn["reconciliation"]) == (False, None)


def test_a_difference_warns_of_the_figure(own_database: str, engine: Engine) -> None:
    Intake(engine).store(STATED, Origin.INGESTED)
    Intake(engine).take_in(RECOUNTED, Origin.INGESTED)
    with service(own_database) as client:
        figure = client.get("/v1/observations/kent.2031.1.1").json()
    assert figure["reconciliation"]["relation"] == "differs"
    assert [warning["code"] for warning in figure["warnings"]] == ["differs_from_official"]
