"""Ready answers: what is kept is the answer that would be made, is never of other data, and is never too much."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import httpx2 as httpx
import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, make_url, text
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.models import Origin
from app.http.asked import Asked, asked_by
from app.http.negotiation import NEGOTIATED
from app.http.ready import LARGEST, OVERHEAD, Ready, ReadyAnswers
from app.http.reply import Whole
from app.load.seed import seed
from app.load.store import Intake
from app.queries import profiles
from app.queries.profiles import ProfileRows
from tests.builders import properties
from tests.bundled import EDITIONS, RECORDS
from tests.conftest import Databases, running, service, sqlite_alone
from tests.load.test_store import PAGE, kent

SEEN_WITHIN = 1.0
"""In how many seconds a change that another process makes has to be seen."""


@pytest.fixture
def serving(own_database: str) -> Iterator[TestClient]:
    """A client of a service over a database that the test may change, which keeps answers as by default."""
    with service(own_database, look_seconds=0.2) as client:
        yield client


def seen(client: TestClient, path: str, change: Callable[[], object]) -> tuple[httpx.Response, httpx.Response]:
    """Return an answer from before a change of the data, when it is kept, and the first that differs from it."""
    client.get(path)
    time.sleep(1.1)  # an answer is kept once the second of the change before it is over
    before = client.get(path)
    assert client.get(path).headers["ETag"] == before.headers["ETag"]
    change()
    ends = time.monotonic() + SEEN_WITHIN
    after = client.get(path)
    while after.content == before.content and time.monotonic() < ends:
        time.sleep(0.02)
        after = client.get(path)
    return before, after


def test_a_statement_of_another_process_is_seen_within_a_second(serving: TestClient, engine: Engine) -> None:
    def change() -> None:
        Intake(engine).store(kent(), Origin.INGESTED)

    before, after = seen(serving, "/v1/forces/kent/workforce?round=2023-25", change)
    assert officers(before) != officers(after) == 4100


def officers(answer: httpx.Response) -> object:
    figure = answer.json()["police_officers"]
    return figure and figure["value"]


def test_a_text_that_is_added_is_seen_within_a_second(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    bundled = next(record for record in RECORDS if record.force == "kent")
    with service(own_database, look_seconds=0.2) as client:
        path = f"/v1/statements/kent/{bundled.round}"

        with_text = replace(bundled, text="All of it.")
        before, after = seen(client, path, lambda: Intake(engine).store(with_text, Origin.INGESTED))
    engine.dispose()
    assert (before.json()["text"], after.json()["text"]) == (None, "All of it.")


def test_reference_data_that_changed_is_seen_within_a_second(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE force SET name = 'Kent Constabulary' WHERE id = 'kent'"))
    with service(own_database, look_seconds=0.2) as client:
        before, after = seen(client, "/v1/forces/kent", lambda: list(seed(engine, RECORDS, EDITIONS)))
    engine.dispose()
    assert (before.json()["force"]["name"], after.json()["force"]["name"]) == ("Kent Constabulary", "Kent Police")


def test_an_answer_has_nothing_old_and_nothing_new_together(serving: TestClient, engine: Engine) -> None:
    """Whatever is asked for while data comes in, the revision it tells and its figures are of one state of it."""
    path = "/v1/forces/kent/workforce?round=2023-25"
    found: dict[int, set[object]] = {}

    def ask() -> None:
        while not ended.is_set():
            answer = serving.get(path)
            found.setdefault(answer.json()["statement"]["revision"], set()).add(officers(answer))

    ended = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        for number in range(4100, 4104):
            Intake(engine).store(kent(PAGE.replace("4,100", f"{number:,}")), Origin.INGESTED)
            time.sleep(1.5)
        ended.set()
        for one in asking:
            one.result(20)
    assert {4100, 4101, 4102} <= set().union(*found.values())
    assert all(len(values) == 1 for values in found.values())


def away_and_back(databases: Databases, address: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """Return what takes a database away from its readers, and what gives it back."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        file = Path(str(url.database))
        hidden = file.with_name(f"{file.name}-hidden")
        return lambda: file.rename(hidden), lambda: hidden.rename(file)
    assert databases.server is not None
    engine = make_engine(databases.server, read_only=False)

    def allow(connections: bool) -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text(f'ALTER DATABASE "{url.database}" ALLOW_CONNECTIONS {connections}'))
            connection.execute(
                text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
                {"name": url.database},
            )
        engine.dispose()

    return lambda: allow(False), lambda: allow(True)


