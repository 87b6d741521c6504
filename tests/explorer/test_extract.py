"""Trying the reading of a text: what is read is shown in its words, and what is wrong beside the text."""

import re
from html import unescape
from urllib.parse import quote_plus

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.answers.extraction import MAX_BYTES, PageReading
from app.explorer.extract import FORM, MOST_SENT, SAMPLE
from app.http.problems import Busy
from tests.builders import formatting_bomb, number_like_text, properties, read_as_likely
from tests.conftest import sqlite_alone

pytestmark = sqlite_alone

PATH = "/extract"
KENT = {"force": "kent", "round": "2023-25"}


def sent(client: TestClient, text: str, **others: str) -> httpx.Response:
    return client.post(PATH, data={"text": text, "force": "", "round": "", **others})


def shown_text(page: str) -> str:
    """Return the text of a page's marked words, without the numbers that lead from them."""
    [said] = re.findall(r'<div class="said">(.*?)</div>', page, re.DOTALL)
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", re.sub(r'<a class="ref".*?</a>', "", said), re.DOTALL)
    return "\n\n".join(unescape(re.sub(r"</?mark[^>]*>", "", one)) for one in paragraphs)


def kept(page: str) -> str:
    """Return the text that the form of a page holds, as a browser has it."""
    [held] = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    return unescape(held)


def test_the_form_tells_its_limits_and_has_a_sample(client: TestClient) -> None:
    page = client.get(PATH)
    assert "At most 200,000 bytes" in page.text
    assert "Nothing is stored" in page.text
    assert not kept(page.text)
    assert 'href="/extract?sample=1#form"' in page.text
    assert kept(client.get(f"{PATH}?sample=1").text) == SAMPLE


def test_a_text_is_shown_with_what_the_api_reads_from_it(client: TestClient) -> None:
    page = sent(client, SAMPLE.replace("\n", "\r\n"))
    read = client.post("/v1/extractions", content=SAMPLE.encode(), headers={"Content-Type": "text/plain"}).json()
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert shown_text(page.text) == "\n\n".join(read["statement"]["paragraphs"])
    marked = [unescape(words) for words in re.findall(r'<mark class="figure">(.*?)</mark>', page.text)]
    assert marked[1:] == [figure["as_stated"] for figure in read["observations"]]  # the first explains the mark
    for figure in read["observations"]:
        for told in (figure["label"], figure["display"], figure["method"], figure["rule"]["example"]):
            assert told in unescape(page.text)
    for number in read["unassigned"]:
        assert f'<q class="words">{number["as_stated"]}</q>' in page.text
    for claim in read["notes"]:
        assert claim["text"] in page.text
    assert kept(page.text) == SAMPLE


def test_each_number_leads_to_what_was_read_and_back(client: TestClient) -> None:
    page = sent(client, SAMPLE).text
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    leads = re.findall(r'href="#([^"]+)"', page)
    assert set(leads) <= {*ids}
    there = [one for one in leads if one.startswith("read-")]
    assert there == [f"read-{number}" for number in range(1, len(there) + 1)]
    assert sorted(one.replace("words", "read") for one in leads if one.startswith("words-")) == sorted(there)


def test_how_sure_a_figure_is_and_why_it_is_doubted_are_told(client: TestClient) -> None:
    page = sent(client, "It has 2,242 officers. It recorded 51,000 crimes (down 4%).", **KENT).text
    assert page.count(">its words</td>") == 2
    assert page.count(">its context</td>") == 1
    assert "Its words</strong>: the words beside" in page
    assert "<p>All are certain.</p>" in page
    assert "likely" not in page
    assert "down between 3.5% and 4.5%" in page
    assert "without a number" not in page
    assert "Doubt:</strong>" in sent(client, "The force serves a population of 1.", **KENT).text


