"""A database that is lost, stopped, replaced or damaged while it is served: said with 503, and got over."""

import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPException
from threading import Event, Thread

from sqlalchemy import make_url, text

from faults.fault import POSTGRESQL, Tries, expect, fault
from faults.killed import expect_whole
from faults.lab import Lab, copy_of, current, transaction, two_backups
from faults.programs import Answer, Program, Service, run, serving
from faults.statements import pages, statement
from tests.postgres import give_roles

NOTICED, AGAIN = 15.0, 30.0
"""Within how many seconds readiness must tell that the data cannot be read, and that they can be again."""
QUICK = {"connect_seconds": "2", "read_seconds": "3", "queue_seconds": "3"}
"""Shorter time-outs than usual, for runs to be short."""
READS = ("/v1/observations?limit=1000", "/v1/forces/kent", "/v1/statements?limit=1000&format=csv", "/v1/releases")


def expect_answers_or_says(answers: list[Answer]) -> None:
    """Raise where an answer is neither there nor says that it cannot be and when to ask again."""
    wrong = [answer.status for answer in answers if answer.status != 200 and not answer.refused]
    expect(not wrong, f"answered {wrong}")


def unready(service: Service) -> None:
    """Ask what a service cannot answer now, until readiness says so; the process itself must go on to answer."""
    service.reaches(503, within=NOTICED)
    expect_answers_or_says([service.ask(target) for target in READS])
    expect(service.ask("/health/live", timeout=5).status == 200, "liveness fails")


def total(service: Service) -> int:
    """Return how many statements a service answers."""
    answer = service.ask("/v1/statements?limit=1000&format=csv")
    return answer.body.count(b"\r\n") - 1 if answer.status == 200 else -answer.status


def sees(service: Service, statements: int) -> float:
    """Return how many seconds it takes a service to answer so many statements, which it must do in time."""
    began = time.monotonic()
    while (found := total(service)) != statements:
        expect(time.monotonic() - began < NOTICED, f"{found} statements are answered, not {statements}")
        time.sleep(0.1)
    return time.monotonic() - began


@fault(4, worst="until all is of the backup")
def restored(lab: Lab, tries: Tries) -> None:
    """A backup is restored while the database is served under load: every answer is of the one or the other, or 503
    with Retry-After; within 15 s all are of what was restored.
    """
    database = lab.seeded()
    copies, states = two_backups(lab, database)
    with serving(database, settings={"cache_seconds": "0"}) as service:
        for nth, one in enumerate(tries):
            with one:
                with asked_all_the_time(service) as seen:
                    done = run("restore", "--replace", copies[nth % 2], database=database)
                    expect(done.code == 0, done.said)
                    one.took(sees(service, len(states[nth % 2])))
                expect(set(seen) <= {-503, *map(len, states)}, f"statements in answers: {set(seen)}")


@contextmanager
def asked_all_the_time(service: Service, look: Callable[[Service], int] = total) -> Iterator[list[int]]:
    """Let four clients ask all the time, and yield what each answer has of what is looked for: 0 where it failed."""
    seen: list[int] = []
    stop = Event()

    def ask() -> None:
        while not stop.is_set():
            try:
                seen.append(look(service))
            except (OSError, HTTPException):
                seen.append(0)

    clients = [Thread(target=ask) for _ in range(4)]
    for client in clients:
        client.start()
    try:
        yield seen
    finally:
        stop.set()
        for client in clients:
            client.join()


@fault(5, on=POSTGRESQL, worst="until it answers again")
def lost(lab: Lab, tries: Tries) -> None:
    """Every process of PostgreSQL is killed under load and while pages are taken in, and started again: readiness
    tells, every answer is right or 503 with Retry-After, and all are answered again by themselves; what was committed
    is there.
    """
    database = lab.seeded()
    with serving(database, settings=QUICK) as service:
        for nth, one in enumerate(tries):
            with one:
                first = nth * 8
                writer = Program("ingest", *pages(lab.folder / "pages", 8, first=first), database=database)
                time.sleep(one.moment / 2)
                lab.server.lose()
                one.killed()
                try:
                    expect(writer.ended().clean, writer.said)
                    unready(service)
                finally:
                    lab.server.start()
                one.took(service.reaches(200, within=AGAIN))
                here = [statement(first + n) in current(database) for n in range(8)]
                told = writer.said.count("added")
                expect(sum(here) >= told, f"{told} were told to be added, {sum(here)} are there")
                expect_whole(database)


@fault(3, on=POSTGRESQL, worst="until it answers again")
def stopped(lab: Lab, tries: Tries) -> None:
    """Every process of PostgreSQL is stopped (SIGSTOP) under 18 reads, and goes on: 503 with Retry-After instead of
    waiting for ever, liveness stays, and all are answered again by themselves.
    """
    with serving(lab.seeded(), settings=QUICK) as service, ThreadPoolExecutor(18) as clients:
        for one in tries:
            with one:
                service.ask(READS[0])
                lab.server.signal(signal.SIGSTOP)
                try:
                    expect_answers_or_says(list(clients.map(lambda _: service.ask(READS[0], timeout=30), range(18))))
                    unready(service)
                finally:
                    lab.server.signal(signal.SIGCONT)
                one.took(service.reaches(200, within=AGAIN))
                expect(service.ask(READS[0]).status == 200, "it is ready but does not answer")


@fault(3, on=POSTGRESQL, worst="until it answers again")
def locked(lab: Lab, tries: Tries) -> None:
    """Somebody holds `LOCK TABLE observation IN ACCESS EXCLUSIVE MODE` under 18 reads, and lets go: 503 with
    Retry-After instead of waiting for ever, and all are answered again by themselves.
    """
    database = lab.seeded()
    with serving(database, settings=QUICK) as service, ThreadPoolExecutor(18) as clients:
        for nth, one in enumerate(tries):
            with one:
                with transaction(database) as connection:
                    connection.execute(text("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE"))
                    target = f"/v1/observations?limit={500 + nth}"  # which is not kept from before
                    asked = [clients.submit(service.ask, target, timeout=30) for _ in range(18)]
                    answers = [one_asked.result() for one_asked in asked]
                    expect(all(answer.refused for answer in answers), [answer.status for answer in answers])
                    unready(service)
                one.took(service.reaches(200, within=AGAIN))
                expect(service.ask(READS[0]).status == 200, "it is ready but does not answer")


@fault(2, on=POSTGRESQL, worst="until it answers again")
def dropped(lab: Lab, tries: Tries) -> None:
    """The database is dropped while it is served and made again from a backup: 503 with Retry-After meanwhile, and all
    is answered again by itself.
    """
    database = lab.seeded()
    copy, name = copy_of(database, lab.folder / "copy.sqlite3"), make_url(database).database
    with serving(database, settings=QUICK) as service:
        for one in tries:
            with one:
                lab.administer(f'DROP DATABASE "{name}" WITH (FORCE)')
                unready(service)
                lab.administer(f'CREATE DATABASE "{name}"')
                give_roles(make_url(lab.server.address).set(database=name))
                done = run("restore", copy, database=database)
                expect(done.code == 0, done.said)
                one.took(service.reaches(200, within=AGAIN))
