"""Copies of a database, what is put back from them, and whether a database is whole."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text, update

from app.db import models
from app.db.engine import make_engine
from app.db.migrate import alembic_config, changing_schema, rows_held
from app.db.models import Origin
from app.extract.observations import extract, record_of
from app.load.restore import restore
from app.load.seed import seed
from app.load.store import Intake, writing
from app.statements.page import read_page
from app.vocabulary.forces import forces
from faults.programs import Program
from tests.bundled import EDITIONS, FIGURES, RECORDS, STATEMENTS
from tests.commands import answer, environment, run, run_confined
from tests.conftest import Databases, service

PAGE = """\
Kent Police 2031

The force says...

The force serves a population of 1.9 million. It has {officers} police officers.

Disclaimer: this was prepared by Kent Police.
"""


def take_in(address: str, *officers: str) -> None:
    engine = make_engine(address, read_only=False)
    for number in officers:
        statement = read_page(PAGE.format(officers=number))
        Intake(engine).store(record_of(statement, forces()["kent"], extract(statement)), Origin.INGESTED)
    engine.dispose()


def answers(address: str) -> list[str]:
    """Return what a service answers over a database: every list whole, and a statement with its text."""
    paths = ("forces", "observations", "statements", "releases", "measures", "reconciliations")
    with service(address) as client:
        lists = [client.get(f"/v1/{path}?format=ndjson").text for path in paths]
        return [*lists, client.get("/v1/statements/kent/2031?revision=1").text]


@pytest.fixture
def lived_in(databases: Databases) -> str:
    """A database with releases, a page that was revised and one that was withdrawn."""
    address = databases.copy()
    take_in(address, "4,100", "4,200")
    engine = make_engine(address, read_only=False)
    Intake(engine).withdraw("surrey", "2023-25", "a test")
    engine.dispose()
    return address


def test_a_backup_restored_answers_the_same(databases: Databases, lived_in: str, tmp_path: Path) -> None:
    copy, expected = tmp_path / "copy.sqlite3", answers(lived_in)
    done = run("backup", copy, database=lived_in)
    assert done.returncode == 0, done.stderr
    for target in (databases.empty(), f"sqlite:///{tmp_path / 'new.sqlite3'}"):
        restored = run("restore", copy, database=target)
        assert restored.returncode == 0, restored.stderr
        assert answers(target) == expected
        assert answer(run("check", "--integrity", "--format", "json", database=target)) == []


def test_what_is_taken_in_after_a_restore_goes_on_from_there(
    databases: Databases, lived_in: str, tmp_path: Path
) -> None:
    copy, target = tmp_path / "copy.sqlite3", databases.empty()
    assert run("backup", copy, database=lived_in).returncode == 0
    assert run("restore", copy, database=target).returncode == 0
    take_in(target, "4,300")
    with service(target) as client:
        assert [row["number"] for row in client.get("/v1/releases").json()["items"]] == [5, 4, 3, 2, 1]
        assert [r["revision"] for r in client.get("/v1/statements/kent/2031").json()["revisions"]] == [3, 2, 1]
    assert answer(run("check", "--integrity", "--format", "json", database=target)) == []


def test_data_are_replaced_only_where_that_is_asked_for_and_are_kept(
    databases: Databases, lived_in: str, tmp_path: Path
) -> None:
    (tmp_path / "copies").mkdir()
    copy, target = tmp_path / "copies" / "copy.sqlite3", databases.copy()
    assert run("backup", copy, database=lived_in).returncode == 0
    before, expected = answers(target), answers(lived_in)
    refused = run("restore", copy, database=target)
    assert refused.returncode == 1
    assert "--replace" in refused.stderr
    assert answers(target) == before
    done = run("restore", copy, "--replace", database=target)
    assert done.returncode == 0, done.stderr
    assert answers(target) == expected
    kept = f"sqlite:///{done.stderr.splitlines()[0].removeprefix('the data that was there before is in ')}"
    assert answers(kept) == before


def test_who_holds_an_answer_of_before_is_told_that_it_changed(databases: Databases, tmp_path: Path) -> None:
    """A backup is older than what it replaces; by dates alone a client would take the old answer for the new one."""
    copy, target = tmp_path / "copy.sqlite3", databases.copy()
    assert run("backup", copy, database=target).returncode == 0
    take_in(target, "4,100")
    engine = make_engine(target, read_only=False)
    ahead = datetime.now(UTC) + timedelta(minutes=5)
    with writing(engine) as session:
        session.execute(update(models.DataState).values(modified_at=ahead))
    engine.dispose()
    assert run("restore", copy, "--replace", database=target).returncode == 0
    with engine.connect() as connection:
        changed = connection.execute(text("SELECT modified_at FROM data_state")).scalar_one()
    engine.dispose()
    assert datetime.fromisoformat(str(changed)).replace(tzinfo=UTC) > ahead


def test_backups_made_while_pages_are_taken_in_are_each_of_one_state(lived_in: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(max_workers=1) as thread:
        writer = thread.submit(take_in, lived_in, *(f"4,{n}" for n in range(300, 340)))
        copies: list[Path] = []
        while not writer.done():
            copies.append(tmp_path / f"{len(copies)}.sqlite3")
            done = run("backup", copies[-1], database=lived_in)
            assert done.returncode == 0, done.stderr
        writer.result()
    for copy in copies:
        assert answer(run("check", "--integrity", "--format", "json", database=f"sqlite:///{copy}")) == []


def test_a_backup_that_fails_leaves_the_one_before(databases: Databases, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert run("backup", copy, database=databases.seeded).returncode == 0
    before = copy.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "backup", copy],
        env=environment(databases.seeded),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
    )
    assert done.returncode == 1
    assert done.stderr.startswith("error:")
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["copy.sqlite3"]
    assert copy.read_bytes() == before


def garbage(file: Path) -> None:
    file.write_bytes(b"no database at all" * 1000)


def cut_short(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:200_000])


def zeroed(file: Path) -> None:
    """Overwrite a page in the middle, as a bad disk may."""
    content = bytearray(file.read_bytes())
    middle = len(content) // 2 // 4096 * 4096
    content[middle : middle + 4096] = bytes(4096)
    file.write_bytes(content)


def of_something_else(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")


def of_a_newer_version(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")


def missing(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("spoil", [garbage, cut_short, zeroed, of_something_else, of_a_newer_version, missing])
def test_what_is_no_whole_backup_is_not_restored(
    databases: Databases, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    copy, target = tmp_path / "copies" / "copy.sqlite3", databases.copy()
    copy.parent.mkdir()
    assert run("backup", copy, database=target).returncode == 0
    spoil(copy)
    before = answers(target)
    done = run("restore", copy, "--replace", database=target)
    assert done.returncode == 1
    assert done.stderr.startswith("error: nothing was restored")
    assert "Traceback" not in done.stderr
    assert answers(target) == before
    assert list(copy.parent.iterdir()) in ([copy], [])


def test_a_backup_of_an_older_schema_is_brought_up_to_date(databases: Databases, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'older.sqlite3'}"
    run("migrate", database=address)
    run("seed", database=address)
    engine = make_engine(address, read_only=False)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0002")
    engine.dispose()
    assert run("backup", tmp_path / "copy.sqlite3", database=address).returncode == 0
    target = databases.empty()
    done = run("restore", tmp_path / "copy.sqlite3", database=target)
    assert done.returncode == 0, done.stderr
    with service(target) as client:
        assert client.get("/v1/observations?limit=1").json()["total"] == FIGURES


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A seeded SQLite file."""
    path = tmp_path / "own" / "own.sqlite3"
    path.parent.mkdir()
    run("migrate", database=f"sqlite:///{path}")
    engine = make_engine(f"sqlite:///{path}", read_only=False)
    list(seed(engine, RECORDS, EDITIONS))
    engine.dispose()
    return path


