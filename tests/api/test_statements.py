"""Statements: the list, and one with all that it says."""

import pytest
from fastapi.testclient import TestClient

from app.vocabulary.sources import ATTRIBUTION, LICENCE
from tests.bundled import FIGURES, STATEMENTS


def test_all_bundled_statements_are_listed_with_their_licence(client: TestClient) -> None:
    page = client.get("/v1/statements?limit=1000").json()
    assert page["total"] == STATEMENTS
    assert {s["licence"]["name"] for s in page["items"]} == {LICENCE}
    assert {s["licence"]["attribution"] for s in page["items"]} == {ATTRIBUTION}
    assert {s["publisher"] for s in page["items"]} == {"HMICFRS"}
    assert sum(s["observations"] for s in page["items"]) == FIGURES


def test_statements_are_filtered_by_force_and_round(client: TestClient) -> None:
    page = client.get("/v1/statements?force=leicestershire&round=2016&round=2015").json()
    assert [s["id"] for s in page["items"]] == ["leicestershire/2016", "leicestershire/2015"]


def test_pages_of_statements_follow_one_another(client: TestClient) -> None:
    path: str | None = "/v1/statements?limit=13"
    seen: list[str] = []
    while path:
        answer = client.get(path)
        seen += [statement["id"] for statement in answer.json()["items"]]
        path = answer.links["next"]["url"] if answer.json()["next"] else None
    assert len(set(seen)) == len(seen) == STATEMENTS


def test_a_page_of_the_statements_of_a_force_counts_all_of_them(client: TestClient) -> None:
    path = "/v1/forces/leicestershire/statements"
    whole = client.get(path).json()
    assert client.get(f"{path}?limit=1").json()["total"] == len(whole["items"]) > 1


def test_a_statement_answers_all_that_it_says(client: TestClient) -> None:
    detail = client.get("/v1/statements/leicestershire/2021-22").json()
    assert detail["statement"]["sha256"] == "bcbe1d87deb2bbbd6a8ea7cbae62a3e0ecfcc81dc5e1e43bf934280925630c4e"
    assert detail["statement"]["disclaimer"] is True
    assert len(detail["observations"]) == 11
    assert [(number["as_stated"], number["value"]) for number in detail["unassigned"]] == [("one team to prevent", 1)]
    assert [revision["revision"] for revision in detail["revisions"]] == [1]
    assert detail["text"] is None
    dated = {(note["text"], note["year"], note["month"]) for note in detail["notes"]}
    assert ("New operating model introduced", 2020, 3) in dated
    assert ("Team Leicestershire Academy set up", 2020, None) in dated


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/v1/statements/leicestershire/2019", ["2021-22", "2017", "2016", "2015"]),
        ("/v1/statements/leicestershire/2021-22?revision=7", []),
        ("/v1/statements/leicestershire/%00", ["2021-22", "2017", "2016", "2015"]),
    ],
)
def test_an_unknown_statement_is_a_problem(client: TestClient, path: str, nearest: list[str]) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.json()["type"] == "/v1/problems/unknown-statement"
    assert answer.json()["nearest"] == nearest


def test_a_force_in_another_spelling_redirects(client: TestClient) -> None:
    answer = client.get("/v1/statements/E23000021/2016")
    assert (answer.status_code, answer.headers["location"]) == (308, "/v1/statements/leicestershire/2016")


def test_a_round_that_no_statement_is_for_is_told_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/v1/statements?round=2021")
    assert answer.status_code == 422
    assert "2021-22" in answer.json()["errors"][0]["nearest"]
