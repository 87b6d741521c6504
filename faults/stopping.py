"""SIGTERM in every state: the process ends in time, without a traceback, and what was asked of it is answered."""

import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from http.client import HTTPConnection, HTTPException
from threading import Event, Thread

from sqlalchemy import text

from faults.connections import connections
from faults.database import asked_all_the_time
from faults.fault import POSTGRESQL, SQLITE, CannotBeTriedError, Tries, expect, fault
from faults.killed import expect_all_bundled, expect_whole
from faults.lab import Lab, current, rows, transaction
from faults.programs import ALL_STATEMENTS, Command, Program, Service, run, seconds_of, serving
from faults.statements import pages, statement
from tests.bundled import STATEMENTS

GRACE = {"graceful_seconds": "3"}
ENDS = 20.0
"""Within how many seconds a process must have ended, of which it may give 3 to what was asked of it."""
HALF = b"POST /v1/extractions HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\nThe"
UNREAD = b"GET /v1/observations?limit=1000 HTTP/1.1\r\nHost: a\r\n\r\n" * 10


def ends(lab: Lab, tries: Tries, state: Callable[[Service], AbstractContextManager[object]]) -> None:
    """Bring a service to a state and ask it to end, which it must do in time and without a traceback."""
    database = lab.seeded()
    for one in tries:
        with one, serving(database, settings=GRACE) as service, state(service):
            time.sleep(0.3)
            done = service.stop(ENDS)
            one.took(done.seconds)
            expect(done.code in {0, -signal.SIGTERM}, f"exit {done.code}: {done.said}")
            expect("Traceback" not in done.said, done.said)


@fault(3, on=SQLITE, worst="until it ended")
def idle(lab: Lab, tries: Tries) -> None:
    """SIGTERM to a service that does nothing."""
    ends(lab, tries, lambda _: nullcontext())


@fault(3, on=SQLITE, worst="until it ended")
def silent_connections(lab: Lab, tries: Tries) -> None:
    """SIGTERM while 50 connections are open that send nothing."""
    ends(lab, tries, lambda service: connections(service, 50))


@fault(3, on=SQLITE, worst="until it ended")
def half_a_body(lab: Lab, tries: Tries) -> None:
    """SIGTERM while half of a request's body is sent."""
    ends(lab, tries, lambda service: connections(service, 3, HALF))


@fault(3, on=SQLITE, worst="until it ended")
def unread_answers(lab: Lab, tries: Tries) -> None:
    """SIGTERM while answers are sent that nobody reads."""
    ends(lab, tries, lambda service: connections(service, 3, UNREAD))


@fault(3, on=SQLITE, worst="until it ended")
def reading_a_page(lab: Lab, tries: Tries) -> None:
    """SIGTERM while a costly page is read."""
    page = b"<h1>Kent Police 2021/22</h1><p>The force says...</p><p>" + b"<i>x " * 9900
    head = b"POST /v1/extractions HTTP/1.1\r\nHost: a\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"
    ends(lab, tries, lambda service: connections(service, 3, head % len(page) + page))


