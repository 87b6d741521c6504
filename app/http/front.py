"""The front: the outermost middleware, and the only one that knows what HTTP means by a request.

It takes what the application answers to a GET off its hands, tells it from all others by a strong entity tag, and sends
of it what the request asks for. The tag is of the bytes that are sent (RFC 9110, 8.8.1), so what changes these, such as
compression, is inside.

Answers are kept ready until the data changes, and sent again by ``AtOnce`` where no more is asked for than that. Of
many who ask for the same at once, one has it made. While the database is away the last good answers go out, and say
that they are stale.
"""

import asyncio
from asyncio import Future, Task
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import logs
from app.http.access import Accounts
from app.http.asked import Asked, asked_by
from app.http.at_once import AtOnce
from app.http.failures import problem_of
from app.http.limits import RateLimit
from app.http.problems import MalformedRequest
from app.http.ready import Ready
from app.http.reply import PIECE, Reply, Whole, tag_of
from app.http.security import SECURITY_HEADERS
from app.http.spool import Spool
from app.http.tracing import trace_of

Kept = Callable[[Ready | None], None]
"""Takes what is kept of an answer, as soon as it is known; ``None`` for what is not kept."""
NO_ROUTE = "none"
"""What is counted of requests that no route was found for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """What the front does beside answering.

    It ``keeps`` answers or not; ``cache_control`` and ``licence`` are headers of answers of the data, ``everywhere``
    those of all; ``traces_all`` has answers tell their trace to those who sent none.
    """

    keeps: bool
    cache_control: str
    licence: str
    everywhere: Mapping[str, str]
    traces_all: bool


class Front:
    """ASGI middleware that answers requests as HTTP has it. ``limit`` is ``None`` where there is none."""

    def __init__(
        self, app: ASGIApp, *, at_once: AtOnce, accounts: Accounts, limit: RateLimit | None, manners: Manners
    ) -> None:
        self.app = app
        self._at_once = at_once
        self._accounts = accounts
        self._limit = limit
        self._manners = manners
        everywhere = {**SECURITY_HEADERS, **manners.everywhere}
        self._everywhere = [(name.lower().encode(), value.encode()) for name, value in everywhere.items()]
        self._making: dict[tuple[object, ...], Future[Ready | None]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            asked = asked_by(scope)
            await self._reply(asked, receive, Reply(asked, send, self._everywhere))
        else:
            await self.app(scope, receive, send)

    async def _reply(self, asked: Asked, receive: Receive, reply: Reply) -> None:
        """Answer a request of which more is to be told than is ready, or that is not ready."""
        trace = trace_of(asked.scope)
        # Not reset: each request has a task of its own, and the server may still log what the task raised.
        logs.context.set({"request_id": trace.request_id, "trace_id": trace.trace_id})
        if self._manners.traces_all or asked.is_traced:
            reply.trace()
        route = NO_ROUTE
        try:
            route = await self._answer(asked, receive, reply)
        except ClientDisconnect:
            pass  # not a fault of the service, and there is nobody to answer
        except Exception as error:
            if reply.status:
                raise  # the server logs it and drops the connection, so that the answer is not taken for complete
            await reply.send_problem(problem_of(error, trace.request_id))
        finally:
            self._accounts.add(asked, route, reply.status, reply.size)

    async def _answer(self, asked: Asked, receive: Receive, reply: Reply) -> str:
        """Answer a request, and return the route that it was of."""
        if self._limit is not None and not asked.is_of_operations:
            refusal = self._limit.count(asked.scope)
            reply.limit = self._limit
            if refusal is not None:
                await reply.send_problem(refusal, self._limit.retry_after(asked.scope))
                return NO_ROUTE
        if not asked.names_one_host:
            await reply.send_problem(MalformedRequest("Name the host that the request is for in one Host header."))
            return NO_ROUTE
        if not asked.reads:
            return await self._pass_on(asked, receive, reply)
        if asked.is_of_operations or not self._manners.keeps:
            return await self._make(asked, receive, reply, lambda _: None)
        ready = await self._at_once.find(asked) or await self._made_for_another(asked)
        if ready is not None:
            await reply.send_asked(self._as_it_stands(ready))
            return ready.route
        return await self._make_for_all(asked, receive, reply)

    def _as_it_stands(self, ready: Ready) -> Whole:
        """Return an answer that is kept, saying so if nobody can tell whether it holds (RFC 9111, 4.2.4; RFC 9211)."""
        whole = ready.whole
        if ready.made_of is None or not self._at_once.data.is_away:
            return whole
        stale = f'"Force Profiles"; hit; ttl=-{self._at_once.data.stale_for:.0f}; detail="the database is away"'
        told = [(b"cache-control", b"no-cache"), (b"cache-status", stale.encode())]
        headers = [header for header in whole.headers if header[0] != b"cache-control"]
        return Whole([*headers, *told], whole.tag, whole.modified, whole.length, whole.read)

    async def _pass_on(self, asked: Asked, receive: Receive, reply: Reply) -> str:
        """Have a request answered that is neither GET nor HEAD: what comes is sent as it comes."""

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                await reply.begin(message["status"], reply.completed(message["headers"]))
            else:
                await reply.go_on(message.get("body", b""), more=message.get("more_body", False))

        await self.app(asked.scope, receive, send)
        return _route_of(asked.scope)

    async def _made_for_another(self, asked: Asked) -> Ready | None:
        """Return the answer to a request that another has made right now; ``None`` if none does, or it is not kept."""
        making = self._making.get(asked.depends_on)
        if making is None or await asyncio.shield(making) is None:
            return None
        return await self._at_once.find(asked)

    async def _make_for_all(self, asked: Asked, receive: Receive, reply: Reply) -> str:
        """Have an answer made, for all who ask for it meanwhile."""
        key = asked.depends_on
        made: Future[Ready | None] = asyncio.get_running_loop().create_future()
        self._making.setdefault(key, made)

        def kept(ready: Ready | None) -> None:
            if not made.done():
                made.set_result(ready)
                if self._making.get(key) is made:
                    del self._making[key]

        try:
            return await self._make(asked, receive, reply, kept)
        finally:
            kept(None)

    async def _make(self, asked: Asked, receive: Receive, reply: Reply, kept: Kept) -> str:
        """Have an answer made and send it."""
        spool, told = Spool(), asked.told()
        making: Task[None] = asyncio.create_task(_run(self.app, told, receive, spool))
        making.add_done_callback(lambda _: spool.grown.set())
        try:
            if asked.method == "GET" and asked.wants_all:
                await spool.grown.wait()
            else:  # of which all has to be known
                await asyncio.wait([making])
            if not making.done():
                kept(None)
                await self._stream(asked, reply, spool, making)
            else:
                making.result()
                if spool.start:  # otherwise the client went away before there was an answer
                    await self._finish(asked, reply, spool, _route_of(told), kept)
        finally:
            making.cancel()
            await asyncio.wait([making])  # to await it again would take its traceback from what it raised
            spool.close()
        return _route_of(told)

    async def _stream(self, asked: Asked, reply: Reply, spool: Spool, making: Task[None]) -> None:
        """Send a long answer while it is made. How long it is, and its tag, are not known yet."""
        headers = MutableHeaders(raw=reply.completed(spool.start["headers"]))
        del headers["Content-Length"]
        self._describe(asked, headers)
        await reply.begin(spool.start["status"], headers.raw)
        while True:
            spool.grown.clear()
            while reply.size < spool.size:
                await reply.go_on(spool.read(reply.size, reply.size + PIECE), more=True)
            if making.done():
                break
            await spool.grown.wait()
        making.result()
        await reply.go_on(b"", more=False)

    async def _finish(self, asked: Asked, reply: Reply, spool: Spool, route: str, kept: Kept) -> None:
        """Send an answer that is complete, and keep it where it may be asked for again."""
        status: int = spool.start["status"]
        headers = MutableHeaders(raw=reply.completed(spool.start["headers"]))
        if status != HTTPStatus.OK or asked.is_of_operations:
            headers.setdefault("Cache-Control", "no-cache" if status != HTTPStatus.OK else "no-store")
            kept(None)
            await reply.send(status, headers.raw, spool.read, 0, spool.size)
            return
        may_be_kept = not spool.is_long and "Cache-Control" not in headers
        modified = self._describe(asked, headers)
        if not spool.is_stored:
            headers["ETag"] = tag_of(spool.read, spool.size)
        headers["Content-Length"] = str(spool.size)
        whole = Whole(headers.raw, headers["ETag"].encode("latin-1"), modified, spool.size, spool.read)
        kept(self._at_once.keep(asked, whole, route) if may_be_kept else None)
        await reply.send_asked(whole)

    def _describe(self, asked: Asked, headers: MutableHeaders) -> datetime | None:
        """Add to an answer what it varies by, how long it holds, and of what data it is. Return the date of these.

        A date has whole seconds, and in one the data may change twice: the first second after a change is what stands
        for the data (RFC 9110, 8.8.2.2). Before it begins the present one is told, which no condition holds by.
        """
        state = asked.scope["state"]
        headers.setdefault("Cache-Control", self._manners.cache_control)
        if "accept-encoding" not in headers.get("Vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        if (name := state.get("varies_by")) is not None:
            headers.add_vary_header(name)
        headers["Accept-Ranges"] = "bytes"
        changed: datetime | None = state.get("modified_at")
        if changed is None:
            told = headers.get("Last-Modified")
            return None if told is None else parsedate_to_datetime(told)
        modified = changed.replace(microsecond=0) + timedelta(seconds=1)
        headers["Last-Modified"] = format_datetime(min(modified, datetime.now(UTC)), usegmt=True)
        headers.append("Link", self._manners.licence)
        return modified


async def _run(app: ASGIApp, scope: Scope, receive: Receive, spool: Spool) -> None:
    """Have a request answered into a spool."""
    await app(scope, receive, spool.take)


def _route_of(scope: Scope) -> str:
    """Return the route that a request was of, by its path with parameters."""
    route = scope.get("route")
    return NO_ROUTE if route is None else str(route.path_format)
