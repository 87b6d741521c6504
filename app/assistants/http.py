"""The tools over HTTP: the SDK's transport without sessions, for complete messages of limited size."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import TASK_STATUS_IGNORED, Lock, create_task_group, sleep_forever, to_thread
from anyio.abc import TaskGroup, TaskStatus
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.bodies import body_of
from app.http.problems import PayloadTooLarge
from app.http.turns import Turns

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

MOST_BYTES = 200_000
"""The maximum size of a message. Real ones have some hundreds of bytes."""


class OverHttp:
    """ASGI application that answers tool calls, while its context ``running`` is entered.

    The SDK is imported and the tools are made for the first call: most services never get one, and it takes longer to
    start than all the rest.
    """

    def __init__(self, engine: Engine, turns: Turns) -> None:
        self._engine = engine
        self._turns = turns
        self._tasks: TaskGroup | None = None
        self._making = Lock()
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run what answers the calls, until the end of the block."""
        async with create_task_group() as self._tasks:
            yield
            self._tasks.cancel_scope.cancel()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, once its message has arrived: the SDK would log an incomplete one as a failure."""
        too_large = PayloadTooLarge(f"A message may have {MOST_BYTES:,} bytes.")
        body = await body_of(Request(scope, receive), MOST_BYTES, too_large)
        whole: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def replay() -> Message:
            nonlocal whole
            message, whole = whole, None
            return await receive() if message is None else message

        app = await self._made()
        await app(scope, replay, send)

    async def _made(self) -> ASGIApp:
        async with self._making:
            if self._app is None:
                assert self._tasks is not None  # noqa: S101 - requests are answered while it runs
                self._app = await self._tasks.start(self._run)
        return self._app

    async def _run(self, *, task_status: TaskStatus[ASGIApp] = TASK_STATUS_IGNORED) -> None:
        """Make the server of the tools, in a thread so that others are answered meanwhile, and run it."""
        server, app = await to_thread.run_sync(self._make)
        async with server.session_manager.run():
            task_status.started(app)
            await sleep_forever()

    def _make(self) -> "tuple[MCPServer, ASGIApp]":
        from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
        from mcp.server.transport_security import TransportSecuritySettings

        from app.assistants.server import assistant_server

        server = assistant_server(self._engine, self._turns)
        # Host names need no check: any page may ask, because the data is public and nothing can be changed.
        anyone = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=anyone)
        return server, StreamableHTTPASGIApp(server.session_manager)
