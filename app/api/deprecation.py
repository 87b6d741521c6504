"""Deprecation: how a route says that it is going to end, as RFC 9745 and RFC 8594 have it."""

from datetime import datetime
from email.utils import format_datetime

from fastapi import Response
from fastapi.params import Depends as DependsOn


def deprecated(*, since: datetime, sunset: datetime, about: str) -> DependsOn:
    """Return a dependency that announces the end of a route: since when it is deprecated, when it ends, and why.

    ``about`` is the address of a page that says what to use instead. The moments need a zone. Raises ``ValueError`` for
    an end before the announcement, which RFC 9745, 4 forbids. Give the route ``deprecated=True`` beside it.
    """
    if sunset < since:
        raise ValueError("a route cannot end before it is deprecated")
    headers = {
        "Deprecation": f"@{int(since.timestamp())}",
        "Sunset": format_datetime(sunset, usegmt=True),
        "Link": f'<{about}>; rel="deprecation"; type="text/html"',
    }

    async def announce(response: Response) -> None:
        response.headers.update(headers)

    return DependsOn(announce)
