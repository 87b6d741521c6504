"""Replies: of an answer, what a request asks for is sent: all, a part, its headers, or that the client holds it."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import TYPE_CHECKING

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Send

from app.http.asked import Asked
from app.http.conditions import NOT_MODIFIED, PRECONDITION_FAILED, may_be_in_part, status_by
from app.http.handlers import answer
from app.http.problems import PreconditionFailed, Problem, RangeNotSatisfiable
from app.http.ranges import UnsatisfiableRangeError, part_asked
from app.http.tracing import trace_of

if TYPE_CHECKING:
    from app.http.limits import RateLimit

PIECE = 2**16
"""How many bytes of a long answer are sent at a time."""
OF_THE_CONTENT = frozenset({b"content-type", b"content-length", b"content-encoding", b"content-disposition"})
"""What a 304 does not say."""

Headers = list[tuple[bytes, bytes]]
Reader = Callable[[int, int], bytes]
"""Reads the bytes of an answer from one place up to another."""


@dataclass(slots=True)
class Whole:
    """A whole answer to a GET: its headers, with what stands for it, and its bytes."""

    headers: Headers
    tag: bytes
    modified: datetime | None
    length: int
    read: Reader


class Reply:
    """The reply to one request. ``everywhere`` are the headers of every answer that has none of its own of the name."""

    def __init__(self, asked: Asked, send: Send, everywhere: Headers) -> None:
        self.asked = asked
        self.status = self.size = 0
        """What was sent: the status, and how many bytes. The status is 0 until there is one."""
        self.limit: RateLimit | None = None
        """What the request counts against, and the reply tells of."""
        self._traces: Headers = []
        self._costs_nothing = False
        self._send = send
        self._everywhere = everywhere

    def trace(self) -> None:
        """Have it tell of which trace the request is, as every problem does."""
        self._traces = _raw(trace_of(self.asked.scope).headers)

    def completed(self, headers: Headers) -> Headers:
        """Return the headers of an answer with those of every answer."""
        there = {name.lower() for name, _ in headers}
        return [*headers, *(header for header in self._everywhere if header[0] not in there)]

    async def begin(self, status: int, headers: Headers) -> None:
        """Send the start."""
        self.status = status
        if status >= HTTPStatus.BAD_REQUEST:
            self.trace()
        told = self._traces
        if self.limit is not None:
            if self._costs_nothing:
                self.limit.give_back(self.asked.scope)
            told = [*told, *_raw(self.limit.headers(self.asked.scope))]
        await self._send(start_of(status, [*headers, *told]))

    async def go_on(self, piece: bytes, *, more: bool) -> None:
        """Send a piece of the content."""
        self.size += len(piece)
        await self._send({"type": "http.response.body", "body": piece, "more_body": more})

    async def send(self, status: int, headers: Headers, read: Reader, start: int, stop: int) -> None:
        """Send an answer with its bytes from ``start`` up to ``stop``, or its headers where no more is asked for."""
        await self.begin(status, headers)
        if self.asked.method == "HEAD":
            start = stop
        while start + PIECE < stop:
            await self.go_on(read(start, start + PIECE), more=True)
            start += PIECE
        await self.go_on(read(start, stop), more=False)

    async def send_asked(self, whole: Whole) -> None:
        """Send of an answer what the request asks for, by what its client holds."""
        fields, tag = self.asked.fields, whole.tag
        status = status_by(fields, tag, whole.modified)
        if status is NOT_MODIFIED:
            self._costs_nothing = tag in fields.get(b"if-none-match", b"")  # any other condition can be made up
            await self.send(status, without_content(whole.headers), whole.read, 0, 0)
        elif status is PRECONDITION_FAILED:
            detail = f"The answer is not what your conditions ask for: its entity tag is {tag.decode('latin-1')} now."
            await self.send_problem(PreconditionFailed(detail))
        elif self.asked.method == "GET" and may_be_in_part(fields, tag, whole.modified):
            await self._send_part(whole)
        else:
            await self.send(status, whole.headers, whole.read, 0, whole.length)

    async def _send_part(self, whole: Whole) -> None:
        try:
            part = part_asked(self.asked.fields[b"range"].decode("latin-1"), whole.length)
        except UnsatisfiableRangeError:
            detail = f"The answer has {whole.length} bytes, and none in the range that you ask for."
            told = {"Content-Range": f"bytes */{whole.length}"}
            await self.send_problem(RangeNotSatisfiable(detail), told)
            return
        if part is None:
            await self.send(HTTPStatus.OK, whole.headers, whole.read, 0, whole.length)
            return
        headers = MutableHeaders(raw=[*whole.headers])
        headers["Content-Range"], headers["Content-Length"] = str(part), str(part.stop - part.start)
        await self.send(HTTPStatus.PARTIAL_CONTENT, headers.raw, whole.read, part.start, part.stop)

    async def send_problem(self, problem: Problem, headers: Mapping[str, str] = MappingProxyType({})) -> None:
        """Send a problem."""
        response = answer(Request(self.asked.scope), problem, {"Cache-Control": "no-cache", **headers})
        content = bytes(response.body)
        await self.send(
            problem.status,
            self.completed(response.raw_headers),
            lambda start, stop: content[start:stop],
            0,
            len(content),
        )


def _raw(headers: Mapping[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]


def without_content(headers: Headers) -> Headers:
    """Return the headers of an answer without those of its content."""
    return [header for header in headers if header[0].lower() not in OF_THE_CONTENT]


def tag_of(read: Reader, size: int) -> str:
    """Return the entity tag of some bytes."""
    digest = hashlib.blake2b(digest_size=16)
    for start in range(0, size, PIECE):
        digest.update(read(start, min(start + PIECE, size)))
    return f'"{digest.hexdigest()}"'


def start_of(status: int, headers: Headers) -> Message:
    """Return the message that starts an answer."""
    return {"type": "http.response.start", "status": status, "headers": headers}
