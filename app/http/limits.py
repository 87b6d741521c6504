"""Rate limits: how many requests a client may send within a window, told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10, which may still change.
"""

import time
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.addresses import OPERATIONS
from app.http.handlers import answer
from app.http.problems import TooManyRequests


class RateLimit:
    """ASGI middleware that answers 429 to a client that sent too many requests within a window.

    A client is identified by its address, or by its network for IPv6. A 304 does not count if the request named the
    entity tag: any other condition can be made up. Counts end with their window.
    """

    def __init__(self, app: ASGIApp, *, requests: int, seconds: int) -> None:
        from limits import RateLimitItemPerSecond  # a service without a limit does without the library too
        from limits.storage import MemoryStorage
        from limits.strategies import FixedWindowRateLimiter

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
        client = _client(scope)
        # Counted before it is answered, so that concurrent requests cannot all pass on the same count.
        if not self._limiter.hit(self._item, client):
            wait = self._wait(client)
            problem = TooManyRequests(f"No more requests are answered for {wait} seconds. Wait, or ask for less often.")
            response = answer(Request(scope), problem, {"Retry-After": str(wait), **self._headers(client)})
            await response(scope, receive, send)
            return

        async def tell(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] == HTTPStatus.NOT_MODIFIED and _is_held(scope, message):
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
        """Return the whole seconds until the window of a client ends."""
        ends = self._limiter.get_window_stats(self._item, client).reset_time
        return max(1, min(self._item.get_expiry(), round(ends - time.time() + 0.5)))


NETWORK = 64
"""The length of the IPv6 prefix that identifies a client: it may choose the other bits (RFC 7934, 6)."""


def _client(scope: Scope) -> str:
    """Return the client that a request counts against."""
    host = str(scope["client"][0]) if scope.get("client") else "unknown"
    try:
        address = ip_address(host)
    except ValueError:  # a Unix socket has no address
        return host
    return str(ip_network((address, NETWORK), strict=False)) if isinstance(address, IPv6Address) else host


def _is_held(scope: Scope, start: Message) -> bool:
    """Return whether a request names the entity tag of the answer."""
    tag = MutableHeaders(raw=start["headers"]).get("ETag", "")
    return bool(tag) and any(tag in given for given in Headers(scope=scope).getlist("If-None-Match"))
