"""Bulk files on disk: made once for all who ask, whole or not at all, sent from there, and removed when others came."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Barrier

import anyio
import pytest
from fastapi.testclient import TestClient
from sqlalchemy.orm import Session

from app.bulk.__main__ import DATABASE, POLITENESS
from app.bulk.files import ARCHIVE, FILES, File
from app.bulk.kept import Directory, Held
from app.bulk.release import Places, write_release
from app.db.engine import READERS, make_engine
from app.load.store import Intake
from tests.commands import environment, run
from tests.conftest import Databases, service, sqlite_alone

pytestmark = sqlite_alone


def change(database: str) -> None:
    engine = make_engine(database, read_only=False)
    Intake(engine).withdraw("kent", "2023-25", "a test")
    engine.dispose()


@contextmanager
def nothing_made_meanwhile(directory: Path) -> Iterator[None]:
    """Hold the folder in which releases are made."""
    part = directory / ".making"
    part.mkdir(parents=True)
    held = Held(part, alone=True)
    yield
    part.rmdir()
    del held


def test_all_who_ask_wait_for_one_to_be_made_and_nobody_else_does(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []
    run_process = anyio.run_process

    async def counted(*arguments: object, **options: object) -> object:
        begun.append(arguments)
        return await run_process(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("anyio.run_process", counted)
    asking = 2 * READERS
    with service(databases.seeded, bulk_directory=tmp_path / "files") as client, ThreadPoolExecutor(asking) as pool:
        with nothing_made_meanwhile(tmp_path / "files"):
            waiting = [pool.submit(client.get, "/v1/bulk") for _ in range(asking)]
            while not begun:
                time.sleep(0.01)
            assert [client.get("/v1/forces/kent").status_code for _ in range(5)] == [200] * 5
            assert not any(one.done() for one in waiting)
        assert {one.result().status_code for one in waiting} == {200}
        assert client.get(f"/v1/bulk/{ARCHIVE}").status_code == 200
    assert len(begun) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells which processes there are in the same way")
def test_files_are_made_beside_the_service_at_little_less_than_its_priority(
    databases: Databases, tmp_path: Path
) -> None:
    with (
        service(databases.seeded, bulk_directory=tmp_path / "files", bulk_seconds=60) as client,
        ThreadPoolExecutor(1) as pool,
    ):
        with nothing_made_meanwhile(tmp_path / "files"):
            asked = pool.submit(client.get, "/v1/bulk")
            maker = maker_in(tmp_path / "files")
            usual = os.getpriority(os.PRIO_PROCESS, 0)
            while os.getpgid(maker) != maker:  # keys that interrupt the service do not interrupt it
                time.sleep(0.01)
            assert os.getpriority(os.PRIO_PROCESS, maker) == usual + POLITENESS
            assert os.getsid(maker) == os.getsid(0)
        assert asked.result().status_code == 200


def maker_in(directory: Path) -> int:
    """Return the process that makes files, as soon as there is one."""
    while True:
        for found in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                if found.read_text().split("\0")[1:4] == ["-m", "app.bulk", str(directory)]:
                    return int(found.parent.name)


def test_who_waits_for_too_long_is_told_to_ask_again(databases: Databases, tmp_path: Path) -> None:
    with service(databases.seeded, bulk_directory=tmp_path / "files", bulk_seconds=1) as client:
        with nothing_made_meanwhile(tmp_path / "files"):
            refused = client.get("/v1/bulk")
        assert (refused.status_code, refused.json()["type"]) == (503, "/v1/problems/not-ready")
        assert "Retry-After" in refused.headers
        until = time.monotonic() + 60
        while client.get("/v1/bulk").status_code != 200:
            assert time.monotonic() < until


def test_a_service_that_stops_ends_what_it_began(databases: Databases, tmp_path: Path) -> None:
    with nothing_made_meanwhile(tmp_path / "files"):
        with service(databases.seeded, bulk_directory=tmp_path / "files", bulk_seconds=1) as client:
            assert client.get("/v1/bulk").status_code == 503
            began = time.monotonic()
        assert time.monotonic() - began < 10
    time.sleep(1)
    assert not list((tmp_path / "files").iterdir())


def test_processes_that_share_a_directory_make_a_release_once(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []

    def counted(session: Session, version: str, place: Places) -> list[File]:
        written.append(version)
        return write_release(session, version, place)

    monkeypatch.setattr("app.bulk.kept.write_release", counted)
    ready = Barrier(3)

    def make(_: int) -> Path:
        ready.wait()
        return Directory(tmp_path).make(databases.seeded).folder

    with ThreadPoolExecutor(3) as pool:  # the locks tell apart whoever opened the folder, be it another process or not
        [folder] = set(pool.map(make, range(3)))
    assert len(written) == 1
    assert list(tmp_path.iterdir()) == [folder]


def test_what_was_broken_off_is_never_seen_and_made_anew(databases: Databases, tmp_path: Path) -> None:
    directory, part = tmp_path / "files", tmp_path / "files" / ".making"
    making = subprocess.Popen(
        [sys.executable, "-m", "app.bulk", str(directory)], env=environment() | {DATABASE: databases.seeded}
    )
    while not (part / "observations.csv").exists():
        assert making.poll() is None
    making.send_signal(signal.SIGKILL)
    making.wait()
    assert list(directory.iterdir()) == [part]
    with service(databases.seeded, bulk_directory=directory) as client:
        for item in client.get("/v1/bulk").json()["items"]:
            assert len(client.get(item["href"]).content) == item["bytes"]
    assert not part.exists()


def test_other_data_makes_other_files_and_those_before_are_gone(own_database: str, tmp_path: Path) -> None:
    with service(own_database, bulk_directory=tmp_path / "files") as client:
        before = client.get("/v1/bulk").json()
        tag = client.get("/v1/bulk/statements.csv").headers["ETag"]
        [folder] = (tmp_path / "files").iterdir()
        change(own_database)
        after = client.get("/v1/bulk").json()
        assert (before["version"][-9:], after["version"][-9:]) == ("release.1", "release.2")
        assert client.get("/v1/bulk/statements.csv", headers={"If-None-Match": tag}).status_code == 200
        assert not folder.exists()
        assert len(list((tmp_path / "files").iterdir())) == 1


def test_nothing_is_removed_that_somebody_sends_or_that_is_no_release(own_database: str, tmp_path: Path) -> None:
    directory = Directory(tmp_path)
    before = directory.make(own_database)
    folder = before.folder
    (tmp_path / "mine").mkdir()
    change(own_database)
    after = directory.make(own_database)
    assert folder.exists()
    del before
    directory.sweep(after)
    assert {path.name for path in tmp_path.iterdir()} == {"mine", after.folder.name}


def test_catalogues_and_documents_make_no_files(databases: Databases, tmp_path: Path) -> None:
    with service(databases.seeded, bulk_directory=tmp_path / "files") as client:
        assert [client.get(path).status_code for path in ("/docs", "/llms.txt", "/v1/catalogue")] == [200] * 3
        assert not (tmp_path / "files").exists()
        distributions = client.get("/v1/catalogue").json()["dcat:distribution"]
        assert not any("dcat:byteSize" in one or "spdx:checksum" in one for one in distributions)
        sizes = {item["href"]: item["bytes"] for item in client.get("/v1/bulk").json()["items"]}
        dataset = client.get("/v1/catalogue").json()
        told = {
            one["dcat:downloadURL"]["@id"].removeprefix("http://testserver"): one["dcat:byteSize"]["@value"]
            for one in dataset["dcat:distribution"]
            if "dcat:downloadURL" in one
        }
        assert told.items() <= sizes.items()
        assert dataset["dcat:version"] == client.get("/v1/bulk").json()["version"]


def test_files_are_made_beforehand(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("export", "--to-serve", database=databases.seeded, bulk_directory=str(tmp_path / "files"))
    assert done.returncode == 0, done.stderr
    monkeypatch.delattr("anyio.run_process")
    with service(databases.seeded, bulk_directory=tmp_path / "files") as client:
        assert [item["name"] for item in client.get("/v1/bulk").json()["items"]] == list(FILES)


def test_a_disk_without_room_is_told_and_nothing_is_left_on_it(databases: Databases, tmp_path: Path) -> None:
    with service(databases.seeded, bulk_directory=tmp_path / "files") as client:
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, limits[1]))
        try:
            refused = client.get("/v1/bulk")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert (refused.status_code, refused.json()["type"]) == (503, "/v1/problems/not-ready")
        assert "no room" in refused.json()["detail"]
        assert not list((tmp_path / "files").iterdir())
        assert client.get("/v1/bulk").status_code == 200


def test_a_directory_that_cannot_be_written_to_is_told(databases: Databases, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with service(databases.seeded, bulk_directory=tmp_path / "file" / "files") as client:
        refused = client.get(f"/v1/bulk/{ARCHIVE}")
        assert (refused.status_code, refused.json()["type"]) == (503, "/v1/problems/not-ready")
        assert client.get("/v1/catalogue").status_code == 200
    done = run("export", "--to-serve", database=databases.seeded, bulk_directory=str(tmp_path / "file"))
    assert (done.returncode, "cannot be made" in done.stderr) == (1, True)


def test_no_files_are_taken_from_a_folder_that_others_may_write_to(
    databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    made = Directory().make(databases.seeded)
    assert made.folder.parent.stat().st_mode & 0o777 == 0o700
    made.folder.parent.chmod(0o777)
    assert Directory().find(made.modified_at) is None
    with pytest.raises(PermissionError):
        Directory().make(databases.seeded)


@pytest.mark.parametrize("name", ["observations.csv", "datapackage.json", ARCHIVE])
def test_a_file_has_one_tag_and_length_in_whatever_way_it_is_asked_for(client: TestClient, name: str) -> None:
    [item] = [item for item in client.get("/v1/bulk").json()["items"] if item["name"] == name]
    browser = {"Accept": "text/html,*/*;q=0.8", "Accept-Encoding": "gzip, br"}
    tag = f'"{item["sha256"]}"'
    for headers in ({}, {"Accept-Encoding": "gzip"}, browser):
        answer = client.head(item["href"], headers=headers)
        assert answer.headers["ETag"] == tag
        assert answer.headers["Content-Length"] == str(item["bytes"])
        assert "Content-Encoding" not in answer.headers
    assert client.get(item["href"], headers={"If-None-Match": tag, "Range": "bytes=0-9"}).status_code == 304
    assert client.get(item["href"], headers={"If-Match": '"other"'}).status_code == 412
    assert client.get(item["href"], headers={"Range": "bytes=0-9", "If-Range": tag}).status_code == 206
    assert client.get(item["href"], headers={"Range": f"bytes={item['bytes']}-"}).status_code == 416