def test_while_the_database_is_away_the_last_good_answer_goes_out_and_says_so(
    databases: Databases, own_database: str
) -> None:
    take_away, give_back = away_and_back(databases, own_database)
    with service(own_database, look_seconds=0.05, stale_seconds=3) as client:
        good = client.get("/v1/forces/kent")
        assert "Cache-Status" not in good.headers
        take_away()
        time.sleep(0.1)
        client.get("/v1/forces/kent")
        stale = client.get("/v1/forces/kent")
        assert (stale.status_code, stale.content, stale.headers["ETag"]) == (200, good.content, good.headers["ETag"])
        assert stale.headers["Cache-Control"] == "no-cache"
        assert stale.headers["Cache-Status"].startswith('"Force Profiles"; hit; ttl=-')
        held = {"If-None-Match": good.headers["ETag"]}
        assert client.get("/v1/forces/kent", headers=held).status_code == 304
        assert client.get("/v1/forces/essex").status_code == 503  # which nobody had asked for
        time.sleep(3.2)
        too_old = client.get("/v1/forces/kent")
        assert (too_old.status_code, too_old.json()["type"]) == (503, "/v1/problems/not-ready")
        give_back()
        time.sleep(0.2)
        client.get("/v1/forces/kent")
        again = client.get("/v1/forces/kent")
        assert (again.status_code, again.content) == (200, good.content)
        assert "Cache-Status" not in again.headers


@sqlite_alone
def test_of_many_who_ask_for_the_same_one_has_it_made(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    real = profiles.profile

    def slowly(session: Session, force: str, *asked: Any, **more: Any) -> ProfileRows | None:  # noqa: ANN401 - passed on
        made.append(force)
        time.sleep(0.5)
        return real(session, force, *asked, **more)

    monkeypatch.setattr("app.queries.profiles.profile", slowly)
    with running(databases.seeded) as root, ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: httpx.get(f"{root}/v1/forces/kent", timeout=30), range(20)))
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert made == ["kent"]
        refused = list(pool.map(lambda _: httpx.get(f"{root}/v1/forces/kent?round=1999", timeout=30), range(20)))
    assert {answer.status_code for answer in refused} == {422}
    assert len({answer.headers["X-Request-ID"] for answer in refused}) == 20


ASKED: tuple[dict[str, str], ...] = (
    {},
    {"Accept": "text/html"},
    {"Accept": "text/csv"},
    {"Accept": "application/x-ndjson, application/json;q=0.5"},
    {"Accept": "image/png"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "br;q=0.5, zstd"},
    {"Range": "bytes=10-40"},
    {"Range": "bytes=99999999-"},
    {"If-None-Match": "*"},
    {"If-Match": '"other"'},
    {"If-Modified-Since": "Fri, 31 Dec 2100 00:00:00 GMT"},
    {"Host": "elsewhere.example"},
    {"X-Request-ID": "mine"},
)


