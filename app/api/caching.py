"""Conditional requests: a strong ETag for every answer, 304 where the client has it, HEAD for every GET.

It stands outside compression, because a strong validator (RFC 9110, 8.8.1) is of the bytes that are sent.
"""

import hashlib
from email.utils import format_datetime, parsedate_to_datetime

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

GZIP_MAGIC = b"\x1f\x8b"
NO_STORE = ("/health/", "/metrics")


class ConditionalRequests:
    """ASGI middleware that answers HEAD as GET without its body, and 304 to what the client holds already."""

    def __init__(self, app: ASGIApp, *, cache_seconds: int, stale_seconds: int) -> None:
        self.app = app
        # RFC 5861: an answer that is too old may still be used while another is fetched, or if that fails.
        stale = f"stale-while-revalidate={stale_seconds}, stale-if-error={stale_seconds}"
        self.cache_control = f"public, max-age={cache_seconds}, {stale}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; what is not GET or HEAD passes through."""
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        request = Headers(scope=scope)
        inner = dict(scope, method="GET")
        start: Message = {}
        body = bytearray()

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
                if "ETag" in Headers(raw=start["headers"]):  # it is written while it is sent, and tagged already
                    self._tag_coding(scope, start)
                    await send(start)
                return
            if "ETag" in Headers(raw=start["headers"]):
                await send({**message, "body": b""} if head else message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body", False):
                return
            content = self._finish(scope, request, start, bytes(body))
            await send(start)
            await send({"type": "http.response.body", "body": b"" if head else content})

        await self.app(inner, receive, hold)

    def _tag_coding(self, scope: Scope, start: Message) -> None:
        """Complete the headers of an answer that has its tag: another coding of it is another representation."""
        headers = MutableHeaders(raw=start["headers"])
        if coding := headers.get("Content-Encoding"):
            headers["ETag"] = f'{headers["ETag"][:-1]}-{coding}"'
        self._add_policy(scope, headers)

    def _finish(self, scope: Scope, request: Headers, start: Message, content: bytes) -> bytes:
        """Complete the headers of a response and return the body to send; it is empty for a 304."""
        headers = MutableHeaders(raw=start["headers"])
        if start["status"] != 200:  # noqa: PLR2004
            headers.setdefault("Cache-Control", "no-cache")
            return content
        if scope["path"].startswith(NO_STORE):
            headers["Cache-Control"] = "no-store"
            return content
        if content.startswith(GZIP_MAGIC):
            content = content[:4] + bytes(4) + content[8:]  # the time of compression, which would change the bytes
        headers["ETag"] = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'
        self._add_policy(scope, headers)
        if not _is_current(request, headers):
            headers["Content-Length"] = str(len(content))
            return content
        start["status"] = 304
        for name in ("Content-Length", "Content-Type", "Content-Encoding"):
            del headers[name]
        return b""

    def _add_policy(self, scope: Scope, headers: MutableHeaders) -> None:
        """Add how long an answer may be reused, what it depends on, and when its data last changed."""
        headers.setdefault("Cache-Control", self.cache_control)
        if "accept-encoding" not in headers.get("Vary", "").lower():
            headers.add_vary_header("Accept-Encoding")
        modified = scope.get("state", {}).get("modified_at")
        if modified is not None:
            headers["Last-Modified"] = format_datetime(modified, usegmt=True)


def _is_current(request: Headers, response: MutableHeaders) -> bool:
    """Return whether the client's copy is current: by its entity tags, else by its date (RFC 9110, 13.2.2)."""
    if lines := request.getlist("If-None-Match"):  # a list may be on several lines (RFC 9110, 5.2)
        held = {tag.strip().removeprefix("W/") for tag in ",".join(lines).split(",")}
        return "*" in held or response["ETag"] in held
    since, modified = request.get("If-Modified-Since"), response.get("Last-Modified")
    if since is None or modified is None:
        return False
    try:
        return parsedate_to_datetime(modified) <= parsedate_to_datetime(since)
    except (ValueError, TypeError, OverflowError):  # not a date, one without a zone, or beyond all years
        return False
