"""The page of a figure: its words, what they allow, what is counted, where it stands, and how to cite it."""

import csv
import io
import re
from dataclasses import replace
from html import unescape
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.models import Origin
from app.load.store import Intake
from tests.builders import observation, statement_record
from tests.conftest import service, sqlite_alone
from tests.explorer.test_force import text_of

pytestmark = sqlite_alone


def figures(client: TestClient, asked: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"/v1/observations?{asked}").json()["items"]
    return found


def fact(page: str, name: str) -> str:
    """Return what the page says of a figure under a name."""
    [found] = re.findall(rf"<dt>{name}</dt><dd>(.*?)</dd>", page, re.DOTALL)
    return text_of(found)


def test_a_figure_is_told_with_its_words_and_what_they_allow(client: TestClient) -> None:
    [population] = figures(client, "force=leicestershire&round=2021-22&measure=population")
    page = client.get(f"/figures/{population['id']}").text
    assert re.search(r"<h1>.*Population.*over 1\.1 million.*</h1>", page, re.DOTALL)
    assert f'<q class="words">{population["as_stated"]}</q>' in page
    assert fact(page, "What the wording covers") == "1.1 million or more"
    assert fact(page, "How exactly it is said") == "“over” or the like: the number said, or more"
    assert fact(page, "Date") == "the statement gives no time"
    assert fact(page, "Area") == "the whole force area"
    assert fact(page, "Said as") == "a fact"
    source = population["source"]
    assert fact(page, "Place").startswith(f"paragraph {source['paragraph']}, characters {source['start']} to ")
    assert f'href="{source["url"]}"' in page
    assert 'href="/statements/leicestershire/2021-22"' in page
    assert 'href="/forces/leicestershire"' in page


def test_what_is_counted_stands_beside_it_with_the_relation_and_the_reasons(client: TestClient) -> None:
    [found] = client.get("/v1/reconciliations?force=leicestershire&round=2021-22&measure=population").json()["items"]
    page = client.get(f"/figures/{found['observation']}").text
    told = text_of(page)
    assert "agrees the count is within what the wording covers." in told
    assert found["explanation"] in told
    assert "Bear in mind: the statement gives no date." in told
    table = page[page.index("The official figures it is compared with") :]
    for count in (found["primary"], *found["candidates"]):
        assert all(f'href="/figures/{id_}"' in table for id_ in count["id"].split("+"))
        assert count["display"] in table
        assert count["period"]["label"] in table
    assert page.count('role="img"') >= 1


def row_of(page: str, count: dict[str, Any]) -> str:
    """Return what the row of an official figure says."""
    [found] = [
        row for row in re.findall("<tr>.*?</tr>", page, re.DOTALL) if f'"/figures/{count["id"].split("+")[0]}"' in row
    ]
    return text_of(found)


def test_the_count_that_a_rule_chose_is_told_from_the_nearest_and_why_it_was_chosen(client: TestClient) -> None:
    [found] = client.get("/v1/reconciliations?force=north-wales&round=2023-25&measure=population").json()["items"]
    page = client.get(f"/figures/{found['observation']}").text
    assert row_of(page, found["primary"]).startswith("688,695 chosen by rule population 30 June 2022")
    assert row_of(page, found["closest"]).startswith("691,991 nearest in value population 30 June 2023")
    told = "as the newest that was known on 31 March 2024, the day that the round of 2023-25 stands for."
    assert told in text_of(page)
    assert found["explanation"].endswith(
        "estimates 688,695 for 30 June 2022, or 691,991 for 30 June 2023: within 1% of the first, and the same "
        "as the second."
    )
    assert found["explanation"] in text_of(page)
    dated = client.get("/v1/reconciliations?force=gwent&round=2021-22&measure=recorded_crimes").json()["items"][0]
    assert "as the nearest to the date that the statement gives." in text_of(
        client.get(f"/figures/{dated['observation']}").text
    )


def test_what_was_reviewed_without_a_place_says_so_and_does_not_contradict_itself(client: TestClient) -> None:
    reviewed = next(one for one in figures(client, "limit=1000") if one["source"]["paragraph"] is None)
    page = client.get(f"/figures/{reviewed['id']}").text
    assert fact(page, "Place") == "not noted: the words above were reviewed, and not their place in the text"
    assert fact(page, "How it was read") == "by a person, from the words above"


def test_a_target_is_no_fact_and_a_place_no_whole(client: TestClient) -> None:
    [target] = figures(client, "force=leicestershire&round=2021-22&measure=officers_target")
    page = client.get(f"/figures/{target['id']}").text
    assert fact(page, "Said as") == "a target, and not as a fact"
    assert "Police officer target, as a target" in text_of(page)
    assert "(Police officer target, target: 2,242)" in text_of(page)
    [part] = figures(client, "force=leicestershire&round=2021-22&measure=languages")
    page = client.get(f"/figures/{part['id']}").text
    assert fact(page, "Area") == "Leicester, a part of the force area"
    assert "It is not compared with any official figure" in text_of(page)


