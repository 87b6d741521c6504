"""A disk that is full: what does not fit is refused in words, what was there stays, and with room again it is done.

File systems of some megabytes are mounted for it. Of PostgreSQL the database's tables lie there, as a tablespace.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from faults.fault import CannotBeTriedError, Tries, expect, fault
from faults.killed import contents, expect_all_bundled, expect_whole
from faults.lab import Lab, copy_of, current, file_of, rows, two_backups
from faults.programs import ALL_STATEMENTS, Command, Ended, ServiceEndedError, run, serving
from faults.statements import pages, statement

TRIES = 6
SIZE = 96 * 1024
"""How large the file systems are, in kB: restoring holds a database of some twenty megabytes two or three times."""


@contextmanager
def small(folder: Path) -> Iterator[Path]:
    """Make a folder that is a file system of its own, for everyone, and yield it."""
    folder.mkdir()
    mount: Command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}k,mode=777", "tmpfs", folder]
    try:
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            raise CannotBeTriedError("file systems cannot be mounted here")
        try:
            yield folder
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S607 - where systems have it differs
    finally:
        folder.rmdir()


@contextmanager
def on_small(lab: Lab, database: str) -> Iterator[tuple[str, Path]]:
    """Move a database to a small file system, and yield its address and where that is mounted."""
    if lab.backend == "sqlite":
        with small(lab.folder / "small") as folder:
            file = file_of(database)
            if file.exists():
                shutil.move(file, folder)
            yield f"sqlite:///{folder / file.name}", folder
        return
    name = make_url(database).database
    with small(lab.server.folder / "small") as folder:
        shutil.chown(folder, lab.server.user or os.getuid())
        lab.administer(f"CREATE TABLESPACE small LOCATION '{folder}'", f'ALTER DATABASE "{name}" SET TABLESPACE small')
        try:
            yield database, folder
        finally:
            lab.administer(f'DROP DATABASE "{name}" WITH (FORCE)', "DROP TABLESPACE small")


@contextmanager
def full(folder: Path, left: float) -> Iterator[None]:
    """Fill a file system up to some kB."""
    free = os.statvfs(folder)
    filling = folder / "filling"
    filling.write_bytes(bytes(max(free.f_bavail * free.f_frsize - int(left * 1024), 0)))
    try:
        yield
    finally:
        filling.unlink()


def refused(done: Ended) -> bool:
    """Return whether a command was refused. Raises where it was, but not in words."""
    expect(done.clean, f"exit {done.code}: {done.said}")
    return done.code != 0


def changing(lab: Lab, database: str, command: Command, left: float) -> None:
    """Change a database on a full disk, which is done or changes nothing, and again with room, which is done."""
    with on_small(lab, database) as (address, folder):
        before = rows(address)
        with full(folder, left):
            was_refused = refused(run(*command, database=address))
        if was_refused:
            expect(rows(address) == before, f"{before} became {rows(address)}")
        done = run(*command, database=address)
        expect(done.code == 0, done.said)
        expect_whole(address)


@fault(TRIES)
def seed(lab: Lab, tries: Tries) -> None:
    """`seed` with 0 to 1,000 kB left on the disk: refused in words and nothing there, or done; with room, done."""
    for one in tries:
        with one:
            changing(lab, lab.migrated(), ["seed"], one.moment * 1000)


@fault(TRIES)
def migrate(lab: Lab, tries: Tries) -> None:
    """`migrate` of an older database with 0 to 1,500 kB left, some of which its copy takes: refused in words and every
    row there, or done; with room, done.
    """
    for one in tries:
        with one:
            changing(lab, lab.older(), ["migrate"], one.moment * 1500)


@fault(TRIES)
def restore(lab: Lab, tries: Tries) -> None:
    """`restore --replace` with 0 to 1,500 kB left: refused in words and what was there stays, or done; with room,
    done.
    """
    copies, _ = two_backups(lab, lab.seeded())
    for one in tries:
        with one:
            changing(lab, lab.seeded(), ["restore", "--replace", copies[1]], one.moment * 1500)


@fault(TRIES)
def ingest(lab: Lab, tries: Tries) -> None:
    """`ingest` of eight pages with 0 to 100 kB left: each page is there whole or refused in words; with room, all."""
    given = pages(lab.folder / "pages", 8)
    for one in tries:
        with one, on_small(lab, lab.seeded()) as (address, folder):
            with full(folder, one.moment * 100):
                done = run("ingest", "--format", "json", *given, database=address)
            expect(done.clean, done.said)
            here = sum(statement(nth) in current(address) for nth in range(8))
            expect(here == done.said.count('"added"'), f"{here} are there, but it said: {done.said}")
            expect_whole(address)
            again = run("ingest", *given, database=address)
            expect(again.code == 0, again.said)
            expect(current(address) >= {statement(nth) for nth in range(8)}, "with room, not all are there")
            expect_whole(address)


@fault(TRIES)
def first_start(lab: Lab, tries: Tries) -> None:
    """`serve` on an empty database with 0 to 1,000 kB left: it ends with words or answers all; with room, it answers
    all.
    """
    for one in tries:
        with one, on_small(lab, lab.empty()) as (address, folder):
            with full(folder, one.moment * 1000):
                try:
                    with serving(address) as service:
                        expect(ALL_STATEMENTS in service.ask("/v1/statements").body, "part is answered")
                except ServiceEndedError as ended:
                    expect(refused(ended.ended), ended)
            with serving(address) as service:
                expect(ALL_STATEMENTS in service.ask("/v1/statements").body, "with room, not all is answered")
            expect_all_bundled(address)


@fault(TRIES)
def backup(lab: Lab, tries: Tries) -> None:
    """`backup` over an older one with 0 to 400 kB left: refused in words and the older one there; with room, done."""
    database = lab.seeded()
    for one in tries:
        with one, small(lab.folder / "small") as folder:
            copy = copy_of(database, folder / "copy.sqlite3")
            before = copy.read_bytes()
            with full(folder, one.moment * 400):
                if refused(run("backup", copy, database=database)):
                    expect(copy.read_bytes() == before, "the older backup is not there any more")
                else:
                    expect(held=False, otherwise="it was not refused")
            expect(contents(folder).keys() == {copy.name}, f"left there: {contents(folder).keys()}")
            done = run("backup", copy, database=database)
            expect(done.code == 0, done.said)
            expect_whole(f"sqlite:///{copy}")


@fault(TRIES)
def export(lab: Lab, tries: Tries) -> None:
    """`export` over an older one with 0 to 50 kB left: refused in words, every older file there; with room, done."""
    database = lab.seeded()
    for one in tries:
        with one, small(lab.folder / "small") as folder:
            target = folder / "data"
            run("export", "--output", target, database=database)
            before = contents(target)
            with full(folder, one.moment * 50):
                done = run("export", "--output", target, database=database)
            expect(refused(done), "it was not refused")
            expect(contents(target) == before, "the older files are not there any more")
            done = run("export", "--output", target, database=database)
            expect(done.code == 0 and contents(target) == before, done.said)


@fault(2)
def temporary(lab: Lab, tries: Tries) -> None:
    """The folder of temporary files (TMPDIR) has no room while the service answers: every answer is right or 503 with
    Retry-After.
    """
    targets = (
        *(f"/v1/observations?limit=1000&format={form}" for form in ("json", "csv", "ndjson", "parquet")),
        *("/v1/bulk", "/v1/forces", "/v1/compare?measure=population", "/health/ready"),
    )
    page = ("The force has 2,000 officers. " * 6000).encode()
    with (
        small(lab.folder / "small") as folder,
        serving(lab.seeded(), variables={"TMPDIR": str(folder), "SQLITE_TMPDIR": str(folder)}) as service,
        full(folder, 0),
    ):
        for one in tries:
            with one:
                answers = {target: service.ask(target) for target in targets}
                address = "/v1/extractions?force=kent&round=2031"
                answers["POST"] = service.ask(address, method="POST", body=page, headers={"Content-Type": "text/plain"})
                wrong = {target: a.status for target, a in answers.items() if a.status >= 500 and not a.refused}
                expect(not wrong, wrong)
