"""What holds on the wire and under load: of the bare application, and of a real server."""

import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx2 as httpx
import pytest
from sqlalchemy import QueuePool
from starlette.types import Message

from app.db.engine import READERS
from app.main import create_app
from app.settings import Settings
from tests.conftest import Databases, running, service
from tests.wire import exchange


@pytest.fixture(scope="module")
def server(databases: Databases) -> Iterator[str]:
    with running(databases.seeded) as address:
        yield address


def asgi(
    settings: Settings, path: str, *, method: str = "GET", came: Message | None = None
) -> list[tuple[Message, int]]:
    """Return what the application sends for a request, each message with the database connections in use then."""
    sent: list[tuple[Message, int]] = []

    async def run() -> None:
        app = create_app(settings)
        async with app.router.lifespan_context(app) as state:
            assert state is not None
            pool = state["engine"].pool
            assert isinstance(pool, QueuePool)

            async def receive() -> Message:
                if came is None:
                    await anyio.Event().wait()  # nothing more comes
                assert came is not None
                return came

            async def send(message: Message) -> None:
                sent.append((message, pool.checkedout()))

            path_, _, query = path.partition("?")
            scope: dict[str, Any] = {
                "type": "http",
                "asgi": {"version": "3.0", "spec_version": "2.3"},
                "http_version": "1.1",
                "method": method,
                "scheme": "http",
                "path": path_,
                "raw_path": path_.encode(),
                "query_string": query.encode(),
                "root_path": "",
                "headers": [(b"host", b"localhost"), (b"content-type", b"text/plain")],
                "state": dict(state),
            }
            await app(scope, receive, send)

    anyio.run(run)
    return sent


@pytest.mark.parametrize(
    "path", ["/v1/observations?limit=1000", "/v1/observations?format=csv", "/v1/bulk/force-profiles.zip", "/docs"]
)
def test_no_connection_is_kept_for_a_client_that_reads_slowly(databases: Databases, path: str) -> None:
    sent = asgi(Settings(database_url=databases.seeded), path)
    assert sent[0][0]["status"] == 200
    assert all(in_use == 0 for _, in_use in sent)
    pieces = [len(message["body"]) for message, _ in sent[1:]]
    assert max(pieces) <= 2**16
    assert dict(sent[0][0]["headers"])[b"content-length"] == str(sum(pieces)).encode()


def test_more_requests_than_threads_and_connections_are_all_answered(server: str) -> None:
    with httpx.Client(limits=httpx.Limits(max_connections=100), timeout=25) as client, ThreadPoolExecutor(80) as pool:
        statuses = list(pool.map(lambda _: client.get(f"{server}/v1/forces/kent/budget").status_code, range(80)))
    assert statuses == [200] * 80


def test_connections_that_are_all_in_use_are_told_as_a_database_that_cannot_be_read(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sqlalchemy.pool.QueuePool._do_get", _no_connection)
    with service(databases.seeded) as client:
        for path in ("/health/ready", "/v1/forces"):
            answer = client.get(path)
            assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/not-ready")


def _no_connection(_pool: QueuePool) -> None:
    from sqlalchemy.exc import TimeoutError as PoolTimeout

    raise PoolTimeout("QueuePool limit reached")


def test_health_has_connections_that_requests_do_not_take(databases: Databases) -> None:
    with service(databases.seeded) as client:
        pool = client.app_state["engine"].pool
        held = [client.app_state["engine"].connect() for _ in range(READERS)]
        assert pool.checkedout() == READERS
        assert client.get("/health/ready").status_code == 200
        for connection in held:
            connection.close()


def test_http_1_0_is_sent_no_chunks(server: str) -> None:
    for path in (b"/v1/observations?format=csv", b"/v1/forces", b"/static/docs/swagger-ui.css"):
        status, headers, body = exchange(server, b"GET %b HTTP/1.0\r\n\r\n" % path)
        assert status == 200
        assert "transfer-encoding" not in headers
        assert int(headers["content-length"]) == len(body)


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"GET /v1/forces HTTP/1.1\r\nbad header\r\n\r\n",
        b"GET /v1/\xff HTTP/1.1\r\nHost: a\r\n\r\n",
        b"BREW /pot HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v1/forces HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET /v1/forces HTTP/1.1\r\nHost: a\r\nHost: b\r\nConnection: close\r\n\r\n",
    ],
)
def test_what_is_no_request_is_told_as_a_problem(server: str, sent: bytes) -> None:
    status, headers, body = exchange(server, sent)
    assert (status, headers["content-type"]) == (400, "application/problem+json")
    assert json.loads(body)["type"] == "/v1/problems/malformed-request"
    assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize(
    ("target", "instance"),
    [
        ("/v1/forces/a%3Fb%23c%00d%0Ae%2525", "/v1/forces/a%3Fb%23c%00d%0Ae%2525"),
        ("/v1/forces/%C3%A9?x=%ff", "/v1/forces/%C3%A9?x=%ff"),
        ('/v1/forces/<"%>?x={"%4>', "/v1/forces/%3C%22%25%3E?x=%7B%22%254%3E"),
    ],
)
def test_an_instance_is_a_reference_to_what_was_asked_for(server: str, target: str, instance: str) -> None:
    _, _, body = exchange(server, f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert json.loads(body)["instance"] == instance


def test_a_redirect_leads_to_the_same_address_of_the_force(server: str) -> None:
    target = "/v1/statements/E23000021/20%3F1%236%0A%25?revision=1"
    _, headers, _ = exchange(server, f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
    assert headers["location"] == "/v1/statements/leicestershire/20%3F1%236%0A%25?revision=1"


def test_a_client_that_goes_away_is_no_fault(on_sqlite: Databases, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        sent = asgi(
            Settings(database_url=on_sqlite.seeded), "/v1/extractions", method="POST", came={"type": "http.disconnect"}
        )
    assert sent == []
    assert caplog.records == []


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite3"
    with service(f"sqlite:///{missing}") as client:
        assert client.get("/health/ready").status_code == 503
        assert client.get("/v1/forces").status_code == 503
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "mcp", "--database-url", f"sqlite:///{missing}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "there is no database" in done.stderr
    assert not missing.exists()
