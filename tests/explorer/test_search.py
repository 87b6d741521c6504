"""Search: a force is found by any name that people call it or its places, a measure by what it counts."""

import re

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import properties
from tests.conftest import sqlite_alone
from tests.explorer.html import page

pytestmark = sqlite_alone


def found(client: TestClient, words: str) -> list[str]:
    page = client.get("/search", params={"q": words}).text
    results = page.partition("data-results")[2].partition("</div>")[0]
    return re.findall(r'<li><a href="([^"]+)"', results)


@pytest.mark.parametrize(
    ("words", "address"),
    [
        ("Kent", "/forces/kent"),
        ("leicester", "/forces/leicestershire"),
        ("Heddlu Gwent", "/forces/gwent"),
        ("Caerdydd", "/forces/south-wales"),
        ("E23000036", "/forces/avon-and-somerset"),
        ("police officers", "/measures/police_officers"),
        ("offic", "/measures/police_officers"),
        ("crimes per officer", "/compare?indicator=crimes_per_officer"),
        ("crime severity score", "/datasets/crime-severity"),
        ("city of leicester", "/forces/leicestershire"),
        ("the police of county durham", "/forces/durham"),
        ("Leicestershir Polise", "/forces/leicestershire"),
    ],
)
def test_what_people_look_for_is_found(client: TestClient, words: str, address: str) -> None:
    assert address in found(client, words)


def test_what_a_force_was_found_by_is_told(client: TestClient) -> None:
    page = client.get("/search", params={"q": "wells"}).text
    assert "Wells, South West" in page


def test_nothing_found_says_what_to_try(client: TestClient) -> None:
    page = client.get("/search", params={"q": "qqqqqq"}).text
    assert "Nothing is called <strong>qqqqqq</strong>" in page
    assert not found(client, "qqqqqq")


@pytest.mark.parametrize("words", ["LE1 1AA", "sw1a1aa", " M1 "])
def test_a_postcode_is_told_to_be_none_of_what_is_searched(client: TestClient, words: str) -> None:
    page = client.get("/search", params={"q": words}).text
    assert "Postcodes are not searched; try the town or county." in page
    assert not found(client, words)


def test_where_nothing_is_found_at_an_address_a_search_is_offered(client: TestClient) -> None:
    page = client.get("/forces/atlantis", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert page.text.count('role="search"') == 1
    assert 'href="/search"' in page.text.partition("<main")[2]


def test_without_words_there_is_the_form_alone(client: TestClient) -> None:
    page = client.get("/search").text
    assert 'role="search"' in page
    assert "data-results" not in page


@properties
@given(words=st.text(max_size=100))
def test_any_words_are_escaped_and_answered(client: TestClient, words: str) -> None:
    answered = client.get("/search", params={"q": f"<b>{words}"[:100]}, follow_redirects=True)
    assert answered.status_code == 200
    assert "<b>" not in answered.text


def test_too_many_words_are_a_problem_for_readers(client: TestClient) -> None:
    answered = client.get("/search", params={"q": "x" * 101}, headers={"Accept": "text/html"})
    assert answered.status_code == 422
    assert "<h1>Invalid parameter</h1>" in answered.text


def test_a_welsh_name_is_told_as_welsh(client: TestClient) -> None:
    assert '<span lang="cy">Heddlu Gwent</span>, Wales' in page(client, "/search?q=heddlu")
    assert 'lang="cy"' not in page(client, "/search?q=gwent")
