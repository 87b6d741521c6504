"""The whole dataset as files: what the service serves, and never half a file."""

import hashlib
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import run
from tests.conftest import Databases, service

OLD = b"of an older export"


def read(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder, but for the list that the next export knows them by."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".force-profiles-export"}


def exporting(folder: Path, database: str, *arguments: str, largest: int | None = None) -> "subprocess.Popen[str]":
    """Begin an export, which may write no file larger than ``largest``."""

    def limit() -> None:
        if largest is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    command = [sys.executable, "-m", "app.cli", "export", "--output", str(folder), "--database-url", database]
    return subprocess.Popen([*command, *arguments], stderr=subprocess.PIPE, text=True, preexec_fn=limit)  # noqa: PLW1509 - it has one thread yet


def test_export_writes_what_the_service_serves(databases: Databases, tmp_path: Path) -> None:
    done = run("export", "--output", str(tmp_path / "all"), database=databases.seeded)
    assert done.returncode == 0, done.stderr
    written = read(tmp_path / "all")
    with service(databases.seeded) as client:
        items = client.get("/v1/bulk").json()["items"]
        assert set(written) == {item["name"] for item in items}
        assert written["datapackage.json"] == client.get("/v1/bulk/datapackage.json").content
        assert written["force-profiles.zip"] == client.get("/v1/bulk/force-profiles.zip").content
        lines = client.get("/v1/observations?format=ndjson").content
    tables = run("export", "--format", "ndjson", "--output", str(tmp_path / "tables"), database=databases.seeded)
    assert tables.returncode == 0, tables.stderr
    assert (tmp_path / "tables" / "observations.ndjson").read_bytes() == lines
    assert len(read(tmp_path / "tables")) == 11


def test_an_export_leaves_no_files_of_another_and_all_of_others(databases: Databases, tmp_path: Path) -> None:
    folder = tmp_path / "folder"

    def exported(form: str, to: Path = folder) -> dict[str, bytes]:
        assert run("export", "--format", form, "--output", to, database=databases.seeded).returncode == 0
        return read(to)

    package = exported("package")
    own = {"mine.csv": b"1", "observations.txt": b"2"}
    for name, content in own.items():
        (folder / name).write_bytes(content)
    tables = exported("csv", tmp_path / "tables")
    assert exported("csv") == tables | own
    assert exported("package") == package | own
    changed = {"forces.csv": b"changed by hand"}
    (folder / "forces.csv").write_bytes(changed["forces.csv"])
    assert exported("ndjson") == exported("ndjson", tmp_path / "lines") | own | changed


def test_an_export_removes_nothing_by_a_list_that_others_wrote(databases: Databases, tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.write_bytes(OLD)
    folder.mkdir()
    digest = hashlib.sha256(OLD).hexdigest()
    lines = (f"{digest}  ../outside", f"{digest}  {outside}", "nonsense", f"{digest}  ", "\x00", f"{digest}  \x00")
    (folder / ".force-profiles-export").write_text("\n".join(lines))
    assert run("export", "--format", "csv", "--output", folder, database=databases.seeded).returncode == 0
    assert outside.read_bytes() == OLD


def test_export_to_a_folder_that_cannot_be_written_says_so(databases: Databases, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    done = run("export", "--output", str(tmp_path / "taken"), database=databases.seeded)
    assert done.returncode == 1
    assert "cannot write to" in done.stderr


@pytest.fixture
def new(databases: Databases, tmp_path: Path) -> dict[str, bytes]:
    """The files of a whole export, by name."""
    assert run("export", "--format", "csv", "--output", tmp_path / "new", database=databases.seeded).returncode == 0
    return read(tmp_path / "new")


@pytest.fixture
def folder(new: dict[str, bytes], tmp_path: Path) -> Path:
    """A folder with the files of an older export."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in new:
        (folder / name).write_bytes(OLD)
    return folder


def test_an_export_without_space_leaves_the_older_files(
    databases: Databases, new: dict[str, bytes], folder: Path
) -> None:
    largest = max(map(len, new.values()))
    done = exporting(folder, databases.seeded, "--format", "csv", largest=largest - 1)
    _, said = done.communicate(timeout=60)
    assert done.returncode == 1
    assert "cannot write to" in said
    assert read(folder) == dict.fromkeys(new, OLD)


def test_a_killed_export_leaves_whole_files_and_the_next_removes_the_rest(
    databases: Databases, new: dict[str, bytes], folder: Path
) -> None:
    def seen() -> set[tuple[str, int]]:
        return {(path.name, path.stat().st_size) for path in folder.iterdir()}

    before = seen()
    done = exporting(folder, databases.seeded, "--format", "csv")
    while done.poll() is None and seen() == before:
        pass
    done.kill()
    done.communicate()
    for name, content in new.items():
        assert (folder / name).read_bytes() in {OLD, content}
    assert run("export", "--format", "csv", "--output", folder, database=databases.seeded).returncode == 0
    assert read(folder) == new
