"""Hostile pages: to read one costs no more than it may, and nobody else anything."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from faults.fault import SQLITE, Tries, expect, fault
from faults.lab import Lab, current
from faults.programs import Answer, Program, Service, serving
from faults.statements import pages, statement

HEAD = "<html><h1>Kent Police 2021/22</h1><p>The force says...</p><p>"
HOSTILE = {
    "1,500 tags of other attributes each": HEAD + "".join(f"<b a={n}>" for n in range(1500)) + "<p>x" * 1500,
    "4,900 tags of other attributes each": HEAD + "".join(f"<b a={n}>" for n in range(4900)) + "<p>x" * 4900,
    "9,900 nested inline tags": HEAD + "<i>x " * 9900,
    "80,000 unclosed nested tags": HEAD + "<div>" * 80_000,
    "5,000 nested tables": HEAD + "<table><tr><td>" * 5000,
    "one long attribute": HEAD + f'<p title="{"x" * 190_000}">',
    "numbers without end": HEAD + "1" * 190_000,
    "numbers and hedges": HEAD + "over about between 1 and " * 7000,
    "years and slashes": HEAD + "2021/22" * 20_000,
    "zero bytes": HEAD + "\0" * 100_000,
    "names of entities": HEAD + "&" + "amp;" * 40_000,
    "comments": HEAD + "<!--" * 40_000,
}
"""Kinds of pages that made a reader slow or large, and what is near to them."""
HTML = {"Content-Type": "text/html"}
MOST_SECONDS = 25
MOST_MEMORY = 600
"""What reading a page may cost in all, in MB: two readers at once, with 256 each, and what reading takes anyway."""


def memory(session: int) -> float:
    """Return how many MB the processes of a session take."""
    pages_of_memory = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(fields[3]) == session:
                pages_of_memory += int(stat.with_name("statm").read_text(encoding="utf-8").split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages_of_memory * os.sysconf("SC_PAGE_SIZE") / 1e6


def send(service: Service, page: str) -> Answer:
    """Send a page to be read, and return the answer."""
    return service.ask("/v1/extractions", method="POST", body=page.encode(), headers=HTML, timeout=120)


@fault(2, on=SQLITE, worst="until the answer")
def sent(lab: Lab, tries: Tries) -> None:
    """Pages made to be costly are sent to `POST /v1/extractions`: answered within 25 s without a 500, with less than
    600 MB more, while others are answered within 5 s.
    """
    with serving(lab.seeded()) as service, ThreadPoolExecutor(1) as client:
        for one in tries:
            for kind, page in HOSTILE.items():
                with one:
                    before, most, slowest = memory(service.program.pid), 0.0, 0.0
                    began = time.monotonic()
                    answer = client.submit(send, service, page)
                    while not answer.done():
                        most = max(most, memory(service.program.pid) - before)
                        slowest = max(slowest, service.ask("/v1/forces?limit=1").seconds)
                        time.sleep(0.02)
                    seconds = time.monotonic() - began
                    one.took(seconds)
                    expect((status := answer.result().status) in {200, 413, 422}, f"{kind}: {status}")
                    expect(seconds < MOST_SECONDS, f"{kind}: {seconds:.0f} s")
                    expect(most < MOST_MEMORY, f"{kind}: {most:.0f} MB")
                    expect(slowest < 5, f"{kind}: another answer took {slowest:.1f} s")


@fault(2, on=SQLITE, worst="for ten at once")
def many(lab: Lab, tries: Tries) -> None:
    """Twenty costly pages are sent at once: each is answered, or refused with 503 and Retry-After, and others are
    answered meanwhile.
    """
    page = HOSTILE["9,900 nested inline tags"]
    with serving(lab.seeded()) as service, ThreadPoolExecutor(20) as clients:
        for one in tries:
            with one:
                began = time.monotonic()
                asked = [clients.submit(send, service, page) for _ in range(20)]
                expect(service.ask("/v1/forces?limit=1").seconds < 5, "another answer took more than 5 s")
                answers = [answer.result() for answer in asked]
                one.took(time.monotonic() - began)
                wrong = [a.status for a in answers if a.status not in {200, 413, 422} and not a.refused]
                expect(not wrong, wrong)


@fault(1, on=SQLITE)
def taken_in(lab: Lab, tries: Tries) -> None:
    """Pages made to be costly are given to `ingest` between good ones: the good ones are taken in, the others told,
    with less than 600 MB.
    """
    for one in tries:
        with one:
            database = lab.seeded()
            first, last = pages(lab.folder / "pages", 2)
            costly = []
            for nth, page in enumerate(HOSTILE.values()):
                costly.append(lab.folder / f"costly-{nth}.html")
                costly[-1].write_text(page, encoding="utf-8")
            command = Program("ingest", first, *costly, last, database=database)
            most = 0.0
            began = time.monotonic()
            while command.runs and time.monotonic() - began < MOST_SECONDS * len(costly):
                most = max(most, memory(command.pid))
                time.sleep(0.05)
            done = command.ended(1)
            expect(done.clean, done.said)
            expect({statement(0), statement(1)} <= current(database), done.said)
            expect(most < MOST_MEMORY, f"{most:.0f} MB")
