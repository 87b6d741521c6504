"""Releases, revisions and the data as it stood, over HTTP."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.models import Origin
from app.load.bundled import bundled_statement
from app.load.store import Intake
from app.vocabulary.records import StatementRecord
from tests.builders import official_edition, official_figure
from tests.bundled import EDITIONS, FIGURES, STATEMENTS, standing
from tests.conftest import service


def corrected() -> StatementRecord:
    """Return Leicestershire's statement with one figure corrected and one withdrawn."""
    record = bundled_statement("leicestershire", "2021-22")
    assert record is not None
    first, second, *others = record.observations
    return replace(
        record,
        observations=(replace(first, value=first.value + 1, bounds=type(first.bounds)(None, None)), *others),
        sha256="0" * 64,
        reason=f"{second.as_stated} was read twice",
    )


@pytest.fixture
def revised(own_database: str, engine: Engine) -> Iterator[TestClient]:
    """The service over data that two later runs changed."""
    Intake(engine).store(corrected(), Origin.INGESTED)
    Intake(engine).withdraw("kent", "2023-25", "it was of another force")
    with service(own_database) as client:
        yield client


def test_the_first_release_added_every_statement(client: TestClient) -> None:
    [release] = client.get("/v1/releases").json()["items"]
    assert (release["number"], release["added"], release["corrected"], release["withdrawn"]) == (1, STATEMENTS, 0, 0)
    detail = client.get("/v1/releases/1").json()
    assert sum(statement["figures"]["added"] for statement in detail["statements"]) == FIGURES


def test_the_first_release_added_every_edition(client: TestClient) -> None:
    detail = client.get("/v1/releases/1").json()
    assert detail["editions_added"] == len(detail["editions"]) == len(EDITIONS)
    assert {edition["id"] for edition in detail["editions"]} == {edition.id for edition in EDITIONS}
    assert sum(edition["figures"] for edition in detail["editions"]) == len(standing())
    for edition in detail["editions"][:3]:
        dataset = client.get(edition["href"]).json()
        [found] = [held for held in dataset["editions"] if held["id"] == edition["id"]]
        assert {name: edition[name] for name in ("released", "title", "grade", "figures")} == {
            name: found[name] for name in ("released", "title", "grade", "figures")
        }


def test_a_release_may_add_an_edition_alone(own_database: str, engine: Engine) -> None:
    figures = (official_figure(force, "4000", "31 March 2023") for force in ("kent", "essex"))
    Intake(engine).take_in(official_edition("2031-07-26", *figures), Origin.INGESTED)
    Intake(engine).take_in(
        official_edition("2032-07-26", official_figure("kent", "4001", "31 March 2023")), Origin.INGESTED
    )
    with service(own_database) as client:
        releases = client.get("/v1/releases").json()["items"]
        detail = client.get("/v1/releases/2").json()
    assert [(r["number"], r["added"], r["editions_added"]) for r in releases] == [
        (3, 0, 1),
        (2, 0, 1),
        (1, STATEMENTS, len(EDITIONS)),
    ]
    [edition] = detail["editions"]
    assert (edition["id"], edition["dataset"]) == ("workforce-march/2031-07-26", "workforce-march")
    assert (edition["figures"], detail["statements"]) == (2, [])


def test_releases_tell_what_changed_and_why(revised: TestClient) -> None:
    releases = revised.get("/v1/releases").json()["items"]
    assert [(r["number"], r["added"], r["corrected"], r["withdrawn"]) for r in releases] == [
        (3, 0, 0, 1),
        (2, 0, 1, 0),
        (1, STATEMENTS, 0, 0),
    ]
    [statement] = revised.get("/v1/releases/2").json()["statements"]
    assert (statement["kind"], statement["revision_before"], statement["revision"]) == ("corrected", 1, 2)
    assert statement["figures"] == {"added": 0, "corrected": 1, "withdrawn": 1}
    assert statement["reason"].endswith("was read twice")
    changes = revised.get(statement["href"]).json()
    assert [(change["kind"], change["fields"]) for change in changes["items"]] == [
        ("corrected", ["value", "bounds"]),
        ("withdrawn", []),
    ]
    [withdrawn] = revised.get("/v1/releases/3").json()["statements"]
    assert (withdrawn["kind"], withdrawn["reason"]) == ("withdrawn", "it was of another force")
    assert revised.get(withdrawn["href"]).json()["statement"]["withdrawn_because"] == "it was of another force"


