"""Dry runs over HTTP: what is read is what the command line reads, and nothing is stored."""

import socket

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from app.api.routes.extractions import MAX_BYTES
from tests.builders import number_like_text, properties
from tests.conftest import Databases, running

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


def test_html_is_read_as_text_is(client: TestClient) -> None:
    html = (
        "<html><body><h1>Brackshire Police 2021/22</h1><h2>The force says...</h2><p>It has 300 PCSOs.</p></body></html>"
    )
    answer = client.post(PATH, content=html.encode(), headers={"Content-Type": "text/html"})
    assert [o["measure"] for o in answer.json()["observations"]] == ["pcsos"]


def test_the_words_of_a_statement_alone_are_read_for_a_force(client: TestClient) -> None:
    query = f"{PATH}?force=Kent+Police&round=2023/25"
    answer = client.post(query, content=b"It has 4,100 police officers.", headers=TEXT)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["statement"]["force"], answer.json()["statement"]["round"]) == ("kent", "2023-25")
    assert answer.json()["observations"][0]["source"]["statement"] == "kent/2023-25"


def test_json_says_beside_the_text_what_parameters_do(client: TestClient) -> None:
    said = {"force": "Kent Police", "round": "2023/25", "url": "https://example.org/kent"}
    words = "It has 4,100 police officers."
    answer = client.post(PATH, json={"text": words, **said})
    assert answer.status_code == 200, answer.text
    assert answer.json() == client.post(PATH, content=words.encode(), params=said, headers=TEXT).json()
    assert answer.json()["observations"][0]["source"]["url"] == said["url"]


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
        ("", PAGE.encode(), {"Content-Type": "text/plain; charset=utf-16"}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), {}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), {"Content-Type": "plain"}, 415, "unsupported-media-type"),
        ("", PAGE.encode(), TEXT | {"Content-Encoding": "br"}, 415, "unsupported-media-type"),
        ("?force=kent&round=2016", b"5 PCSOs. " * 6000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016", b"five " * 6000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016", b"<div>" * 20_000, TEXT, 413, "payload-too-large"),
        ("?force=kent&round=2016&url=javascript:alert(1)", b"5 PCSOs.", TEXT, 422, "invalid-parameter"),
        ("", b"a" * (MAX_BYTES + 1), TEXT, 413, "payload-too-large"),
    ],
)
def test_what_cannot_be_read_is_a_problem(  # noqa: PLR0917 - a case is its parts
    client: TestClient, query: str, content: bytes, headers: dict[str, str], status: int, kind: str
) -> None:
    answer = client.post(f"{PATH}{query}", content=content, headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/v1/problems/{kind}"), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"


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


def test_a_page_that_is_too_large_is_refused_before_it_is_sent(databases: Databases) -> None:
    head = f"POST {PATH} HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nExpect: 100-continue\r\n"
    with running(databases.seeded) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as connection:
            connection.sendall(f"{head}Content-Length: 10000000\r\n\r\n".encode())
            assert connection.recv(1000).startswith(b"HTTP/1.1 413 ")


def test_only_post_reads_a_text(client: TestClient) -> None:
    answer = client.get(PATH)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST, OPTIONS")
    assert client.post("/v1/forces").headers["Allow"] == "GET, HEAD, OPTIONS"


@properties
@given(st.one_of(number_like_text, st.text(max_size=200)))
def test_any_text_is_read_or_refused(client: TestClient, text: str) -> None:
    answer = client.post(f"{PATH}?force=kent&round=2016", content=text.encode("utf-8", "replace"), headers=TEXT)
    assert answer.status_code in {200, 422}