@pytest.mark.parametrize("spoil", [zeroed, garbage, cut_short])
def test_a_damaged_database_is_told_and_can_be_restored(file: Path, spoil: Callable[[Path], None]) -> None:
    copy, address = file.with_name("copy.sqlite3"), f"sqlite:///{file}"
    assert run("backup", copy, database=address).returncode == 0
    spoil(file)
    damaged = file.read_bytes()
    for arguments in (["check"], ["check", "--integrity"], ["backup", file.with_name("other.sqlite3")]):
        done = run(*arguments, database=address)
        assert done.returncode == 1, arguments
        assert "Traceback" not in done.stderr
    restored = run("restore", copy, "--replace", database=address)
    assert restored.returncode == 0, restored.stderr
    assert answer(run("check", "--integrity", "--format", "json", database=address)) == []
    [kept] = file.parent.glob("own.sqlite3.replaced.*")
    assert kept.read_bytes()[100:] == damaged[100:]  # SQLite counts changes in the header


def test_the_journal_of_a_replaced_database_is_not_taken_for_that_of_the_new_one(file: Path) -> None:
    copy, address = file.with_name("copy.sqlite3"), f"sqlite:///{file}"
    assert run("backup", copy, database=address).returncode == 0
    hot = subprocess.run([sys.executable, "-c", LEAVE_A_JOURNAL, file], check=False, capture_output=True, text=True)
    journal = file.with_name(f"{file.name}-journal")
    assert journal.exists(), hot.stderr
    spoiled = bytearray(file.read_bytes())
    spoiled[:100] = bytes(100)  # so that nobody can take the journal back
    file.write_bytes(spoiled)
    restored = run("restore", copy, "--replace", database=address)
    assert restored.returncode == 0, restored.stderr
    assert not journal.exists()
    assert answer(run("check", "--integrity", "--format", "json", database=address)) == []


