"""A service that reads a streaming replica: it sees what the primary takes in, and goes on when the primary is lost."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import DBAPIError

from app.db.deadlines import Deadlines
from app.db.engine import make_engine
from app.http.failures import problem_of
from app.http.problems import NotReady
from faults.programs import run, serving
from faults.statements import pages, statement
from tests import postgres
from tests.conftest import postgresql_databases, reading

SEEN = 5.0
"""Within how many seconds a change must be seen through the replica: wide, for machines that do much else."""
CHANGING = text("SELECT x FROM changing")


@pytest.fixture
def primary() -> Iterator[postgres.Server]:
    bin_ = postgres.binaries()
    if bin_ is None:
        pytest.skip("no PostgreSQL on this machine that may be lost")
    with postgres.controlled(bin_) as server:
        yield server


def on(server: postgres.Server, address: str) -> str:
    """Return the address of a database on another server, for the role that may only read."""
    return make_url(reading(address)).set(port=server.port).render_as_string(hide_password=False)


def test_a_service_follows_its_replica_and_outlives_the_primary(primary: postgres.Server, tmp_path: Path) -> None:
    database = postgresql_databases(primary.address).copy()
    with primary.replica() as replica:
        settings = {
            "read_database_url": on(replica, database),
            "kept_bytes": "0",
            "cache_seconds": "0",
            "connect_seconds": "2",
        }
        with serving(database, settings=settings) as service:
            known = f"/v1/statements/{statement(0)}"
            assert service.ask(known).status == 404
            assert run("ingest", *pages(tmp_path, 1), database=database).code == 0
            service.reaches(200, known, within=SEEN)

            primary.lose()
            time.sleep(1.1)  # for which readiness is told from what was found before
            for target in ("/health/ready", known, "/v1/forces/kent", "/v1/observations?limit=1000"):
                assert service.ask(target).status == 200
            with serving(database, settings=settings) as another:  # also one that starts now
                assert another.ask(known).status == 200
            assert run("ingest", *pages(tmp_path, 1, first=1), database=database).clean

            replica.lose()
            service.reaches(503)
            assert service.ask(known).refused


@pytest.fixture
def reader(primary: postgres.Server) -> Iterator[Engine]:
    """What reads a replica that lets no reader delay it."""
    with psycopg.connect(postgres.libpq(primary.address), autocommit=True) as own:
        own.execute("CREATE TABLE changing AS SELECT 1 AS x")
    with primary.replica() as replica:
        with psycopg.connect(postgres.libpq(replica.address), autocommit=True) as own:
            own.execute("ALTER SYSTEM SET max_standby_streaming_delay = 0")
            own.execute("SELECT pg_reload_conf()")
        engine = make_engine(replica.address, read_only=True, deadlines=Deadlines(connect=5, read=30, queue=5))
        yield engine
        engine.dispose()


def read_on(connection: Connection) -> None:
    """Read for longer than a replica takes to follow."""
    for _ in range(100):
        time.sleep(0.05)
        connection.execute(CHANGING).all()


@pytest.mark.parametrize(
    "statements",
    [("DELETE FROM changing", "VACUUM changing"), ("LOCK TABLE changing; ALTER TABLE changing ADD COLUMN y integer",)],
)
def test_a_reader_that_is_in_the_way_of_the_replica_is_told_to_try_again(
    primary: postgres.Server, reader: Engine, statements: tuple[str, ...]
) -> None:
    with reader.connect() as connection:
        assert connection.execute(CHANGING).all() == [(1,)]
        with psycopg.connect(postgres.libpq(primary.address), autocommit=True) as own:
            for statement_ in statements:
                own.execute(statement_)
        with pytest.raises(DBAPIError) as canceled:
            read_on(connection)
    assert isinstance(problem_of(canceled.value, "id"), NotReady)
    with reader.connect() as connection:  # and a second time is answered
        assert connection.execute(text("SELECT 1")).all() == [(1,)]


def test_several_hosts_of_an_address_are_tried_in_turn(primary: postgres.Server) -> None:
    hosts = f"127.0.0.1:{postgres.free_port()},127.0.0.1:{primary.port}"
    for address in (f"postgresql://postgres@{hosts}/postgres?application_name=a", f"postgresql://postgres@{hosts}"):
        engine = make_engine(address, read_only=True)
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT current_database()")) == "postgres"
        engine.dispose()
