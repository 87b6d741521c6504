"""Deprecation: how routes say that they are going to end, as RFC 9745 and RFC 8594 have it."""

from datetime import datetime
from email.utils import format_datetime

from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Receive, Scope, Send


def deprecated(*, since: datetime, sunset: datetime, about: str) -> type[APIRoute]:
    """Return a class of routes whose every answer, problems too, announces their end.

    ``about`` is the address of a page that says what to use instead. The moments need a zone. Raises ``ValueError`` for
    an end before the announcement, which RFC 9745, 4 forbids. Give it as ``route_class`` with ``deprecated=True``.
    """
    if sunset < since:
        raise ValueError("a route cannot end before it is deprecated")
    announced = {"Deprecation": f"@{int(since.timestamp())}", "Sunset": format_datetime(sunset, usegmt=True)}
    link = f'<{about}>; rel="deprecation"; type="text/html"'

    class DeprecatedRoute(APIRoute):
        async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
            async def announce(message: Message) -> None:
                if message["type"] == "http.response.start":
                    headers = MutableHeaders(raw=message["headers"])
                    headers.update(announced)
                    headers.append("Link", link)  # beside those of a page
                await send(message)

            await super().handle(scope, receive, announce)

    return DeprecatedRoute
