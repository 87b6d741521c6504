"""A SQLite file as the service reads it: whole, without a trace, and the one that is there now."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Condition, Event
from urllib.parse import quote

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import OperationalError

from app.db.address import BadAddressError
from app.db.deadlines import Deadlines
from app.db.engine import make_engine
from app.db.sqlite import UnusableFileError
from tests.conftest import ROOT, Databases, service, sqlite_alone

pytestmark = sqlite_alone

COUNT = text("SELECT count(*) FROM observation")
BREAK_OFF = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in ("PRAGMA cache_size=5", "BEGIN IMMEDIATE", "UPDATE observation SET as_stated = 'half of a change'"):
    connection.execute(statement)
os.kill(os.getpid(), signal.SIGKILL)
"""
"""A writer that is killed when part of its change is in the file, as in the middle of a commit."""


def path_of(address: str) -> Path:
    return Path(str(make_url(address).database))


def break_off(path: Path) -> Path:
    """Leave a file with half of a change, and return the journal that goes with it."""
    killed = subprocess.run([sys.executable, "-c", BREAK_OFF, path], check=False)
    assert killed.returncode == -signal.SIGKILL
    journal = path.with_name(f"{path.name}-journal")
    assert journal.stat().st_size > 0
    assert b"half of a change" in path.read_bytes()
    return journal


def test_a_change_that_was_broken_off_is_taken_back_when_the_service_reads(own_database: str) -> None:
    with service(own_database) as client:
        before = client.get("/v1/observations?limit=1000").json()
        journal = break_off(path_of(own_database))
        assert client.get("/v1/observations?limit=1000").json() == before
        assert client.get("/health/ready").status_code == 200
        assert not journal.exists()
        break_off(path_of(own_database))
    with service(own_database) as client:
        assert client.get("/health/ready").status_code == 200
        assert client.get("/v1/observations?limit=1000").json() == before


def test_a_reader_can_neither_write_nor_attach_nor_be_talked_into_it(own_database: str, tmp_path: Path) -> None:
    engine = make_engine(own_database, read_only=True)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        for statement in ("DELETE FROM observation", "CREATE TABLE t (x)", "PRAGMA user_version=9"):
            with pytest.raises(OperationalError, match="readonly"):
                connection.exec_driver_sql(statement)
        connection.rollback()
        other = tmp_path / "other.sqlite3"
        with pytest.raises(OperationalError, match="too many attached"):
            connection.exec_driver_sql(f"ATTACH '{other}' AS other")
        assert not other.exists()
    engine.dispose()


@pytest.mark.parametrize(
    "write",
    [
        lambda path: f"sqlite:///{quote(str(path))}",
        lambda path: f"sqlite:///{quote(os.path.relpath(path))}",
        lambda path: f"sqlite:///file:{quote(quote(str(path)))}?uri=true",
        lambda path: f"sqlite:///file://{quote(quote(str(path)))}?uri=true&mode=rwc",
        lambda path: f"sqlite:///{quote(str(path))}?immutable=1",
        lambda path: f"sqlite:///{quote(str(path))}?mode=rw",
    ],
)
def test_however_the_address_is_written_the_file_is_read_and_cannot_be_changed(
    databases: Databases, tmp_path: Path, write: Callable[[Path], str]
) -> None:
    path = tmp_path / "a database #1, 100%25?.sqlite3"
    shutil.copy(path_of(databases.seeded), path)
    engine = make_engine(write(path), read_only=True)
    with engine.connect() as connection:
        assert connection.execute(COUNT).scalar_one() > 1000
        with pytest.raises(OperationalError, match="readonly"):
            connection.exec_driver_sql("DELETE FROM observation")
    engine.dispose()
    assert os.listdir(tmp_path) == [path.name]  # noqa: PTH208 - names


@pytest.mark.parametrize(
    "address",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file::memory:?cache=shared&uri=true",
        "sqlite:///file:x?mode=memory&uri=true",
        "sqlite:///x.sqlite3?vfs=unix-none",
        "sqlite:///x.sqlite3?immutable=perhaps",
    ],
)
def test_an_address_that_names_no_file_or_how_to_open_it_is_refused(databases: Databases, address: str) -> None:
    del databases
    with pytest.raises(BadAddressError):
        make_engine(address, read_only=True)


@pytest.mark.parametrize("query", ["immutable=1", "mode=ro"])
def test_a_file_that_the_address_says_is_only_read_is_not_written(own_database: str, query: str) -> None:
    with pytest.raises(BadAddressError, match="nothing is written"):
        make_engine(f"{own_database}?{query}", read_only=False)


