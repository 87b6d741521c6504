"""The page of what is there: a table of forces by rounds and years that says the same as the API, cell by cell."""

import re
from html import unescape
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.load.store import Intake
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from tests.conftest import service, sqlite_alone

pytestmark = sqlite_alone


class Grid(HTMLParser):
    """Reads a table as readers hear it: its rows of cells, each with what is spoken of it and where it leads."""

    def __init__(self, table: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str]]] = []
        self._hidden = False
        self.feed(table)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "tr":
            self.rows.append([])
        elif tag in {"th", "td"}:
            assert tag == "td" or told["scope"] in {"row", "col"}
            self.rows[-1].append(("", ""))
        elif tag == "a":
            self.rows[-1][-1] = (self.rows[-1][-1][0], told["href"] or "")
        self._hidden = told.get("aria-hidden") == "true"

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1] and not self._hidden:
            said, leads = self.rows[-1][-1]
            self.rows[-1][-1] = (said + data.strip(), leads)


def grids(client: TestClient, path: str) -> list[list[list[tuple[str, str]]]]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    tables = re.findall(r'<table class="grid">(.*?)</table>', answer.text, re.DOTALL)
    return [Grid(unescape(re.sub(r"<caption.*?</caption>", "", table, flags=re.DOTALL))).rows for table in tables]


def cells(grid: list[list[tuple[str, str]]], counts: int) -> dict[tuple[str, str], tuple[str, str]]:
    """Return the cells by force and column, without the columns that count."""
    columns = [name for name, _ in grid[0][1:-counts]]
    return {
        (row[0][1].removeprefix("/forces/"), column): cell
        for row in grid[1 : 1 + len(forces())]
        for column, cell in zip(columns, row[1:-counts], strict=True)
    }


def test_every_statement_is_there_whole_or_in_part(client: TestClient) -> None:
    told = {(one["force"], one["round"]): one for one in client.get("/v1/statements?limit=1000").json()["items"]}
    [grid] = grids(client, "/coverage")
    found = cells(grid, counts=2)
    assert {round_ for _, round_ in found} == {round_ for _, round_ in told}
    assert [force for force, round_ in found if round_ == "2016"] == [*forces()]
    for (force, round_), (said, leads) in found.items():
        one = told.get((force, round_))
        assert said == ("none held" if one is None else "read whole" if one["complete"] else "read in part")
        assert leads == ("" if one is None else f"/statements/{force}/{round_}")


@pytest.mark.parametrize("measure", ["police_officers", "population", "universities", "recorded_crimes"])
def test_a_measure_is_told_by_rounds_and_years_as_the_api_does(client: TestClient, measure: str) -> None:
    items = client.get("/v1/coverage", params={"measure": measure, "limit": 1000}).json()["items"]
    stated = {(one["force"], round_) for one in items for round_ in one["rounds"]}
    counted = {(one["force"], str(year)) for one in items if one["official"] for year in one["official"]["years"]}
    whole = {one["id"]: one["complete"] for one in client.get("/v1/statements?limit=1000").json()["items"]}
    by_round, *by_year = grids(client, f"/coverage?measure={measure}")

    for (force, round_), (said, leads) in cells(by_round, counts=1).items():
        id_ = f"{force}/{round_}"
        if (force, round_) in stated:
            assert (said, leads) == ("stated", f"/statements/{id_}#of-{measure}")
            assert f'id="of-{measure}"' in client.get(leads).text
        elif id_ in whole:
            assert said == ("not stated" if whole[id_] else "not found in the part that was read")
            assert leads == f"/statements/{id_}"
        else:
            assert (said, leads) == ("none held", "")
    assert bool(by_year) is bool(counted)
    for grid in by_year:
        found = cells(grid, counts=1)
        assert {key for key, (said, _) in found.items() if said == "counted"} == counted
        assert {said for said, _ in found.values()} <= {"counted", "not counted"}
        years = [int(year) for year, _ in grid[0][1:-1]]
        assert years == [*range(years[0], years[-1] + 1)]


def test_a_year_leads_to_the_figures_that_are_counted(client: TestClient) -> None:
    _, grid = grids(client, "/coverage?measure=recorded_crimes")
    for (force, year), (said, leads) in [*cells(grid, counts=1).items()][::40]:
        if said == "counted":
            told = client.get(f"/v1{leads}").json()["items"]
            assert {one["force"] for one in told} == {force}
            assert {one["period"]["end"][:4] for one in told} == {year}
            shown = client.get(leads).text
            assert all(f'href="/figures/{one["id"]}"' in shown for one in told)


def test_rows_and_columns_count_what_they_have(client: TestClient) -> None:
    [grid] = grids(client, "/coverage")
    found = cells(grid, counts=2)
    for row in grid[1 : 1 + len(forces())]:
        said = [what for what, _ in row[1:-2]]
        assert [int(number) for number, _ in row[-2:]] == [said.count("read whole"), said.count("read in part")]
    for what, numbers in zip(("read whole", "read in part"), grid[-2:], strict=True):
        for (column, _), (number, _) in zip(grid[0][1:-2], numbers[1:-2], strict=True):
            assert int(number) == sum(said == what for (_, at), (said, _) in found.items() if at == column)


def test_the_key_has_every_state_that_is_shown_with_how_often_it_is(client: TestClient) -> None:
    page = client.get("/coverage?measure=police_officers").text
    for key, grid in zip(
        re.findall(r'<ul class="key-of-cells".*?</ul>', page, re.DOTALL),
        grids(client, "/coverage?measure=police_officers"),
        strict=True,
    ):
        said = [what for what, _ in cells(grid, counts=1).values()]
        told = re.findall(r'</span></span> ([^<]+) <span class="muted">([\d,]+)<', key)
        assert {what: int(number.replace(",", "")) for what, number in told} == {one: said.count(one) for one in said}


def test_any_measure_may_be_chosen(client: TestClient) -> None:
    page = client.get("/coverage").text
    offered = re.findall(r'<option value="(\w+)"', page)
    assert offered == [
        one.id
        for topic in dict.fromkeys(measure.topic for measure in measures().values())
        for one in measures().values()
        if one.catalogued and one.topic is topic
    ]
    for id_ in offered[::12]:
        assert f'<option value="{id_}" selected>' in client.get(f"/coverage?measure={id_}").text


def test_an_unknown_measure_is_told_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/coverage?measure=polise_officers", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "police_officers" in answer.text


def test_a_statement_that_is_withdrawn_is_gone_at_once(own_database: str, engine: Engine) -> None:
    with service(own_database) as client:
        before = cells(grids(client, "/coverage")[0], counts=2)
        Intake(engine).withdraw("kent", "2023-25", "it was of another force")
        after = cells(grids(client, "/coverage")[0], counts=2)
    assert before["kent", "2023-25"][0] == "read in part"
    assert after["kent", "2023-25"] == ("none held", "")


def test_no_more_is_read_than_is_shown(cold: TestClient, sql: list[str]) -> None:
    cold.get("/coverage")
    assert len(sql) <= 5