LEAVE_A_JOURNAL = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("PRAGMA journal_mode=DELETE")
connection.execute("PRAGMA cache_size=5")
connection.execute("BEGIN")
connection.execute("UPDATE observation SET as_stated = as_stated || ' and more words'")
os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize(
    ("spoiling", "kind"),
    [
        ("UPDATE observation SET value = value + 1, low = NULL, high = NULL WHERE id = 5", "hash"),
        ("UPDATE revision SET text = text || ' more' WHERE text IS NOT NULL", "hash"),
        ("UPDATE observation SET char_start = char_start + 1 WHERE method <> 'reviewed'", "place"),
        ("UPDATE observation SET paragraph = paragraph + 1 WHERE method <> 'reviewed'", "place"),
        ("UPDATE revision SET number = number + 1 WHERE number = 2", "order"),
        ("UPDATE release SET published_at = '2001-01-01 00:00:00+00' WHERE number = 2", "order"),
    ],
)
def test_what_is_not_as_it_was_taken_in_is_a_fault(lived_in: str, spoiling: str, kind: str) -> None:
    assert answer(run("check", "--integrity", "--format", "json", database=lived_in)) == []
    engine = make_engine(lived_in, read_only=False)
    with engine.begin() as connection:
        assert connection.execute(text(spoiling)).rowcount > 0
    engine.dispose()
    done = run("check", "--integrity", database=lived_in)
    assert done.returncode == 1
    assert kind in done.stdout
    assert done.stderr.strip().endswith("faults")


