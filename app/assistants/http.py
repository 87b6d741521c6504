"""The tools over HTTP: the SDK's transport without sessions, to which a client that goes away is no fault."""

from mcp.server.mcpserver import MCPServer
from mcp.server.streamable_http_manager import StreamableHTTPASGIApp
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope, Send


class OverHttp:
    """ASGI application that answers calls of tools."""

    def __init__(self, server: MCPServer) -> None:
        # Any page may ask, for what is asked for is public and nothing can be changed: names of hosts need no check.
        anyone = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        server.streamable_http_app(stateless_http=True, json_response=True, transport_security=anyone)
        self._app = StreamableHTTPASGIApp(server.session_manager)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request. Raises ``ClientDisconnect`` where it never comes whole: the SDK would log a failure."""
        whole = False

        async def still_there() -> Message:
            nonlocal whole
            message = await receive()
            if message["type"] == "http.disconnect" and not whole:
                raise ClientDisconnect
            whole = whole or not message.get("more_body", False)
            return message

        await self._app(scope, still_there, send)