def test_lists_answer_as_the_data_stood(revised: TestClient) -> None:
    def total(path: str, as_of: str) -> int:
        joint = "&" if "?" in path else "?"
        answer = revised.get(f"{path}{joint}as_of={as_of}" if as_of else path)
        assert answer.status_code == 200, answer.text
        found = answer.json()["total"]
        assert isinstance(found, int)
        return found

    kent = len(bundled_statement("kent", "2023-25").observations)  # type: ignore[union-attr]
    assert [total("/v1/observations?limit=1", at) for at in ("1", "2", "3", "")] == [
        FIGURES,
        FIGURES - 1,
        FIGURES - 1 - kent,
        FIGURES - 1 - kent,
    ]
    assert [total("/v1/statements", at) for at in ("1", "3")] == [STATEMENTS, STATEMENTS - 1]
    assert [total("/v1/forces?has_statement=true", at) for at in ("1", "3")] == [43, 42]
    now = datetime.now(UTC)
    assert total("/v1/observations?limit=1", f"{now:%Y-%m-%d}") == FIGURES - 1 - kent
    assert total("/v1/observations?limit=1", f"{now:%Y-%m-%dT%H:%M:%S.%fZ}") == FIGURES - 1 - kent
    assert revised.get("/v1/forces/kent?as_of=2").json()["statement"]["round"] == "2023-25"
    assert revised.get("/v1/forces/kent").json()["statement"] is None
    counts = [revised.get(f"/v1/measures?as_of={at}&limit=1").json()["items"][0]["observations"] for at in ("1", "3")]
    assert counts[0] >= counts[1]


def test_the_newest_release_is_what_stands_now(revised: TestClient, sql: list[str]) -> None:
    """Indexes are of what stands now; what stood before is found by its revisions."""

    def by_revisions(as_of: int) -> bool:
        sql.clear()
        assert revised.get(f"/v1/observations?sort=-value&limit=5&as_of={as_of}").status_code == 200
        return any("revision.taken_in_by <=" in sent for sent in sql)

    newest = revised.get("/v1/releases").json()["items"][0]["number"]
    assert [by_revisions(as_of) for as_of in (newest - 1, newest)] == [True, False]
    profiles = [revised.get(f"/v1/forces/kent?{query}").json() for query in ("", f"as_of={newest}")]
    assert profiles[0] == profiles[1]


def test_statements_are_told_of_as_they_stood(revised: TestClient) -> None:
    """Kent's is withdrawn in release 3, Leicestershire's replaced in release 2."""

    def told(path: str) -> list[tuple[int, bool, str | None]]:
        items = revised.get(path).json()["items"]
        return [(item["revision"], item["current"], item["withdrawn_because"]) for item in items]

    assert told("/v1/statements?force=kent&round=2023-25&as_of=2") == [(1, True, None)]
    assert told("/v1/statements?force=kent&round=2023-25") == []
    assert told("/v1/statements?force=leicestershire&round=2021-22&as_of=1") == [(1, True, None)]
    assert told("/v1/forces/leicestershire/statements?limit=1") == [(2, True, None)]
    assert revised.get("/v1/forces/kent?as_of=2").json()["statement"]["withdrawn_because"] is None


@pytest.mark.parametrize("ahead", [timedelta(days=2), timedelta(minutes=5), timedelta(days=400_000)])
def test_what_has_not_come_yet_is_not_answered(client: TestClient, ahead: timedelta) -> None:
    moment = datetime.now(UTC) + ahead
    wanted = f"{moment:%Y-%m-%dT%H:%M:%SZ}" if ahead.days < 1 else f"{moment:%Y-%m-%d}"
    answer = client.get("/v1/observations", params={"as_of": wanted})
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["parameter"] == "as_of"
    assert "has not come yet" in error["detail"]


def test_the_number_of_queries_does_not_grow_with_the_releases(revised: TestClient, sql: list[str]) -> None:
    def queries(path: str) -> int:
        del sql[:]
        assert revised.get(path).status_code == 200
        return len(sql)

    assert queries("/v1/releases?limit=1") == queries("/v1/releases?limit=2")


def test_revisions_of_a_statement_are_compared(revised: TestClient) -> None:
    path = "/v1/statements/leicestershire/2021-22"
    assert [row["revision"] for row in revised.get(path).json()["revisions"]] == [2, 1]
    forward = revised.get(f"{path}/changes").json()
    assert (forward["since"], forward["to"]) == (1, 2)
    backward = revised.get(f"{path}/changes?since=2&to=1").json()
    assert [change["kind"] for change in backward["items"]] == ["corrected", "added"]
    first = revised.get(f"{path}/changes?to=1").json()
    assert {change["kind"] for change in first["items"]} == {"added"}
    assert first["since"] == 0