@sqlite_alone
@pytest.mark.parametrize(
    "path",
    [
        "/v1/forces/kent",
        "/v1/observations?limit=3",
        "/v1/observations?force=kent&format=csv",
        "/v1/compare?measure=police_officers",
        "/v1/problems/not-found",
        "/openapi.json",
        "/docs",
        "/static/docs/swagger-ui.css",
    ],
)
def test_what_is_kept_is_what_would_be_made(client: TestClient, cold: TestClient, path: str) -> None:
    for _ in range(2):  # the second time all are kept
        for method in ("GET", "HEAD"):
            for headers in ASKED:
                kept, made = (one.request(method, path, headers=headers) for one in (client, cold))
                assert (kept.status_code, kept.content) == (made.status_code, made.content), (method, headers)
                of_the_request = {"x-request-id", "traceparent"}
                assert {n: v for n, v in kept.headers.items() if n not in of_the_request} == {
                    n: v for n, v in made.headers.items() if n not in of_the_request
                }
                assert kept.headers.get("X-Request-ID") == (made.headers.get("X-Request-ID") and ANY_ID)


class _AnyId(str):
    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = str.__hash__


ANY_ID = _AnyId()


@sqlite_alone
def test_an_answer_names_the_host_that_was_asked(client: TestClient) -> None:
    for host in ("one.example", "other.example", "one.example"):
        answer = client.get("/v1/observations?limit=1", headers={"Host": host})
        assert f"<http://{host}/v1/observations?limit=1>" in answer.headers["Link"]


@sqlite_alone
def test_what_is_kept_costs_no_statement(databases: Databases, sql: list[str]) -> None:
    with service(databases.seeded, look_seconds=60) as client:
        client.get("/v1/forces/kent")
        client.get("/v1/forces/kent")
        sql.clear()
        assert client.get("/v1/forces/kent").status_code == 200
        assert client.head("/v1/forces/kent").status_code == 200
    assert sql == []


@sqlite_alone
def test_the_metrics_count_what_is_kept(databases: Databases) -> None:
    with service(databases.seeded) as client:
        for _ in range(5):
            client.get("/v1/forces/kent")
        told = client.get("/metrics").text
    assert 'http_requests_total{handler="/v1/forces/{force}",method="GET",status="2xx"} 5.0' in told


def request(path: bytes, *fields: tuple[bytes, bytes]) -> Asked:
    return asked_by(
        {
            "type": "http",
            "method": "GET",
            "http_version": "1.1",
            "scheme": "http",
            "path": path.decode(),
            "raw_path": path,
            "query_string": b"",
            "headers": [(b"host", b"a"), *fields],
            "state": {NEGOTIATED: [("application/json", "text/csv")]},
        }
    )


def ready(size: int) -> Ready:
    content = bytes(size)
    return Ready(Whole([], b'"a"', None, size, lambda start, stop: content[start:stop]), None, "none")


@properties
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 30_000)), max_size=60))
def test_no_more_is_kept_than_is_allowed(kept: list[tuple[int, int]]) -> None:
    most = 100_000
    answers = ReadyAnswers(most)
    for n, size in kept:
        answers.keep(request(b"/%d" % n), ready(size))
        assert answers.size <= most
    held = [answers.find(request(b"/%d" % n)) for n in range(9)]
    assert answers.size == sum(len(one.content) + OVERHEAD for one in held if one is not None)
    if kept and kept[-1][1] + OVERHEAD <= most // LARGEST:
        assert (found := answers.find(request(b"/%d" % kept[-1][0]))) is not None
        assert len(found.content) == kept[-1][1]


def test_headers_made_up_at_random_take_no_room() -> None:
    """What is kept is told apart by what negotiation chose, not by the words that it was asked in."""
    answers, random = ReadyAnswers(10_000_000), Random(1)  # noqa: S311 - no secret
    for n in range(500):
        wanted = b"text/csv;q=%.3f, application/json, x/%d;q=0.5" % (random.random() * 0.9, n)
        asked = request(b"/a", (b"accept", wanted), (b"accept-encoding", b"gzip;q=0.%d, x%d" % (n % 9 + 1, n)))
        if answers.find(asked) is None:
            answers.keep(asked, ready(1000))
    assert answers.size == 1000 + OVERHEAD