def test_a_file_that_is_replaced_is_the_one_that_is_read_from_then_on(databases: Databases) -> None:
    served, other = databases.copy(), databases.copy()
    with closing(sqlite3.connect(path_of(other))) as connection, connection:
        connection.execute("UPDATE observation SET as_stated = 'of the new file'")
    with service(served, kept_bytes=0) as client:
        for _ in range(20):
            assert client.get("/v1/observations").json()["items"][0]["as_stated"] != "of the new file"
        path_of(other).rename(path_of(served))
        for _ in range(20):
            assert client.get("/v1/observations").json()["items"][0]["as_stated"] == "of the new file"
        path_of(served).unlink()
        assert client.get("/v1/observations").status_code == 503
        shutil.copy(path_of(databases.seeded), path_of(served))
        assert client.get("/v1/observations").status_code == 200


def test_nothing_is_written_to_a_file_that_another_has_replaced(databases: Databases) -> None:
    address, other = databases.copy(), databases.copy()
    engine = make_engine(address, read_only=False)
    change = text("DELETE FROM note")
    with engine.connect() as connection:
        connection.execute(change)
        path_of(other).rename(path_of(address))
        with pytest.raises(UnusableFileError):
            connection.commit()
    with engine.begin() as connection:  # what is begun now is of the new file
        connection.execute(change)
    engine.dispose()
    with closing(sqlite3.connect(path_of(address))) as connection_:
        assert connection_.execute("SELECT count(*) FROM note").fetchone() == (0,)


def test_a_database_with_a_write_ahead_log_is_read_and_loses_it_to_the_first_writer(own_database: str) -> None:
    path = path_of(own_database)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode=WAL").fetchone() == ("wal",)
        with service(own_database) as client:
            assert client.get("/v1/forces").status_code == 200
        writer = make_engine(own_database, read_only=False)
        writer.connect().close()
    writer.dispose()
    writer.connect().close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    writer.dispose()


WRITE = """
import sys
from app.db.engine import make_engine
engine = make_engine(sys.argv[1], read_only=False)
with engine.begin() as connection:
    connection.exec_driver_sql("DELETE FROM note")
engine.dispose()
"""


def test_a_writer_has_its_turn_while_some_read_at_all_times(own_database: str) -> None:
    engine = make_engine(own_database, read_only=True)
    done = Event()
    begun = Condition()
    newest = 0

    def read(number: int) -> None:
        nonlocal newest
        while not done.is_set():
            with engine.connect() as connection:
                connection.execute(COUNT)
                with begun:
                    newest = max(newest, number)
                    begun.notify_all()
                    # The next one begins before this one ends, unless it gives way.
                    begun.wait_for(lambda: newest > number or done.is_set(), timeout=1)  # noqa: B023 - called here
            number += 2

    with ThreadPoolExecutor(2) as pool:
        readers = [pool.submit(read, number) for number in (1, 2)]
        try:
            subprocess.run([sys.executable, "-c", WRITE, own_database], check=True, timeout=40, cwd=ROOT)
        finally:
            done.set()
        for reader in readers:
            reader.result()
    assert newest > 2
    engine.dispose()


def damage(path: Path) -> None:
    """Zero a page in the middle of the table of figures, and leave the first and the last of them."""
    with closing(sqlite3.connect(path)) as connection:
        [size] = connection.execute("PRAGMA page_size").fetchone()
        pages = connection.execute(
            "SELECT pageno FROM dbstat WHERE name = 'observation' AND pagetype = 'leaf' ORDER BY path"
        ).fetchall()
    [page] = pages[len(pages) // 2]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))


def test_damage_that_requests_met_is_known_until_the_file_is_mended(
    databases: Databases, caplog: pytest.LogCaptureFixture
) -> None:
    address, good = databases.copy(), databases.copy()
    with service(address) as client:
        assert client.get("/health/ready").status_code == 200
        damage(path_of(address))
        for _ in range(3):
            assert client.get("/v1/observations?format=csv").status_code == 503
        time.sleep(1.1)  # what was found before stands for a second
        ready = client.get("/health/ready")
        assert (ready.status_code, "backup" in ready.json()["detail"]) == (503, True)
        assert len([r for r in caplog.records if r.name == "app.db.damage"]) == 1
        path_of(good).rename(path_of(address))
        time.sleep(1.1)
        assert client.get("/v1/observations?format=csv").status_code == 200
        assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("content", [b"no database at all" * 500, b""])
def test_a_file_that_is_no_database_of_ours_is_told_by_requests_and_by_readiness(
    databases: Databases, content: bytes
) -> None:
    address = databases.copy()
    path_of(address).write_bytes(content)
    with service(address) as client:
        for path in ("/v1/forces", "/health/ready", "/v1/forces"):
            assert client.get(path).status_code == 503


def test_a_read_that_takes_too_long_is_interrupted_and_its_connection_goes_on(databases: Databases) -> None:
    engine = make_engine(databases.seeded, read_only=True, deadlines=Deadlines(connect=5, read=1, queue=1))
    endless = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n")
    with engine.connect() as connection:
        with pytest.raises(OperationalError, match="interrupted"):
            connection.execute(endless)
        driver = connection.connection.dbapi_connection
    with engine.connect() as connection:
        assert connection.execute(COUNT).scalar_one() > 1000
        assert connection.connection.dbapi_connection is driver
    engine.dispose()
