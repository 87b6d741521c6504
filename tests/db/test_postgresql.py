"""PostgreSQL as the service uses it: options of the address, roles with few rights, a server that says nothing."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import cast

import psycopg
import pytest
from sqlalchemy import make_url, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.db import models
from app.db.deadlines import Deadlines
from app.db.engine import make_engine
from tests import postgres
from tests.conftest import Databases, postgresql_alone, postgresql_databases, reading, service


def settings_of(address: str, *, read_only: bool) -> dict[str, str]:
    engine = make_engine(address, read_only=read_only, deadlines=Deadlines(connect=5, read=30, queue=10))
    with engine.connect() as connection:
        names = ("statement_timeout", "lock_timeout", "work_mem", "default_transaction_read_only")
        found = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in names}
    engine.dispose()
    return found


@postgresql_alone
def test_options_of_the_address_are_kept_and_win_but_for_reading_alone(databases: Databases) -> None:
    options = "-c statement_timeout=7s -c work_mem=5MB -c lock_timeout=1s -c default_transaction_read_only=off"
    address = make_url(databases.seeded).update_query_dict({"options": options})
    given = address.render_as_string(hide_password=False)
    assert settings_of(given, read_only=True) == {
        "statement_timeout": "7s",
        "work_mem": "5MB",
        "lock_timeout": "1s",
        "default_transaction_read_only": "on",
    }
    assert settings_of(given, read_only=False)["lock_timeout"] == "1s"
    assert settings_of(databases.seeded, read_only=True)["statement_timeout"] == "30s"


WRITES = [
    "INSERT INTO data_state (id, modified_at) VALUES (2, now())",
    "UPDATE force SET name = 'x'",
    "DELETE FROM observation",
    "TRUNCATE note",
    "CREATE TABLE t (x integer)",
    "CREATE TEMPORARY TABLE t (x integer)",
    "CREATE SCHEMA s",
    "CREATE ROLE r",
    "ALTER TABLE force OWNER TO force_profiles_reader",
    "SELECT nextval('release_number_seq')",
    "SELECT * FROM force FOR UPDATE",
    "BEGIN; LOCK TABLE observation IN ACCESS EXCLUSIVE MODE",
    "SELECT lo_create(0)",
    "COPY force TO PROGRAM 'true'",
    "SET ROLE force_profiles_owner",
]


@postgresql_alone
@pytest.mark.parametrize("statement", WRITES)
def test_the_role_that_reads_may_do_nothing_else_even_where_it_says_it_may_write(
    databases: Databases, statement: str
) -> None:
    if os.environ.get(postgres.ADDRESS) and "lo_create" in statement:
        pytest.skip("the role that runs the script on the server named may be no superuser")
    with psycopg.connect(postgres.libpq(reading(databases.seeded)), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        assert connection.execute("SELECT count(*) > 1000 FROM observation").fetchone() == (True,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)


@postgresql_alone
def test_the_script_of_the_roles_may_be_run_again_and_takes_over_what_others_made(own_database: str) -> None:
    owner = make_url(own_database)
    superuser = owner.set(username="postgres")
    if os.environ.get(postgres.ADDRESS):
        pytest.skip("the server named may have no superuser that logs in without a password")
    with psycopg.connect(postgres.libpq(own_database, username="postgres")) as connection:
        connection.execute("CREATE TABLE public.made_by_another (id integer GENERATED ALWAYS AS IDENTITY)")
        connection.execute("GRANT INSERT ON public.made_by_another TO PUBLIC")
    for _ in range(2):
        postgres.give_roles(superuser)
    engine = make_engine(own_database, read_only=False)
    with engine.begin() as connection_:
        connection_.execute(text("ALTER TABLE made_by_another ADD COLUMN more integer"))
        connection_.execute(text("CREATE TABLE made_later (id integer)"))
    engine.dispose()
    reader = make_engine(reading(own_database), read_only=True)
    with reader.connect() as connection_:
        for table in ("made_by_another", "made_later"):
            assert connection_.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0  # noqa: S608
    reader.dispose()
    with psycopg.connect(postgres.libpq(reading(own_database)), autocommit=True) as connection:
        connection.execute("SET default_transaction_read_only = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO made_by_another DEFAULT VALUES")


@contextmanager
def stopped(address: str) -> Iterator[None]:
    """Keep a server from doing anything, with all its processes, as a machine that has frozen would."""
    with psycopg.connect(postgres.libpq(address, username="postgres")) as own:
        [folder] = own.execute("SHOW data_directory").fetchone() or [""]
    first = int((Path(folder) / "postmaster.pid").read_text(encoding="utf-8").split()[0])
    processes = [first]
    try:
        os.kill(first, signal.SIGSTOP)  # after which there are no more of them
        command = ["ps", "-o", "pid=", "--ppid", str(first)]
        processes += map(int, subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
        _send(signal.SIGSTOP, processes)
        yield
    finally:
        _send(signal.SIGCONT, processes)


def _send(what: signal.Signals, processes: list[int]) -> None:
    for process in processes:
        with suppress(ProcessLookupError):  # one that was about to end
            os.kill(process, what)


def test_a_server_that_stops_answering_is_told_in_time_and_used_again_when_it_goes_on() -> None:
    bin_ = postgres.binaries()
    if bin_ is None:
        pytest.skip("no PostgreSQL on this machine that may be stopped")
    with postgres.server(bin_) as server:
        address = postgresql_databases(server).seeded
        with service(address, connect_seconds=2, read_seconds=2, queue_seconds=2, kept_bytes=0) as client:
            for path in ("/v1/forces", "/health/ready"):
                assert client.get(path).status_code == 200
            with stopped(address):
                for path in ("/v1/forces", "/health/ready", "/v1/forces"):
                    begun = time.monotonic()
                    answer = client.get(path)
                    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
                    assert time.monotonic() - begun < 15
            time.sleep(1.1)
            for path in ("/v1/forces", "/health/ready"):
                assert client.get(path).status_code == 200


def test_a_statement_that_waits_while_the_server_stops_is_cut() -> None:
    bin_ = postgres.binaries()
    if bin_ is None:
        pytest.skip("no PostgreSQL on this machine that may be stopped")
    with postgres.server(bin_) as server:
        engine = make_engine(server, read_only=True, deadlines=Deadlines(connect=2, read=2, queue=2))
        with engine.connect() as connection, stopped(server):
            begun = time.monotonic()
            with pytest.raises(Exception, match="closed the connection"):
                connection.execute(text("SELECT 1"))
            assert time.monotonic() - begun < 15
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar_one() == 1
        engine.dispose()


@postgresql_alone
def test_a_read_costs_a_round_trip_for_each_statement_one_to_begin_and_one_to_end(
    databases: Databases, tmp_path: Path
) -> None:
    engine = make_engine(reading(databases.seeded), read_only=True, deadlines=Deadlines(connect=5, read=30, queue=10))
    names = select(models.Force.name).where(models.Force.id == "kent")
    for _ in range(6):  # the driver prepares a statement that was sent five times
        with Session(engine) as session:
            session.scalars(names).one()
    with (tmp_path / "protocol").open("w+") as protocol:
        with closing(engine.raw_connection()) as connection:
            cast("psycopg.Connection", connection.driver_connection).pgconn.trace(protocol.fileno())
        before = (tmp_path / "protocol").read_text().count("ReadyForQuery")
        with Session(engine) as session:
            session.scalars(names).one()
        told = (tmp_path / "protocol").read_text()
    assert told.count("ReadyForQuery") - before == 3  # BEGIN, the names, COMMIT
    assert "Parse" not in told
    engine.dispose()


@postgresql_alone
def test_connections_that_the_server_has_closed_are_replaced_unnoticed(databases: Databases) -> None:
    engine = make_engine(reading(databases.seeded), read_only=True, deadlines=Deadlines(connect=5, read=30, queue=10))
    with engine.connect() as first, engine.connect() as second:
        pids = [connection.scalar(text("SELECT pg_backend_pid()")) for connection in (first, second)]
    with psycopg.connect(postgres.libpq(reading(databases.seeded)), autocommit=True) as own:
        own.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s::int[]) AS pid", [pids])
    with engine.connect() as first, engine.connect() as second:
        assert not {connection.scalar(text("SELECT pg_backend_pid()")) for connection in (first, second)} & {*pids}
    engine.dispose()


def test_every_transaction_of_a_connection_sees_one_state(own_database: str) -> None:
    """Not only the first, which begins when the connection is taken from the pool."""
    reader, writer = make_engine(own_database, read_only=True), make_engine(own_database, read_only=False)
    names = text("SELECT count(*) FROM force WHERE name LIKE 'x-%'")
    with reader.connect() as connection:
        for force in ("kent", "sussex"):
            connection.rollback()
            found = connection.scalar(names)
            if writer.dialect.name == "postgresql":  # SQLite's writer would wait for the reader
                with writer.begin() as other:
                    other.execute(text("UPDATE force SET name = 'x-' || id WHERE id = :id"), {"id": force})
            assert connection.scalar(names) == found
            with pytest.raises(DBAPIError, match=r"read.?only"):
                connection.execute(text("DELETE FROM note"))
    for engine in (reader, writer):
        engine.dispose()
