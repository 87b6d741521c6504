"""What there is, told by force and measure, and what is not known of it."""

from collections import defaultdict
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.load.bundled import bundled_statements
from app.vocabulary.measures import Topic, measures
from tests.bundled import EDITIONS, standing

STATEMENTS = list(bundled_statements())
COVERAGE = "/v1/coverage"


def every(client: TestClient, **asked: str | int) -> list[dict[str, Any]]:
    """Return the items of all pages of the coverage."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(COVERAGE, params={"limit": 700, **asked, **cursor}).json()
        found += answer["items"]
        if answer["next"] is None:
            assert answer["total"] == len(found)
            return found
        cursor = {"cursor": answer["next"]}


def test_every_measure_of_a_force_is_told_with_the_rounds_that_state_it(client: TestClient) -> None:
    items = every(client, force="kent")

    stated = {(o.measure, s.round) for s in STATEMENTS if s.force == "kent" for o in s.observations}
    assert {(item["measure"], round_) for item in items for round_ in item["rounds"]} == stated
    assert {item["force"] for item in items} == {"kent"}
    assert [item["measure"] for item in items] == sorted({item["measure"] for item in items})


def test_every_measure_of_a_force_is_told_with_the_years_that_it_is_counted(client: TestClient) -> None:
    counted = defaultdict(list)
    for (dataset, *_), figure in standing().items():
        counted[figure.force, figure.measure].append((dataset, figure.period))

    found = {(item["force"], item["measure"]): item["official"] for item in every(client) if item["official"]}

    assert found.keys() == counted.keys()
    for subject, figures in counted.items():
        official = found[subject]
        periods = [period for _, period in figures]
        assert official["figures"] == len(figures)
        assert official["first"] == str(min(period.start or date.max for period in periods))
        assert official["last"] == str(max(period.end or date.min for period in periods))
        assert official["years"] == sorted({period.end.year for period in periods if period.end}, reverse=True)
        assert sorted(official["datasets"]) == sorted({dataset for dataset, _ in figures})


def test_the_datasets_of_a_measure_are_in_their_order(client: TestClient) -> None:
    order = [item["id"] for item in client.get("/v1/datasets").json()["items"]]
    [officers] = every(client, force="kent", measure="police_officers")
    assert officers["official"]["datasets"] == sorted(officers["official"]["datasets"], key=order.index)
    assert officers["official"]["datasets"][0] == "workforce-march"
    assert 2024 not in officers["official"]["years"]


def test_the_pages_of_the_coverage_count_every_figure_once(client: TestClient) -> None:
    found = every(client)

    assert len({(item["force"], item["measure"]) for item in found}) == len(found)
    assert sum(item["observations"] for item in found) == sum(len(s.observations) for s in STATEMENTS)
    assert sum(item["official"]["figures"] for item in found if item["official"]) == len(standing())


@pytest.mark.parametrize("source", ["stated", "official"])
def test_a_source_keeps_what_it_has_with_what_the_other_says_of_it(client: TestClient, source: str) -> None:
    def has(item: dict[str, Any]) -> bool:
        return bool(item["rounds"] if source == "stated" else item["official"])

    assert every(client, source=source) == [item for item in every(client) if has(item)]


def test_a_topic_keeps_its_measures(client: TestClient) -> None:
    items = every(client, topic="geography,budget", force="kent,essex")
    assert items == [i for i in every(client, force="kent,essex") if i["topic"] in {"geography", "budget"}]
    assert {measures()[item["measure"]].topic for item in items} == {Topic.GEOGRAPHY, Topic.BUDGET}


def test_what_was_read_in_part_is_said_in_the_coverage_and_in_the_status(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"measure": "budget_total"}).json()
    status = client.get("/v1/status").json()

    assert {item["measure"] for item in answer["items"]} == {"budget_total"}
    assert sorted(answer["read_in_part"]) == sorted(s.id for s in STATEMENTS if not s.complete)
    held = answer["held"]
    assert held["statements_read_in_part"] == len(answer["read_in_part"])
    assert held["observations_with_place"] == sum(o.place is not None for s in STATEMENTS for o in s.observations)
    assert held["observations_with_period"] == sum(o.period is not None for s in STATEMENTS for o in s.observations)
    assert {name: status[name] for name in held} == held


def test_the_status_says_how_much_of_official_statistics_there_is(client: TestClient) -> None:
    status = client.get("/v1/status").json()
    datasets = client.get("/v1/datasets").json()["items"]
    assert (status["datasets"], status["editions"]) == (len(datasets), len(EDITIONS))
    assert status["official_figures"] == len(standing()) == sum(dataset["figures"] for dataset in datasets)
    details = [client.get(f"/v1/datasets/{dataset['id']}").json() for dataset in datasets]
    assert status["official_gaps"] == sum(gaps["count"] for detail in details for gaps in detail["gaps"])


def test_rounds_narrow_the_coverage_and_what_was_read_in_part(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"round": "2016,2021/22", "force": "kent,durham", "limit": 1000}).json()
    wanted = [s for s in STATEMENTS if s.force in {"kent", "durham"} and s.round in {"2016", "2021-22"}]

    stated = {(s.force, o.measure, s.round) for s in wanted for o in s.observations}
    assert {(i["force"], i["measure"], round_) for i in answer["items"] for round_ in i["rounds"]} == stated
    assert sum(item["observations"] for item in answer["items"]) == sum(len(s.observations) for s in wanted)
    assert all(item["rounds"] for item in answer["items"])
    [officers] = every(client, force="durham", measure="police_officers", round="2016")
    assert officers["official"] == every(client, force="durham", measure="police_officers")[0]["official"]
    assert set(answer["read_in_part"]) == {s.id for s in wanted if not s.complete}
    assert client.get("/v1/coverage?round=2014-15").json()["errors"][0]["parameter"] == "round"


def test_the_coverage_is_flat_too(client: TestClient) -> None:
    rows = client.get("/v1/coverage", params={"force": "kent", "format": "csv"}).text.splitlines()
    assert rows[0].lstrip("\ufeff").startswith("force,measure,topic,rounds,observations,official_figures,")
    assert rows[1].startswith("kent,")


def test_a_wrong_name_is_told(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"force": "kemt", "measure": "budget_totl"})
    assert answer.status_code == 422
    assert [error["nearest"][0] for error in answer.json()["errors"]] == ["kent", "budget_total"]
