"""Readiness and time-outs: a database that cannot be read is told as such, in time, and by all."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import httpx2 as httpx
import pytest
from sqlalchemy import Engine, text

from app.db.engine import make_engine
from app.main import reading_turns
from app.settings import Settings
from tests.conftest import Databases, running, service, sqlite_alone


@contextmanager
def locked(address: str) -> Iterator[None]:
    """Keep everybody from reading figures."""
    engine: Engine = make_engine(address, read_only=False)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.dbapi_connection.execute("BEGIN EXCLUSIVE")  # type: ignore[union-attr]
            yield
            connection.connection.dbapi_connection.rollback()  # type: ignore[union-attr]
        else:
            connection.execute(text("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE"))
            yield
    engine.dispose()


def test_reads_of_a_locked_table_end_and_readiness_says_so_until_it_is_unlocked(own_database: str) -> None:
    with (
        running(own_database, connect_seconds=2, read_seconds=2, queue_seconds=1) as server,
        httpx.Client(timeout=25) as client,
        ThreadPoolExecutor(18) as pool,
    ):
        assert client.get(f"{server}/health/ready").status_code == 200
        with locked(own_database):
            time.sleep(1.1)  # what was found before stands for a second
            reads = [pool.submit(client.get, f"{server}/v1/forces/kent/budget") for _ in range(18)]
            begun = time.monotonic()
            ready = client.get(f"{server}/health/ready")
            assert (ready.status_code, ready.headers["retry-after"]) == (503, "5")
            assert time.monotonic() - begun < 8
            assert client.get(f"{server}/health/live").status_code == 200
            for read in reads:
                answer = read.result()
                assert (answer.status_code, answer.json()["type"]) == (503, "/v1/problems/not-ready")
                assert answer.headers["retry-after"] == "5"
        time.sleep(1.1)
        assert client.get(f"{server}/v1/forces/kent/budget").status_code == 200
        assert client.get(f"{server}/health/ready").status_code == 200


def test_many_that_ask_for_readiness_cause_one_look(databases: Databases, sql: list[str]) -> None:
    with (
        running(databases.seeded) as server,
        httpx.Client(limits=httpx.Limits(max_connections=60), timeout=25) as client,
        ThreadPoolExecutor(60) as pool,
    ):
        assert client.get(f"{server}/health/ready").status_code == 200
        time.sleep(1.1)
        sql.clear()
        begun = time.monotonic()
        statuses = list(pool.map(lambda _: client.get(f"{server}/health/ready").status_code, range(120)))
        seconds = time.monotonic() - begun
    assert statuses == [200] * 120
    looks = len(
        [statement for statement in sql if "data_state.modified_at" in statement and "ORDER BY" not in statement]
    )
    assert 1 <= looks <= 1 + seconds


def test_readiness_reads_every_table(own_database: str) -> None:
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE unassigned RENAME TO elsewhere"))
    engine.dispose()
    with service(own_database) as client:
        assert client.get("/v1/forces").status_code == 200
        assert client.get("/health/ready").status_code == 503


@sqlite_alone
def test_who_waits_too_long_for_a_turn_is_told_to_come_again(
    databases: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    with service(databases.seeded, queue_seconds=1) as client:
        free = client.app_state["reading_turns"]
        with monkeypatch.context() as patch:
            patch.setattr("app.main.READERS", 0)
            client.app_state["reading_turns"] = reading_turns(Settings(queue_seconds=1))
        answer = client.get("/v1/forces")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        client.app_state["reading_turns"] = free
        assert client.get("/v1/forces").status_code == 200


def test_a_service_is_ready_beside_a_schema_that_a_newer_version_added_to(own_database: str) -> None:
    """While a release is rolled out the older one goes on: only what it cannot read keeps it from that."""
    engine = make_engine(own_database, read_only=False)
    with service(own_database) as client:
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
            connection.execute(text("ALTER TABLE note ADD COLUMN newer INTEGER"))
        time.sleep(1.1)
        assert client.get("/health/ready").status_code == 200
        assert client.get("/v1/forces").status_code == 200
        with engine.begin() as connection:
            connection.execute(text("ALTER TABLE note RENAME COLUMN text TO words"))
        time.sleep(1.1)
        assert client.get("/health/ready").status_code == 503
    engine.dispose()