def test_a_figure_that_checks_warn_of_says_so(client: TestClient) -> None:
    warned = next(one for one in figures(client, "limit=1000") if one["warnings"])
    assert warned["warnings"][0]["detail"] in text_of(client.get(f"/figures/{warned['id']}").text)


def test_it_can_be_cited_and_taken_as_json_and_csv(client: TestClient) -> None:
    [budget] = figures(client, "force=leicestershire&round=2021-22&measure=budget_total")
    page = client.get(f"/figures/{budget['id']}").text
    [cite] = re.findall(r'<p class="cite" id="cite">(.*?)</p>', page)
    assert re.fullmatch(
        "Leicestershire Police, statement of 2021-22, published by HMICFRS: “a budget of £223.2m .*” "
        r"\(Budget: £223\.2m\)\. Force Profiles, data of \d{1,2} [A-Z][a-z]+ 20\d\d, "
        rf"http://testserver/figures/{re.escape(budget['id'])} \(Open Government Licence v3\.0\)\.",
        unescape(cite),
    )
    assert '<button type="button" class="quiet" data-copy="#cite" hidden>' in page
    assert f'href="/v1/observations/{budget["id"]}"' in page
    [address] = set(re.findall(r'href="(/v1/observations\?[^"]*format=csv)"', page))
    for drawing in ("svg", "png", "vl.json"):
        assert f'href="/v1/charts/figures/{budget["id"]}.{drawing}"' in page
        assert client.get(f"/v1/charts/figures/{budget['id']}.{drawing}").status_code == 200
    [row] = csv.DictReader(io.StringIO(client.get(unescape(address)).text))
    assert budget["id"] in row.values()


def test_every_kind_of_figure_has_a_page(client: TestClient) -> None:
    kinds: dict[tuple[Any, ...], dict[str, Any]] = {}
    cursor = ""
    while cursor is not None:
        listed = client.get(f"/v1/observations?limit=1000{cursor and f'&cursor={cursor}'}").json()
        for one in listed["items"]:
            kinds.setdefault((one["unit"], one["qualifier"], one["status"], one["area"] is None), one)
        cursor = listed["next"]
    assert len(kinds) > 50
    for one in kinds.values():
        page = client.get(f"/figures/{one['id']}")
        assert page.status_code == 200
        assert one["display"] in page.text
        assert not re.search(r"\bNone\b|\{\{|Undefined|&lt;", text_of(page.text))


def test_what_counts_a_thing_of_its_own_kind_is_not_offered_for_comparison(client: TestClient) -> None:
    other = next(one for one in figures(client, "topic=demand&limit=1000") if one["measure"] == "other_demand")
    page = client.get(f"/figures/{other['id']}").text
    assert "of its own kind" in fact(page, "Measure")
    assert not re.search(r'href="/(?:compare|measures|reconciliations)[?/]', page)


def test_a_figure_that_a_rule_has_read_names_the_rule(own_database: str, engine: Engine) -> None:
    read = replace(
        observation("crime_change", "-37", as_stated="It has fallen by 37%"), method="crime_change.changed_by"
    )
    record = statement_record("kent", "2031", read, replace(read, method="a rule of before"))
    Intake(engine).store(record, Origin.INGESTED)
    with service(own_database) as client:
        assert "Recorded crime has fallen by 44%." in client.get("/figures/kent.2031.1.1").text
        assert fact(client.get("/figures/kent.2031.1.2").text, "How it was read") == "by the rule a rule of before"


def test_an_id_that_no_figure_has_is_a_problem(client: TestClient) -> None:
    page = client.get("/figures/leicestershire.2021-22.1.999", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "There is no observation" in text_of(page.text)


def test_what_became_of_a_figure_is_said(engine: Engine, own_database: str) -> None:
    """A statement is revised, and then withdrawn: the figures of both revisions stay readable, and say so."""
    with service(own_database) as client:
        for value in ("1700000", "1800000"):
            record = statement_record("kent", "2031", observation("population", value))
            Intake(engine).store(replace(record, reason="a better reading"), Origin.INGESTED)
        superseded = client.get("/figures/kent.2031.1.1").text
        assert "Superseded. It is of revision 1 of its statement" in text_of(superseded)
        assert "It does not stand any more, and is not compared with official figures." in text_of(superseded)
        assert 'href="/v1/observations?force=kent&amp;round=2031&amp;measure=population"' in superseded
        assert "format=csv" not in superseded
        assert "a better reading" in text_of(superseded)
        stands = text_of(client.get("/figures/kent.2031.2.1").text)
        assert "Superseded" not in stands
        assert "2 this figure" in stands
        Intake(engine).withdraw("kent", "2031", "it was of another force")
        withdrawn = text_of(client.get("/figures/kent.2031.2.1").text)
        assert "Withdrawn. Its statement was withdrawn: it was of another force" in withdrawn
