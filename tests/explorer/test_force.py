"""The page of a force: what it says of itself by topic, beside what is counted of it."""

import gzip
import re
from html import unescape
from itertools import pairwise

import pytest
from fastapi.testclient import TestClient

from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic
from tests.conftest import sqlite_alone

pytestmark = sqlite_alone


def text_of(page: str) -> str:
    """Return what a page says, without its drawings."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", page, flags=re.DOTALL))).split())


def section(page: str, id_: str) -> str:
    [found] = re.findall(rf'<section id="{id_}".*?</section>', page, re.DOTALL)
    return str(found)


def row_of(page: str, label: str) -> str:
    """Return what the row of a measure says."""
    [found] = [text_of(row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if f">{label}</a>" in row]
    return found


def test_a_force_is_told_in_sentences_with_links_to_the_figures(client: TestClient) -> None:
    page = client.get("/forces/leicestershire")
    assert page.status_code == 200
    assert "<h1>Leicestershire Police</h1>" in page.text
    told = text_of(page.text)
    assert "East Midlands, England · ONS code E23000021" in told
    assert "Leicestershire Police serves over 1.1 million people, it says in its statement of 2021-22; the" in told
    profile = client.get("/v1/forces/leicestershire").json()
    population = profile["demographics"]["population"]
    assert f'serves <a href="/figures/{population["id"]}">over 1.1 million</a> people' in page.text
    assert f'<meta name="description" content="{told[told.index("Leicestershire Police serves") :][:80]}' in page.text


def test_each_figure_stands_with_its_words_beside_the_newest_count_and_how_they_stand(client: TestClient) -> None:
    page = client.get("/forces/leicestershire").text
    topic = client.get("/v1/forces/leicestershire/demographics").json()
    row = row_of(section(page, "demographics"), "Population")
    figure = topic["population"]
    [count] = [one for one in topic["official"] if one["measure"] == "population"]
    [found] = [one for one in topic["reconciliations"] if one["observation"] == figure["id"]]
    for said in (figure["display"], f"{figure['as_stated']}", "no time given", count["display"], found["relation"]):
        assert said in row
    assert "Office for National Statistics , 23 July 2026" in row
    assert f"compared with {found['primary']['display']}, {found['primary']['period']['label']}" in row
    whole = section(page, "demographics")
    for address in (
        f"/figures/{figure['id']}",
        f"/figures/{figure['id']}#official",
        f"/figures/{count['id']}",
        f"/datasets/{count['dataset']}",
        "/measures/population",
    ):
        assert f'href="{address}"' in whole


def test_every_figure_note_and_indicator_of_the_statement_is_on_the_page(client: TestClient) -> None:
    page = client.get("/forces/gwent").text
    told = text_of(page)
    for topic in Topic:
        answer = client.get(f"/v1/forces/gwent/{topic}").json()
        for figure in answer["observations"]:
            assert f'href="/figures/{figure["id"]}"' in section(page, topic)
            assert figure["as_stated"] in told
        for count in answer["official"]:
            assert f'href="/figures/{count["id"]}"' in section(page, topic)
        for note in answer["notes"]:
            assert note["text"] in told
        for indicator in answer["indicators"]:
            assert indicator["display"] in text_of(section(page, "derived"))
            assert all(warning["detail"] in told for warning in indicator["warnings"])


def test_leading_figures_come_first_and_what_is_not_stated_is_no_nought(client: TestClient) -> None:
    page = client.get("/forces/leicestershire").text
    workforce = section(page, "workforce")
    labels = re.findall(r'<th scope="rowgroup".*?>([^<]+)</a>', workforce)
    assert labels[:2] == ["Police officers", "Police staff"]
    assert row_of(workforce, "Police officers").startswith("Police officers not stated 2,287 full-time equivalents")
    assert "target" in row_of(workforce, "Police officer target")
    geography = section(page, "geography")
    assert "Neither stated nor counted in the statistics held here: coastline, roads," in text_of(geography)
    assert "2,538.07 km² (980 square miles)" in row_of(geography, "Area")
    assert "Counted, and not stated:" in text_of(section(page, "demand"))


@pytest.mark.parametrize(("force", "welsh"), [("gwent", "Heddlu Gwent"), ("north-wales", "Heddlu Gogledd Cymru")])
def test_a_force_of_wales_has_its_welsh_name_marked_as_welsh(client: TestClient, force: str, welsh: str) -> None:
    page = client.get(f"/forces/{force}").text
    assert f'<span class="welsh" lang="cy">{welsh}</span></h1>' in page
    assert client.get(f"/v1/forces/{force}").json()["force"]["welsh_name"] == welsh
    assert forces()[force].welsh_name in forces()[force].aliases


def test_forces_of_england_have_no_welsh_name(client: TestClient) -> None:
    named = {one["id"] for one in client.get("/v1/forces").json()["items"] if one["welsh_name"]}
    assert named == {id_ for id_, force in forces().items() if force.country == "Wales"}
    assert 'lang="cy"' not in client.get("/forces/leicestershire").text


def test_rounds_are_there_to_choose_from_and_what_was_read_in_part_is_said(client: TestClient) -> None:
    statements = client.get("/v1/forces/gwent/statements").json()["items"]
    page = client.get("/forces/gwent?round=2016").text
    for statement in statements:
        assert f'href="/forces/gwent?round={statement["round"]}"' in page
        assert f'href="/statements/{statement["id"]}"' in section(page, "statements")
    assert '<a href="/forces/gwent?round=2016" aria-current="page">2016</a> ' in page
    assert "in the statement of 2016, which was read in part :" in text_of(page)
    assert "not in the part that was read" in text_of(page)
    assert 'rel="canonical" href="http://testserver/forces/gwent?round=2016"' in page
    assert 'href="/v1/forces/gwent?round=2016"' in page
    assert client.get("/forces/gwent?round=2016-17").status_code == 404


def test_how_its_figures_stand_is_counted_and_leads_to_them(client: TestClient) -> None:
    page = client.get("/forces/gwent").text
    found = [one["relation"] for one in client.get("/v1/forces/gwent").json()["reconciliations"]]
    assert f"{len(found)} of them have an official figure to compare:" in text_of(page)
    for relation in set(found):
        address = f"/reconciliations?force=gwent&amp;round=2021-22&amp;relation={relation}"
        assert f'<a href="{address}">{found.count(relation)} ' in page


def test_series_are_drawn_with_a_table_of_all_they_show(client: TestClient) -> None:
    years = section(client.get("/forces/leicestershire").text, "years")
    assert years.count('role="img"') == years.count("<figure") == years.count("<table>") == 3
    assert "Budget. No official figure of it is held here. Stated: £223.2m (2022/23)." in text_of(years)
    series = client.get("/v1/forces/leicestershire/series?measure=population").json()
    for point in series["items"]:
        assert point["figure"]["display"] in text_of(years)
    assert "Stated by the force" in text_of(years)
    for address in set(re.findall(r'href="(/v1/[^"]+)"', years)):
        assert client.get(unescape(address)).status_code == 200


def test_one_figure_is_no_chart_and_what_has_no_official_figure_says_so(client: TestClient) -> None:
    several = text_of(section(client.get("/forces/gwent").text, "years"))
    assert "Budget: Gwent Police" in several
    assert "Budget. No official figure of it is held here." in several
    none = text_of(section(client.get("/forces/bedfordshire").text, "years"))
    assert none.endswith("Budget. No official figure of it is held here.")


def test_a_budget_is_told_from_grant_and_precept(client: TestClient) -> None:
    page = client.get("/forces/leicestershire").text
    budget = text_of(section(page, "budget"))
    assert "Grant and precept are not a budget" in budget
    assert "funding from" not in budget
    assert "To know of the official figures" not in text_of(section(page, "workforce"))


def test_what_is_not_in_the_part_that_was_read_has_its_official_figure_beside_it(client: TestClient) -> None:
    row = row_of(section(client.get("/forces/north-wales").text, "geography"), "Area")
    assert row.startswith("Area not in the part that was read 6,153.55 km² (2,376 square miles), 31 December 2023")


def test_each_caution_of_what_is_derived_is_told_once(client: TestClient) -> None:
    derived = section(client.get("/forces/gwent").text, "derived")
    told = [
        warning["detail"]
        for topic in Topic
        for one in client.get(f"/v1/forces/gwent/{topic}").json()["indicators"]
        for warning in one["warnings"]
    ]
    assert len({*told}) < len(told)
    for detail in told:
        assert text_of(derived).count(detail) == 1
    assert {*re.findall(r'href="#(care-\d+)"', derived)} == {*re.findall(r'id="(care-\d+)"', derived)}


def test_similar_forces_have_their_distances(client: TestClient) -> None:
    similar = client.get("/v1/forces/leicestershire/similar").json()
    rows = section(client.get("/forces/leicestershire").text, "similar")
    for one in similar["items"]:
        assert row_of(rows, one["name"]).startswith(f"{one['name']} {one['distance']:.2f} ")
    assert "A distance of 0 would be identical." in text_of(rows)
    assert ("No close match:" in rows) == any(not one["close"] for one in similar["items"])
    for asked in ("indicator=officers_per_1000_people", "indicator=crimes_per_1000_people", "measure=population"):
        address = f"/compare?{asked}&similar_to=leicestershire&source=official"
        assert address in unescape(rows)
        assert client.get(address).status_code == 200
    alone = text_of(section(client.get("/forces/city-of-london").text, "similar"))
    assert client.get("/v1/forces/city-of-london/similar").json()["absence"]["detail"] in alone


@pytest.mark.parametrize("force", [*forces()])
def test_every_force_has_a_page_that_is_light_and_says_nothing_odd(client: TestClient, force: str) -> None:
    page = client.get(f"/forces/{force}")
    assert page.status_code == 200
    assert forces()[force].name in page.text
    assert len(gzip.compress(page.content)) < 40_000
    assert not re.search(r"\bNone\b|\{\{|Undefined|&lt;|\.(?:FTE|ACTUAL)", text_of(page.text))
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    levels = [int(level) for level in re.findall(r"<h([1-6])", page.text)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_an_ons_code_leads_to_the_force(client: TestClient) -> None:
    led = client.get("/forces/E23000021?round=2016")
    assert (led.status_code, led.headers["Location"]) == (308, "/forces/leicestershire?round=2016")


def test_the_page_reads_the_database_a_few_times(cold: TestClient, sql: list[str]) -> None:
    cold.get("/forces/gwent")
    assert len(sql) <= 60


def test_a_year_that_is_missing_in_a_chart_has_its_reason_below(client: TestClient) -> None:
    told = text_of(section(client.get("/forces/kent").text, "years"))
    assert "No figure (2016/17): the year is damaged in the copy that is held." in told
    assert "No figure (31 March 2024): no copy of the figures by force was found" in told
