"""Databases that cannot be read now: every command says so in time, in a line, and the doctor says what to do."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url, text

from app.db.engine import make_engine
from tests import postgres
from tests.cli.test_doctor import wrong
from tests.commands import run
from tests.conftest import Databases, postgresql_alone, reading, sqlite_alone
from tests.db.test_postgresql import stopped
from tests.db.test_sqlite import damage, path_of


@contextmanager
def locked(address: str, *tables: str) -> Iterator[None]:
    """Keep everybody else from reading tables of a database, or all of a file."""
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        with closing(sqlite3.connect(path_of(address), isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            yield
        return
    with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as own:
        own.execute(f"LOCK TABLE {', '.join(tables)} IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.parametrize("table", ["observation", "data_state", "alembic_version"])
def test_the_doctor_waits_for_nobody_who_has_locked_the_database(databases: Databases, table: str) -> None:
    database = databases.copy()
    with locked(database, table):
        found = wrong(database)["database"]
    assert "it is locked by somebody else" in found["detail"]
    assert "wait until they are done" in found["remedy"]
    assert wrong(database) == {}


def test_no_command_that_reads_waits_for_ever_for_who_has_locked_the_database(
    databases: Databases, tmp_path: Path
) -> None:
    database = databases.copy()
    commands = (
        *(["serve", "--port", "0"], ["forces"], ["show", "kent"], ["check"], ["check", "--integrity"]),
        *(["backup", str(tmp_path / "copy.sqlite3")], ["export", "--output", str(tmp_path / "files")]),
    )
    with locked(database, "force", "statement", "observation", "data_state"), ThreadPoolExecutor(len(commands)) as pool:
        ended = list(pool.map(lambda command: run(*command, database=database), commands))
    for command, done in zip(commands, ended, strict=True):
        assert (done.returncode, done.stderr.count("\n")) == (1, 1), (command, done.stderr)
        assert "locked" in done.stderr
        assert "Traceback" not in done.stderr


def test_the_doctor_waits_for_no_server_that_has_stopped() -> None:
    bin_ = postgres.binaries()
    if bin_ is None:
        pytest.skip("no PostgreSQL on this machine that may be stopped")
    with postgres.server(bin_) as server, stopped(server):
        assert "start it" in wrong(server)["database"]["remedy"]


@sqlite_alone
@pytest.mark.parametrize("what", ["half of it", "a page", "words", "a few bytes"])
def test_the_doctor_says_of_a_damaged_file_that_it_is_and_how_to_mend_it(databases: Databases, what: str) -> None:
    database = databases.copy()
    path = path_of(database)
    whole = path.read_bytes()
    if what == "a page":
        damage(path)
    else:
        left = {"half of it": whole[: len(whole) // 2], "words": b"no database at all" * 500, "a few bytes": whole[:50]}
        path.write_bytes(left[what])
    found = wrong(database)["database"]
    assert "damaged" in found["detail"]
    assert "`force-profiles restore --replace" in found["remedy"]


@sqlite_alone
def test_the_doctor_says_of_an_empty_file_what_fills_it(databases: Databases) -> None:
    database = databases.copy()
    path_of(database).write_bytes(b"")
    assert "migrate" in wrong(database)["schema"]["remedy"]


@postgresql_alone
def test_the_doctor_says_who_must_be_let_read(databases: Databases) -> None:
    database = databases.copy()
    engine = make_engine(database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("REVOKE SELECT ON observation FROM force_profiles_reader"))
    engine.dispose()
    assert "let this user read it" in wrong(reading(database))["database"]["remedy"]
