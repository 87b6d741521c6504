"""What a server takes of its clients: so much, for so long, from so many."""

import json
import logging
import socket
import struct
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from app.http.security import SECURITY_HEADERS
from app.server.connections import RESERVE, most_connections
from tests.conftest import Databases, running
from tests.wire import answer_on, connected, exchange, request, started, status_of

BUNDLE = "/static/docs/swagger-ui-bundle.js"


@pytest.fixture(scope="module")
def server(databases: Databases) -> Iterator[str]:
    with running(databases.seeded) as address:
        yield address


@pytest.fixture(scope="module")
def impatient(databases: Databases) -> Iterator[str]:
    times = dict.fromkeys(("header_seconds", "body_seconds", "write_seconds"), 1)
    with running(databases.seeded, **times, keep_alive_seconds=1) as address:
        yield address


def read(connection: socket.socket) -> bytes:
    """Return all that a connection brings until it ends, in whichever way."""
    received = bytearray()
    with suppress(ConnectionResetError):
        while piece := connection.recv(2**18):
            received += piece
            time.sleep(0.02)
    return bytes(received)


def many(name: str, count: int, size: int = 1) -> list[str]:
    return [f"{name}-{number}: {'a' * size}" for number in range(count)]


REFUSED = (
    (414, "uri-too-long", request("/v1/forces?" + "a" * 8200)),
    (414, "uri-too-long", b"GET /" + b"a" * 100_000),
    (431, "headers-too-large", request("/v1/forces", *many("X", 101))),
    (431, "headers-too-large", request("/v1/forces", *many("X", 10, 4000))),
    (431, "headers-too-large", request("/v1/forces", "X: " + "a" * 9000)),
    (431, "headers-too-large", b"GET / HTTP/1.1\r\nX: " + b"a" * 600_000),
    (431, "headers-too-large", request("/v1/forces", "Accept: text/x" + ";" * 256_000)),
    (431, "headers-too-large", b"\r\n" * 100_000),
    (400, "malformed-request", b"GARBAGE\r\n\r\n"),
)


@pytest.mark.parametrize(("status", "kind", "sent"), REFUSED)
def test_what_is_too_much_is_told_as_a_problem_and_the_connection_ends(
    server: str, status: int, kind: str, sent: bytes
) -> None:
    answer = exchange(server, sent)
    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert json.loads(answer.body)["type"] == f"/v1/problems/{kind}"
    assert answer.headers["connection"] == "close"
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name.lower()] == value
    assert answer.headers["access-control-allow-origin"] == "*"


def test_what_is_just_not_too_much_is_answered(server: str) -> None:
    assert status_of(server, *many("X", 98)) == 200
    assert status_of(server, *many("X", 8, 4000)) == 200
    assert status_of(server, "X: " + "a" * 8000) == 200
    assert status_of(server, target="/health/live?" + "a" * 8000) == 200


def test_a_header_that_comes_in_pieces_is_counted_whole(server: str) -> None:
    with connected(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(20):
            connection.sendall(b"a" * 1000)
            time.sleep(0.01)
        assert answer_on(connection).status == 431


def test_an_answer_goes_before_the_refusal_of_what_follows_it(server: str) -> None:
    answer = exchange(server, request("/v1/measures/population") + b"GARBAGE\r\n\r\n")
    assert (answer.status, answer.headers["connection"]) == (200, "close")
    assert json.loads(answer.body)["id"] == "population"


def test_trailers_are_no_headers(server: str) -> None:
    """They came after the request was let in: none may change whom it is for, or what is asked (RFC 9110, 6.5.1)."""
    chunked = ("Transfer-Encoding: chunked", "Connection: close")
    sent = request("/v1/forces/kent", *chunked) + b"1\r\na\r\n0\r\nX-Request-ID: late\r\nHost: b\r\n\r\n"
    for piece in (sent, sent[:-30]):
        with connected(server) as connection:
            connection.sendall(piece)
            connection.sendall(sent[len(piece) :])
            answer = answer_on(connection)
        assert answer.status == 200
        assert "x-request-id" not in answer.headers


def test_trailers_are_limited_like_headers(server: str) -> None:
    sent = request("/v1/extractions", "Transfer-Encoding: chunked", "Content-Type: text/plain", method="POST")
    answer = exchange(server, sent + b"1\r\na\r\n0\r\n" + "\r\n".join(many("X", 200)).encode())
    assert answer.status == 431


def test_a_request_that_would_speak_another_protocol_is_answered_in_this_one(server: str) -> None:
    answer = exchange(server, request("/health/live", "Connection: Upgrade", "Upgrade: h2c"))
    assert (answer.status, answer.headers["connection"]) == (200, "close")


@pytest.mark.parametrize(
    "accept", ["text/x" + ";" * 8000, 'text/x;a="' + ";" * 8000, "a/b," * 2000, "text/csv, " * 200]
)
def test_an_accept_longer_than_any_is_disregarded(server: str, accept: str) -> None:
    answer = exchange(server, request("/v1/forces", f"Accept: {accept}", "Connection: close"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")


def test_an_accept_encoding_longer_than_any_is_disregarded(server: str) -> None:
    answer = exchange(server, request("/v1/forces", "Accept-Encoding: " + "gzip," * 500, "Connection: close"))
    assert answer.status == 200
    assert "content-encoding" not in answer.headers


# Times


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"", None),
        (b"GET /v1/forces HT", 408),
        (request("/v1/forces", "Connection: close")[:-2], 408),
        (request("/v1/extractions", "Content-Type: text/plain", "Content-Length: 9", method="POST", body="a"), 408),
        (request("/health/live", "Content-Length: 9"), 200),
        (request("/health/live"), 200),
        (request("/health/live") + b"GET /", 200),
        (request("/health/live") + b"\r\n", 200),
    ],
)
def test_a_client_that_sends_no_more_is_not_waited_for(impatient: str, sent: bytes, told: int | None) -> None:
    with connected(impatient) as connection:
        connection.sendall(sent)
        if told is None:
            assert connection.recv(1) == b""
        else:
            assert answer_on(connection).status == told
    assert status_of(impatient) == 200


