"""Dry runs over HTTP: what is read is what the command line reads, and nothing is stored."""

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.answers.extraction import AT_ONCE, MAX_BYTES
from app.main import create_app
from app.settings import Settings
from tests.builders import OPENING, formatting_bomb, number_like_text, properties, read_as_likely
from tests.conftest import Databases, running, sqlite_alone

PATH = "/v1/extractions"
PAGE = """
Brackshire Police 2021/22

The force says...

Brackshire Police serves over 1.1 million people. It has 2,242 police officers and seven sites.

Disclaimer: this was prepared by Brackshire Police.
"""
TEXT = {"Content-Type": "text/plain; charset=utf-8"}
JSON = {"Content-Type": "application/json"}


def test_a_page_is_read_and_not_stored(client: TestClient) -> None:
    before = client.get("/v1/statements?limit=1").json()["total"]
    answer = client.post(PATH, content=PAGE.encode(), headers=TEXT)
    assert answer.status_code == 200, answer.text
    read = answer.json()
    assert [(o["measure"], o["value"], o["qualifier"]) for o in read["observations"]] == [
        ("population", 1100000, "over"),
        ("police_officers", 2242, "exact"),
    ]
    assert [number["as_stated"] for number in read["unassigned"]] == ["seven sites"]
    assert (read["statement"]["round"], read["statement"]["disclaimer"]) == ("2021-22", True)
    assert answer.headers["Cache-Control"] == "no-store"
    assert client.get("/v1/statements?limit=1").json()["total"] == before


@sqlite_alone
def test_how_sure_a_reading_is_is_told(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    read_as_likely(monkeypatch, "police_officers")
    read = client.post(PATH, content=PAGE.encode(), headers=TEXT).json()
    told = {figure["measure"]: figure["certainty"] for figure in read["observations"]}
    assert told == {"population": "certain", "police_officers": "likely"}


@sqlite_alone
@pytest.mark.parametrize(
    ("sentence", "checks"),
    [
        ("The force serves a population of 1.", ["limits"]),
        ("The force serves a population of 900 million people.", ["limits"]),
        ("In March 2022 the force recorded 52,000 crimes.", ["period_too_short"]),
        ("The force serves a population of over 1.1 million.", []),
    ],
)
def test_a_figure_that_no_force_can_have_is_doubted_and_stays(
    client: TestClient, sentence: str, checks: list[str]
) -> None:
    page = f"Brackshire Police 2021/22\n\nThe force says...\n\n{sentence}"
    [figure] = client.post(PATH, content=page.encode(), headers=TEXT).json()["observations"]
    assert [warning["code"] for warning in figure["warnings"]] == checks


@sqlite_alone
def test_html_is_read_as_text_is(client: TestClient) -> None:
    html = (
        "<html><body><h1>Brackshire Police 2021/22</h1><h2>The force says...</h2><p>It has 300 PCSOs.</p></body></html>"
    )
    answer = client.post(PATH, content=html.encode(), headers={"Content-Type": "text/html"})
    assert [o["measure"] for o in answer.json()["observations"]] == ["pcsos"]


@sqlite_alone
def test_the_words_of_a_statement_alone_are_read_for_a_force(client: TestClient) -> None:
    query = f"{PATH}?force=Kent+Police&round=2023/25"
    answer = client.post(query, content=b"It has 4,100 police officers.", headers=TEXT)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["statement"]["force"], answer.json()["statement"]["round"]) == ("kent", "2023-25")
    assert answer.json()["observations"][0]["source"]["statement"] == "kent/2023-25"


@sqlite_alone
def test_json_says_beside_the_text_what_parameters_do(client: TestClient) -> None:
    said = {"force": "Kent Police", "round": "2023/25", "url": "https://example.org/kent"}
    words = "It has 4,100 police officers."
    answer = client.post(PATH, json={"text": words, **said})
    assert answer.status_code == 200, answer.text
    assert answer.json() == client.post(PATH, content=words.encode(), params=said, headers=TEXT).json()
    assert answer.json()["observations"][0]["source"]["url"] == said["url"]


@sqlite_alone
@pytest.mark.parametrize(
    ("content", "member"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"[" * 100_000, "body"),
        (b'"text"', "body"),
        (b"{}", "text"),
        (b'{"text": 1}', "text"),
        (b'{"text": "\\ud800"}', "body"),
        (b'{"text": "It has 300 PCSOs.", "forse": "kent"}', "forse"),
        (b'{"text": "It has 300 PCSOs.", "force": ["kent"]}', "force"),
        (b'{"text": "It has 300 PCSOs.", "round": "x"}', "round"),
    ],
)
def test_json_of_another_shape_is_told_what_is_wrong(client: TestClient, content: bytes, member: str) -> None:
    answer = client.post(PATH, content=content, headers=JSON)
    assert answer.status_code == 422
    assert answer.json()["type"] == "/v1/problems/invalid-parameter"
    assert [error["parameter"] for error in answer.json()["errors"]] == [member]


