"""Whatever is sent, the service answers or hangs up, logs no fault, and goes on to answer others.

Every run of the tests sends the same some hundreds of inputs. `make fuzz` sends others, for as long as it is told.
"""

import os
import re
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, seed, settings

from faults.pages import memory
from faults.programs import Service, serving
from tests.conftest import Databases, sqlite_alone
from tests.fuzz import sent
from tests.fuzz.found import FOUND

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the memory of processes is looked up as Linux tells it"),
    sqlite_alone,  # what is sent is read before any database is
]

SECONDS = float(os.environ.get("FUZZ_SECONDS", "0"))
"""How long to go on in all; 0 is a short run, of the same inputs each time."""
KINDS = {"requests": sent.requests, "headers": sent.headers, "pages": sent.pages(), "messages": sent.messages}
HANGS = 20.0
"""After how many seconds without an end a connection counts as one that hangs."""
WAITS = 0.1
"""How long to wait for an answer before no more is sent: what was sent may lack its end."""
MOST_MEMORY = 900
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) [A-Z]")
FAULT = re.compile(r"Traceback|^\S+ (?:ERROR|CRITICAL) ", re.MULTILINE)
"""What the log has of faults of the service, which nobody can cause from outside."""
SETTINGS = {"header_seconds": "2", "body_seconds": "2", "keep_alive_seconds": "2", "log_level": "warning"}

tried = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))
SHORT, LONG = settings(tried, derandomize=True, max_examples=150), settings(tried, max_examples=400)


@pytest.fixture(scope="module")
def service(databases: Databases) -> Iterator[Service]:
    with serving(databases.seeded, settings=SETTINGS) as service:
        yield service


def exchange(service: Service, data: bytes) -> bytes:
    """Send bytes, and return what comes until the service hangs up, which it must do when no more is sent."""
    received = b""
    with socket.create_connection(("127.0.0.1", service.port), timeout=HANGS) as connection, suppress(ConnectionError):
        connection.sendall(data)
        connection.settimeout(HANGS if b"Connection: close\r\n\r\n" in data else WAITS)
        with suppress(TimeoutError):
            while piece := connection.recv(65536):
                received += piece
            return received
        connection.shutdown(socket.SHUT_WR)
        connection.settimeout(HANGS)
        while piece := connection.recv(65536):
            received += piece
    return received


def holds(service: Service, data: bytes) -> None:
    """Send bytes to the service, and raise unless it goes on as it must."""
    began, logged = time.monotonic(), len(service.program.said)
    received = exchange(service, data)
    assert time.monotonic() - began < HANGS, "it hangs"
    failures = [status for status in STATUS.findall(received) if status >= b"500" and status != b"503"]
    assert not failures, received[:2000]
    assert b"HTTP/1.1 503" not in received or b"retry-after" in received.lower(), received[:2000]
    assert len(received) < 10_000_000
    assert service.program.runs
    new = said_since(service, logged)
    assert not FAULT.search(new), new[:3000]


def said_since(service: Service, logged: int) -> str:
    """Return what a service has logged since; what it does after an answer, it has done before it answers another."""
    service.ask("/health/live")
    return service.program.said[logged:]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_is_sent_keeps_the_service_from_answering(service: Service, kind: str) -> None:
    def send(data: bytes) -> None:
        holds(service, data)

    if SECONDS:
        until = time.monotonic() + SECONDS / len(KINDS)
        while time.monotonic() < until:
            seed(time.time_ns())(LONG(given(KINDS[kind])(send)))()
    else:
        SHORT(given(KINDS[kind])(send))()
    assert service.ask("/v1/forces").status == 200
    assert memory(service.program.pid) < MOST_MEMORY


@pytest.mark.parametrize("name", FOUND)
def test_what_was_found_does_no_harm_any_more(service: Service, name: str) -> None:
    holds(service, FOUND[name])
    assert service.ask("/v1/forces").status == 200
    assert memory(service.program.pid) < MOST_MEMORY