def test_a_connection_that_was_answered_is_closed_in_time_though_an_empty_line_came_after(impatient: str) -> None:
    with connected(impatient) as connection:
        connection.sendall(request())
        while not connection.recv(65536).endswith(b"}"):
            pass
        connection.sendall(b"\r\n")
        assert connection.recv(1) == b""


def test_a_body_that_never_ends_is_cut_though_it_never_rests(impatient: str) -> None:
    head = ("Content-Type: text/plain", "Transfer-Encoding: chunked")
    with connected(impatient) as connection:
        connection.sendall(request("/v1/extractions", *head, method="POST"))
        began = time.monotonic()
        with suppress(OSError):
            while time.monotonic() - began < 15:
                connection.sendall(b"1\r\na\r\n")
                time.sleep(0.05)
    assert time.monotonic() - began < 15


def test_a_client_that_does_not_read_its_answer_is_cut_off(impatient: str, caplog: pytest.LogCaptureFixture) -> None:
    with connected(impatient) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.sendall(request(BUNDLE) * 10)
        time.sleep(3)
        assert len(read(connection)) < 10 * 2**20
    assert status_of(impatient) == 200
    assert caplog.records == []


def test_a_client_that_reads_slowly_gets_all_of_its_answer(impatient: str) -> None:
    with connected(impatient) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2**16)
        connection.sendall(request(BUNDLE) * 4 + request(BUNDLE, "Connection: close"))
        assert len(read(connection)) > 5 * 2**20


def test_a_client_that_goes_away_is_no_fault(server: str, caplog: pytest.LogCaptureFixture) -> None:
    half = ("Content-Type: application/json", "Accept: application/json, text/event-stream", "Content-Length: 900")
    cases = (
        *(request(path, *half, method="POST", body="{") for path in ("/mcp", "/v1/extractions")),
        *(request(path, "Accept-Encoding: gzip") * 5 for path in (BUNDLE, "/v1/bulk/observations.csv")),
        request("/v1/observations?limit=1000"),
    )
    for sent in cases * 4:
        with connected(server) as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(sent)
            time.sleep(0.1)
    time.sleep(0.5)
    assert status_of(server, target="/v1/forces") == 200
    assert caplog.records == []


# Numbers


def test_the_connection_that_waited_longest_makes_room_for_a_new_one(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    with running(databases.seeded, connections=10) as server, ExitStack() as stack, caplog.at_level(logging.WARNING):
        silent = [stack.enter_context(connected(server)) for _ in range(30)]
        assert [status_of(server) for _ in range(10)] == [200] * 10
        assert all(connection.recv(1) == b"" for connection in silent[:20])
        time.sleep(1)
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 1
    assert "all 10 connections were in use" in told[0]


def test_a_connection_beyond_those_that_are_answered_is_told_so(databases: Databases) -> None:
    with running(databases.seeded, connections=5) as server, ExitStack() as stack:
        post = request("/v1/extractions", "Content-Type: text/plain", "Content-Length: 9", method="POST")
        for _ in range(5):
            stack.enter_context(connected(server)).sendall(post)
        time.sleep(0.5)
        with connected(server) as connection:
            answer = answer_on(connection)
        assert answer.status == 503
        assert int(answer.headers["retry-after"]) > 0
        assert json.loads(answer.body)["type"] == "/v1/problems/not-ready"
        stack.close()
        time.sleep(0.5)
        assert status_of(server) == 200


def test_silent_connections_beyond_the_files_that_may_be_open_cut_nobody_off(databases: Databases) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < 2048:
        pytest.skip("this process may not open as many files as it takes")
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 2048), hard))
        with started(databases.seeded, limits={resource.RLIMIT_NOFILE: 1024}) as server, ExitStack() as stack:
            for _ in range(1100):
                stack.enter_context(connected(server.root))
            assert [status_of(server.root, target="/v1/forces/kent") for _ in range(20)] == [200] * 20
            assert server.stop() == 0
            assert server.program.said.count("connections were in use") == 1
            assert "Traceback" not in server.program.said
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_limit_of_connections_leaves_files_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    for files, limit in ((1024, 1024 - RESERVE), (100, 50), (1_000_000, 1000), (resource.RLIM_INFINITY, 1000)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, files=files: (files, files))
        assert most_connections() == limit


# What there is no room for


def test_an_answer_that_the_disk_has_no_room_for_is_told_so(databases: Databases, tmp_path: Path) -> None:
    """The system lets no file grow beyond 1 MiB, as a full disk would not; longer answers are held in files."""
    resource = pytest.importorskip("resource")
    limits, variables = {resource.RLIMIT_FSIZE: 2**20}, {"TMPDIR": str(tmp_path)}
    with started(databases.seeded, limits=limits, variables=variables) as server:
        answer = exchange(server.root, request(BUNDLE, "Connection: close"))
        assert (answer.status, answer.headers["retry-after"]) == (503, "5")
        assert json.loads(answer.body)["type"] == "/v1/problems/not-ready"
        assert status_of(server.root, target="/v1/forces") == 200
        server.stop()
        assert "Traceback" not in server.program.said
        assert len([line for line in server.said if "no room to hold the answer" in line]) == 1
