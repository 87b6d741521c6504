"""The page of an official figure: what it counts, its edition, what the force says beside it, and how to cite it."""

import re
from html import unescape
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.models import Origin
from app.load.store import Intake
from tests.builders import official_edition, official_figure
from tests.conftest import service, sqlite_alone
from tests.explorer.html import links, page, words
from tests.explorer.test_figure import fact

pytestmark = sqlite_alone

OFFICERS = "workforce-march.2023-07-26.leicestershire.police_officers.fte.2023-03-31"


def official(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/v1/official-figures", params=asked).json()["items"]
    return found


def test_it_says_what_it_counts_and_where_it_is_from(client: TestClient) -> None:
    text = page(client, f"/figures/{OFFICERS}")
    assert re.search(
        r"<h1>.*Police officers in full-time equivalents, Leicestershire Police, 31 March 2023.*2,285\.66.*</h1>",
        text,
        re.DOTALL,
    )
    [edition] = client.get("/v1/datasets/workforce-march").json()["editions"]
    assert fact(text, "People counted by") == "full-time equivalents"
    assert fact(text, "Area") == "the whole area of Leicestershire Police"
    assert fact(text, "Rounding") == "none: as published"
    assert fact(text, "Publisher") == "Home Office"
    assert fact(text, "Edition") == f"{edition['title']} , released 26 July 2023"
    assert fact(text, "Kind of statistic") == "accredited official statistics"
    assert fact(text, "Which account").startswith("revised")
    assert fact(text, "How it came here").startswith("read from the publisher’s own file")
    assert fact(text, "Standing").startswith("current")
    assert all(caveat in words(text) for caveat in edition["caveats"])
    assert {
        edition["url"],
        "/forces/leicestershire",
        "/measures/police_officers",
        "/datasets/workforce-march",
        "/datasets/workforce-march#edition-2023-07-26",
        f"/v1/official-figures/{OFFICERS}",
    } <= links(text)


def test_what_is_rounded_says_within_what(client: TestClient) -> None:
    [rounded] = official(client, force="kent", dataset="population-as-published", **{"from": "2016", "to": "2016"})
    low, high = (f"{bound:,}" for bound in rounded["bounds"].values())
    text = page(client, f"/figures/{rounded['id']}")
    assert fact(text, "Rounding") == f"rounded by the publisher: from {low} up to {high}"


def test_what_the_force_says_stands_beside_it_with_the_relation_of_the_primary_alone(client: TestClient) -> None:
    [found] = client.get("/v1/reconciliations?force=leicestershire&round=2021-22&measure=population").json()["items"]
    counted = next(one for one in found["candidates"] if one["dataset"] == "population")
    for count, told in (
        (found["primary"], found["relation"]),
        (counted, f"the one chosen by rule is {found['primary']['display']}"),
    ):
        text = page(client, f"/figures/{count['id']}")
        beside = text.partition('id="stated"')[2].partition("</table>")[0]
        [row] = [one for one in beside.split("<tr>") if f'href="/figures/{found["observation"]}"' in one]
        assert told in words(row)
        assert found["stated"]["display"] in words(row)
        assert found["stated"]["as_stated"] in words(row)
        assert 'href="/statements/leicestershire/2021-22"' in row


def test_figures_near_it_lead_on(client: TestClient) -> None:
    of_series = official(client, force="kent", measure="police_officers", dataset="workforce-march", basis="fte")
    before, figure, after = of_series[4:7]
    found = links(page(client, f"/figures/{figure['id']}"))
    assert {f"/figures/{before['id']}", f"/figures/{after['id']}"} <= found
    same_day = official(client, force="kent", measure="population", **{"from": "2016-06-30", "to": "2016-06-30"})
    assert len(same_day) > 1
    assert {f"/figures/{one['id']}" for one in same_day[1:]} <= links(page(client, f"/figures/{same_day[0]['id']}"))


def test_it_can_be_cited_and_taken_as_json_and_csv(client: TestClient) -> None:
    text = page(client, f"/figures/{OFFICERS}")
    [cite] = re.findall(r'<p class="cite" id="cite">(.*?)</p>', text)
    assert re.fullmatch(
        "Home Office, Police workforce, England and Wales: 31 March 2023, released 26 July 2023, https://[^ ]*: "
        r"Police officers in full-time equivalents, Leicestershire Police, 31 March 2023: 2,285\.66\. "
        r"Force Profiles, data of \d{1,2} [A-Z][a-z]+ 20\d\d, "
        rf"http://testserver/figures/{re.escape(OFFICERS)} \(Open Government Licence v3\.0\)\.",
        unescape(cite),
    )
    [csv] = [address for address in links(text) if address.endswith("format=csv")]
    assert [line.split(",")[0] for line in client.get(csv).text.splitlines()[1:]] == [OFFICERS]


def test_every_kind_of_official_figure_has_a_page_and_is_in_the_comparison_that_it_leads_to(client: TestClient) -> None:
    """A comparison of its time is offered where it is made of the same dataset, and of no other."""
    offered = []
    for dataset in client.get("/v1/datasets").json()["items"]:
        for measure in dataset["measures"][:2]:
            *_, figure = official(client, force="kent", dataset=dataset["id"], measure=measure)
            text = page(client, f"/figures/{figure['id']}")
            assert figure["display"] in words(text)
            assert not re.search(r"\bNone\b|Undefined", words(text))
            compared = [address for address in links(text) if re.match("/measures/.*&at=", address)]
            offered += compared
            if compared and measure != "area":  # which is compared in the unit that people here use
                assert figure["display"] in page(client, compared[0])
    assert len(offered) > 10


def test_what_became_of_it_is_said(engine: Engine, own_database: str) -> None:
    """A newer edition has another figure: that of the older one stays readable, and leads to it."""
    edition = official_edition("2031-07-26", official_figure("kent", "4000", "31 March 2023"))
    Intake(engine).take_in(edition, Origin.INGESTED)
    with service(own_database) as client:
        older = page(client, f"/figures/{OFFICERS.replace('leicestershire', 'kent')}")
        [newer] = official(
            client, force="kent", measure="police_officers", basis="fte", **{"from": "2023", "to": "2023"}
        )
        assert "Superseded. A newer edition of the dataset has another figure of it: 4,000" in words(older)
        assert f"/figures/{newer['id']}" in links(older)
        assert fact(older, "Standing") == "superseded by a newer edition"
        assert "format=csv" not in older
        assert "Superseded" not in words(page(client, f"/figures/{newer['id']}"))
        told = page(client, "/datasets/workforce-march").partition('id="edition-2031-07-26"')[2].partition("</tr>")[0]
        assert "invented for a test" in told


@pytest.mark.parametrize("id_", [OFFICERS.replace("2023-03-31", "2033-03-31"), "population.2024", "workforce-march"])
def test_an_id_that_no_official_figure_has_is_a_problem(client: TestClient, id_: str) -> None:
    answer = client.get(f"/figures/{id_}", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no official figure" in words(answer.text)