@sqlite_alone
@pytest.mark.parametrize(
    ("query", "content", "headers", "status", "kind"),
    [
        ("", b"", TEXT, 422, "not-a-statement"),
        ("", b"Some words.", TEXT, 422, "not-a-statement"),
        ("?force=kent&round=2016", b" ", TEXT, 422, "not-a-statement"),
        ("?force=kent", b"Some words.", TEXT, 422, "not-a-statement"),
        ("", b"\xff\xfe", TEXT, 422, "not-a-statement"),
        ("?force=nowhere", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("?round=x", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("?forse=kent", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("", PAGE.encode(), {"Content-Type": "application/xml"}, 415, "unsupported-media-type"),
        ("", b'{"text": "Some words."}', JSON, 422, "not-a-statement"),
        ("", b'{"text": "\xff"}', JSON, 422, "not-a-statement"),
        ("", b'{"text": "Some words.", "force": "nowhere"}', JSON, 422, "invalid-parameter"),
        ("?force=kent", b'{"text": "Some words."}', JSON, 422, "invalid-parameter"),
        ("", b'{"text": "' + b"a" * MAX_BYTES + b'"}', JSON, 413, "payload-too-large"),
        ("", b"{}", {"Content-Type": "application/json; charset=utf-16"}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), {"Content-Type": "text/plain; charset=utf-7"}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), {"Content-Type": "text/plain; charset=klingon"}, 415, "unsupported-media-type"),
        ("", b"\xa3", {"Content-Type": "text/plain; charset=utf-8"}, 422, "not-a-statement"),
        ("", b"%PDF-1.7 ...", TEXT, 422, "not-a-statement"),
        ("", PAGE.encode(), {}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), {"Content-Type": "plain"}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), TEXT | {"Content-Encoding": "br"}, 415, "unsupported-media-type"),
        ("?force=kent&round=2016", b"5 PCSOs. " * 6000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016", b"five PCs, " * 6000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016", b"<div>" * 20_000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016&url=javascript:alert(1)", b"5 PCSOs.", TEXT, 422, "invalid-parameter"),
        ("?url=https://example.org/%1b[31m", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("?url=https://example.org/%c2%9b", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("?url=https://", PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("?url=https://example.org/" + "a" * 2000, PAGE.encode(), TEXT, 422, "invalid-parameter"),
        ("", b"a" * (MAX_BYTES + 1), TEXT, 413, "payload-too-large"),
    ],
)
def test_what_cannot_be_read_is_a_problem(  # noqa: PLR0917 - a case is its parts
    client: TestClient, query: str, content: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    answer = client.post(f"{PATH}{query}", content=content, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/v1/problems/{kind}"), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


@sqlite_alone
@pytest.mark.parametrize(
    "media_type",
    [
        "text/plain",
        "Text/Plain; format=flowed",
        'text/plain; format=flowed; charset="UTF-8"',
        "text/html;charset=utf-8",
    ],
)
def test_the_type_of_a_page_may_have_parameters(client: TestClient, media_type: str) -> None:
    answer = client.post(PATH, content=PAGE.encode(), headers={"Content-Type": media_type})
    assert answer.status_code == 200, answer.text


@sqlite_alone
@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("windows-1252", "cp1252"), ("ISO-8859-1", "cp1252"), ("utf-16", "utf-16"), ("utf-16le", "utf-16-le")],
)
def test_a_page_is_read_in_the_encoding_that_its_type_says(client: TestClient, charset: str, encoding: str) -> None:
    page = PAGE.replace("It has", "The force’s budget is £223.2m. It has")
    answer = client.post(
        PATH, content=page.encode(encoding), headers={"Content-Type": f"text/plain; charset={charset}"}
    )
    assert answer.status_code == 200, answer.text
    assert "The force’s budget is £223.2m." in answer.json()["statement"]["paragraphs"][0]


@sqlite_alone
def test_a_page_in_welsh_is_told_as_such(client: TestClient) -> None:
    answer = client.post(PATH, content="Mae’r heddlu’n dweud...\n\nMae gan yr heddlu 5.".encode(), headers=TEXT)
    assert answer.status_code == 422
    assert answer.json()["detail"] == "The page is in Welsh, which is not read; give its English version."


@sqlite_alone
def test_a_page_that_is_too_large_is_refused_before_it_is_sent(databases: Databases) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n"
    with running(databases.seeded) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(f"{head}Content-Length: 10000000\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


@sqlite_alone
def test_only_post_reads_a_text(client: TestClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert client.post("/v1/forces").headers["Allow"] == "GET, HEAD, OPTIONS"


@sqlite_alone
@properties
@given(st.one_of(number_like_text, st.text(max_size=200)))
def test_any_text_is_read_or_refused(client: TestClient, text: str) -> None:
    answer = client.post(f"{PATH}?force=kent&round=2016", content=text.encode("utf-8", "replace"), headers=TEXT)
    assert answer.status_code in {200, 422}


HTML = {"Content-Type": "text/html"}
BOMBS = {"small": formatting_bomb(1_500), "large": formatting_bomb(4_900)}
DEEP = {"inline": OPENING + "<i>x " * 9_900, "blocks": OPENING + "<div>x " * 9_900}


def resident() -> int:
    """Return how many bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@sqlite_alone
@pytest.mark.parametrize("size", BOMBS)
def test_a_page_that_takes_all_memory_is_a_problem_and_costs_the_service_none(client: TestClient, size: str) -> None:
    assert client.post(PATH, content=PAGE.encode(), headers=TEXT).status_code == 200
    before = resident()
    for _ in range(3):
        answer = client.post(PATH, content=BOMBS[size].encode(), headers=HTML)
        assert (answer.status_code, answer.json()["type"]) == (422, "/v1/problems/too-costly")
        assert "plain text" in answer.json()["detail"]
    assert resident() - before < 20 * 2**20
    assert client.post(PATH, content=PAGE.encode(), headers=TEXT).status_code == 200


@sqlite_alone
@pytest.mark.parametrize("kind", DEEP)
def test_depth_costs_no_more_than_length(client: TestClient, kind: str) -> None:
    begun = time.process_time()
    answer = client.post(PATH, content=DEEP[kind].encode(), headers=HTML)
    assert answer.status_code == 200, answer.text
    assert time.process_time() - begun < 3


@sqlite_alone
def test_others_are_answered_while_costly_pages_are_read(databases: Databases) -> None:
    with running(databases.seeded) as address, ThreadPoolExecutor(2) as senders, httpx.Client(base_url=address) as own:
        own.get("/v1/forces")
        sent = [
            senders.submit(httpx.post, address + PATH, content=BOMBS["large"], headers=HTML, timeout=60)
            for _ in range(2)
        ]
        while not all(future.done() for future in sent):
            assert own.get("/v1/forces", timeout=3).status_code == 200
        assert {future.result().status_code for future in sent} == {422}


@sqlite_alone
def test_pages_beyond_the_queue_are_told_to_come_again(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two are read, one waits, and the next is refused at once; the one that waits too long is refused too."""
    monkeypatch.setattr("app.answers.extraction.LONGEST_WAIT", 1)
    reading, go_on = threading.Semaphore(0), threading.Event()

    def wait(*_: object) -> None:
        reading.release()
        go_on.wait(60)

    app = create_app(Settings(database_url=databases.seeded, extraction_queue=1))
    with TestClient(app) as client, ThreadPoolExecutor(AT_ONCE + 1) as senders:
        with monkeypatch.context() as patch:
            patch.setattr(client.app_state["page_reading"].readers, "read", wait)
            sent = [senders.submit(client.post, PATH, content=PAGE.encode(), headers=TEXT) for _ in range(AT_ONCE)]
            for _ in sent:
                assert reading.acquire(timeout=60)
            waiting = senders.submit(client.post, PATH, content=PAGE.encode(), headers=TEXT)
            while client.app_state["page_reading"].turns.waiting < 1:
                time.sleep(0.01)
            refused = client.post(PATH, content=PAGE.encode(), headers=TEXT)
            late = waiting.result(timeout=60)
        for answer in (refused, late):
            assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/busy")
            assert answer.headers["Retry-After"] == "5"
            assert "again in" in answer.json()["detail"]
        assert client.get("/v1/forces").status_code == 200
        go_on.set()
    assert not refused.is_success


@sqlite_alone
@pytest.mark.parametrize(
    "said", ["javascript:alert(1)", "https://example.org/\x1b[31m", "//example.org/", "data:text/html,x", "https://a b"]
)
def test_an_address_that_nobody_can_follow_is_not_taken_from_a_page(client: TestClient, said: str) -> None:
    page = f'<html lang="{{{{page.lang}}}}"><link rel="canonical" href="{said}">{OPENING}It has 300 PCSOs.'
    answer = client.post(PATH, content=page.encode(), headers=HTML)
    assert answer.status_code == 200, answer.text
    assert [o["source"]["url"] for o in answer.json()["observations"]] == [None]