def test_a_row_that_refers_to_nothing_is_a_fault(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM statement WHERE round = '2021-22'")
    done = run("check", "--integrity", database=f"sqlite:///{file}")
    assert done.returncode == 1
    assert "reference" in done.stdout


def test_migrate_leaves_a_copy_of_what_was_there_before(file: Path) -> None:
    address = f"sqlite:///{file}"
    engine = make_engine(address, read_only=False)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0002")
        before = rows_held(connection)
    engine.dispose()
    done = run("migrate", database=address)
    assert done.returncode == 0, done.stderr
    [copy] = file.parent.glob("own.sqlite3.schema-0002.*")
    assert str(copy) in done.stderr
    engine = make_engine(f"sqlite:///{copy}", read_only=True)
    with engine.connect() as connection:
        assert rows_held(connection) == before
        assert before["statement"] == STATEMENTS
    engine.dispose()
    again = run("migrate", database=address)
    assert again.returncode == 0
    assert len(list(file.parent.glob("own.sqlite3.schema-*"))) == 1


def test_a_migration_without_room_for_a_copy_changes_nothing(file: Path) -> None:
    address = f"sqlite:///{file}"
    engine = make_engine(address, read_only=False)
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0002")
    engine.dispose()
    before = shutil.copy(file, file.with_name("before"))
    done = run_confined("migrate", database=address, limits={resource.RLIMIT_FSIZE: 100_000})
    assert done.returncode == 1
    assert done.stderr.startswith("error:")
    assert file.read_bytes() == Path(before).read_bytes()


def test_a_restore_that_fails_at_its_end_leaves_a_database_that_goes_on(
    lived_in: str, databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What PostgreSQL counts with is not taken back with a transaction, unless it is changed as its schema is."""
    copy = tmp_path / "copy.sqlite3"
    assert run("backup", copy, database=databases.seeded).returncode == 0
    before = answers(lived_in)

    def fail(*_: object) -> None:
        raise RuntimeError

    engine = make_engine(lived_in, read_only=False)
    with monkeypatch.context() as patch:
        patch.setattr("app.load.restore._changed_after", fail)
        with pytest.raises(RuntimeError):
            restore(copy, engine, replace=True)
    engine.dispose()
    assert answers(lived_in) == before
    take_in(lived_in, "4,300")
    assert answer(run("check", "--integrity", "--format", "json", database=lived_in)) == []


def with_a_log(file: Path) -> sqlite3.Connection:
    """Return a connection that keeps a write-ahead log open, as versions before had one, with a change in it alone."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.execute("UPDATE note SET text = 'in the log alone' WHERE id = 1")
    return connection


def note_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("SELECT text FROM note WHERE id = 1").fetchone()[0])


def test_what_is_kept_has_what_was_in_the_log_alone(file: Path) -> None:
    copy = file.with_name("copy.sqlite3")
    assert run("backup", copy, database=f"sqlite:///{file}").returncode == 0
    with closing(with_a_log(file)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM note").fetchone()
        done = run("restore", copy, "--replace", database=f"sqlite:///{file}")
        assert done.returncode == 0, done.stderr
    [kept] = file.parent.glob("own.sqlite3.replaced.*")
    assert note_of(kept) == "in the log alone"
    assert note_of(file) != "in the log alone"


def test_a_backup_with_a_log_is_restored_with_it(file: Path, tmp_path: Path) -> None:
    target = tmp_path / "target.sqlite3"
    with closing(with_a_log(file)):
        done = run("restore", file, database=f"sqlite:///{target}")
    assert done.returncode == 0, done.stderr
    assert note_of(target) == "in the log alone"


def test_restores_that_are_killed_or_at_once_do_not_meet(file: Path, tmp_path: Path) -> None:
    copy, target = file.with_name("copy.sqlite3"), tmp_path / "target.sqlite3"
    assert run("backup", copy, database=f"sqlite:///{file}").returncode == 0
    assert run("restore", copy, database=f"sqlite:///{target}").returncode == 0
    killed = Program("restore", copy, "--replace", database=f"sqlite:///{target}")
    while killed.runs and not list(tmp_path.glob(".target.sqlite3.restore-*/*")):
        time.sleep(0.001)
    killed.kill()
    with ThreadPoolExecutor(max_workers=3) as pool:
        restores = [pool.submit(run, "restore", copy, "--replace", database=f"sqlite:///{target}") for _ in range(3)]
    assert [one.result().returncode for one in restores] == [0, 0, 0]
    assert answer(run("check", "--integrity", "--format", "json", database=f"sqlite:///{target}")) == []


def test_a_restore_that_is_told_to_end_leaves_nothing_beside(file: Path, tmp_path: Path) -> None:
    copy, target = file.with_name("copy.sqlite3"), tmp_path / "target.sqlite3"
    assert run("backup", copy, database=f"sqlite:///{file}").returncode == 0
    ended = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "restore", copy],
        env=environment(f"sqlite:///{target}"),
        stderr=subprocess.DEVNULL,
    )
    while ended.poll() is None and not list(tmp_path.glob(".target.sqlite3.restore-*/*")):
        time.sleep(0.001)
    ended.terminate()
    assert ended.wait(20) == 143
    assert [path.name for path in tmp_path.iterdir() if path.is_dir() or "target" in path.name] == [file.parent.name]


