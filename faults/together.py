"""Two of everything: who comes second waits or is told, and what comes of it is what one would have made."""

import re
from collections import Counter
from collections.abc import Sequence

from faults.database import asked_all_the_time
from faults.fault import Tries, expect, fault
from faults.killed import contents, expect_all_bundled, expect_whole
from faults.lab import Lab, copy_of, current, rows, two_backups, withdraw
from faults.programs import ALL_STATEMENTS, Command, Ended, Program, Service, run, serving
from faults.statements import pages, statement
from tests.bundled import RECORDS
from tests.postgres import free_port

TRIES = 4


def both(*commands: Command, database: str) -> list[Ended]:
    """Start commands at the same time and wait for the end of all."""
    programs = [Program(*command, database=database) for command in commands]
    return [program.ended() for program in programs]


def expect_done(done: Sequence[Ended]) -> None:
    """Raise unless every command did what it was asked."""
    expect(not any(one.code for one in done), [one.said for one in done if one.code])


@fault(TRIES)
def migrates(lab: Lab, tries: Tries) -> None:
    """Two `migrate` of one older database: both exit 0, no row is lost."""
    for one in tries:
        with one:
            database = lab.older()
            before = rows(database)
            expect_done(both(["migrate"], ["migrate"], database=database))
            expect(rows(database).items() >= before.items(), f"{before} became {rows(database)}")
            expect_whole(database)


@fault(TRIES)
def seeds(lab: Lab, tries: Tries) -> None:
    """Two `seed` of one database: both exit 0, all is there once, in one release."""
    for one in tries:
        with one:
            database = lab.migrated()
            expect_done(both(["seed"], ["seed"], database=database))
            expect_all_bundled(database)


@fault(TRIES)
def first_starts(lab: Lab, tries: Tries) -> None:
    """Two `serve` on one empty database: whichever answers, answers all; it is seeded once."""
    for one in tries:
        with one:
            database = lab.empty()
            second = Program("serve", "--port", str(free_port()), database=database)
            try:
                with serving(database) as first:
                    expect(ALL_STATEMENTS in first.ask("/v1/statements").body, "part is answered")
                    expect(second.runs, second.said)
                    while "serving on" not in second.said:
                        expect(second.runs, second.said)
                expect_all_bundled(database)
            finally:
                second.kill()


@fault(TRIES)
def ingests(lab: Lab, tries: Tries) -> None:
    """Two `ingest` of the same pages and one of others: all exit 0, every page is there once."""
    for one in tries:
        with one:
            database = lab.seeded()
            same, others = pages(lab.folder / "pages", 4), pages(lab.folder / "pages", 4, first=4)
            before = rows(database)
            expect_done(both(["ingest", *same], ["ingest", *same], ["ingest", *others], database=database))
            after = rows(database)
            expect(after["revision"] == before["revision"] + 8, f"{before} became {after}")
            expect(current(database) >= {statement(nth) for nth in range(8)}, "a page is missing")
            expect_whole(database)


@fault(TRIES)
def restores(lab: Lab, tries: Tries) -> None:
    """Two `restore --replace` of different backups: what is there is one of them, whole; who is refused is told."""
    database = lab.seeded()
    copies, states = two_backups(lab, database)
    commands: list[Command] = [["restore", "--replace", copy] for copy in copies]
    for one in tries:
        with one:
            done = both(*commands, database=database)
            expect(all(ended.clean for ended in done), [ended.said for ended in done])
            expect(any(ended.code == 0 for ended in done), [ended.said for ended in done])
            expect(current(database) in states, f"{len(current(database))} statements are current")
            expect_whole(database)


@fault(TRIES)
def backups(lab: Lab, tries: Tries) -> None:
    """Two `backup` to one file: it is whole; who is refused is told."""
    database, copy = lab.seeded(), lab.folder / "copy.sqlite3"
    for one in tries:
        with one:
            done = both(["backup", copy], ["backup", copy], database=database)
            expect(all(ended.clean for ended in done), [ended.said for ended in done])
            expect(any(ended.code == 0 for ended in done), [ended.said for ended in done])
            expect(current(f"sqlite:///{copy}") == current(database), "the copy has other statements")
            expect_whole(f"sqlite:///{copy}")


@fault(TRIES)
def exports(lab: Lab, tries: Tries) -> None:
    """Two `export` to one folder: every file is whole; who is refused is told."""
    database = lab.seeded()
    right = lab.folder / "right"
    run("export", "--output", right, database=database)
    for one in tries:
        with one:
            target = lab.folder / "target"
            done = both(["export", "--output", target], ["export", "--output", target], database=database)
            expect(all(ended.clean for ended in done), [ended.said for ended in done])
            expect(contents(target) == contents(right), "a file differs from what one export writes")


def whole(service: Service) -> int:
    """Return 200 where every page that an answer has figures of has as many as the others; otherwise what is wrong."""
    answer = service.ask("/v1/observations?limit=1000&force=kent&format=ndjson")
    if answer.status != 200:
        return -answer.status
    of_pages = Counter(re.findall(rb'"kent/20[3-9]\d"', answer.body))
    return 200 if len(set(of_pages.values())) <= 1 else len(of_pages)


@fault(2)
def reads_and_writes(lab: Lab, tries: Tries) -> None:
    """Pages are taken in, a statement is withdrawn and a backup made while four clients read: every answer is of one
    state, the backup whole.
    """
    database, copy = lab.seeded(), lab.folder / "copy.sqlite3"
    with serving(database) as service:
        for nth, one in enumerate(tries):
            with one:
                with asked_all_the_time(service, whole) as seen:
                    given = pages(lab.folder / "pages", 8, first=8 * nth)
                    writer = Program("ingest", *given, database=database)
                    withdraw(database, RECORDS[nth].id)
                    expect_whole(f"sqlite:///{copy_of(database, copy)}")
                    expect_done([writer.ended()])
                expect(set(seen) == {200}, set(seen))
                expect_whole(database)
