"""The ceiling of a server: an application that sends ready answers, with no routing, no database and no work.

They are our own answers with their headers, so that what is compared is how they are come by. ``make_bare`` is served
by uvicorn and granian as they are, and ``python -m benchmarks.bare PORT`` by the service's own server.
"""

import http.client
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchmarks.machine import HOST

if TYPE_CHECKING:
    from fastapi import FastAPI

ANSWERS = "BENCHMARK_ANSWERS"
"""The environment variable with the file of the answers."""
WRITTEN_BY_SERVER = {"date", "server", "connection", "transfer-encoding"}

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Message, Receive, Send], Awaitable[None]]


def ask(port: int, target: str, headers: dict[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers and body of one answer."""
    connection = http.client.HTTPConnection(HOST, port, timeout=600)
    try:
        connection.request("GET", target, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        connection.close()


def record(port: int, targets: Iterable[str], file: Path) -> None:
    """Write the answers of a server to a file: for each target the one of 200 and, if it has an ETag, that of 304."""
    stored = []
    for target in targets:
        status, headers, body = ask(port, target)
        if status != 200:  # noqa: PLR2004 - only good answers are compared
            raise RuntimeError(f"{target} was answered with {status}: {body[:500]!r}")
        known = ask(port, target, {"If-None-Match": headers["etag"]})[1] if "etag" in headers else {}
        stored.append({"target": target, "headers": _kept(headers), "body": body.decode(), "known": _kept(known)})
    file.write_text(json.dumps(stored), encoding="utf-8")


def _kept(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in WRITTEN_BY_SERVER}


def make_bare() -> Application:
    """Return the application."""
    answers = {}
    for held in json.loads(Path(os.environ[ANSWERS]).read_text(encoding="utf-8")):
        path, _, query = held["target"].partition("?")
        body = {"type": "http.response.body", "body": held["body"].encode()}
        etag = held["headers"].get("etag", "").encode()
        answers[path, query.encode()] = (etag, _start(200, held["headers"]), body, _start(304, held["known"]))
    empty = {"type": "http.response.body", "body": b""}

    async def answer(scope: Message, _receive: Receive, send: Send) -> None:
        etag, start, body, known = answers[scope["path"], scope["query_string"]]
        for name, value in scope["headers"]:
            if name == b"if-none-match" and value == etag:
                await send(known)
                await send(empty)
                return
        await send(start)
        await send(body)

    return answer


def _start(status: int, headers: dict[str, str]) -> Message:
    fields = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": fields}


def main() -> None:
    """Serve on the port that is given, with the service's own server."""
    from app.server.running import make_server
    from app.server.sockets import listening
    from app.settings import Settings

    bare = cast("FastAPI", make_bare())  # the server calls it as it would call any ASGI application
    make_server(bare, Settings()).run(listening(HOST, int(sys.argv[1])))


if __name__ == "__main__":
    main()
