"""The page of a statement: its figures in the order of the text, its text with them marked, hostile or not."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from app.db.models import Origin
from app.extract.observations import extract, record_of
from app.load.bundled import bundled_statement
from app.load.store import Intake
from app.vocabulary.forces import forces
from app.vocabulary.records import Place, StatementRecord
from tests.builders import statement
from tests.conftest import service, sqlite_alone

pytestmark = sqlite_alone

HOSTILE = (
    'It serves over 1.2 million <b>people</b> & "others" across 642 square miles</p><script>alert(1)</script>.',
    "خدمة الشرطة. It has 185 PCSOs and seven sites of " + "Llanfair" * 40 + ".",
    "In 2023/24 it has a budget of £224.2m, of which £6.1m must be saved.",
)


class Texts(HTMLParser):
    """Reads the paragraphs of a text on a page, and the elements within them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.paragraphs: list[str] = []
        self.elements: set[str] = set()
        self._left_out = False
        self.feed(re.split(r'<div class="said"[^>]*>', page)[1].partition("</div>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        if tag == "p":
            self.paragraphs.append("")
        self._left_out = ("class", "ref") in attrs

    def handle_data(self, data: str) -> None:
        if self.paragraphs and not self._left_out:
            self.paragraphs[-1] += data.replace("\n", "")
        self._left_out = False


def read(*paragraphs: str) -> StatementRecord:
    """Return what is read from an invented statement of Surrey, with its text."""
    of = replace(statement(*paragraphs, force=forces()["surrey"]), round="2024-25")
    return record_of(of, forces()["surrey"], extract(of))


@pytest.fixture
def intake(engine: Engine) -> Intake:
    return Intake(engine)


@pytest.fixture
def served(own_database: str, intake: Intake) -> Iterator[TestClient]:
    """The service over data to which the hostile statement was added."""
    intake.store(read(*HOSTILE), Origin.INGESTED)
    with service(own_database) as client:
        yield client


def rows_of(page: str) -> list[str]:
    table = page.partition('<table class="stated-figures">')[2].partition("</table>")[0]
    return table.split("<tr id=")[1:]


@pytest.mark.parametrize("id_", ["leicestershire/2021-22", "kent/2023-25", "dyfed-powys/2015"])
def test_the_figures_come_in_the_order_of_the_text_with_all_that_tells_them(client: TestClient, id_: str) -> None:
    told = client.get(f"/v1/statements/{id_}").json()
    page = unescape(client.get(f"/statements/{id_}").text)
    rows = rows_of(page)
    by_place = sorted(told["observations"], key=lambda one: (one["source"]["start"] is None, one["source"]["start"]))
    assert len(rows) == len(by_place) > 0
    for row, one in zip(rows, by_place, strict=True):
        assert f'<a href="/figures/{one["id"]}">{one["display"]}</a>' in row
        assert one["as_stated"] in row
        assert one["label"] in row
        if one["source"]["paragraph"]:
            assert f"¶ {one['source']['paragraph']}<" in row
        if one["period"]:
            assert one["period"]["label"] in row
        if one["area"] and one["area"] != "national":
            assert one["area"] in row
        found = client.get(f"/v1/observations/{one['id']}").json()["reconciliation"]
        assert ("not counted" in row) is (found is None)
        assert found is None or f'relation-{found["relation"]}"' in row


def test_the_source_is_told_and_what_of_it_was_read(client: TestClient) -> None:
    for told in client.get("/v1/statements?force=leicestershire&force=gwent").json()["items"]:
        page = unescape(client.get(f"/statements/{told['id']}").text)
        assert f'href="{told["url"]}"' in page
        assert (told["sha256"] or "the text was not at hand when it was reviewed") in page
        assert ("Only a part of the statement was\nread" in page) is not told["complete"]
        assert ("a figure is missing here does not mean" in page) is not told["complete"]


def test_the_rounds_of_the_force_are_led_to(client: TestClient) -> None:
    page = client.get("/statements/leicestershire/2016").text
    rounds = re.findall(r'href="/statements/leicestershire/([\d-]+)"( aria-current="page"| rel="\w+")?', page)
    assert rounds[:4] == [
        ("2015", ' rel="prev"'),
        ("2016", ' aria-current="page"'),
        ("2017", ' rel="next"'),
        ("2021-22", ""),
    ]


def test_where_the_text_is_not_held_it_is_said_why_and_where_it_is(client: TestClient) -> None:
    page = client.get("/statements/leicestershire/2021-22").text
    assert "The text is not held here" in page
    assert "force-profiles ingest" in page
    assert "<mark" not in page


def test_claims_and_numbers_left_are_told_with_their_place(client: TestClient) -> None:
    told = client.get("/v1/statements/leicestershire/2021-22").json()
    page = unescape(client.get("/statements/leicestershire/2021-22").text)
    assert all(one["text"] in page for one in told["notes"])
    assert re.search(r"¶ 4</span>\s*<bdi><q class=\"words\">one team to prevent", page)


def test_warnings_are_told_and_the_figures_they_are_of_are_marked(client: TestClient) -> None:
    told = client.get("/v1/reconciliations?relation=differs&limit=5").json()["items"]
    for one in told:
        page = unescape(client.get(f"/statements/{one['force']}/{one['round']}").text)
        doubts = page.partition('<h2 id="doubts">')[2].partition("<h2")[0]
        assert one["explanation"] in doubts
        [row] = [row for row in rows_of(page) if f'"/figures/{one["observation"]}"' in row]
        assert "read with care" in row


def test_a_hostile_text_is_shown_as_it_is_and_breaks_out_of_nothing(served: TestClient) -> None:
    page = served.get("/statements/surrey/2024-25").text
    shown = Texts(page)
    assert "\n\n".join(shown.paragraphs) == served.get("/v1/statements/surrey/2024-25").json()["text"]
    assert shown.elements == {"p", "a", "mark"}
    assert "<script>alert" not in page
    assert page.count('<p dir="auto">') == len(HOSTILE)


def test_each_figure_is_a_mark_that_leads_to_its_page(served: TestClient) -> None:
    page = served.get("/statements/surrey/2024-25").text
    told = served.get("/v1/statements/surrey/2024-25").json()
    assert len(told["observations"]) >= 4
    for one in told["observations"]:
        marked = rf'<a href="/figures/{one["id"]}"><mark class="figure" id="f-{one["id"]}">([^<]*)</mark></a>'
        found = re.search(marked, page)
        assert found is not None
        assert unescape(found[1]) == one["as_stated"]
    for number in told["unassigned"]:
        assert f'<mark class="left">{number["as_stated"]}' in page
    numbers = re.findall(r'id="words-(\d+)" href="#read-(\d+)"', page)
    assert len(numbers) == len(told["observations"]) + len(told["unassigned"]) + len(told["notes"])
    for number, to in numbers:
        assert number == to
        assert page.count(f'id="read-{number}"') == page.count(f'href="#words-{number}"') == 1


def test_figures_of_the_same_words_and_of_words_within_others_are_all_led_to(own_database: str, intake: Intake) -> None:
    record = read("It has 185 PCSOs, 2,242 police officers and 40 cadets.")
    first, second, *others = record.observations
    assert first.place is not None
    around = Place(1, first.place.start - 4, first.place.end + 4)
    placed = (
        replace(first, place=around),
        replace(second, place=first.place),
        *(replace(o, place=first.place) for o in others),
    )
    intake.store(replace(record, observations=placed, unassigned=()), Origin.INGESTED)
    with service(own_database) as client:
        page = client.get("/statements/surrey/2024-25").text
    ids = re.findall(r' id="(f-[^"]+)"', page)
    assert len(ids) == len(set(ids)) == len(placed)
    assert Texts(page).paragraphs == [record.text]
    assert len(re.findall(r'class="ref"', page)) == len(placed)


def test_a_place_beyond_the_text_leaves_the_text_whole(own_database: str, intake: Intake) -> None:
    record = read("It has 185 PCSOs.", "And no more.")
    [first] = record.observations
    intake.store(replace(record, observations=(replace(first, place=Place(1, 7, 400)),)), Origin.INGESTED)
    with service(own_database) as client:
        page = client.get("/statements/surrey/2024-25").text
    assert "\n\n".join(Texts(page).paragraphs) == record.text


def test_revisions_tell_what_each_changed_and_older_ones_stay_readable(own_database: str, intake: Intake) -> None:
    record = bundled_statement("leicestershire", "2021-22")
    assert record is not None
    intake.store(
        replace(record, observations=record.observations[1:], sha256="0" * 64, reason="the <area> was another's"),
        Origin.INGESTED,
    )
    with service(own_database) as client:
        page = client.get("/statements/leicestershire/2021-22").text
        older = client.get("/statements/leicestershire/2021-22?revision=1").text
        for number in (1, 2):
            address = f"/v1/statements/leicestershire/2021-22/changes?to={number}"
            assert f'href="{address}"' in page
            assert client.get(address).json()["to"] == number
    assert "the &lt;area&gt; was another&#39;s" in page
    assert "Superseded" in older
    assert "Superseded" not in page
    assert 'content="noindex"' in older
    assert 'rel="canonical" href="http://testserver/statements/leicestershire/2021-22?revision=1"' in older
    assert len(rows_of(older)) == len(rows_of(page)) + 1


def test_a_withdrawn_statement_is_told_so(own_database: str, intake: Intake) -> None:
    intake.withdraw("kent", "2023-25", "it was of another force")
    with service(own_database) as client:
        assert client.get("/statements/kent/2023-25").status_code == 404
        assert "it was of another force" in client.get("/statements/kent/2023-25?revision=1").text


@pytest.mark.parametrize("round_", ["2019", "2021-22?revision=7", "%00"])
def test_a_statement_that_is_not_there_is_a_page_with_those_that_are(client: TestClient, round_: str) -> None:
    page = client.get(f"/statements/leicestershire/{round_}", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "No such statement" in page.text


def test_another_spelling_of_the_force_leads_to_the_page(client: TestClient) -> None:
    led = client.get("/statements/E23000021/2016")
    assert (led.status_code, led.headers["Location"]) == (308, "/statements/leicestershire/2016")
