"""The file of a database that is moved away, replaced, damaged or locked while it is served: noticed, and got over."""

import os
import shutil
from concurrent.futures import ThreadPoolExecutor

from faults.database import AGAIN, NOTICED, QUICK, READS, expect_answers_or_says, sees, total, unready
from faults.fault import SQLITE, Tries, expect, fault
from faults.killed import expect_whole
from faults.lab import Lab, copy_of, current, file_of, rows, transaction, two_backups
from faults.programs import Command, run, serving
from tests.bundled import RECORDS


@fault(3, on=SQLITE, worst="until it answers again")
def removed(lab: Lab, tries: Tries) -> None:
    """The file is moved away while it is served, and put back: readiness tells within 15 s, every answer is right or
    503 with Retry-After, and all are answered again by themselves.
    """
    database = lab.seeded()
    file = file_of(database)
    with serving(database, settings=QUICK) as service:
        for one in tries:
            with one:
                service.ask(READS[0])
                file.rename(file.with_name("elsewhere"))
                unready(service)
                expect(not file.exists(), "the service made another file")
                file.with_name("elsewhere").rename(file)
                one.took(service.reaches(200, within=AGAIN))
                expect(service.ask(READS[0]).status == 200, "it is ready but does not answer")


@fault(3, on=SQLITE, worst="until all is of the new file")
def replaced(lab: Lab, tries: Tries) -> None:
    """Another database is moved into the place of the file that is served: within 15 s all of 100 answers are from the
    new one.
    """
    database = lab.seeded()
    copies, states = two_backups(lab, database)
    with serving(database, settings={"cache_seconds": "0"}) as service:
        for nth, one in enumerate(tries):
            with one, ThreadPoolExecutor(10) as clients:
                list(clients.map(lambda _: service.ask(READS[0]), range(20)))  # every connection has read the old one
                new = shutil.copyfile(copies[nth % 2], lab.folder / "new.sqlite3")
                new.rename(file_of(database))
                one.took(sees(service, len(states[nth % 2])))
                totals = list(clients.map(lambda _: total(service), range(100)))
                expect(set(totals) == {len(states[nth % 2])}, f"statements in 100 answers: {set(totals)}")


@fault(4, on=SQLITE, worst="until readiness tells")
def damaged(lab: Lab, tries: Tries) -> None:
    """A fifth of the file is zeroed while it is served, as by a bad disk: every answer is right or 503
    with Retry-After, of which readiness tells, `check` and
    `check --integrity` exit 1, `backup` refuses, and `restore --replace` mends it.
    """
    for one in tries:
        with one:
            database = lab.seeded()
            file, copy = file_of(database), copy_of(database, lab.folder / "copy.sqlite3")
            other = lab.folder / "other.sqlite3"
            before = current(database)
            commands: tuple[Command, ...] = (
                ["check"],
                ["check", "--integrity"],
                ["backup", other],
            )
            with serving(database, settings=QUICK) as service:
                zero(file, one.moment)
                answers = [service.ask(target) for target in READS]
                expect_answers_or_says(answers)
                if any(answer.refused for answer in answers):  # what is kept in memory goes on to be answered
                    one.took(service.reaches(503, within=NOTICED))
                for command in commands:
                    done = run(*command, database=database)
                    expect(done.code == 1 and "Traceback" not in done.said, f"{command[0]}: {done.code}: {done.said}")
                done = run("restore", "--replace", copy, database=database)
                expect(done.code == 0, done.said)
                service.reaches(200, within=AGAIN)
            expect(current(database) == before, "what is restored is not what was backed up")
            expect_whole(database)


def zero(file: os.PathLike[str], moment: float) -> None:
    """Overwrite a fifth of a file with zeros, somewhere after its first page."""
    with open(file, "r+b") as opened:  # noqa: PTH123 - of any kind of path
        size = os.fstat(opened.fileno()).st_size
        opened.seek(4096 + int(moment * (size * 4 // 5 - 4096)) // 4096 * 4096)
        opened.write(bytes(size // 5))


@fault(1, 0, on=SQLITE)
def busy(lab: Lab, tries: Tries) -> None:
    """Somebody holds the write lock of the file: reads are answered; a writer waits, then says so and changes
    nothing.
    """
    database = lab.seeded()
    before = rows(database)
    for one in tries:
        with one, serving(database) as service, transaction(database):
            done = run("withdraw", RECORDS[0].id, "--reason", "a fault is tried", database=database)
            expect(done.code == 1 and done.clean, f"exit {done.code}: {done.said}")
            expect([service.ask(target).status for target in READS] == [200] * len(READS), "reads are not answered")
            expect(rows(database) == before, "something was changed")
