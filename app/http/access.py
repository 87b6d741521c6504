"""The access log: a line for every request, if the log level is INFO or lower."""

import logging
from time import perf_counter

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.addresses import reference

_MOST_CHARACTERS = 500

log = logging.getLogger(__name__)


class AccessLog:
    """ASGI middleware that logs each request, its status, and how long it took.

    Addresses are logged only with ``clients``: they are personal data, and a proxy in front often has them already.
    """

    def __init__(self, app: ASGIApp, *, clients: bool) -> None:
        self.app = app
        self._clients = clients

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or not log.isEnabledFor(logging.INFO):
            await self.app(scope, receive, send)
            return
        began, status, size = perf_counter(), 0, 0

        async def note(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            self._tell(scope, status, size if scope["method"] != "HEAD" else 0, perf_counter() - began)

    def _tell(self, scope: Scope, status: int, size: int, seconds: float) -> None:
        fields = {
            "method": scope["method"],
            "path": reference(scope.get("raw_path") or scope["path"])[:_MOST_CHARACTERS],
            "query": reference(scope["query_string"])[:_MOST_CHARACTERS],
            "status": status,
            "milliseconds": round(seconds * 1000, 1),
            "bytes": size,
        }
        if self._clients and scope.get("client"):
            fields["client"] = scope["client"][0]
        told = {"fields": {name: value for name, value in fields.items() if value != ""}}
        if status:
            log.info("answered", extra=told)
        else:
            log.debug("the client went away before it was answered", extra=told)
