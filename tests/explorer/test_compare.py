"""The comparison page, over HTTP: chosen forces by several measures, each figure with its time or why there is none."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.explorer.compare import EXAMPLES
from app.explorer.compared import indistinct
from app.schemas.comparison import RankedFigure
from tests.conftest import sqlite_alone
from tests.explorer.html import lines, links, page, words

pytestmark = sqlite_alone


def table(text: str) -> list[list[str]]:
    """Return the rows of the joint table, each with its cells as words."""
    body = text[text.index('class="joint"') :].partition("<tbody>")[2].partition("</tbody>")[0]
    found = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [[words(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in found]


def test_with_nothing_chosen_there_are_examples_that_work(client: TestClient) -> None:
    text = page(client, "/compare")
    assert len(EXAMPLES) == 3
    assert set(EXAMPLES.values()) <= links(text)
    assert 'name="forces"' in text
    for address in EXAMPLES.values():
        assert "<figure" in page(client, address)


def test_each_force_has_a_row_and_each_subject_a_column(client: TestClient) -> None:
    text = page(client, "/compare?forces=kent,essex&measure=population&measure=police_officers&at=2023")
    assert [row[0] for row in table(text)] == ["Kent Police", "Essex Police"]
    for at, measure in enumerate(("population", "police_officers"), 1):
        asked = {"measure": measure, "forces": "kent,essex", "at": "2023"}
        for item in client.get("/v1/compare", params=asked).json()["items"]:
            cell = next(row[at] for row in table(text) if row[0] == item["force_name"])
            assert cell.startswith(item["figure"]["display"])
            assert item["figure"]["period"]["label"] in cell
            assert f"{item['position']['display']} of 2" in cell
    assert text.count("<figure") == 2


def test_a_cell_without_a_figure_says_why(client: TestClient) -> None:
    found = table(page(client, "/compare?region=Wales&measure=budget_total&source=stated"))
    answer = client.get("/v1/compare", params={"measure": "budget_total", "source": "stated", "region": "Wales"}).json()
    assert len(found) == 4
    assert {gap["detail"] for gap in answer["missing"]} == {
        cell.removeprefix("No figure: ") for _, cell in found if cell.startswith("No figure")
    }


def test_what_an_indicator_is_made_of_is_linked(client: TestClient) -> None:
    text = page(client, "/compare?indicator=officers_per_1000_people&forces=kent&at=2023")
    item = client.get("/v1/compare?indicator=officers_per_1000_people&forces=kent&at=2023").json()["items"][0]
    assert {f"/figures/{id_}" for id_ in item["official_figures"]} <= links(text)
    assert "from police officers , population" in table(text)[0][1]
    of_two = page(client, "/compare?indicator=officers_per_1000_people&forces=kent,essex&at=2023")
    assert words(of_two).count("from police officers, population") == 1
    assert "/compare?indicator=officers_per_1000_people&forces=kent&at=2023" in links(of_two)


def test_a_force_and_those_like_it_are_named_and_the_force_is_marked(client: TestClient) -> None:
    text = page(client, "/compare?indicator=officers_per_1000_people&similar_to=kent")
    assert "<h1>Police officers per 1,000 people: Kent and the forces most like it</h1>" in text
    assert text.count('aria-current="true"><th scope="row"><a href="/forces/kent">') == 1
    assert "the API</a> says how near they are" in text


def test_the_year_before_the_newest_is_the_one_that_is_earlier(client: TestClient) -> None:
    newest = client.get("/v1/compare?measure=police_officers").json()["at"]["end"][:4]
    [year] = re.findall(r'id="earlier"[^>]*>Earlier: (\d+)<', page(client, "/compare?measure=police_officers"))
    assert year < newest


def test_different_times_and_sources_are_warned_of(client: TestClient) -> None:
    text = words(page(client, "/compare?forces=kent,essex&measure=population&measure=police_officers&measure=visitors"))
    assert "The columns are of different times" in text
    assert "The columns are from different sources" in text
    alone = words(page(client, "/compare?forces=kent,essex&measure=population"))
    assert "The columns are" not in alone


def test_a_year_that_one_subject_lacks_leaves_the_others(client: TestClient) -> None:
    text = page(client, "/compare?measure=population&measure=visitors&at=2023&forces=kent")
    assert text.count("<figure") == 1
    assert "Visitors</strong> is not shown" in text
    assert "at:" in words(text)
    alone = "/compare?measure=visitors&forces=kent"
    assert alone in links(text)
    assert page(client, alone).count("<h1") == 1


def test_where_order_cannot_be_told_the_page_says_so(client: TestClient) -> None:
    asked = {"measure": "population", "source": "stated", "forces": "staffordshire,leicestershire,gwent"}
    answer = client.get("/v1/compare", params=asked).json()
    assert {item["position"]["display"] for item in answer["items"]} >= {"1st to 2nd"}
    text = words(page(client, "/compare?measure=population&source=stated&forces=staffordshire,leicestershire,gwent"))
    assert "Cannot be told apart: Leicestershire Police, Staffordshire Police." in text


@pytest.mark.parametrize(
    ("positions", "groups"),
    [
        ([(1, 1), (2, 2)], []),
        ([(1, 2), (1, 2), (3, 3)], [["0", "1"]]),
        ([(1, 2), (1, 3), (2, 3), (4, 5), (4, 5)], [["0", "1", "2"], ["3", "4"]]),
        ([(2, 3), (2, 3), (1, 1)], [["0", "1"]]),
    ],
)
def test_forces_are_told_in_groups_that_do_not_overlap(
    positions: list[tuple[int, int]], groups: list[list[str]], client: TestClient
) -> None:
    answer = client.get("/v1/compare?measure=population").json()["items"][0]
    figures = [
        RankedFigure.model_validate(
            answer | {"force_name": str(name), "position": {"highest": high, "lowest": low, "display": ""}}
        )
        for name, (high, low) in enumerate(positions)
    ]
    assert indistinct(figures) == groups


def test_rows_are_in_the_order_of_the_first_subject_or_of_names(client: TestClient) -> None:
    address = "/compare?region=Wales&measure=population&measure=police_officers"
    assert [row[0].split()[0] for row in table(page(client, address))] == ["South", "North", "Gwent", "Dyfed-Powys"]
    names = [row[0] for row in table(page(client, f"{address}&sort=force"))]
    assert names == sorted(names)
    assert [row[0] for row in table(page(client, f"{address}&sort=-force"))] == names[::-1]


def test_the_form_keeps_what_is_chosen(client: TestClient) -> None:
    text = page(client, "/compare?forces=kent&forces=essex&measure=population&indicator=officers_per_1000_people")
    checked = re.findall(r'name="(\w+)" value="([^"]+)" checked', text)
    assert set(checked) == {
        ("forces", "kent"),
        ("forces", "essex"),
        ("measure", "population"),
        ("indicator", "officers_per_1000_people"),
    }
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', text)
    assert set(hidden) == set(checked)


def test_every_chart_has_its_files(client: TestClient) -> None:
    text = page(client, "/compare?forces=kent&measure=population&measure=police_officers")
    found = links(text)
    for measure in ("population", "police_officers"):
        mine = [link for link in found if f"measure={measure}&" in link and "forces=kent" in link]
        assert any(link.startswith("/v1/compare") and link.endswith("format=csv") for link in mine)
        assert {link.partition("?")[0].rpartition("/")[2].partition(".")[2] for link in mine} >= {
            "png",
            "svg",
            "vl.json",
        }
        csv = next(link for link in mine if link.endswith("format=csv"))
        assert client.get(csv).headers["content-type"].startswith("text/csv")


def test_one_chart_alone_may_be_framed(client: TestClient) -> None:
    text = page(client, "/compare?forces=kent&measure=population&measure=police_officers")
    assert len(lines(text)) == 2
    for line in lines(text):
        frame = re.search(r'src="http://[^/]+(/[^"]+)"', line)
        assert frame is not None
        answer = client.get(unescape(frame[1]), headers={"Accept": "text/html"})
        assert "frame-ancestors *" in answer.headers["content-security-policy"]
        assert answer.text.count("<figure") == 1
        assert "<nav" not in answer.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("measure=population&forces=kentt", "no such force: 'kentt'"),
        ("measure=populaton", "population"),
        ("measure=other_budget", "cannot be compared"),
        ("measure=population&at=1990", "no official figure is of 1990"),
        ("measure=population&forces=kent&similar_to=kent", "leave one of them out"),
        ("measure=population&measure=police_officers&embed=1", "name one alone"),
        (
            "measure=area,population,households,police_officers,police_staff,pcsos,recorded_crimes",
            "up to 6 measures and indicators",
        ),
    ],
)
def test_mistakes_are_told_as_the_api_tells_them(client: TestClient, query: str, told: str) -> None:
    answer = client.get(f"/compare?{query}", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert told in unescape(answer.text)


def test_what_is_left_blank_in_the_form_is_left_out_of_the_address(client: TestClient) -> None:
    answer = client.get("/compare?measure=population&similar_to=&region=&at=", follow_redirects=False)
    assert answer.headers["location"].endswith("/compare?measure=population")


def test_no_id_stands_twice(client: TestClient) -> None:
    text = page(client, "/compare?forces=kent,essex&measure=population&measure=police_officers&measure=visitors")
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert text.count("<h1") == 1
