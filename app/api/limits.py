"""Limits: how many requests a client may send in a time, told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10, which may still change.
"""

import time
from http import HTTPStatus

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.addresses import OPERATIONS
from app.api.handlers import answer
from app.api.problems import TooManyRequests


class RateLimit:
    """ASGI middleware that answers 429 to a client that sent too many requests within a window.

    A client is known by its address. An answer of 304 costs nothing. What is counted is forgotten with its window.
    """

    def __init__(self, app: ASGIApp, *, requests: int, seconds: int) -> None:
        self.app = app
        self._item = RateLimitItemPerSecond(requests, seconds)
        self._counts = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._counts)
        self._policy = f'"default";q={requests};w={seconds}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or say when another may be sent."""
        if scope["type"] != "http" or scope["path"].startswith(OPERATIONS):
            await self.app(scope, receive, send)
            return
        client = scope["client"][0] if scope.get("client") else "unknown"
        # Counted before it is answered, so that requests at the same time are not all let in by the same count.
        if not self._limiter.hit(self._item, client):
            wait = self._wait(client)
            problem = TooManyRequests(f"No more requests are answered for {wait} seconds. Wait, or ask for less often.")
            response = answer(Request(scope), problem, {"Retry-After": str(wait), **self._headers(client)})
            await response(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == HTTPStatus.NOT_MODIFIED:
                    self._counts.decr(self._item.key_for(client))
                MutableHeaders(raw=message["headers"]).update(self._headers(client))
            await send(message)

        await self.app(scope, receive, tell)

    def _headers(self, client: str) -> dict[str, str]:
        remaining = self._limiter.get_window_stats(self._item, client).remaining
        return {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"default";r={max(0, remaining)};t={self._wait(client)}',
        }

    def _wait(self, client: str) -> int:
        """Return in how many whole seconds the window of a client ends."""
        ends = self._limiter.get_window_stats(self._item, client).reset_time
        return max(1, min(self._item.get_expiry(), round(ends - time.time() + 0.5)))
