"""Hostile connections: whoever keeps a connection without use is cut off, and all others are answered."""

import resource
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from faults.fault import SQLITE, Tries, expect, fault
from faults.lab import Lab
from faults.pages import memory
from faults.programs import Service, serving

LIMITS = {"header_seconds": "3", "body_seconds": "3", "write_seconds": "3", "keep_alive_seconds": "5"}
"""Shorter time-outs than usual, for runs to be short."""
CUT = 15.0
"""Within how many seconds a connection must be cut off: wide, for what must not be is for ever."""
MANY = 200


@contextmanager
def connections(service: Service, count: int, sent: bytes = b"") -> Iterator[list[socket.socket]]:
    """Yield connections on which something was sent, as far as they could be opened."""
    opened: list[socket.socket] = []
    try:
        for _ in range(count):
            with suppress(OSError):
                opened.append(socket.create_connection(("127.0.0.1", service.port), timeout=CUT))
                opened[-1].sendall(sent)
        yield opened
    finally:
        for connection in opened:
            connection.close()


def ended(connection: socket.socket, within: float = CUT) -> bool:
    """Read what comes on a connection, and return whether the service ends it in time."""
    until = time.monotonic() + within
    try:
        while time.monotonic() < until:
            connection.settimeout(max(until - time.monotonic(), 0.01))
            if not connection.recv(65536):
                return True
    except TimeoutError:
        return False
    except OSError:
        return True
    return False


def expect_others_answered(service: Service) -> None:
    """Raise where somebody else is not answered long before the others are cut off."""
    answer = service.ask(timeout=CUT)
    expect(answer.status == 200 and answer.seconds < CUT / 2, f"{answer.status} after {answer.seconds:.1f} s")


def cut_off(lab: Lab, tries: Tries, sent: bytes) -> None:
    """Send the same on many connections and then nothing: each is cut off, while others are answered."""
    with serving(lab.seeded(), settings=LIMITS) as service:
        for one in tries:
            with one:
                began = time.monotonic()
                with connections(service, MANY, sent) as opened:
                    expect_others_answered(service)
                    open_still = sum(not ended(connection, began + CUT - time.monotonic()) for connection in opened)
                    one.took(time.monotonic() - began)
                    expect(open_still == 0, f"{open_still} of {MANY} are open after {CUT:.0f} s")
                expect_others_answered(service)


@fault(2, on=SQLITE, worst="until all are cut off")
def silent(lab: Lab, tries: Tries) -> None:
    """200 connections send nothing: each is cut off, and others are answered at once."""
    cut_off(lab, tries, b"")


@fault(2, on=SQLITE, worst="until all are cut off")
def half_headers(lab: Lab, tries: Tries) -> None:
    """200 connections send half of a request's headers: each is cut off, and others are answered at once."""
    cut_off(lab, tries, b"GET /v1/forces HTTP/1.1\r\nHost: a\r\nX-Half: ")


@fault(2, on=SQLITE, worst="until all are cut off")
def half_bodies(lab: Lab, tries: Tries) -> None:
    """200 connections send half of a page: each is cut off, and others are answered at once."""
    head = b"POST /v1/extractions HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 1000\r\n\r\n"
    cut_off(lab, tries, head + b"The force")


