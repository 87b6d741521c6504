"""A seeded database where nothing can be written: it is served, and nothing is left behind."""

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import make_url

from faults.programs import Service, serving
from tests.commands import run, run_confined
from tests.conftest import Databases, sqlite_alone
from tests.db.test_sqlite import break_off

pytestmark = [
    sqlite_alone,
    pytest.mark.skipif(sys.platform != "linux", reason="privileges are given up as Linux has it"),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may look into, which pytest's own are not."""
    with TemporaryDirectory(prefix="force-profiles-") as name:
        path = Path(name) / "data"
        path.mkdir()
        path.parent.chmod(0o755)
        yield path
        path.chmod(0o755)


def closed(database: str, folder: Path) -> Path:
    """Copy a database into a folder, and take all rights to write from both."""
    path = Path(shutil.copy(str(make_url(database).database), folder / "served.sqlite3"))
    path.chmod(0o444)
    folder.chmod(0o555)
    return path


def reads_all(server: Service) -> bool:
    paths = ("/health/ready", "/v1/forces", "/v1/observations?format=csv", "/v1/bulk")
    return all(server.ask(path).status == 200 for path in paths)


def findings(path: Path) -> dict[str, dict[str, str]]:
    """Return what the doctor says is wrong, by subject."""
    done = run_confined("doctor", "--format", "json", database=f"sqlite:///{path}", privileged=False)
    assert "Traceback" not in done.stderr
    return {found["subject"]: found for found in json.loads(done.stdout) if found["state"] == "wrong"}


@pytest.mark.parametrize("of_the_folder", [False, True])
def test_a_user_who_may_not_read_is_told_so(databases: Databases, folder: Path, *, of_the_folder: bool) -> None:
    path = closed(databases.seeded, folder)
    (folder if of_the_folder else path).chmod(0o000)
    found = findings(path)["database"]
    assert "cannot be read: unable to open" in found["detail"]
    assert "let this user read it" in found["remedy"]
    refused = run_confined("serve", "--port", "0", database=f"sqlite:///{path}", privileged=False)
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)


def test_a_write_ahead_log_that_may_not_be_worked_off_is_told_with_what_to_do(
    databases: Databases, folder: Path
) -> None:
    path = closed(databases.seeded, folder)
    folder.chmod(0o755)
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    path.chmod(0o444)
    folder.chmod(0o555)
    assert "run `force-profiles migrate` once" in findings(path)["database"]["remedy"]


@pytest.mark.parametrize("more", ["", "?immutable=1"])
def test_a_user_who_may_not_write_serves_it(databases: Databases, folder: Path, more: str) -> None:
    path = closed(databases.seeded, folder)
    before = path.stat()
    with serving(f"sqlite:///{path}{more}", privileged=False) as server:
        assert reads_all(server)
        assert list(folder.iterdir()) == [path]
    assert path.stat().st_mtime_ns == before.st_mtime_ns


def test_it_is_served_from_a_file_system_that_is_mounted_read_only(databases: Databases, folder: Path) -> None:
    def mount(*arguments: str | Path) -> bool:
        program = shutil.which("mount")
        return (
            program is not None
            and not subprocess.run([program, *arguments], capture_output=True, check=False).returncode
        )

    if not mount("-t", "tmpfs", "-o", "size=64m", "none", folder):
        pytest.skip("nothing may be mounted here")
    try:
        path = Path(shutil.copy(str(make_url(databases.seeded).database), folder / "served.sqlite3"))
        assert mount("-o", "remount,ro", folder)
        with pytest.raises(OSError, match="Read-only"):
            (folder / "more").touch()
        with serving(f"sqlite:///{path}") as server:
            assert reads_all(server)
        refused = run("withdraw", "kent/2023-25", "--reason", "r", database=f"sqlite:///{path}")
        assert refused.returncode == 1
        assert "readonly" in refused.stderr
    finally:
        subprocess.run(["umount", folder], check=True)  # noqa: S607


def test_a_change_that_was_broken_off_and_may_not_be_taken_back_is_told_with_what_to_do(
    databases: Databases, folder: Path
) -> None:
    path = folder / "served.sqlite3"
    shutil.copy(str(make_url(databases.seeded).database), path)
    journal = break_off(path)
    for file in (path, journal):
        file.chmod(0o444)
    folder.chmod(0o555)
    refused = run_confined("serve", "--port", "0", database=f"sqlite:///{path}", privileged=False)
    assert refused.returncode == 1
    assert "run `force-profiles migrate` once as a user who may write" in " ".join(refused.stderr.split())
    assert "run `force-profiles migrate` once" in findings(path)["database"]["remedy"]
    folder.chmod(0o755)
    path.chmod(0o644)
    assert run("migrate", database=f"sqlite:///{path}").returncode == 0
    assert not journal.exists()
    assert b"half of a change" not in path.read_bytes()
    folder.chmod(0o555)
    with serving(f"sqlite:///{path}", privileged=False) as server:
        assert reads_all(server)
