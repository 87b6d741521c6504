"""Ask a server over and over on many connections: with wrk, or where that is missing a slower client of our own."""

import asyncio
import re
import shutil
import subprocess
import time
from dataclasses import dataclass

from benchmarks import machine
from benchmarks.machine import HOST

WRK = shutil.which("wrk")
CLIENT = (
    "wrk" if WRK else "the benchmarks' own client, which is slower than some servers: install wrk for other figures"
)


@dataclass(frozen=True, slots=True)
class Load:
    """What a server answered: how many requests, in how many seconds."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        """The requests answered in a second."""
        return self.requests / self.seconds


class WrongAnswerError(Exception):
    """A server answered with another status than the one expected, or went away."""


class NoAnswerError(WrongAnswerError):
    """A server has not answered anything in the time it had."""


def load(port: int, target: str, *, connections: int, etag: str | None = None, seconds: int = 1) -> Load:
    """Ask for as long as said and return what was answered: 200, or 304 where an ETag is given."""
    if WRK is None:
        client = _Client(port, target, etag)
        return asyncio.run(client.run(connections, seconds))
    condition = ["-H", f"If-None-Match: {etag}"] if etag else []
    asked = [WRK, "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", *condition]
    with machine.on_core(machine.cores().client):
        told = subprocess.run([*asked, f"http://{HOST}:{port}{target}"], capture_output=True, text=True, check=True)
    return told_by_wrk(told.stdout)


def told_by_wrk(text: str) -> Load:
    """Return what wrk tells. Raises ``WrongAnswerError`` for answers that are errors, or if there are none."""
    counted = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m)", text)
    if counted is None or "Non-2xx" in text:
        raise WrongAnswerError(text)
    if counted[1] == "0":
        raise NoAnswerError(text)
    return Load(int(counted[1]), float(counted[2]) * {"ms": 0.001, "s": 1, "m": 60}[counted[3]])


class _Client:
    """Asks on connections that are kept alive, again as soon as an answer is there whole, until it is time to end."""

    def __init__(self, port: int, target: str, etag: str | None) -> None:
        condition = f"If-None-Match: {etag}\r\n" if etag else ""
        self.port = port
        self.request = f"GET {target} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: */*\r\n{condition}\r\n".encode()
        self.status = f"HTTP/1.1 {304 if etag else 200} ".encode()
        self.answered = 0

    async def run(self, connections: int, seconds: float) -> Load:
        began = time.perf_counter()
        await asyncio.gather(*(self._ask_until(began + seconds) for _ in range(connections)))
        return Load(self.answered, time.perf_counter() - began)

    async def _ask_until(self, ends: float) -> None:
        reader, writer = await asyncio.open_connection(HOST, self.port)
        try:
            while time.perf_counter() < ends:
                writer.write(self.request)
                head = await reader.readuntil(b"\r\n\r\n")
                if not head.startswith(self.status):
                    raise WrongAnswerError(head.decode("latin-1"))
                length = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
                if length is not None and b" 304 " not in head[:15]:
                    await reader.readexactly(int(length[1]))
                self.answered += 1
        finally:
            writer.close()