@fault(2, on=SQLITE, worst="until all are cut off")
def unused(lab: Lab, tries: Tries) -> None:
    """200 connections are left open after an answer: each is closed, and others are answered at once."""
    cut_off(lab, tries, b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n")


@fault(2, on=SQLITE, worst="until it is cut off")
def slow_bytes(lab: Lab, tries: Tries) -> None:
    """Headers come a byte each half second, as slow clients send on purpose: the connection is cut off all the same."""
    with serving(lab.seeded(), settings=LIMITS) as service:
        for one in tries:
            with one, connections(service, 1) as [connection]:
                began = time.monotonic()
                with suppress(OSError):
                    for byte in b"GET /v1/forces HTTP/1.1\r\nHost: a-long-name-of-a-host\r\n":
                        connection.sendall(bytes([byte]))
                        if ended(connection, 0.5):
                            break
                one.took(time.monotonic() - began)
                expect(time.monotonic() - began < CUT, f"it is open after {time.monotonic() - began:.0f} s")
                expect_others_answered(service)


@fault(2, on=SQLITE, worst="until all are cut off")
def slow_readers(lab: Lab, tries: Tries) -> None:
    """20 connections ask for 2 MB each and read nothing: each is cut off, with less than 300 MB more, and others are
    answered at once.
    """
    asked = b"GET /v1/observations?limit=1000 HTTP/1.1\r\nHost: a\r\n\r\n" * 3
    with serving(lab.seeded(), settings=LIMITS) as service:
        for one in tries:
            with one:
                before, began = memory(service.program.pid), time.monotonic()
                with connections(service, 0) as opened:
                    for _ in range(20):
                        reader = socket.socket()
                        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                        reader.connect(("127.0.0.1", service.port))
                        opened.append(reader)
                        reader.sendall(asked)
                    time.sleep(1)
                    more = memory(service.program.pid) - before
                    expect(more < 300, f"{more:.0f} MB more")
                    answer = service.ask(timeout=60)
                    expect(answer.status == 200 and answer.seconds < CUT, f"{answer.status}: {answer.seconds:.1f} s")
                    until = time.monotonic() + 3 * CUT
                    while (left := open_at(service)) and time.monotonic() < until:
                        time.sleep(0.2)
                    one.took(time.monotonic() - began)
                    expect(left == 0, f"{left} are open after {3 * CUT:.0f} s")
                expect_others_answered(service)


def open_at(service: Service) -> int:
    """Return how many connections a service has open, as the kernel tells."""
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    here = f"0100007F:{service.port:04X}"
    return sum(line.split()[1] == here and line.split()[3] == "01" for line in lines)


@fault(2, on=SQLITE, worst="until it is cut off")
def endless_headers(lab: Lab, tries: Tries) -> None:
    """Header fields are sent without end: told 431 after at most 100 kB, and cut off, with less than 20 MB more."""
    with serving(lab.seeded(), settings=LIMITS) as service:
        for one in tries:
            with one, connections(service, 1, b"GET /v1/forces HTTP/1.1\r\nHost: a\r\n") as [connection]:
                before, began = memory(service.program.pid), time.monotonic()
                connection.sendall(b"X-Field: of a header that goes on\r\n" * 3000)
                expect(b" 431 " in connection.recv(100), "it is not told 431")
                with suppress(OSError):
                    while time.monotonic() - began < CUT:
                        connection.send(b"X-Field: of a header that goes on\r\n" * 100)
                one.took(time.monotonic() - began)
                expect(time.monotonic() - began < CUT, f"it is open after {CUT:.0f} s")
                more = memory(service.program.pid) - before
                expect(more < 20, f"{more:.0f} MB more")
                expect_others_answered(service)


@fault(2, on=SQLITE, worst="until a new one is answered")
def more_than_files(lab: Lab, tries: Tries) -> None:
    """1,100 silent connections at 1,024 open files: new ones are answered within the time that silent ones have, and
    the log tells.
    """
    limits = {resource.RLIMIT_NOFILE: 1024}
    with serving(lab.seeded(), limits=limits, settings=LIMITS) as service:
        for one in tries:
            with one:
                began = time.monotonic()
                with connections(service, 1100) as opened:
                    expect(len(opened) > 1000, f"only {len(opened)} could be opened")
                    service.reaches(200, within=CUT)
                    one.took(time.monotonic() - began)
                expect_others_answered(service)
        time.sleep(2)  # it tells now and then
        expect("connection" in service.program.said.lower(), f"the log tells nothing of it: {service.program.said}")


@fault(2, on=SQLITE)
def gone(lab: Lab, tries: Tries) -> None:
    """200 clients go away, with a request half sent or an answer half read: no traceback, and others are answered."""
    sent = (
        b"GET /v1/observations?limit=200 HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /v1/observations?limit=200&format=csv HTTP/1.1\r\nHost: a\r\n\r\n" * 3,
        b"POST /v1/extractions HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\nContent-Length: 99\r\n\r\nThe",
        b"POST /mcp HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
    )
    with serving(lab.seeded()) as service:
        for one in tries:
            with one:
                for request in sent * 50:
                    with connections(service, 1, request) as [connection]:
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                expect(service.ask(timeout=60).status == 200, "nobody else is answered")  # after what they asked for
                time.sleep(1)
                expect("Traceback" not in service.program.said, service.program.said)