@pytest.mark.parametrize(
    ("path", "status", "kind"),
    [
        ("/v1/releases/9", 404, "unknown-release"),
        ("/v1/releases/0", 404, "unknown-release"),
        ("/v1/releases/01", 404, "unknown-release"),
        ("/v1/releases/nope", 404, "unknown-release"),
        ("/v1/statements/leicestershire/2021-22/changes?to=9", 422, "invalid-parameter"),
        ("/v1/statements/leicestershire/2021-22/changes?since=9", 422, "invalid-parameter"),
        ("/v1/statements/leicestershire/1999/changes", 404, "unknown-statement"),
        ("/v1/statements/nowhere/2016/changes", 404, "unknown-force"),
        ("/v1/observations?as_of=2016-13-01", 422, "invalid-parameter"),
        ("/v1/observations?as_of=2016-12-01T00:00:00", 422, "invalid-parameter"),
        ("/v1/observations?as_of=0001-01-01T00:00:00%2B14:00", 422, "invalid-parameter"),
    ],
)
def test_what_there_is_not_is_a_problem(client: TestClient, path: str, status: int, kind: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/v1/problems/{kind}")


def test_a_figure_says_whether_it_still_stands(revised: TestClient) -> None:
    stands = revised.get("/v1/observations?force=gwent&limit=1").json()["items"][0]["id"]
    standing = revised.get(f"/v1/observations/{stands}").json()
    assert (standing["current"], standing["withdrawn_because"]) == (True, None)
    replaced = revised.get("/v1/observations/leicestershire.2021-22.1.1").json()
    assert (replaced["current"], replaced["withdrawn_because"]) == (False, None)
    withdrawn = revised.get("/v1/observations/kent.2023-25.1.1").json()
    assert withdrawn["current"] is False
    assert withdrawn["withdrawn_because"]
    assert revised.get("/v1/observations/kent.2023-25.1.01").status_code == 404


def test_a_withdrawn_statement_is_read_by_its_revision(revised: TestClient) -> None:
    answer = revised.get("/v1/statements/kent/2023-25")
    assert answer.status_code == 404
    assert "withdrawn" in answer.json()["detail"]
    assert revised.get("/v1/statements/kent/2023-25?revision=1").json()["statement"]["current"] is False


def rows(content: bytes, format_: str) -> list[dict[str, Any]]:
    if format_ == "csv":
        return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    if format_ == "ndjson":
        return [json.loads(line) for line in content.decode().splitlines()]
    return list(pq.read_table(io.BytesIO(content)).to_pylist())


def test_changes_answer_in_every_format(revised: TestClient) -> None:
    path = "/v1/statements/leicestershire/2021-22/changes"
    told = revised.get(path).json()
    assert (told["total"], told["next"], len(told["items"])) == (2, None, 2)

    for name in ("csv", "ndjson", "parquet"):
        answer = revised.get(path, params={"format": name})
        assert answer.headers["Content-Disposition"].endswith(f'changes.{name}"')
        correction, withdrawal = rows(answer.content, name)
        assert (correction["kind"], correction["fields"]) == ("corrected", "value; bounds")
        assert Decimal(correction["after_value"]) == Decimal(correction["before_value"]) + 1
        assert (withdrawal["kind"], withdrawal["after_id"] or None) == ("withdrawn", None)
        assert withdrawal["before_source_statement"] == "leicestershire/2021-22"

    sparse = revised.get(path, params={"fields": "kind,fields"}).json()
    assert sparse["items"][0] == {"kind": "corrected", "fields": ["value", "bounds"]}
    assert (sparse["since"], sparse["to"]) == (1, 2)
    assert revised.get(path, params={"fields": "kinds"}).status_code == 422
    assert revised.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_changes_are_of_what_stands_or_stood(own_database: str, engine: Engine) -> None:
    """A newer bundled reading is set aside under a page taken in, which another page replaces in the end."""
    bundled = bundled_statement("leicestershire", "2021-22")
    assert bundled is not None
    newer = replace(bundled, observations=bundled.observations[2:])
    path = "/v1/statements/leicestershire/2021-22/changes"

    def compared(query: str = "") -> tuple[int, int]:
        told = client.get(path + query).json()
        return told["since"], told["to"]

    with service(own_database) as client:
        assert compared() == (0, 1)
        Intake(engine).store(corrected(), Origin.INGESTED)
        Intake(engine).store(newer, Origin.BUNDLED)
        assert compared() == (1, 2)
        assert compared("?to=3") == (2, 3)
        Intake(engine).store(replace(corrected(), title="Another title"), Origin.INGESTED)
        assert compared() == (2, 4)
        assert compared("?since=3") == (3, 4)
        Intake(engine).withdraw("leicestershire", "2021-22", "it was of another force")
        assert compared() == (2, 4)


def test_a_statement_that_its_own_run_took_back_can_be_compared(own_database: str, engine: Engine) -> None:
    intake = Intake(engine)
    intake.store(replace(corrected(), round="2031"), Origin.INGESTED)
    intake.withdraw("leicestershire", "2031", "it was of another round")
    with service(own_database) as client:
        told = client.get("/v1/statements/leicestershire/2031/changes").json()
    assert (told["since"], told["to"]) == (0, 1)
