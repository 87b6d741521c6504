"""A clock that goes back: what is told of time does not."""

from email.utils import parsedate_to_datetime
from pathlib import Path

from faults.fault import CannotBeTriedError, Tries, expect, fault
from faults.killed import expect_whole
from faults.lab import Lab
from faults.programs import Command, run, serving
from faults.statements import pages

LIBRARIES = sorted(Path("/usr").glob("lib*/**/faketime/libfaketime.so.1"))


@fault(3)
def goes_back(lab: Lab, tries: Tries) -> None:
    """Pages are taken in and backups restored while the clock is 1, 2 and 3 days behind: releases stay in order,
    `Last-Modified` only grows, and no changed answer is told to be unchanged.
    """
    if not LIBRARIES:
        raise CannotBeTriedError("libfaketime is not installed")
    database = lab.seeded()
    with serving(database, settings={"cache_seconds": "0"}) as service:
        for nth, one in enumerate(tries):
            with one:
                behind = {"LD_PRELOAD": str(LIBRARIES[0]), "FAKETIME": f"-{nth + 1}d"}
                before = service.ask("/v1/observations?force=kent")
                [page] = pages(lab.folder / "pages", 1, first=nth)
                done = run("ingest", page, database=database, variables=behind)
                expect(done.code == 0, done.said)
                asked = {"If-Modified-Since": before.headers["last-modified"]}
                after = service.ask("/v1/observations?force=kent", headers=asked)
                expect(after.status == 200, f"a changed answer is {after.status}")
                times = [parsedate_to_datetime(answer.headers["last-modified"]) for answer in (before, after)]
                expect(times[0] < times[1], f"Last-Modified went from {times[0]} to {times[1]}")
                expect_whole(database)
                copy = lab.folder / "copy.sqlite3"
                commands: tuple[Command, ...] = (["backup", copy], ["restore", "--replace", copy])
                for command in commands:
                    done = run(*command, database=database, variables=behind)
                    expect(done.code == 0, done.said)
                expect_whole(database)
