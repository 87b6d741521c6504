"""The page of a measure, over HTTP: all forces at one time, who is missing, and the chart alone for other pages."""

import re
from html import unescape
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from app.explorer.templating import with_links
from tests.conftest import sqlite_alone
from tests.explorer.html import lines, links, page, words

pytestmark = sqlite_alone

PAGES = ("/measures", "/measures/police_officers", "/measures/population?source=stated", "/measures/other_budget")
BOTH = "/measures/police_officers?beside=stated"


def rows(text: str, after: str = "<table") -> list[str]:
    """Return the rows of a table as words, the first that comes after some text."""
    table = text[text.index(after) :].partition("<tbody>")[2].partition("</tbody>")[0]
    return [words(row) for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)]


@pytest.mark.parametrize("address", [*PAGES, BOTH])
def test_a_page_has_one_heading_a_main_part_and_captions(client: TestClient, address: str) -> None:
    text = page(client, address)
    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert text.count("<table") == text.count("<caption>")
    levels = [int(level) for level in re.findall(r"<h(\d)", text)]
    assert all(after - before <= 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_no_id_stands_twice_and_what_is_pointed_at_is_there(client: TestClient, address: str) -> None:
    text = page(client, address)
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    pointed_at = re.findall(r'\s(?:for|aria-labelledby)="([^"]+)"', text)
    assert {id_ for named in pointed_at for id_ in named.split()} <= set(ids)


def test_the_table_is_what_the_api_answers(client: TestClient) -> None:
    answer = client.get("/v1/compare", params={"measure": "police_officers", "at": "2023"}).json()
    found = rows(page(client, "/measures/police_officers?at=2023"), 'class="compared"')
    assert len(found) == 43
    for row, item in zip(found, answer["items"], strict=True):
        assert row.startswith(item["force_name"])
        assert f" {item['figure']['display']} " in row
        assert item["position"]["display"] in row


def test_both_sources_stand_side_by_side(client: TestClient) -> None:
    choices = re.findall(r'<a href="([^"]+)" aria-current="true">', page(client, BOTH))
    assert choices[0] == BOTH
    text = page(client, f"{BOTH}&region=Wales")
    assert "The force states" in words(text)
    stated = client.get("/v1/compare?measure=police_officers&region=Wales&source=stated").json()
    shown = [item for item in stated["items"] if f"/figures/{item['observations'][0]}" in links(text)]
    assert shown
    by_force = {item["force_name"]: item["figure"]["display"] for item in shown}
    for row in rows(text, 'class="compared"'):
        said = next((display for name, display in by_force.items() if row.startswith(name)), "")
        assert said in row
    assert "Stated by the force" in text  # in the legend
    assert "within a year of 31 March 2023" in words(text)
    pictures = [unescape(link) for link in links(text) if "/compare.png" in link]
    assert pictures
    assert all("beside=stated" in link and "at=31+March+2023" in link for link in pictures)
    assert client.get(BOTH + "&source=stated").status_code == 422


def test_each_figure_leads_to_what_it_is(client: TestClient) -> None:
    official = client.get("/v1/compare", params={"measure": "population"}).json()["items"][0]
    assert f"/figures/{official['official_figures'][0]}" in links(page(client, "/measures/population"))
    stated = client.get("/v1/compare", params={"measure": "population", "source": "stated"}).json()["items"][0]
    found = links(page(client, "/measures/population?source=stated"))
    assert {f"/figures/{stated['observations'][0]}", f"/statements/{stated['force']}/{stated['round']}"} <= found


def test_open_ends_are_told_in_the_columns_of_ends(client: TestClient) -> None:
    answer = client.get("/v1/compare", params={"measure": "population", "source": "stated"}).json()
    over = next(item for item in answer["items"] if item["figure"]["bounds"]["high"] is None)
    row = next(row for row in rows(page(client, "/measures/population?source=stated")) if over["force_name"] in row)
    assert row.partition(" not named")[0].endswith(" open")


def test_what_checks_warn_of_stands_beside_the_figure(client: TestClient) -> None:
    asked = {"measure": "recorded_crimes", "source": "stated", "forces": "gloucestershire"}
    figure = client.get("/v1/compare", params=asked).json()["items"][0]["figure"]
    warned = [warning["detail"] for warning in figure["warnings"] if warning["code"] != "no_period"]
    [row] = rows(page(client, "/measures/recorded_crimes?source=stated&forces=gloucestershire"), 'class="compared"')
    assert warned
    assert all(detail[1:] in row for detail in warned)


def test_what_is_of_another_time_stands_apart_and_who_is_missing_is_told(client: TestClient) -> None:
    answer = client.get("/v1/compare", params={"measure": "police_officers", "source": "stated"}).json()
    text = page(client, "/measures/police_officers?source=stated")
    assert len(rows(text, 'id="apart"')) == len(answer["apart"]) > 0
    missing = rows(text, 'id="missing"')
    assert len(missing) == len(answer["missing"]) > 0
    assert all(gap["detail"] in row for row, gap in zip(missing, answer["missing"], strict=True))
    assert all(caveat["detail"] in words(text) for caveat in answer["caveats"])


def test_the_headings_sort_and_say_how_it_is_sorted(client: TestClient) -> None:
    text = page(client, "/measures/population?at=2022&sort=force")
    heading = re.search(r'<th scope="col" aria-sort="ascending"><a href="([^"]+)">Force', text)
    assert heading is not None
    assert unescape(heading[1]) == "/measures/population?at=2022&sort=-force#table"
    turned = rows(page(client, unescape(heading[1]).partition("#")[0]), 'class="compared"')
    assert turned == rows(text, 'class="compared"')[::-1]


def test_the_other_source_and_the_years_around_are_a_link_away(client: TestClient) -> None:
    found = links(page(client, "/measures/population?at=2022&region=Wales"))
    assert "/measures/population?region=Wales&source=stated" in found
    assert "/measures/population?region=Wales&at=30+June+2021" in found
    assert "/measures/population?region=Wales&at=30+June+2023" in found
    assert "/measures/police_officers?basis=headcount" in links(page(client, "/measures/police_officers"))


def test_a_region_is_all_that_is_compared(client: TestClient) -> None:
    found = rows(page(client, "/measures/population?region=Wales"), 'class="compared"')
    assert [row.split()[0] for row in found] == ["South", "North", "Gwent", "Dyfed-Powys"]


def test_definitions_lead_on(client: TestClient) -> None:
    found = links(page(client, "/measures/police_officers"))
    assert {"/measures/workforce_total", "/measures/officers_target", "/datasets/workforce-march"} <= found
    assert {"/v1/observations?measure=police_officers", "/measures#workforce"} <= found


def test_a_measure_that_a_definition_names_is_linked_by_its_name(client: TestClient) -> None:
    text = page(client, "/measures/police_officers")
    assert 'a number aimed at is <a href="/measures/officers_target">police officer target</a>.' in text
    assert with_links("<b> & no_such_id") == "&lt;b&gt; &amp; no_such_id"


def test_a_measure_of_many_things_lists_them_without_a_chart(client: TestClient) -> None:
    text = page(client, "/measures/other_budget")
    total = client.get("/v1/observations", params={"measure": "other_budget"}).json()["total"]
    assert len(rows(text)) == total
    assert "<figure" not in text
    assert "no chart" in text


def test_a_measure_nobody_has_figures_of_says_so(client: TestClient) -> None:
    text = page(client, "/measures/districts")
    assert "<figure" not in text
    assert len(rows(text, 'id="missing"')) == 43


def test_the_chart_alone_may_be_framed_and_has_no_navigation(client: TestClient) -> None:
    answer = client.get("/measures/population?embed=1&region=Wales", headers={"Accept": "text/html"})
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "<nav" not in answer.text
    assert "<script" not in answer.text
    assert 'target="_blank" rel="noopener"' in answer.text
    assert any(link.endswith("/measures/population?region=Wales") for link in links(answer.text))
    assert "frame-ancestors 'none'" in client.get("/measures/population").headers["content-security-policy"]


def test_the_line_to_embed_is_a_frame_with_a_title(client: TestClient) -> None:
    text = page(client, "/measures/population?at=2022")
    frame = re.fullmatch(r'<iframe src="http://[^/]+(/[^"]+)" title="[^"]+"[^>]*></iframe>', lines(text)[0])
    assert frame is not None
    assert "<figure" in page(client, unescape(frame[1]))


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/measures/populaton", 404, 'href="/measures/population"'),
        ("/measures/population?at=1990", 422, "no official figure is of 1990"),
        ("/measures/population?sort=size", 422, "no such sort"),
        ("/measures/population?region=Mercia", 422, "region"),
    ],
)
def test_mistakes_are_told_as_the_api_tells_them(client: TestClient, address: str, status: int, told: str) -> None:
    answer = client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert told in unescape(answer.text)


def test_all_measures_are_listed_by_topic(client: TestClient) -> None:
    found = links(page(client, "/measures"))
    assert {f"/measures/{of['id']}" for of in client.get("/v1/measures?limit=1000").json()["items"]} <= found
    assert "/compare?indicator=officers_per_1000_people" in found


def test_what_is_stated_in_words_of_markup_stays_words(client: TestClient) -> None:
    answer = client.get("/measures/population?forces=<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
