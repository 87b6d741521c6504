"""Starting: an empty database is filled once and whole, whatever happens meanwhile."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.db.engine import make_engine
from app.db.migrate import rows_held
from app.load.seed import seed
from app.queries.catalogue import bundle
from tests.bundled import FIGURES, RECORDS, STATEMENTS
from tests.commands import answer, environment, run
from tests.conftest import Databases
from tests.postgres import free_port


@contextmanager
def serving(database: str) -> Iterator["subprocess.Popen[str]"]:
    """Start the service over a database, and stop it in the end."""
    started = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(free_port())],
        env=environment(database),
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield started
    finally:
        started.terminate()
        started.communicate(timeout=30)


def said_until(process: "subprocess.Popen[str]", words: str) -> str:
    """Return what a service says up to a line with some words."""
    assert process.stderr is not None
    said = ""
    while words not in said:
        line = process.stderr.readline()
        assert line, said
        said += line
    return said


def held(database: str) -> dict[str, int]:
    engine = make_engine(database, read_only=False)
    with engine.connect() as connection:
        found = rows_held(connection)
    engine.dispose()
    return found


@pytest.mark.parametrize("seconds", [0.05, 0.4, 0.9])
def test_a_first_start_that_is_killed_is_completed_by_the_next(databases: Databases, seconds: float) -> None:
    database = databases.empty()
    with serving(database) as first:
        said_until(first, "schema: ")
        time.sleep(seconds)
        os.kill(first.pid, signal.SIGKILL)
    assert held(database)["statement"] in {0, STATEMENTS}
    with serving(database) as second:
        said_until(second, "serving on")
    rows = held(database)
    assert (rows["statement"], rows["observation"], rows["release"]) == (STATEMENTS, FIGURES, 1)
    assert answer(run("check", "--integrity", "--format", "json", database=database)) == []


def test_a_seed_that_an_older_version_left_half_done_is_completed(databases: Databases) -> None:
    database = databases.copy()
    engine = make_engine(database, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM statement WHERE force_id > 'k'"))
        connection.execute(text("UPDATE dataset SET bundle = NULL"))
    with serving(database) as service:
        assert "added" in said_until(service, "serving on")
    assert held(database)["statement"] == STATEMENTS
    with Session(engine) as session:
        assert bundle(session) is not None
    engine.dispose()


def test_a_seed_that_is_broken_off_leaves_nothing_behind(databases: Databases) -> None:
    database = databases.empty()
    run("migrate", database=database)
    before = held(database)
    engine = make_engine(database, read_only=False)
    steps = seed(engine, RECORDS)
    for _ in range(STATEMENTS // 2):
        next(steps)
    steps.close()  # type: ignore[attr-defined]
    assert held(database) == before
    engine.dispose()


def test_two_that_start_on_one_empty_database_fill_it_once_and_both_serve_all(databases: Databases) -> None:
    database = databases.empty()
    with serving(database) as first, serving(database) as second:
        said = [said_until(service, "serving on") for service in (first, second)]
    assert sorted("added" in words for words in said) == [False, True]
    rows = held(database)
    assert (rows["statement"], rows["observation"], rows["release"]) == (STATEMENTS, FIGURES, 1)
