"""Conditional requests: a strong ETag for every answer, 304 and 412 by what the client holds, HEAD for every GET.

An answer may also be asked for in part, which is a part of its bytes as they are without a coding: clients that read
a file in pieces want to find the same bytes at the same place, whatever else they accept.

An answer is buffered until it is complete and sent after the application has released its resources: a slow client
keeps no connection to the database, and a late failure still gets its status. This is outside compression, because a
strong validator (RFC 9110, 8.8.1) is of the bytes that are sent. An answer that is a file on disk is sent from there.
"""

import hashlib
import re
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from io import SEEK_END, BufferedReader, BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from types import MappingProxyType

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.addresses import OPERATIONS, without_cache_buster
from app.http.files import PATHSEND
from app.http.handlers import answer
from app.http.problems import PreconditionFailed, Problem, RangeNotSatisfiable
from app.http.ranges import Part, UnsatisfiableRangeError, part_asked

IN_MEMORY = 2**20
"""How many bytes of an answer are buffered in memory; a longer one goes to a temporary file."""
PIECE = 2**16
GZIP_MAGIC = b"\x1f\x8b"
DECIDED_HERE = {
    *(b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since", b"if-range", b"range"),
}
"""What the application is not told, for it does not know the bytes that are sent."""
OF_THE_CONTENT = ("Content-Type", "Content-Length", "Content-Encoding", "Content-Disposition")
Body = SpooledTemporaryFile[bytes] | BufferedReader | BytesIO
"""What is to be sent: an answer that was held, a file on disk, or a problem in place of either."""
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


class ConditionalRequests:
    """ASGI middleware that answers conditional requests, and HEAD as GET without the body."""

    def __init__(self, app: ASGIApp, *, cache_seconds: int, stale_seconds: int, licence_url: str) -> None:
        self.app = app
        # RFC 5861: an answer that is too old may still be used while another is fetched, or if that fails.
        stale = f"stale-while-revalidate={stale_seconds}, stale-if-error={stale_seconds}"
        self.licence = f'<{licence_url}>; rel="license"'
        self.cache_control = f"public, max-age={cache_seconds}, {stale}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is not GET or HEAD passes through."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        kept_back = DECIDED_HERE | ({b"accept-encoding"} if scope["method"] == "GET" and "Range" in asked else set())
        told = dict(
            scope,
            method="GET",
            headers=[header for header in scope["headers"] if header[0] not in kept_back],
            query_string=without_cache_buster(scope["query_string"]),
            extensions={},  # none lets a server send a file by itself: its bytes are needed here
        )
        with ExitStack() as stack:
            start: Message = {}
            body: Body = stack.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))

            async def hold(message: Message) -> None:
                nonlocal body
                if message["type"] == "http.response.start":
                    start.update(message)
                elif message["type"] == PATHSEND:
                    body = stack.enter_context(Path(message["path"]).open("rb"))  # noqa: ASYNC230 - waits for no reader
                else:
                    body.write(message.get("body", b""))

            await self.app(told, receive, hold)
            if not start:  # the client went away before there was an answer
                return
            body, part = self._finish(scope, start, body)
            await _send(send, start, body, part, head=scope["method"] == "HEAD")

    def _finish(self, scope: Scope, start: Message, body: Body) -> tuple[Body, Part | None]:
        """Complete the headers of an answer, and make it one of 206, 304, 412 or 416 where the request asks for that.

        Returns its body, and the part of it that is to be sent; ``None`` for all of it.
        """
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] != HTTPStatus.OK:
            headers.setdefault("Cache-Control", "no-cache")
            return body, None
        if scope["path"].startswith(OPERATIONS):
            headers["Cache-Control"] = "no-store"
            return body, None
        headers["ETag"] = headers.get("ETag") or _tag(body)
        headers.setdefault("Cache-Control", self.cache_control)
        if "accept-encoding" not in headers.get("Vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        if (name := scope.get("state", {}).get("varies_by")) is not None:
            headers.add_vary_header(name)
        headers["Accept-Ranges"] = "bytes"
        modified = _date(headers, "Last-Modified")
        if (changed := scope.get("state", {}).get("modified_at")) is not None:
            modified = changed.replace(microsecond=0) + timedelta(seconds=1)
            _describe_data(headers, modified, self.licence)
        request = Headers(scope=scope)
        start["status"] = _status(request, headers["ETag"], modified)
        if start["status"] == HTTPStatus.NOT_MODIFIED:
            for name in OF_THE_CONTENT:
                del headers[name]
            return BytesIO(), None
        if start["status"] == HTTPStatus.PRECONDITION_FAILED:
            detail = f"The answer is not what your conditions ask for: its entity tag is {headers['ETag']} now."
            return _instead(scope, start, PreconditionFailed(detail)), None
        if scope["method"] == "GET" and _may_be_in_part(request, headers["ETag"], modified):
            return _in_part(scope, start, body, ",".join(request.getlist("Range")))
        return body, None


def _in_part(scope: Scope, start: Message, body: Body, asked: str) -> tuple[Body, Part | None]:
    """Make an answer one of 206 or 416 where the range that is asked for is one. Returns the body and its part."""
    length = body.seek(0, SEEK_END)
    try:
        part = part_asked(asked, length)
    except UnsatisfiableRangeError:
        detail = f"The answer has {length} bytes, and none in the range that you ask for."
        return _instead(scope, start, RangeNotSatisfiable(detail), {"Content-Range": f"bytes */{length}"}), None
    if part is not None:
        start["status"] = HTTPStatus.PARTIAL_CONTENT
        MutableHeaders(raw=start["headers"])["Content-Range"] = str(part)
    return body, part


def _instead(scope: Scope, start: Message, problem: Problem, told: Mapping[str, str] = MappingProxyType({})) -> Body:
    """Answer a problem in place of what was to be answered, and return its body."""
    response = answer(Request(scope), problem, {"Cache-Control": "no-cache", **told})
    start.update(status=problem.status, headers=response.raw_headers)
    return BytesIO(response.body)


def _tag(body: Body) -> str:
    """Return the entity tag of a body."""
    body.seek(0)
    if body.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
        body.seek(4)
        body.write(bytes(4))  # the time of compression, which would change the bytes (RFC 1952, 2.3)
    body.seek(0)
    return f'"{hashlib.file_digest(body, lambda: hashlib.blake2b(digest_size=16)).hexdigest()}"'


def _describe_data(headers: MutableHeaders, modified: datetime, licence: str) -> None:
    """Add to an answer when the data last changed, and its licence.

    A date has whole seconds, and in one the data may change twice: the first second after a change is what stands for
    the data (RFC 9110, 8.8.2.2). Before it begins the present one is told, which no condition holds by.
    """
    headers["Last-Modified"] = format_datetime(min(modified, datetime.now(UTC)), usegmt=True)
    headers.append("Link", licence)


def _status(request: Headers, tag: str, modified: datetime | None) -> HTTPStatus:
    """Return the status by the conditions of a request, in the order of RFC 9110, 13.2.2."""
    if "If-Match" in request:
        if not _tags(request, "If-Match") & {"*", tag}:  # a strong comparison: weak tags never match
            return HTTPStatus.PRECONDITION_FAILED
    elif modified and (since := _date(request, "If-Unmodified-Since")) and modified > since:
        return HTTPStatus.PRECONDITION_FAILED
    if "If-None-Match" in request:
        held = {given.removeprefix("W/") for given in _tags(request, "If-None-Match")}
        return HTTPStatus.NOT_MODIFIED if held & {"*", tag} else HTTPStatus.OK
    since = _date(request, "If-Modified-Since")
    return HTTPStatus.NOT_MODIFIED if modified and since and modified <= since else HTTPStatus.OK


def _may_be_in_part(request: Headers, tag: str, modified: datetime | None) -> bool:
    """Return whether a request asks for a part, and holds what that is a part of if it says so (RFC 9110, 13.1.5)."""
    if "Range" not in request:
        return False
    held = request.get("If-Range")
    return held is None or held.strip() == tag or (modified is not None and _date(request, "If-Range") == modified)


def _tags(request: Headers, name: str) -> set[str]:
    """Return the entity tags in all lines of a header (RFC 9110, 5.3), or the asterisk alone."""
    given = ",".join(request.getlist(name)).strip()
    return {"*"} if given == "*" else set(_TAG.findall(given))


def _date(headers: Headers, name: str) -> datetime | None:
    """Return the date in a header, or ``None`` if there is none or it is invalid."""
    try:
        found = parsedate_to_datetime(headers.get(name, ""))
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # the form of asctime names no zone (RFC 9110, 5.6.7)


async def _send(send: Send, start: Message, body: Body, part: Part | None, *, head: bool) -> None:
    """Send an answer or a part of it: the body in pieces, or no body for HEAD."""
    length = body.seek(0, SEEK_END)
    left = length if part is None else part.stop - part.start
    if start["status"] not in {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}:
        MutableHeaders(raw=start["headers"])["Content-Length"] = str(left)
    await send(start)
    body.seek(0 if part is None else part.start)
    left = 0 if head else left
    while True:
        piece = body.read(min(PIECE, left))
        left -= len(piece)
        await send({"type": "http.response.body", "body": piece, "more_body": left > 0})
        if not left:
            return