@fault(3, worst="until it ended")
def under_load(lab: Lab, tries: Tries) -> None:
    """SIGTERM while four clients ask all the time: no answer that was begun is cut off."""

    @contextmanager
    def load(service: Service) -> Iterator[None]:
        cut: list[str] = []
        stop = Event()

        def ask() -> None:
            while not stop.is_set():
                connection = HTTPConnection("127.0.0.1", service.port, timeout=ENDS)
                with suppress(OSError, HTTPException):
                    connection.request("GET", "/v1/observations?limit=200")
                    answer = connection.getresponse()
                    try:
                        answer.read()
                    except (OSError, HTTPException) as error:
                        cut.append(f"{type(error).__name__}: {error}")
                connection.close()

        clients = [Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        try:
            yield
        finally:
            stop.set()
            for client in clients:
                client.join()
        expect(not cut, cut)

    ends(lab, tries, load)


@fault(2, on=POSTGRESQL, worst="until it ended")
def blocked(lab: Lab, tries: Tries) -> None:
    """SIGTERM while requests wait for a table that somebody has locked."""
    database = lab.seeded()
    for one in tries:
        with one, serving(database, settings=GRACE) as service, transaction(database) as connection:
            connection.execute(text("LOCK TABLE observation IN ACCESS EXCLUSIVE MODE"))
            with connections(service, 3, UNREAD):
                time.sleep(0.5)
                done = service.stop(ENDS)
            one.took(done.seconds)
            expect("Traceback" not in done.said, done.said)


@fault(6)
def starting(lab: Lab, tries: Tries) -> None:
    """SIGTERM to `serve` while it fills an empty database: it ends, and the next `serve` answers all."""
    whole = seconds_of("migrate", database=lab.empty()) + seconds_of("seed", database=lab.migrated())
    for one in tries:
        with one:
            database = lab.empty()
            program = Program("serve", "--port", "1", database=database)
            program.signal(signal.SIGTERM, one.moment * whole)
            done = program.ended(ENDS)
            expect("Traceback" not in done.said, done.said)
            with serving(database) as service:
                expect(ALL_STATEMENTS in service.ask("/v1/statements").body, "part is answered")
            expect_all_bundled(database)


@fault(6)
def taking_in(lab: Lab, tries: Tries) -> None:
    """SIGTERM to `ingest` of eight pages: it tells what was taken in, and that is there whole."""
    given = pages(lab.folder / "pages", 8)
    whole = seconds_of("ingest", *given, database=lab.seeded())
    for one in tries:
        with one:
            database = lab.seeded()
            program = Program("ingest", *given, database=database)
            program.signal(signal.SIGTERM, one.moment * whole)
            done = program.ended(ENDS)
            expect("Traceback" not in done.said, done.said)
            here = sum(statement(nth) in current(database) for nth in range(8))
            expect(here == done.said.count(" added "), f"{here} are there, but it said: {done.said}")
            expect_whole(database)


@fault(4)
def copying(lab: Lab, tries: Tries) -> None:
    """SIGTERM to `backup` and to `export`: they end, and no file is half written."""
    database, copy = lab.seeded(), lab.folder / "copy.sqlite3"
    whole = seconds_of("backup", copy, database=database)
    commands: tuple[Command, ...] = (["backup", copy], ["export", "--output", lab.folder / "data"])
    for one in tries:
        with one:
            for command in commands:
                program = Program(*command, database=database)
                program.signal(signal.SIGTERM, one.moment * whole)
                expect("Traceback" not in program.ended(ENDS).said, program.said)
            if copy.exists():
                expect(rows(f"sqlite:///{copy}") == rows(database), "the copy is half written")


@fault(3, on=SQLITE)
def rolling(lab: Lab, tries: Tries) -> None:
    """A service is replaced by another on the same socket (`serve --fd`) five times under load: no request fails."""
    database = lab.seeded()
    if "--fd" not in run("serve", "--help", database=database).said:
        raise CannotBeTriedError("`serve` knows no --fd")
    for one in tries:
        with one, socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
            port, fd = listener.getsockname()[1], listener.fileno()

            def start() -> Service:
                program = Program("serve", database=database, listener=fd, settings=GRACE)  # noqa: B023
                while "serving on" not in program.said:
                    expect(program.runs, program.said)
                    time.sleep(0.05)
                return Service(program, port)  # noqa: B023

            service = start()
            with asked_all_the_time(service) as seen:
                for _ in range(5):
                    newer = start()
                    time.sleep(0.5)
                    done = service.stop(ENDS)
                    expect(done.code == 0 and "Traceback" not in done.said, done.said)
                    service = newer
                before = len(seen)
                time.sleep(0.5)
                expect(len(seen) > before, "nothing is answered in the end")
            service.stop(ENDS)
            expect(set(seen) == {STATEMENTS}, f"statements in {len(seen)} answers: {set(seen)}")
