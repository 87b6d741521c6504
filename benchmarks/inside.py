"""Ask an application in this process: what an answer costs without a server, to the microsecond of CPU."""

import asyncio
import time
from types import TracebackType
from typing import Any, Self

from anyio import to_thread
from fastapi import FastAPI


class Inside:
    """An application that is started in this process, and asked one request after another."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._runner = asyncio.Runner()
        self._state: Any = None

    def __enter__(self) -> Self:
        self._runner.run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._stop())
        self._runner.close()

    async def _start(self) -> None:
        started = asyncio.Event()
        self._ended = asyncio.Event()
        self._life = asyncio.create_task(self._live(started))
        await started.wait()

    async def _stop(self) -> None:
        self._ended.set()
        await self._life

    async def _live(self, started: asyncio.Event) -> None:
        """Start and stop the application in one task, as servers do."""
        async with self._app.router.lifespan_context(self._app) as self._state:
            started.set()
            await self._ended.wait()

    def ask(self, target: str) -> bytes:
        """Return the body of an answer. Raises ``RuntimeError`` where its status is not 200."""
        return self._runner.run(self._answer(target))

    def cpu(self, target: str, times: int = 1) -> float:
        """Return the milliseconds of CPU that an answer takes."""
        return self._runner.run(self._cpu(target, times))

    async def _cpu(self, target: str, times: int) -> float:
        await to_thread.run_sync(int)  # which starts the thread that answers are made in
        began = time.process_time()
        for _ in range(times):
            await self._answer(target)
        return (time.process_time() - began) / times * 1000

    async def _answer(self, target: str) -> bytes:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"127.0.0.1:8000"), (b"accept", b"*/*")],
            "client": ("127.0.0.1", 50_000),
            "server": ("127.0.0.1", 8000),
            "state": dict(self._state or {}),
        }
        asked, body, status = False, b"", 0
        ended = asyncio.Event()

        async def receive() -> dict[str, Any]:
            nonlocal asked
            if asked:
                await ended.wait()
                return {"type": "http.disconnect"}
            asked = True
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:  # noqa: ANN401 - what ASGI sends
            nonlocal body, status
            status = message.get("status", status)
            body += message.get("body", b"")

        await self._app(scope, receive, send)
        ended.set()
        if status != 200:  # noqa: PLR2004 - only good answers are compared
            raise RuntimeError(f"{target} was answered with {status}: {body[:300]!r}")
        return body
