"""The page of how claims stand: the same list as the API's, in words and parts, with both sources of each claim."""

import re
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from app.vocabulary.reconciliations import Reason, Relation
from tests.conftest import sqlite_alone

pytestmark = sqlite_alone

FIGURE = re.compile(r'<h3><a href="/figures/([^"]+)">')


def page_of(client: TestClient, path: str = "/reconciliations", **asked: Any) -> str:  # noqa: ANN401 - parameters
    answer = client.get(f"{path}?{urlencode(asked, doseq=True)}" if asked else path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def claims_in(page: str) -> list[str]:
    return re.split(r"(?=<h3><a href=\"/figures/)", page.partition('<ol class="claim-list">')[2].partition("</ol>")[0])[
        1:
    ]


def test_the_largest_differences_come_first_as_the_api_has_them(client: TestClient) -> None:
    told = client.get("/v1/reconciliations?sort=-difference&limit=20").json()
    page = page_of(client)
    assert FIGURE.findall(page) == [one["observation"] for one in told["items"]]
    assert f"<strong>20</strong> of {told['total']:,}" in page
    for one in told["items"]:
        assert one["explanation"] in page
        assert one["stated"]["display"] in page
        assert one["primary"]["display"] in page
        assert f'href="{one["href"]}"' in page


def test_each_claim_leads_to_both_of_its_sources(client: TestClient) -> None:
    page = page_of(client)
    for claim in claims_in(page):
        [figure] = FIGURE.findall(claim)
        observation = client.get(f"/v1/observations/{figure}").json()
        assert f'href="/statements/{observation["source"]["statement"]}"' in claim
        if observation["source"]["url"]:
            assert f'href="{observation["source"]["url"]}"' in claim
        primary = observation["reconciliation"]["primary"]
        editions = client.get(f"/v1/datasets/{primary['dataset']}").json()["editions"]
        [url] = {edition["url"] for edition in editions if edition["released"] == primary["edition"]}
        assert f'href="{url}"' in claim


@pytest.mark.parametrize(
    "asked",
    [
        {"relation": "differs"},
        {"relation": ["apart", "differs"], "force": "kent"},
        {"topic": "workforce", "round": "2016", "sort": "force"},
        {"measure": "police_officers", "reason": "basis_unknown"},
    ],
)
def test_it_is_filtered_as_the_list_is(client: TestClient, asked: dict[str, Any]) -> None:
    told = client.get(f"/v1/reconciliations?{urlencode({'sort': '-difference', 'limit': 20} | asked, doseq=True)}")
    page = page_of(client, **asked)
    assert FIGURE.findall(page) == [one["observation"] for one in told.json()["items"]]
    for value in (value for values in asked.values() for value in ([values] if isinstance(values, str) else values)):
        assert re.search(rf'<option value="[^"]*{value}[^"]*" selected>', page)


@pytest.mark.parametrize("asked", [{}, {"force": "kent"}, {"topic": "workforce", "relation": "near"}])
def test_relations_are_counted_as_the_list_counts_them(client: TestClient, asked: dict[str, str]) -> None:
    page = page_of(client, **asked)
    numbers = re.findall(r'relation-(\w+)">[^<]*</span></a></th>\s*<td class="number">([\d,]+)</td>', page)
    assert [name for name, _ in numbers] == [*Relation]
    for name, number in numbers:
        counted = client.get("/v1/reconciliations", params=asked | {"relation": name, "limit": 1}).json()["total"]
        assert number == f"{counted:,}"


def test_its_parts_follow_one_another_to_the_end(client: TestClient) -> None:
    page, path, seen = "", "/reconciliations?topic=workforce&limit=100", []
    while path:
        page = page_of(client, path)
        seen += FIGURE.findall(page)
        following = re.search(r'<a href="([^"]+)" rel="next">', page)
        path = following[1] if following else ""
    whole = client.get("/v1/reconciliations?topic=workforce&sort=-difference&limit=1000").json()
    assert seen == [one["observation"] for one in whole["items"]]
    assert "farther down the list" in page
    assert 'href="/reconciliations?topic=workforce&limit=100">First 100' in page


def test_the_json_of_a_part_is_that_part(client: TestClient) -> None:
    following = re.search(r'<a href="([^"]+)" rel="next">', page_of(client, force=["kent", "essex"], limit=5))
    assert following is not None
    page = page_of(client, following[1])
    json = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', page)
    assert json is not None
    assert FIGURE.findall(page) == [one["observation"] for one in client.get(json[1]).json()["items"]]


def test_the_csv_has_all_that_is_chosen(client: TestClient) -> None:
    address = re.search(r'<a href="([^"]+)">CSV', page_of(client, relation="near", limit=5))
    assert address is not None
    lines = client.get(address[1]).text.splitlines()
    assert len(lines) - 1 == client.get("/v1/reconciliations?relation=near").json()["total"]


@pytest.mark.parametrize(
    ("asked", "near"),
    [
        ("relation=wrong", "not_comparable"),
        ("measure=polise_officers", "police_officers"),
        ("force=kentt", "kent"),
        ("round=2014", "2015"),
        ("sort=size", "force"),
        ("cursor=x", "no cursor of this list"),
        ("limit=101", "limit"),
    ],
)
def test_what_is_wrong_is_told_as_the_api_tells_it(client: TestClient, asked: str, near: str) -> None:
    answer = client.get(f"/reconciliations?{asked}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert near in unescape(answer.text)


def test_nothing_found_is_said(client: TestClient) -> None:
    assert "No claim is like that" in page_of(client, force="city-of-london", measure="police_officers", round="2015")


def test_it_calls_no_claim_wrong_and_ranks_no_force(client: TestClient) -> None:
    page = page_of(client)
    assert "says nothing of the force" in page
    assert re.findall(r"[^.]*\bwrong\b[^.]*", page.partition("<main")[2].partition("</main>")[0])[1:] == []


@pytest.mark.parametrize("reason", Reason)
def test_what_may_explain_a_relation_is_told_in_words(client: TestClient, reason: Reason) -> None:
    claims = claims_in(page_of(client, reason=reason))
    assert claims
    said = [re.search("Bear in mind:([^<]+)", claim) for claim in claims]
    assert all(words and reason not in words[1] for words in said)
