"""The chart of a figure: its words as a line, and what is counted on the same scale."""

from fastapi.testclient import TestClient

from app.charts.chart import Dots, Origin
from app.charts.figure import of_figure
from app.charts.svg import drawn_alone
from app.schemas.observations import ObservationDetail
from tests.charted import found, groups, parsed, words


def detail(client: TestClient, id_: str) -> ObservationDetail:
    answer = client.get(f"/v1/observations/{id_}")
    assert answer.status_code == 200, answer.text
    return ObservationDetail.model_validate_json(answer.text)


def chart_of(of: ObservationDetail) -> Dots:
    return of_figure(of, of.reconciliation)


def test_a_stated_figure_has_what_is_counted_beside_it(client: TestClient) -> None:
    [listed] = client.get("/v1/reconciliations?force=kent&measure=population&limit=1").json()["items"]
    of = detail(client, listed["observation"])
    chart = chart_of(of)
    stated, primary, others = chart.sections
    assert [mark.origin for mark in chart.marks] == [Origin.STATED, *[Origin.OFFICIAL] * (listed["tried"])]
    assert stated.rows[0].words == listed["stated"]["display"]
    assert primary.rows[0].words == listed["primary"]["display"]
    assert [row.words for row in others.rows] == [one["display"] for one in listed["candidates"]]
    assert chart.summary == listed["explanation"]
    assert "Office for National Statistics" in chart.source
    rows = groups(parsed(drawn_alone(chart)))
    assert found(rows[of.id], "path")
    assert found(rows[listed["primary"]["id"]], "circle")


def test_a_figure_that_nothing_is_laid_beside_is_a_chart_of_its_own(client: TestClient) -> None:
    chart = chart_of(detail(client, "lincolnshire.2016.1.12"))
    assert [len(section.rows) for section in chart.sections] == [1]
    told = words(parsed(drawn_alone(chart)))
    assert "£5.5m to £6m" in told
    assert "The scale does not begin at 0." in told
