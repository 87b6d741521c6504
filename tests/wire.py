"""A server as the network sees it: sockets in place of clients, and the command as it is run."""

import signal
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from faults.programs import Program

ENDS = 30.0
"""In how many seconds a server must have ended: wide, for what must not be is for ever."""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


def connected(server: str, *, timeout: float = 20) -> socket.socket:
    where = urlsplit(server)
    return socket.create_connection((where.hostname, where.port), timeout=timeout)


def request(target: str = "/health/live", *fields: str, method: str = "GET", body: str = "") -> bytes:
    """Return a request as it is sent."""
    return "\r\n".join([f"{method} {target} HTTP/1.1", "Host: a", *fields, "", body]).encode()


def exchange(server: str, sent: bytes) -> Answer:
    """Send bytes to a server and return what comes until it hangs up."""
    with connected(server) as connection:
        connection.sendall(sent)
        return answer_on(connection)


def answer_on(connection: socket.socket) -> Answer:
    """Return the answer that a connection brings until it ends."""
    received = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = received.partition(b"\r\n\r\n")
    line, *headers = head.decode("latin-1").split("\r\n")
    return Answer(int(line.split()[1]), {n.lower(): v for n, _, v in (h.partition(": ") for h in headers)}, body)


def status_of(server: str, *fields: str, target: str = "/health/live", method: str = "GET") -> int:
    return exchange(server, request(target, "Connection: close", *fields, method=method)).status


@dataclass
class Running:
    """A program that serves, and where."""

    program: Program
    root: str

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        self.program.signal(number)
        return self.ended()

    def ended(self) -> int:
        return self.program.ended(ENDS).code

    @property
    def said(self) -> list[str]:
        return self.program.said.splitlines()


@contextmanager
def started(
    database: str,
    settings: Mapping[str, object] = MappingProxyType({}),
    *,
    listener: int | None = None,
    **more: Any,  # noqa: ANN401 - what a program is given
) -> Iterator[Running]:
    """Run the command that serves, at a free port or on a socket, and yield it when it says so."""
    arguments = ["serve"] if listener is not None else ["serve", "--port", "0"]
    named = {name: str(value) for name, value in settings.items()}
    program = Program(*arguments, database=database, settings=named, listener=listener, **more)
    try:
        yield Running(program, program.serves_at())
    finally:
        program.kill()
