"""The host that a request is for: exactly one, validly named."""

import re

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.handlers import answer
from app.http.problems import MalformedRequest

_HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]+|\[[\da-fA-F:.]+\])(?::\d*)?")


class OneHost:
    """ASGI middleware that refuses a request with no, several or invalid ``Host`` headers (RFC 9112, 3.2)."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            hosts = [value for name, value in scope["headers"] if name == b"host"]
            old = scope["http_version"] == "1.0"  # which does not ask for it
            if len(hosts) > 1 or not (all(map(_HOST.fullmatch, hosts)) if hosts else old):
                problem = MalformedRequest("Name the host that the request is for in one Host header.")
                await answer(Request(scope), problem)(scope, receive, send)
                return
        await self.app(scope, receive, send)
