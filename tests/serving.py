"""The command that serves, run as an operator runs it: what it says on its log, and what may be sent to it."""

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from faults.programs import Program


@dataclass
class Served:
    """A service that runs, and what it has logged when it has ended."""

    address: str
    lines: list[str] = field(default_factory=list)

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def of(self, request_id: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event.get("request_id") == request_id]

    def send(self, raw: bytes) -> bytes:
        """Send bytes and return what comes until the service hangs up."""
        with self._connected() as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def give_up(self, raw: bytes) -> None:
        """Send bytes and go away."""
        with self._connected() as connection:
            connection.sendall(raw)

    def _connected(self) -> socket.socket:
        where = urlsplit(self.address)
        return socket.create_connection((where.hostname, where.port), timeout=20)


@contextmanager
def served(database: str, *, code: str = "", **variables: str) -> Iterator[Served]:
    """Run ``force-profiles serve``, or ``code`` with its arguments, until the end of the block."""
    program = Program("serve", "--port", "0", database=database, code=code, variables=variables)
    try:
        service = Served(program.serves_at())
        yield service
        program.signal(signal.SIGTERM)
        service.lines += program.ended(30).said.splitlines()
    finally:
        program.kill()
