"""An answer that reads the database takes one hop to a thread, and gives back what it held however it ends."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from app.api.formats import PIECE
from app.db.engine import READERS
from tests.api.test_conformance import PATHS, address
from tests.conftest import Databases, service, sqlite_alone

MADE_ELSEWHERE = ("/v1/bulk", "/v1/bulk/{file}", "/v1/catalogue", "/health/ready", "/metrics")
"""What is not read from the database for those who ask."""
NOT_READ = ("/v1/indicators", "/v1/problems", "/v1/problems/{problem}", "/health/live")


@contextmanager
def hops(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """Yield what is run in threads meanwhile."""
    run, found = anyio.to_thread.run_sync, []

    async def counted(function: Any, *given: Any, **options: Any) -> Any:  # noqa: ANN401
        found.append(function)
        return await run(function, *given, **options)

    with monkeypatch.context() as patched:
        patched.setattr(anyio.to_thread, "run_sync", counted)
        yield found


@sqlite_alone
@pytest.mark.parametrize("path", [path for path in PATHS if path not in MADE_ELSEWHERE and "format=" not in path])
def test_an_answer_takes_one_hop(client: TestClient, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    with hops(monkeypatch) as found:
        assert client.get(address(path)).status_code == 200
    assert len(found) == (path not in NOT_READ)


@sqlite_alone
def test_a_release_is_looked_up_in_a_hop_of_its_own(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with hops(monkeypatch) as found:
        assert client.get("/v1/forces/kent?as_of=1").status_code == 200
    assert len(found) == 2


@sqlite_alone
def test_what_is_streamed_comes_in_pieces_worth_a_hop(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    with hops(monkeypatch) as found:
        answer = client.get("/v1/official-figures?format=csv", headers={"Accept-Encoding": "identity"})
    pieces = len(answer.content) // PIECE
    assert pieces > 10
    assert len(found) <= pieces + 5  # the endpoint, the last piece, the end of pieces, the end of the session


def held(client: TestClient) -> tuple[int, int]:
    """Return how many turns and how many connections are held."""
    state = client.app_state
    return READERS - state["reading_turns"]._free.value, state["engine"].pool.checkedout()  # noqa: SLF001


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/forces/kent", 200),
        ("/v1/forces/kent?as_of=1", 200),
        ("/v1/observations?format=csv", 200),
        ("/v1/forces/kent?as_of=99", 422),
        ("/v1/forces/kent?as_of=1&round=2031-32", 404),
        ("/v1/observations?limit=0", 422),
        ("/v1/forces/nowhere", 404),
        ("/v1/releases/99", 404),
    ],
)
def test_nothing_is_held_after_an_answer(client: TestClient, path: str, status: int) -> None:
    assert client.get(path).status_code == status
    assert held(client) == (0, 0)


@sqlite_alone
@pytest.mark.parametrize(
    ("failing", "path"),
    [
        ("app.queries.profiles.profile", "/v1/forces/kent"),
        ("app.api.pagination.every_row", "/v1/observations?format=csv"),
        ("app.api.routes.observations.stored_observation", "/v1/observations?format=csv"),
        ("app.queries.releases.release_number", "/v1/forces/kent?as_of=1"),
    ],
)
def test_nothing_is_held_after_a_failure(
    databases: Databases, monkeypatch: pytest.MonkeyPatch, failing: str, path: str
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(failing, fail)
    with service(databases.seeded) as client:
        assert client.get(path).status_code == 500
        assert held(client) == (0, 0)


@sqlite_alone
@pytest.mark.parametrize("path", ["/v1/forces/kent", "/v1/official-figures?format=csv", "/v1/forces/kent?as_of=1"])
@pytest.mark.parametrize("seconds", [0, 0.005, 0.05])
def test_nothing_is_held_after_a_client_has_gone(databases: Databases, path: str, seconds: float) -> None:
    with service(databases.seeded) as client:
        path, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"localhost")],
            "server": ("localhost", 80),
            "state": dict(client.app_state),
        }

        async def receive() -> Message:
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            """Pass over what nobody reads."""

        async def ask_and_leave() -> None:
            asked = asyncio.ensure_future(client.app(scope, receive, send))
            await asyncio.sleep(seconds)
            asked.cancel()
            await asyncio.wait([asked])

        assert client.portal is not None
        client.portal.call(ask_and_leave)
        assert held(client) == (0, 0)
