"""What there is, told by force and measure, and what is not known of it."""

from fastapi.testclient import TestClient

from app.load.bundled import bundled_statements

STATEMENTS = list(bundled_statements())


def test_every_measure_of_a_force_is_told_with_the_rounds_that_state_it(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"force": "kent", "limit": 1000}).json()

    stated = {(o.measure, s.round) for s in STATEMENTS if s.force == "kent" for o in s.observations}
    assert {(item["measure"], round_) for item in answer["items"] for round_ in item["rounds"]} == stated
    assert {item["force"] for item in answer["items"]} == {"kent"}
    assert answer["total"] == len(answer["items"]) == len({measure for measure, _ in stated})


def test_the_pages_of_the_coverage_count_every_figure_once(client: TestClient) -> None:
    found, cursor = [], None
    while True:
        answer = client.get("/v1/coverage", params={"limit": 500} | ({"cursor": cursor} if cursor else {})).json()
        found += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            break

    assert len({(item["force"], item["measure"]) for item in found}) == len(found) == answer["total"]
    assert sum(item["observations"] for item in found) == sum(len(s.observations) for s in STATEMENTS)


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


def test_rounds_narrow_the_coverage_and_what_was_read_in_part(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"round": "2016,2021/22", "force": "kent,durham", "limit": 1000}).json()
    wanted = [s for s in STATEMENTS if s.force in {"kent", "durham"} and s.round in {"2016", "2021-22"}]

    stated = {(s.force, o.measure, s.round) for s in wanted for o in s.observations}
    assert {(i["force"], i["measure"], round_) for i in answer["items"] for round_ in i["rounds"]} == stated
    assert sum(item["observations"] for item in answer["items"]) == sum(len(s.observations) for s in wanted)
    assert set(answer["read_in_part"]) == {s.id for s in wanted if not s.complete}
    assert client.get("/v1/coverage?round=2014-15").json()["errors"][0]["parameter"] == "round"


def test_the_coverage_is_flat_too(client: TestClient) -> None:
    rows = client.get("/v1/coverage", params={"force": "kent", "format": "csv"}).text.splitlines()
    assert rows[0].lstrip("\ufeff").startswith("force,measure,topic,rounds,observations")
    assert rows[1].startswith("kent,")


def test_a_wrong_name_is_told(client: TestClient) -> None:
    answer = client.get("/v1/coverage", params={"force": "kemt", "measure": "budget_totl"})
    assert answer.status_code == 422
    assert [error["nearest"][0] for error in answer.json()["errors"]] == ["kent", "budget_total"]