def test_a_backup_is_not_written_over_the_database_itself_nor_over_what_is_no_file(file: Path) -> None:
    address, link = f"sqlite:///{file}", file.with_name("link.sqlite3")
    link.symlink_to(file)
    before = file.read_bytes()
    pipe = file.with_name("pipe")
    os.mkfifo(pipe)
    targets = (file, link, pipe, file.parent, Path("/"), Path(), file.parent / "none" / "copy.sqlite3")
    for target in targets:
        done = run("backup", target, database=address)
        assert done.returncode == 1, target
        assert done.stderr.startswith("error: no backup was made"), done.stderr
    assert file.read_bytes() == before
    assert pipe.is_fifo()


def test_names_with_signs_of_addresses_are_names(file: Path) -> None:
    odd = file.with_name("a?b#c%20d.sqlite3")
    assert run("backup", odd, database=f"sqlite:///{file}").returncode == 0
    assert odd.exists()
    done = run("restore", odd, "--replace", database=f"sqlite:///{file}")
    assert done.returncode == 0, done.stderr


def test_who_might_read_a_database_may_read_what_takes_its_place(file: Path) -> None:
    copy = file.with_name("copy.sqlite3")
    assert run("backup", copy, database=f"sqlite:///{file}").returncode == 0
    file.chmod(0o644)
    copy.chmod(0o600)
    before = os.umask(0o077)
    try:
        assert run("restore", copy, "--replace", database=f"sqlite:///{file}").returncode == 0
    finally:
        os.umask(before)
    assert file.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize(
    "spoiling",
    [
        "UPDATE observation SET status = 'actuam' WHERE id = 5",
        "UPDATE release SET published_at = 'garbage'",
        "UPDATE observation SET warnings = '{' WHERE id = 5",
    ],
)
def test_values_that_cannot_be_are_faults(file: Path, spoiling: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("PRAGMA ignore_check_constraints=ON")
        connection.execute(spoiling)
    done = run("check", "--integrity", database=f"sqlite:///{file}")
    assert done.returncode == 1
    assert "damage" in done.stdout
    assert "Traceback" not in run("check", database=f"sqlite:///{file}").stderr


def test_hashes_that_wrote_numbers_in_another_way_are_renewed(file: Path) -> None:
    address = f"sqlite:///{file}"
    engine = make_engine(address, read_only=False)
    older = "a96e02544c7a4ab5352836b90edd2dba6967c4c0a43d3f092036a06a21284d26"
    with changing_schema(engine) as connection:
        command.downgrade(alembic_config(connection), "0003")
        connection.execute(text("UPDATE revision SET digest = :older WHERE id = 1"), {"older": older})
    assert run("migrate", database=address).returncode == 0
    with engine.connect() as connection:
        renewed = connection.execute(text("SELECT digest FROM revision WHERE id = 1")).scalar_one()
    engine.dispose()
    assert renewed == "17639295bd9ea5947f639ae24de23b00cc698166a453ee81c53fe0e741eb46f6"
