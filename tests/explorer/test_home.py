"""The first page: the map of the forces by an indicator, the same as a table, and what is new."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.charts.tile_map import CODES
from app.db.engine import make_engine
from app.db.migrate import migrate
from app.load.seed import seed
from app.vocabulary.forces import forces
from tests.bundled import RECORDS
from tests.conftest import service, sqlite_alone
from tests.explorer.test_pages import BROWSER

pytestmark = sqlite_alone


def page(client: TestClient, **asked: str) -> str:
    answered = client.get("/", params=asked, headers=BROWSER)
    assert answered.status_code == 200
    return unescape(answered.text)


def test_all_forces_are_on_the_map_and_in_its_table_as_the_api_has_them(client: TestClient) -> None:
    shown = page(client, indicator="officers_per_1000_people", at="31 March 2023")
    comparison = client.get("/v1/compare?indicator=officers_per_1000_people&at=2023").json()
    told = re.findall(
        r'<a href="/forces/([a-z-]+)">[^<]*</a></th><td>([A-Z]{3})</td>\s*<td[^>]*>(.*?)</td>', shown, re.DOTALL
    )
    assert {force: code for force, code, _ in told} == CODES
    rows = [(force, figure) for force, _, figure in told]
    there = [
        (item["force"], item["figure"]["display"].removesuffix(" per 1,000 people")) for item in comparison["items"]
    ]
    assert rows[: len(there)] == there
    assert [force for force, _ in rows[len(there) :]] == ["city-of-london"]
    assert "few people live there" in dict(rows)["city-of-london"]
    assert {force for force, _ in rows} == set(forces())


def test_the_time_can_be_chosen_among_those_that_are_counted(client: TestClient) -> None:
    shown = page(client, at="31 March 2019")
    assert "<option selected>31 March 2019</option>" in shown
    assert "31 March 2019" in shown.partition("<figure")[2].partition("</figure>")[0]


def test_a_time_that_the_indicator_is_not_counted_at_is_told_and_the_newest_shown(client: TestClient) -> None:
    shown = page(client, indicator="officers_per_1000_people", at="1999")
    assert "No official figures of 1999 are held for this indicator" in shown
    assert "Rank</th>" in shown


def test_only_what_is_officially_counted_can_be_chosen(client: TestClient) -> None:
    chosen = re.findall(r'<option value="(\w+)"', page(client))
    assert "officers_per_1000_people" in chosen
    assert "budget_per_person" not in chosen


@pytest.mark.parametrize("indicator", ["budget_per_person", "police_officers", "nothing"])
def test_what_cannot_be_mapped_is_a_problem_that_says_so(client: TestClient, indicator: str) -> None:
    answered = client.get("/", params={"indicator": indicator}, headers=BROWSER)
    assert answered.status_code == 422
    assert "<h1>Invalid parameter</h1>" in answered.text


def test_what_the_page_links_of_the_data_is_there(client: TestClient) -> None:
    shown = page(client, at="31 March 2023")
    told = re.findall(r'<a href="(/v1/[^"]+|/docs|/llms.txt)"', shown)
    assert len(told) >= 8
    for address in dict.fromkeys(told):
        assert client.get(address).status_code == 200, address


def test_without_official_statistics_there_is_no_map(empty_database: str) -> None:
    engine = make_engine(empty_database, read_only=False)
    migrate(engine)
    list(seed(engine, RECORDS[:1], []))
    engine.dispose()
    with service(empty_database) as client:
        shown = page(client)
    assert "<h1>Police forces as data</h1>" in shown
    assert "<figure" not in shown
    assert "release 1 of the data" in shown
