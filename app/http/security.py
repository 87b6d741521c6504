"""Headers that keep browsers from taking an answer for something else, or from loading what it does not name."""

import base64
import hashlib
import re
from collections.abc import Mapping
from types import MappingProxyType

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

_INLINE = re.compile(r"<script(?:\s[^>]*)?>(?P<code>.*?)</script>", re.DOTALL)
SECURITY_HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    }
)
"""The headers of every answer that does not set its own."""


class Preflights(CORSMiddleware):
    """ASGI middleware that answers browsers that ask whether scripts of other sites may ask: they may, by any method.

    All other answers say so themselves: each route refuses the methods that it does not have with a problem.
    """

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        is_asked = scope["type"] == "http" and scope["method"] == "OPTIONS"
        await (super().__call__ if is_asked else self.app)(scope, receive, send)


def policy_of(page: str) -> str:
    """Return the Content-Security-Policy of a page: own files, and the scripts that stand in it, by their hash."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(found['code'].encode()).digest()).decode()}'"
        for found in _INLINE.finditer(page)
        if found["code"].strip()
    )
    return (
        f"default-src 'none'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
        " font-src 'self' data:; connect-src 'self'; worker-src blob:;"
        " form-action 'none'; frame-ancestors 'none'; base-uri 'none'"
    )
