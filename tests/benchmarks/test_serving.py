"""The peers that serving is compared with answer what is asked of them, over the schema as it is."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from benchmarks import peers
from benchmarks.serving import TARGETS
from tests.conftest import Databases


@pytest.fixture(scope="module")
def naive(databases: Databases) -> TestClient:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(peers.DATABASE, databases.seeded)
        return TestClient(peers.make_naive())


@pytest.mark.parametrize("target", TARGETS)
def test_the_naive_peer_gives_the_figures_that_the_service_gives(
    naive: TestClient, client: TestClient, target: str
) -> None:
    answer = naive.get(target)
    assert answer.status_code == 200
    stated = answer.json().get("observations") or answer.json()["items"]
    ours = client.get("/v1/observations?limit=1000&force=leicestershire&round=2021-22").json()["items"]
    if "limit" in target:
        ours = client.get(target).json()["items"]
    words = [figure["as_stated"] for figure in stated]
    assert words
    assert set(words) <= {figure["as_stated"] for figure in ours}


def test_the_ready_peer_sends_what_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = tmp_path / "ready.json"
    answers.write_text(json.dumps({"/v1/forces?limit=1": {"etag": '"1"', "body": "[]"}}), encoding="utf-8")
    monkeypatch.setenv(peers.READY_ANSWERS, str(answers))
    ready = TestClient(peers.make_ready())

    assert ready.get("/v1/forces?limit=1").text == "[]"
    assert ready.get("/v1/forces?limit=1", headers={"If-None-Match": '"1"'}).status_code == 304
