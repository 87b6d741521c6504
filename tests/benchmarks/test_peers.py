"""The peers that the service is compared with answer what is asked of them, over the schema as it is."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from benchmarks import bare, routes
from benchmarks.naive import make_naive
from tests.conftest import Databases, sqlite_alone


@pytest.fixture(scope="module")
def naive(databases: Databases) -> TestClient:
    return TestClient(make_naive(databases.seeded))


@sqlite_alone
@pytest.mark.parametrize("target", [routes.COMPARED["profile"], routes.COMPARED["50 observations"]])
def test_the_naive_peer_gives_the_figures_that_the_service_gives(
    naive: TestClient, client: TestClient, target: str
) -> None:
    answer = naive.get(target)
    stated = answer.json().get("observations") or answer.json()["items"]
    wanted = target if "limit" in target else "/v1/observations?limit=1000&force=leicestershire&round=2021-22"
    ours = client.get(wanted).json()["items"]

    words = [figure["as_stated"] for figure in stated]
    assert words
    assert set(words) <= {figure["as_stated"] for figure in ours}


@sqlite_alone
@pytest.mark.parametrize("request_", ["compare a measure", "compare an indicator"])
def test_the_naive_peer_ranks_the_forces_that_the_service_ranks(
    naive: TestClient, client: TestClient, request_: str
) -> None:
    ours = client.get(routes.COMPARED[request_]).json()["items"]
    theirs = naive.get(routes.COMPARED[request_]).json()

    assert len(theirs) >= 42
    residents = {row["force_id"] for row in theirs} - {"city-of-london"}  # nothing is derived of its few residents
    assert residents <= {row["force"] for row in ours}


@sqlite_alone
@pytest.mark.parametrize("target", routes.COMPARED.values())
def test_both_have_every_route_that_is_compared(naive: TestClient, client: TestClient, target: str) -> None:
    for app in (naive, client):
        answer = app.get(target)
        assert answer.status_code == 200
        assert answer.json()


@sqlite_alone
@pytest.mark.parametrize("target", routes.LISTED.values())
def test_the_service_has_every_route_that_is_measured_over_many_figures(client: TestClient, target: str) -> None:
    held = target.replace("round=2001", "round=2016")  # of bundled statements, which are of other rounds than generated
    assert client.get(held).status_code == 200


@pytest.fixture
def constants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    held = {
        "target": "/v1/forces?limit=1",
        "headers": {"etag": '"1"', "content-type": "application/json", "content-length": "2"},
        "body": "[]",
        "known": {"etag": '"1"'},
    }
    (tmp_path / "answers.json").write_text(json.dumps([held]), encoding="utf-8")
    monkeypatch.setenv(bare.ANSWERS, str(tmp_path / "answers.json"))
    return TestClient(bare.make_bare())


def test_the_bare_peer_sends_what_it_was_given(constants: TestClient) -> None:
    answer = constants.get("/v1/forces?limit=1")
    known = constants.get("/v1/forces?limit=1", headers={"If-None-Match": '"1"'})

    assert (answer.status_code, answer.text, answer.headers["etag"]) == (200, "[]", '"1"')
    assert (known.status_code, known.text, known.headers["etag"]) == (304, "", '"1"')
