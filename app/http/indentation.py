"""Indentation: JSON for somebody who reads it in a browser has lines; programs get it without."""

import json

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.negotiation import is_for_a_reader


class Indentation:
    """ASGI middleware that indents JSON where ``Accept`` is that of a browser."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message = {}
        body = bytearray()

        async def indent(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_json(message):
                headers = MutableHeaders(raw=message["headers"])
                if "Accept" not in [name.strip() for name in headers.get("Vary", "").split(",")]:
                    headers.add_vary_header("Accept")
                if is_for_a_reader(scope):
                    start.update(message)
                    return
            if not start:
                await send(message)
                return
            body.extend(message.get("body", b""))
            if not message.get("more_body", False):
                content = json.dumps(json.loads(body), ensure_ascii=False, indent=2).encode() + b"\n"
                MutableHeaders(raw=start["headers"])["Content-Length"] = str(len(content))
                await send(start)
                await send({"type": "http.response.body", "body": content})

        await self.app(scope, receive, indent)


def _is_json(start: Message) -> bool:
    headers = MutableHeaders(raw=start["headers"])
    if "ETag" in headers:  # a file, which has the bytes that it has
        return False
    media_type = headers.get("Content-Type", "").partition(";")[0]
    return media_type == "application/json" or media_type.endswith("+json")
