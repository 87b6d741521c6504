"""The command that serves, run as an operator runs it: what it says on its log, and what may be sent to it."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import httpx2 as httpx

from tests.commands import environment
from tests.postgres import free_port

ROOT = Path(__file__).parents[1]


@dataclass
class Served:
    """A service that runs, and what it has logged when it has ended."""

    port: int
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def events(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines]

    def of(self, request_id: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event.get("request_id") == request_id]

    def send(self, raw: bytes) -> bytes:
        """Send bytes and return what comes until the service hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(raw)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/health/live", timeout=20).is_success
        except httpx.ConnectError:
            return False

    def give_up(self, raw: bytes) -> None:
        """Send bytes and go away."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            connection.sendall(raw)


@contextmanager
def served(database: str, *arguments: str, **settings: str) -> Iterator[Served]:
    """Run ``force-profiles serve``; ``arguments`` stand before the program, for Python itself."""
    service = Served(free_port())
    command = [sys.executable, *(arguments or ("-m", "app.cli")), "serve", "--port", str(service.port)]
    with TemporaryFile() as log:
        process = subprocess.Popen(
            [*command, "--database-url", database], cwd=ROOT, env={**environment(), **settings}, stderr=log
        )
        try:
            while process.poll() is None and not service.answers():
                time.sleep(0.05)
            yield service
        finally:
            process.terminate()
            process.wait(30)
            log.seek(0)
            service.lines += log.read().decode().splitlines()
