"""Rate limits: how many requests a client may send within a window, told in every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10, which may still change.
"""

import time
from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import Scope

from app.http.problems import TooManyRequests


class RateLimit:
    """Counts the requests of clients, and refuses those of one that sent too many within a window.

    A client is identified by its address, or by its network for IPv6. A 304 does not count if the request named the
    entity tag: any other condition can be made up. Counts end with their window.
    """

    def __init__(self, *, requests: int, seconds: int) -> None:
        from limits import RateLimitItemPerSecond  # a service without a limit does without the library too
        from limits.storage import MemoryStorage
        from limits.strategies import FixedWindowRateLimiter

        self._item = RateLimitItemPerSecond(requests, seconds)
        self._counts = MemoryStorage()
        self._limiter = FixedWindowRateLimiter(self._counts)
        self._policy = f'"default";q={requests};w={seconds}'

    def count(self, scope: Scope) -> TooManyRequests | None:
        """Count a request, before it is answered, and return the problem where it is one too many.

        So concurrent requests cannot all pass on the same count.
        """
        client = _client(scope)
        if self._limiter.hit(self._item, client):
            return None
        return TooManyRequests(
            f"No more requests are answered for {self._wait(client)} seconds. Wait, or ask for less often."
        )

    def give_back(self, scope: Scope) -> None:
        """Count a request no more."""
        self._counts.decr(self._item.key_for(_client(scope)))

    def headers(self, scope: Scope) -> dict[str, str]:
        """Return the headers that tell a client what is left to it."""
        client = _client(scope)
        remaining = self._limiter.get_window_stats(self._item, client).remaining
        return {
            "RateLimit-Policy": self._policy,
            "RateLimit": f'"default";r={max(0, remaining)};t={self._wait(client)}',
        }

    def retry_after(self, scope: Scope) -> dict[str, str]:
        """Return the header that tells a client when to ask again."""
        return {"Retry-After": str(self._wait(_client(scope)))}

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
