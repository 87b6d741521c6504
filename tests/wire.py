"""A server as the network sees it: sockets in place of clients, and the command as it is run."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import urlsplit

from tests.conftest import ROOT

STARTS, ENDS = 60.0, 30.0
"""In how many seconds a server must have started, and must have ended: wide, for what must not be is for ever."""


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
    """A process that serves, and what it says on standard error."""

    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)
    root: str = ""

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Send a signal, wait for the end, and return the exit code."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        return self.process.wait(timeout=ENDS)

    def text(self) -> str:
        return "\n".join(self.said)


@contextmanager
def started(
    command: Sequence[str], settings: Mapping[str, object] = MappingProxyType({}), *, pass_fds: Sequence[int] = ()
) -> Iterator[Running]:
    """Run a command that serves, and yield it when it says so."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FORCE_PROFILES_")}
    environment |= {f"FORCE_PROFILES_{name.upper()}": str(value) for name, value in settings.items()}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT, pass_fds=pass_fds)
    found, ready = Running(process), Event()

    def listen() -> None:
        for line in process.stderr or ():
            found.said.append(line.rstrip())
            if where := re.search(r"\bserving on (\S+)", line):
                found.root = where[1]
                ready.set()
        ready.set()

    listener = Thread(target=listen, daemon=True)
    listener.start()
    try:
        assert ready.wait(STARTS)
        assert found.root, found.text()
        yield found
    finally:
        process.kill()
        process.wait()
        listener.join()
        if process.stderr:
            process.stderr.close()


def serve(*arguments: str) -> list[str]:
    """Return the command that serves at a free port, unless its arguments say where."""
    where = [] if "--fd" in arguments else ["--port", "0"]
    return [sys.executable, "-m", "app.cli", "serve", *where, *arguments]
