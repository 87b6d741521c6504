"""The tools over HTTP: the SDK's transport without sessions, for complete messages of limited size."""

from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from app.http.bodies import body_of
from app.http.problems import PayloadTooLarge

MOST_BYTES = 200_000
"""The maximum size of a message. Real ones have some hundreds of bytes."""


class OverHttp:
    """ASGI application that answers tool calls."""

    def __init__(self, server: MCPServer) -> None:
        # Host names need no check: any page may ask, because the data is public and nothing can be changed.
        anyone = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=anyone)
        self._app = StreamableHTTPASGIApp(server.session_manager)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, once its message has arrived: the SDK would log an incomplete one as a failure."""
        too_large = PayloadTooLarge(f"A message may have {MOST_BYTES:,} bytes.")
        body = await body_of(Request(scope, receive), MOST_BYTES, too_large)
        whole: Message | None = {"type": "http.request", "body": body, "more_body": False}

        async def replay() -> Message:
            nonlocal whole
            message, whole = whole, None
            return await receive() if message is None else message

        await self._app(scope, replay, send)
