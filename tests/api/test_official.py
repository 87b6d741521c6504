"""Official statistics over HTTP: the datasets, and their figures filtered, sorted, paged, or alone by id."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow.parquet as pq
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.models import Origin
from app.load.store import Intake
from app.vocabulary.measures import Topic, measures
from app.vocabulary.official import Basis, Edition
from app.vocabulary.periods import PeriodKind
from tests.builders import official_edition, official_figure
from tests.bundled import EDITIONS, standing
from tests.conftest import service

FIGURES = "/v1/official-figures"
OFFICERS = "workforce-march.2023-07-26.leicestershire.police_officers.fte.2023-03-31"


def every(client: TestClient, **asked: str | int) -> list[dict[str, Any]]:
    """Return the items of all pages of a list of official figures."""
    found: list[dict[str, Any]] = []
    cursor: dict[str, str] = {}
    while True:
        answer = client.get(FIGURES, params={"limit": 1000, **asked, **cursor}).json()
        found += answer["items"]
        if answer["next"] is None:
            return found
        cursor = {"cursor": answer["next"]}


def test_a_figure_tells_what_it_counts_and_where_it_is_from(client: TestClient) -> None:
    [figure] = every(client, force="leicestershire", measure="police_officers", basis="fte", to="2023", latest="true")

    assert figure == client.get(f"{FIGURES}/{OFFICERS}").json()
    assert figure == {
        "id": OFFICERS,
        "force": "leicestershire",
        "measure": "police_officers",
        "label": "Police officers",
        "topic": "workforce",
        "display": "2,285.66",
        "value": 2285.66,
        "unit": "people",
        "qualifier": "exact",
        "bounds": {"low": 2285.66, "high": 2285.66},
        "basis": "fte",
        "period": {"label": "31 March 2023", "kind": "date", "start": "2023-03-31", "end": "2023-03-31"},
        "dataset": "workforce-march",
        "edition": "2023-07-26",
        "grade": "original",
        "vintage": "revised",
        "current": True,
    }


def test_the_officers_of_the_43_forces_add_up_to_the_published_total(client: TestClient) -> None:
    asked = {"measure": "police_officers", "basis": "fte", "dataset": "workforce-march", "from": "2023", "to": "2023"}
    answer = client.get(FIGURES, params={**asked, "limit": 43}).json()

    assert answer["total"] == len({item["force"] for item in answer["items"]}) == 43
    assert round(sum(Decimal(str(item["value"])) for item in answer["items"])) == 147_430


def test_the_pages_have_every_standing_figure_once(client: TestClient) -> None:
    found = every(client, sort="-period")

    assert len({item["id"] for item in found}) == len(found) == len(standing())
    assert sum(Decimal(str(item["value"])) for item in found) == sum(figure.value for figure in standing().values())
    ends = [item["period"]["end"] for item in found]
    assert ends == sorted(ends, reverse=True)


def test_every_id_leads_to_its_figure(client: TestClient) -> None:
    for item in every(client, force="kent", measure="recorded_crimes,population,pcsos"):
        assert client.get(f"{FIGURES}/{item['id']}").json() == item


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ({"force": "Kent Police,E23000021"}, lambda _, f: f.force in {"kent", "leicestershire"}),
        ({"measure": "area"}, lambda _, f: f.measure == "area"),
        ({"topic": "geography"}, lambda _, f: measures()[f.measure].topic is Topic.GEOGRAPHY),
        ({"dataset": "ethnicity"}, lambda dataset, _: dataset == "ethnicity"),
        ({"basis": "headcount"}, lambda _, f: f.basis is Basis.HEADCOUNT),
        ({"from": "2022-03-31", "to": "31 March 2022"}, lambda _, f: f.period.end == date(2022, 3, 31)),
        ({"from": "2023/24"}, lambda _, f: f.period.end >= date(2023, 4, 1)),
        ({"to": "2005"}, lambda _, f: f.period.end <= date(2005, 12, 31)),
    ],
)
def test_filters_keep_what_they_name(client: TestClient, asked: dict[str, str], wanted: Any) -> None:  # noqa: ANN401
    found = {(i["dataset"], i["force"], i["measure"], i["period"]["end"], i["value"]) for i in every(client, **asked)}

    assert found == {
        (key[0], figure.force, figure.measure, str(figure.period.end), float(figure.value))
        for key, figure in standing().items()
        if wanted(key[0], figure)
    }


def test_a_grade_keeps_the_figures_of_its_editions(client: TestClient) -> None:
    found = every(client, grade="extract", measure="police_officers")
    assert {item["dataset"] for item in found} == {"police-officers-2025-2026"}
    assert {item["period"]["end"] for item in found} == {"2025-03-31", "2026-03-31"}


def test_the_latest_are_the_newest_of_each_force_measure_and_basis_among_what_matches(client: TestClient) -> None:
    newest: dict[tuple[str, ...], tuple[bool, str]] = {}
    for figure in standing().values():
        if str(figure.period.end) <= "2019-12-31":
            key = figure.force, figure.measure, figure.basis
            whole = figure.period.kind is not PeriodKind.SPAN  # a quarter gives way to a year, however old
            newest[key] = max(newest.get(key, (False, "")), (whole, str(figure.period.end)))

    found = every(client, latest="true", to="2019")

    of = {(i["force"], i["measure"], i["basis"] or "none"): i["period"]["end"] for i in found}
    assert len(of) == len(found)
    assert of == {key: end for key, (_, end) in newest.items()}


def test_what_the_publisher_leaves_out_is_told_with_the_reason(client: TestClient) -> None:
    answer = client.get(FIGURES, params={"measure": "designated_officers", "force": "kent,lancashire", "basis": "fte"})
    [gap] = [gap for gap in answer.json()["gaps"] if gap["dataset"] == "workforce-march"]

    gaps = [gap for e in EDITIONS if e.dataset == "workforce-march" for gap in e.gaps if gap.force == "lancashire"]
    of_fte = [gap for gap in gaps if gap.basis is Basis.FTE]
    assert (gap["code"], gap["forces"], gap["count"]) == ("counted_elsewhere", ["lancashire"], len(of_fte))
    assert gap["first"] == str(min(gap.period.start or date.max for gap in of_fte))
    assert 0 not in {item["value"] for item in answer.json()["items"]}


@pytest.mark.parametrize(
    ("asked", "parameter", "near"),
    [
        ({"force": "kentt"}, "force", ["kent"]),
        ({"measure": "police_oficers"}, "measure", ["police_officers"]),
        ({"dataset": "workforce-mrch"}, "dataset", ["workforce-march", "workforce-september"]),
        ({"sort": "vale"}, "sort", ["value"]),
        ({"from": "soon"}, "from", []),
        ({"to": "since 2010"}, "to", []),
        ({"from": "2020", "to": "2019"}, "from", []),
        ({"fields": "valeu"}, "fields", ["value"]),
        ({"form": "2020"}, "form", ["from", "format"]),
    ],
)
def test_mistakes_are_told_with_the_nearest(
    client: TestClient, asked: dict[str, str], parameter: str, near: list[str]
) -> None:
    answer = client.get(FIGURES, params=asked)
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["parameter"] == parameter
    assert error["nearest"][: len(near)] == near or set(near) <= set(error["nearest"])


@pytest.mark.parametrize(
    "id_",
    [
        "x",
        OFFICERS.replace("2023-03-31", "2023-02-31"),
        OFFICERS.replace(".fte", ""),
        OFFICERS.replace("2023-07-26", "2022-07-26"),
        f"{OFFICERS}_2023-04-01",
    ],
)
def test_no_other_id_has_a_figure(client: TestClient, id_: str) -> None:
    answer = client.get(f"{FIGURES}/{id_}")
    assert (answer.status_code, answer.json()["type"]) == (404, "/v1/problems/unknown-official-figure")


def test_the_datasets_are_listed_with_their_newest_editions(client: TestClient) -> None:
    answer = client.get("/v1/datasets").json()

    assert answer["total"] == 18
    assert {item["id"]: item["edition"] for item in answer["items"]} == {
        edition.dataset: str(edition.date) for edition in sorted(EDITIONS, key=lambda edition: edition.date)
    }
    assert sum(item["figures"] for item in answer["items"]) == len(standing())
    assert {item["licence"] for item in answer["items"]} == {"OGL-UK-3.0"}


def test_a_dataset_tells_its_edition_licence_caveats_and_coverage(client: TestClient) -> None:
    found = client.get("/v1/datasets/workforce-march").json()

    assert (found["edition"], found["licence"], found["grade"]) == ("2023-07-26", "OGL-UK-3.0", "original")
    assert found["attribution"] == "Source: Home Office, licensed under the Open Government Licence v3.0."
    assert (found["forces"], found["first"], found["last"]) == (43, "2007-03-31", "2023-03-31")
    assert found["caveats"] == found["editions"][0]["caveats"]
    officers = found["series"][0]
    assert (officers["measure"], officers["basis"], officers["figures"]) == ("police_officers", "fte", 43 * 17)
    assert {gap["code"] for gap in found["gaps"]} == {"counted_elsewhere"}


def test_a_dataset_of_many_editions_has_them_newest_first_with_what_stands_of_each(client: TestClient) -> None:
    editions = client.get("/v1/datasets/recorded-crime").json()["editions"]

    bundled = [edition for edition in EDITIONS if edition.dataset == "recorded-crime"]
    assert [edition["id"] for edition in editions] == sorted((e.id for e in bundled), reverse=True)
    stands = [key for key in standing() if key[0] == "recorded-crime"]
    assert sum(edition["figures"] for edition in editions) == len(stands)


def test_an_unknown_dataset_is_told_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/datasets/workforce-mach")
    assert (answer.status_code, answer.json()["type"]) == (404, "/v1/problems/unknown-dataset")
    assert answer.json()["nearest"][0] == "workforce-march"


@pytest.mark.parametrize("path", ["/v1/datasets?", f"{FIGURES}?force=kent&dataset=workforce-march,recorded-crime&"])
def test_the_lists_are_flat_in_three_formats(client: TestClient, path: str) -> None:
    ids = [item["id"] for item in client.get(f"{path}limit=1000").json()["items"]]

    def answer(format_: str) -> bytes:
        return client.get(f"{path}format={format_}").content

    assert [row["id"] for row in csv.DictReader(io.StringIO(answer("csv").decode("utf-8-sig")))] == ids
    assert len(answer("ndjson").splitlines()) == len(ids)
    assert pq.read_table(io.BytesIO(answer("parquet"))).column("id").to_pylist() == ids


def test_fields_are_picked(client: TestClient) -> None:
    answer = client.get(FIGURES, params={"fields": "force,value,period", "limit": 1}).json()
    assert list(answer["items"][0]) == ["force", "value", "period"]


@pytest.fixture
def corrected(engine: Engine, own_database: str) -> Iterator[tuple[TestClient, Edition]]:
    """A service over a database that took in a newer edition, with one figure of Kent, after the bundled ones."""
    edition = official_edition("2031-07-26", official_figure("kent", "4000", "31 March 2023"))
    Intake(engine).take_in(edition, Origin.INGESTED)
    with service(own_database) as client:
        yield client, edition


def test_a_newer_edition_takes_the_place_of_a_figure_and_the_older_stays_readable(
    corrected: tuple[TestClient, Edition],
) -> None:
    client, edition = corrected
    asked = {"force": "kent", "measure": "police_officers", "basis": "fte", "from": "2023", "to": "2023"}
    [now] = every(client, **asked)
    [before] = every(client, **asked, as_of=1)

    assert (now["value"], now["edition"], now["current"]) == (4000, str(edition.date), True)
    assert (before["edition"], before["current"]) == ("2023-07-26", False)
    assert client.get(f"{FIGURES}/{before['id']}").json() == before
    dataset, as_it_was = (
        client.get("/v1/datasets/workforce-march", params=as_of).json() for as_of in ({}, {"as_of": 1})
    )
    assert [e["figures"] for e in dataset["editions"]] == [1, as_it_was["figures"] - 1]
    assert (dataset["edition"], as_it_was["edition"]) == (str(edition.date), "2023-07-26")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("measure=budget_total", "no dataset held here counts it"),
        ("measure=population&basis=fte", "none that matches all that is asked"),
    ],
)
def test_an_empty_list_says_why_it_is_empty(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/v1/official-figures?{query}").json()
    assert (answer["total"], answer["missing"]["code"]) == (0, "not_held")
    assert told in answer["missing"]["detail"]
    assert client.get("/v1/official-figures?limit=1").json()["missing"] is None
