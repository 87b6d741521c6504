"""The HTTP protocol of the server, which refuses malformed, oversized and slow requests with a problem."""

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Any

import httptools
from uvicorn._types import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, ASGISendEvent, Scope
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from app.http.handlers import details_of
from app.http.problems import MEDIA_TYPE, HeadersTooLarge, MalformedRequest, Problem, RequestTimeout, UriTooLong
from app.http.security import SECURITY_HEADERS
from app.server.connections import Connections

LINGERS = 2.0
"""How many seconds a refused connection is kept open so that the refusal arrives (RFC 9112, 9.6)."""
RESET = struct.pack("ii", 1, 0)
OF_A_FIELD = len(b": \r\n")


class ProblemProtocol(HttpToolsProtocol):
    """Uvicorn's HTTP protocol with limits, and with problems instead of plain-text errors."""

    server_state: Connections

    def __init__(
        self,
        config: Config,
        server_state: Connections,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.settings = server_state.settings
        self.in_head = False
        """Whether a request has begun whose headers are not complete yet."""
        self.in_body = self.asked = False
        """Whether a body is still arriving, and whether any request on this connection had complete headers."""
        self.deaf = self.refused = False
        """Whether further input is ignored, and whether the client was sent a refusal."""
        self.since = self.loop.time()
        """When the current time-out started: for a request's head, its body, or for the client to hang up."""
        self.head_bytes = self.fields = self.unread = 0
        self.unsent, self.unsent_since = 0, self.since

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Accept a connection, or refuse it if there are too many."""
        super().connection_made(transport)
        if not self.server_state.has_room_for(self):
            problem = self.server_state.no_room()
            if problem is None:
                self.cut()
            else:
                self.refuse(problem)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget a connection."""
        self.server_state.forget(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse data from the client."""
        if self.deaf:
            return
        self._unset_keepalive_if_required()
        self.unread += len(data)
        try:
            self.parser.feed_data(data)
            # An incomplete element is not passed to a callback yet, but already takes memory.
            if self.unread > self.settings.line_bytes and not self.deaf:
                raise self._too_large()
        except httptools.HttpParserUpgrade:  # no other protocol is supported: answer the request as it is
            self.deaf = True
            self.cycle.keep_alive = False
        except httptools.HttpParserError as error:
            found = error.__context__
            self.refuse(found if isinstance(found, Problem) else MalformedRequest("What was sent is no request."))
        except Problem as problem:
            self.refuse(problem)

    def on_message_begin(self) -> None:
        """Begin a request."""
        super().on_message_begin()
        self.in_head, self.in_body = True, False
        self.head_bytes = self.fields = self.unread = 0
        if self.asked:  # for the first request, the time counts from when the connection was made
            self.since = self.loop.time()

    def on_url(self, url: bytes) -> None:
        """Add a part of the request target. Raises ``UriTooLong``."""
        super().on_url(url)
        self.unread = 0
        if len(self.url) > self.settings.line_bytes:
            raise UriTooLong(f"An address may have {self.settings.line_bytes:,} bytes.")

    def on_header(self, name: bytes, value: bytes) -> None:
        """Add a header field, ignoring trailers (RFC 9110, 6.5.1). Raises ``HeadersTooLarge``."""
        size = len(name) + len(value) + OF_A_FIELD
        self.unread = 0
        self.head_bytes += size
        self.fields += 1
        if size > self.settings.line_bytes or self.head_bytes > self.settings.header_bytes:
            raise self._too_large()
        if self.fields > self.settings.header_fields:
            raise HeadersTooLarge(f"A request may have {self.settings.header_fields} header fields.")
        if self.in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Start answering the request, and wait for its body."""
        self.unread = 0
        self.in_head, self.in_body = False, True
        self.since = self.loop.time()
        self.server_state.waiting.pop(self, None)
        super().on_headers_complete()
        self.asked = True
        if self.server_state.stopping:
            self.cycle.keep_alive = False

    def on_body(self, body: bytes) -> None:
        """Add a part of the body."""
        self.unread = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """End a request."""
        self.unread = 0
        self.in_body = False
        super().on_message_complete()
        self._rest()

    def on_response_complete(self) -> None:
        """End an answer."""
        super().on_response_complete()
        self._rest()

    def _rest(self) -> None:
        """Start waiting for another request if all earlier ones are answered."""
        if self.cycle.response_complete and not (self.in_body or self.in_head or self.pipeline or self.deaf):
            self.since = self.server_state.waiting[self] = self.loop.time()

    def shutdown(self) -> None:
        """Close the connection after its pending answer. One without a request yet may still send one."""
        if self.asked:
            self.cycle.keep_alive = False

    def check(self, now: float) -> None:
        """Close the connection if its client has exceeded a time-out."""
        unsent = self.transport.get_write_buffer_size()
        if unsent != self.unsent:
            self.unsent, self.unsent_since = unsent, now
        stalled = unsent > 0 and now - self.unsent_since > self.settings.write_seconds
        if stalled or (self.refused and now - self.since > LINGERS):
            self.cut()
        elif not self.deaf:
            self._check_request(now)

    def _check_request(self, now: float) -> None:
        waited = now - self.since
        if self.in_body and self.flow.read_paused:  # the delay is ours, not the client's
            self.since = now
        elif self.in_body and waited > self.settings.body_seconds:
            self.refuse(RequestTimeout(f"A body has {self.settings.body_seconds:g} seconds to arrive in."))
        elif self.in_head and waited > self.settings.header_seconds:
            self.refuse(RequestTimeout(f"Headers have {self.settings.header_seconds:g} seconds to arrive in."))
        elif not self.in_head and self in self.server_state.waiting:
            # Uvicorn's own timer is stopped by any input, even by an empty line.
            allowed = self.settings.keep_alive_seconds if self.asked else self.settings.header_seconds
            if waited > allowed:
                self.transport.close()

    def refuse(self, problem: Problem) -> None:
        """Answer with a problem instead of the application and close the connection, after any earlier answers."""
        self.deaf = True
        self.since = self.loop.time()
        self.server_state.waiting.pop(self, None)
        self.flow.resume_reading()
        answered = not self.asked or self.cycle.response_complete
        if not answered and not self.in_body:  # the bad input follows complete requests: answer those
            self.cycle.keep_alive = False
        elif answered and self.in_body:  # the rest of the body is not needed
            self.transport.close()
        elif not answered and (self.cycle.response_started or self.pipeline):
            self.cut()
        else:
            if not answered:
                self.cycle.disconnected = True
                self.cycle.message_event.set()
            self.refused = True
            self._write(problem)
            if self.transport.can_write_eof():
                self.transport.write_eof()

    def cut(self) -> None:
        """Close the connection at once, discarding unsent data."""
        if self.asked:
            self.cycle.disconnected = True
        # Otherwise the system would keep trying to send to a client that does not read.
        with suppress(OSError):  # the connection may already be closed
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.transport.abort()

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        """Start answering a request, and do not report it as an error if the client disconnects meanwhile."""

        async def answering(scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
            async def send_to_who_is_there(message: ASGISendEvent) -> None:
                try:
                    await send(message)
                except RuntimeError:  # uvloop may raise it before it calls connection_lost
                    if not cycle.transport.is_closing():
                        raise
                    cycle.disconnected = True

            await app(scope, receive, send_to_who_is_there)

        super()._start_asgi_task(cycle, answering)

    def _write(self, problem: Problem) -> None:
        body = details_of(problem, instance="").model_dump_json().encode()
        told = {
            "content-type": MEDIA_TYPE,
            "content-length": str(len(body)),
            "access-control-allow-origin": "*",
            "connection": "close",
            **SECURITY_HEADERS,
            **problem.headers,
        }
        headers = [*self.server_state.default_headers, *((n.lower().encode(), v.encode()) for n, v in told.items())]
        lines = [STATUS_LINE[problem.status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n", body]
        self.transport.write(b"".join(lines))

    def _too_large(self) -> HeadersTooLarge:
        line, whole = self.settings.line_bytes, self.settings.header_bytes
        return HeadersTooLarge(f"A header field may have {line:,} bytes, all of them together {whole:,}.")
