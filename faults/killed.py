"""`kill -9` of a command at any moment: what was committed is there whole, and nothing of the rest."""

from pathlib import Path

from faults.fault import Tries, expect, fault
from faults.lab import Lab, current, rows, two_backups, withdraw, wrong_with
from faults.programs import ALL_STATEMENTS, Program, run, seconds_of, serving
from faults.statements import pages, statement
from tests.bundled import FIGURES, RECORDS, STATEMENTS

TRIES = 20
"""How often each command is killed on each database: of eight, more than a hundred times in all."""


def expect_whole(address: str) -> None:
    """Raise where a database cannot be opened, or is not what was taken in."""
    found = wrong_with(address)
    expect(not found, f"check --integrity finds {found}")


def expect_all_bundled(address: str) -> None:
    """Raise where a database is not whole and seeded once."""
    expect_whole(address)
    held = rows(address)
    found = (held["statement"], held["observation"], held["release"])
    expect(found == (STATEMENTS, FIGURES, 1), f"statements, figures, releases: {found}")


@fault(TRIES)
def seed(lab: Lab, tries: Tries) -> None:
    """`seed` is killed: all statements are there or none, and the next `seed` completes it."""
    whole = seconds_of("seed", database=lab.migrated())
    for one in tries:
        with one:
            database = lab.migrated()
            if Program("seed", database=database).kill(one.moment * whole):
                one.killed()
            expect(rows(database)["statement"] in {0, STATEMENTS}, rows(database))
            expect_whole(database)
            expect(run("seed", database=database).code == 0, "the next seed fails")
            expect_all_bundled(database)


@fault(TRIES)
def ingest(lab: Lab, tries: Tries) -> None:
    """`ingest` of eight pages is killed, a service beside it: the first pages are there whole, the others not at all,
    and the service goes on answering.
    """
    at_once, database = 8, lab.seeded()
    whole = seconds_of("ingest", *pages(lab.folder / "pages", at_once), database=database)
    with serving(database) as service:
        for nth, one in enumerate(tries, start=1):
            with one:
                first = nth * at_once
                given = pages(lab.folder / "pages", at_once, first=first)
                if Program("ingest", *given, database=database).kill(one.moment * whole):
                    one.killed()
                answer = service.ask("/health/ready")
                expect(answer.status == 200, f"readiness is {answer.status}")
                here = [statement(first + n) in current(database) for n in range(at_once)]
                expect(here == sorted(here, reverse=True), f"pages that are there: {here}")
                expect_whole(database)


@fault(TRIES)
def migrate(lab: Lab, tries: Tries) -> None:
    """`migrate` of a database of the second schema revision is killed: every row is there, and the next `migrate`
    completes it.
    """
    database = lab.older()
    whole = seconds_of("migrate", database=database)
    for one in tries:
        with one:
            database = lab.older()
            before = rows(database)
            if Program("migrate", database=database).kill(one.moment * whole):
                one.killed()
            after = rows(database)
            expect({table: after.get(table) for table in before} == before, f"{before} became {after}")
            done = run("migrate", database=database)
            expect(done.code == 0, done.said)
            expect(rows(database).items() >= before.items(), f"{before} became {rows(database)}")
            expect_whole(database)


@fault(TRIES)
def withdrawing(lab: Lab, tries: Tries) -> None:
    """`withdraw` is killed, a service beside it: the statement is current or withdrawn, no other is touched, and the
    service goes on answering.
    """
    database = lab.seeded()
    first, *others = sorted(record.id for record in RECORDS)
    whole = seconds_of("withdraw", first, "--reason", "a fault is tried", database=database)
    with serving(database) as service:
        for one, name in zip(tries, others, strict=False):
            with one:
                before = current(database)
                command = Program("withdraw", name, "--reason", "a fault is tried", database=database)
                if command.kill(one.moment * whole):
                    one.killed()
                expect(service.ask("/health/ready").status == 200, "the service is not ready")
                expect(current(database) in (before, before - {name}), before ^ current(database))
                expect_whole(database)


@fault(TRIES)
def backup(lab: Lab, tries: Tries) -> None:
    """`backup` over an older backup is killed: the file is the older one or the newer one, whole."""
    database, copy = lab.seeded(), lab.folder / "copy.sqlite3"
    whole = seconds_of("backup", copy, database=database)
    bundled, *others = RECORDS
    for one, record in zip(tries, others, strict=False):
        with one:
            before = current(f"sqlite:///{copy}")
            withdraw(database, record.id)
            if Program("backup", copy, database=database).kill(one.moment * whole):
                one.killed()
            found = current(f"sqlite:///{copy}")
            expect(found in (before, current(database)), f"{len(found)} statements in the copy")
            expect_whole(f"sqlite:///{copy}")
    expect(bundled.id in current(database), "another statement was withdrawn")


@fault(TRIES)
def restore(lab: Lab, tries: Tries) -> None:
    """`restore --replace` is killed, a service beside it: the database is what it was or what is restored, whole, and
    the service goes on answering.
    """
    database = lab.seeded()
    copies, states = two_backups(lab, database)
    whole = seconds_of("restore", "--replace", copies[0], database=database)
    with serving(database) as service:
        for nth, one in enumerate(tries):
            with one:
                if Program("restore", "--replace", copies[nth % 2], database=database).kill(one.moment * whole):
                    one.killed()
                expect(current(database) in states, f"{len(current(database))} statements are current")
                expect_whole(database)
                expect(service.ask("/health/ready").status == 200, "the service is not ready")
                done = run("restore", "--replace", copies[nth % 2], database=database)
                expect(done.code == 0, done.said)
                expect(current(database) == states[nth % 2], "the next restore does not complete it")


def contents(folder: Path) -> dict[str, bytes]:
    """Return what the files of a folder hold, without those that were left beside their places."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.startswith(".")}


@fault(TRIES)
def export(lab: Lab, tries: Tries) -> None:
    """`export` over an older export is killed: every file is the older one or the newer one, whole."""
    database = lab.seeded()
    older, newer, target = (lab.folder / name for name in ("older", "newer", "target"))
    run("export", "--output", older, database=database)
    withdraw(database, RECORDS[0].id)
    whole = seconds_of("export", "--output", newer, database=database)
    states = [contents(older), contents(newer)]
    for one in tries:
        with one:
            target.mkdir(exist_ok=True)
            for name, content in states[0].items():
                (target / name).write_bytes(content)
            if Program("export", "--output", target, database=database).kill(one.moment * whole):
                one.killed()
            for name, content in contents(target).items():
                expect(content in {state.get(name) for state in states}, f"{name} is half written")


@fault(TRIES, quick=2)
def first_start(lab: Lab, tries: Tries) -> None:
    """`serve` is killed while it fills an empty database: the next `serve` completes that before it answers."""
    whole = seconds_of("migrate", database=lab.empty()) + seconds_of("seed", database=lab.migrated())
    for one in tries:
        with one:
            database = lab.empty()
            if Program("serve", "--port", "1", database=database).kill(one.moment * whole):
                one.killed()
            with serving(database) as service:
                expect(service.ask("/v1/statements?limit=1").body.find(ALL_STATEMENTS) > 0, "not all is answered")
            expect_all_bundled(database)
