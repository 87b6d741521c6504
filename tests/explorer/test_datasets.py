"""The pages of official statistics: the datasets, and each with what it counts, what it lacks, and its editions."""

from itertools import pairwise
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.seed import seed
from app.official.catalogue import datasets
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from tests.bundled import RECORDS
from tests.conftest import service, sqlite_alone
from tests.explorer.html import links, page, words
from tests.explorer.test_figure import fact

pytestmark = sqlite_alone


@pytest.fixture(scope="module", params=datasets())
def dataset(client: TestClient, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the API answers of a dataset."""
    found: dict[str, Any] = client.get(f"/v1/datasets/{request.param}").json()
    return found


def test_the_list_has_every_dataset_in_the_order_of_preference(client: TestClient) -> None:
    text = page(client, "/datasets")
    held = client.get("/v1/datasets").json()["items"]
    for one in held:
        row = text.partition(f'href="/datasets/{one["id"]}">')[2].partition("</tr>")[0]
        assert one["publisher"] in row
        assert all(f'href="/measures/{measure}"' in row for measure in one["measures"][:4])
        assert f"{one['forces']} forces, {one['figures']:,} figures" in row
    places = [text.index(f'href="/datasets/{one["id"]}">{one["title"]}<') for one in held]
    assert all(before < after for before, after in pairwise(places))


def test_a_dataset_says_what_the_api_answers(client: TestClient, dataset: dict[str, Any]) -> None:
    text = page(client, f"/datasets/{dataset['id']}")
    told = words(text)
    assert f"<h1>{dataset['title']}</h1>" in text
    assert fact(text, "Publisher").startswith(dataset["publisher"])
    assert dataset["attribution"] in fact(text, "Licence")
    series = text.partition('id="series"')[2].partition("</table>")[0]
    rows = [words(row) for row in series.split("<tr>")[2:]]
    for row, one in zip(rows, dataset["series"], strict=True):
        assert row.startswith(measures()[one["measure"]].label)
        assert f" {one['forces']} {one['figures']:,} " in row
    for edition in dataset["editions"]:
        row = text.partition(f'id="edition-{edition["released"]}"')[2].partition("</tr>")[0]
        assert edition["title"] in words(row)
        assert edition["url"] in links(row)
        assert f">{edition['figures']:,}</td>" in row
    assert {dataset["url"], f"/v1/datasets/{dataset['id']}"} <= links(text)
    assert f"/v1/official-figures?dataset={dataset['id']}&format=csv" in links(text)
    assert "None" not in told


def test_what_is_missing_is_told_with_the_reason_once(client: TestClient, dataset: dict[str, Any]) -> None:
    text = page(client, f"/datasets/{dataset['id']}").partition('id="missing"')[2].partition("<h2")[0]
    rows = [words(row) for row in text.split("<tr>")[2:]]
    assert sum(int(row.rpartition(" ")[2].replace(",", "")) for row in rows) == sum(g["count"] for g in dataset["gaps"])
    for gap in dataset["gaps"]:
        named = "all 43 forces" if len(gap["forces"]) == len(forces()) else forces()[gap["forces"][0]].name
        of_reason = [row for row in rows if row[1:].startswith(gap["detail"][1:]) and named in row]
        assert any(measures()[gap["measure"]].in_words in row for row in of_reason)
    if not dataset["gaps"]:
        assert "Nothing is known to be missing" in words(text)


def test_measures_and_datasets_that_are_named_lead_to_their_pages(client: TestClient) -> None:
    caveats = page(client, "/datasets/population").partition('id="caveats"')[2].partition("</ul>")[0]
    assert (
        'see <a href="/datasets/population-before-rebasing">Population estimates before the 2021 census</a>' in caveats
    )


def test_an_unknown_dataset_is_a_problem_that_leads_to_the_nearest(client: TestClient) -> None:
    answer = client.get("/datasets/workforce-marc", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "No dataset is called" in words(answer.text)
    assert '<a href="/datasets/workforce-march">Police workforce on 31 March</a>' in answer.text


def test_without_official_statistics_the_list_says_so(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    list(seed(engine, RECORDS[:1], []))
    engine.dispose()
    with service(empty_database) as client:
        assert "No official statistics are held here." in words(page(client, "/datasets"))


def test_official_figures_are_listed_with_what_is_missing_among_them(client: TestClient) -> None:
    asked = "force=kent&measure=recorded_crimes&from=2017&to=2018"
    answer = client.get(f"/v1/official-figures?{asked}").json()
    text = page(client, f"/official-figures?{asked}")
    assert "<h1>Official figures: Recorded crimes, Kent Police</h1>" in text
    assert f"{answer['total']} figures." in words(text)
    assert {f"/figures/{one['id']}" for one in answer["items"]} <= links(text)
    assert f"/v1/official-figures?{asked}" in links(text)
    assert "The year is damaged in the copy that is held" in words(text)
    few = words(page(client, f"/official-figures?{asked}&limit=2"))
    assert f"The first 2 of {answer['total']} figures." in few
    assert "No official figure that is held here is like that." in words(
        page(client, "/official-figures?force=kent&measure=recorded_crimes&to=1990")
    )


def test_what_is_wrong_with_a_query_is_a_problem(client: TestClient) -> None:
    answer = client.get("/official-figures?measure=recorded_crime", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "recorded_crimes" in answer.text
