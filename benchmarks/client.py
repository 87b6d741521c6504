"""A load client: some connections kept alive, each asking again as soon as it has its answer whole."""

import asyncio
import time
from dataclasses import dataclass

HOST = "127.0.0.1"
CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its status, its ETag where it has one, and its body."""

    status: int
    etag: str | None
    body: bytes


class WrongAnswerError(Exception):
    """A server answered with another status than the one asked for, or went away."""


class _Connection(asyncio.Protocol):
    """Sends one request over and over, until the connections together have sent as many as were asked for."""

    def __init__(self, request: bytes, status: int, left: list[int]) -> None:
        self.request = request
        self.status = f"HTTP/1.1 {status} ".encode()
        self.left = left
        self.buffer = b""
        self.last = b""
        self.done: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what TCP gives
        self.transport = transport

    def ask(self) -> None:
        """Send the next request, or end where all are sent."""
        if self.left[0] > 0:
            self.left[0] -= 1
            self.transport.write(self.request)
        elif not self.done.done():
            self.done.set_result(self.last)
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head = self.buffer.find(b"\r\n\r\n")
        if head < 0:
            return
        if not self.buffer.startswith(self.status):
            if not self.done.done():
                self.done.set_exception(WrongAnswerError(self.buffer[:head].decode("latin-1")))
            self.transport.close()
            return
        end = head + 4 + int(_header(self.buffer[:head], b"content-length") or 0)
        if len(self.buffer) >= end:
            self.last, self.buffer = self.buffer, b""
            self.ask()

    def connection_lost(self, error: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(WrongAnswerError(f"the server closed the connection: {error}"))


def ask(port: int, target: str, *, etag: str | None = None) -> Answer:
    """Return the answer to one request: 200, or 304 where an ETag is given."""
    _, last = asyncio.run(_load(port, target, 1, etag, connections=1))
    head, _, body = last.partition(b"\r\n\r\n")
    named = _header(head, b"etag")
    return Answer(int(last.split(b" ", 2)[1]), named.decode() if named else None, body)


def requests_per_second(port: int, target: str, count: int, *, etag: str | None = None) -> float:
    """Send ``count`` requests and return how many were answered in a second."""
    seconds, _ = asyncio.run(_load(port, target, count, etag, connections=CONNECTIONS))
    return count / seconds


async def _load(port: int, target: str, count: int, etag: str | None, *, connections: int) -> tuple[float, bytes]:
    """Send ``count`` requests and return the seconds they took and the last answer."""
    condition = f"If-None-Match: {etag}\r\n" if etag else ""
    request = f"GET {target} HTTP/1.1\r\nHost: {HOST}:{port}\r\nAccept: */*\r\n{condition}\r\n".encode()
    left = [count]
    opened = []
    for _ in range(min(connections, count)):
        _, connection = await asyncio.get_running_loop().create_connection(
            lambda: _Connection(request, 304 if etag else 200, left), HOST, port
        )
        opened.append(connection)
    began = time.perf_counter()
    for connection in opened:
        connection.ask()
    answers = await asyncio.gather(*(connection.done for connection in opened))
    return time.perf_counter() - began, answers[0]


def _header(head: bytes, name: bytes) -> bytes | None:
    """Return a header of an answer; names are sent in any case."""
    at = head.lower().find(b"\r\n" + name + b":")
    return None if at < 0 else head[at + len(name) + 3 :].split(b"\r\n", 1)[0].strip()