def test_what_is_likely_says_so_and_what_that_means(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as_likely(monkeypatch, "police_officers")
    page = sent(client, "It has 2,242 officers and 300 PCSOs.", **KENT).text
    assert '2,242 <span class="tag">likely</span>' in page
    assert "has words that may be read otherwise" in page
    assert page.count('<span class="tag">likely</span>') == 2


@pytest.mark.parametrize(
    ("text", "others", "status", "field", "told"),
    [
        ("", {}, 422, "text", "What was sent is empty."),
        ("Some words.", {}, 422, "force", "Tell us whose words these are: choose a force and a round"),
        ("Some <b>words</b> & more.", {}, 422, "force", "copied whole from the inspectorate’s site says so itself"),
        ("It has 300 PCSOs.", {"force": "kent"}, 422, "round", "Tell us whose words these are"),
        ("It has 300 PCSOs.", {"force": "nowhere", "round": "2016"}, 422, "force", "no such force: 'nowhere'"),
        ("It has 300 PCSOs.", {"force": "kent", "round": "<i>"}, 422, "round", "'<i>' is no round"),
        ("Mae gan yr heddlu’r llu.\n\nMae’r heddlu’n dweud...\n\nMae.", {}, 422, "text", "Welsh"),
        ("%PDF-1.7 ...", {}, 422, "text", "a PDF, which is not read"),
        ("5 PCSOs. " * 6_000, KENT, 413, "text", "5,000 numbers"),
        ("a" * (MAX_BYTES + 1), {}, 413, "text", "200,000 bytes"),
        (formatting_bomb(1_500), {}, 422, "text", "its words may be sent as plain text"),
    ],
)
def test_what_is_wrong_is_told_first_and_the_text_is_kept(  # noqa: PLR0917 - a case is its parts
    client: TestClient, text: str, others: dict[str, str], status: int, field: str, told: str
) -> None:
    page = sent(client, text, **others)
    assert page.status_code == status
    assert "<title>Error: " in page.text
    [summary] = re.findall(r'<div class="error-summary"[^>]*autofocus.*?</div>', page.text, re.DOTALL)
    assert f'href="#{field}"' in summary
    assert told in unescape(summary)
    assert f'id="{field}"' in page.text
    assert f'id="{field}-error"' in page.text
    assert kept(page.text) == text
    assert page.headers["Cache-Control"] == "no-store"
    assert 'class="said"' not in page.text


def test_as_many_as_are_read_at_once_are_told_to_come_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def busy(*_: object) -> None:
        raise Busy("Send it again in 5 s.")

    monkeypatch.setattr(PageReading, "read", busy)
    page = sent(client, SAMPLE)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Send it again in 5 s." in page.text
    assert kept(page.text) == SAMPLE


@pytest.mark.parametrize(
    ("content", "headers", "status"),
    [
        (b"text=" + b"a" * MOST_SENT, {}, 413),
        (b"text=words", {"Content-Type": "text/plain"}, 415),
        (b"--x--", {"Content-Type": "multipart/form-data; boundary=x"}, 415),
        (b"", {}, 422),
        (b"&&&=&text", {}, 422),
        (b"text=%ff%fe", {}, 422),
        (b"text=%FF%FE%", {"Content-Type": f"{FORM}; charset=utf-16"}, 422),
        (b"text=It+has+300+PCSOs.&force=%ed%a0%80&round=2016", {}, 422),
        (b"text=It+has+300+PCSOs.&force=kent&round=%00", {}, 422),
        (b"&".join(b"a=b" for _ in range(50_000)), {}, 422),
        (b"text=The%20%a3223.2m&force=kent&round=2016", {}, 422),
    ],
)
def test_what_no_browser_sends_is_answered_by_the_form(
    client: TestClient, content: bytes, headers: dict[str, str], status: int
) -> None:
    page = client.post(PATH, content=content, headers={"Content-Type": FORM} | headers)
    assert (page.status_code, page.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert 'class="error-summary"' in page.text


def test_a_text_of_which_every_byte_is_coded_is_read_up_to_the_limit(client: TestClient) -> None:
    words = "It has 300 PCSOs. "
    text = words + "££ " * ((MAX_BYTES - len(words)) // 5)
    assert len(text.encode()) <= MAX_BYTES < len(quote_plus(text)) <= MOST_SENT
    assert "1 figure, " in sent(client, text, **KENT).text


HOSTILE = (
    "</textarea><script>alert(1)</script> 300 PCSOs",
    '"><img src=x onerror=alert(1)> 300 PCSOs',
    "\u202e300 PCSOs\u2066 it has",
    "300\x00 PCSOs",
    f"It has {'9' * 10_000} officers and 300 PCSOs.",
    "{{ 7 * 7 }} {% raw %} 300 PCSOs",
    "&lt;b&gt; 300 PCSOs &amp;amp;",
    "\n\n\n300 PCSOs",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_the_text_that_it_is(client: TestClient, text: str) -> None:
    page = sent(client, text, **KENT)
    assert page.status_code == 200, page.text
    assert kept(page.text) == text
    assert page.text.count("<script") == client.get(PATH).text.count("<script")
    assert "<img" not in page.text
    assert "PCSOs" in shown_text(page.text)


@properties
@given(st.one_of(number_like_text, st.text(max_size=200)))
def test_any_text_is_read_or_refused_and_kept(client: TestClient, text: str) -> None:
    page = sent(client, text, force="kent", round="2016")
    assert page.status_code in {200, 422}
    assert kept(page.text) == text.replace("\r\n", "\n")
    assert page.text.count("<script") == client.get("/extract").text.count("<script")


def test_a_page_names_itself_as_a_form_does_and_refuses_other_methods(client: TestClient) -> None:
    for method in ("PUT", "DELETE", "PATCH"):
        answer = client.request(method, PATH)
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, POST, HEAD, OPTIONS")
    asked = client.options(PATH)
    assert (asked.status_code, asked.headers["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")
    assert client.head(PATH).headers["ETag"] == client.get(PATH).headers["ETag"]
