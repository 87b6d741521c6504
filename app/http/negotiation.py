"""Content negotiation: the media type and the content coding that a request prefers."""

import re
from collections.abc import Iterable
from functools import lru_cache

import mimeparse
from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from starlette_compress import CompressMiddleware

CODINGS = ("zstd", "br", "gzip")
"""The supported codings, the best first."""
EVERYBODYS = "gzip"
"""The coding that every client reads that reads any."""
MOST_SAID = 1_000
"""The longest ``Accept`` that is read; browsers send a few hundred characters."""
_CODING = re.compile(r"\s*(?P<name>[\w*-]+)\s*(?:;\s*q\s*=\s*(?P<quality>[01](?:\.\d{0,3})?)\s*)?", re.ASCII)


def accepted(request: Request) -> str | None:
    """Return the ``Accept`` header of a request, all lines joined (RFC 9110, 5.3), or ``None`` if there is none.

    An overlong one is ignored, as a server may do (RFC 9110, 12.5.1): reading it takes time quadratic in its length.
    """
    said = ", ".join(request.headers.getlist("Accept"))
    return said if 0 < len(said) <= MOST_SAID else None


def best_of(offered: Iterable[str], accept: str | None) -> str:
    """Return the media type that an ``Accept`` header prefers (RFC 9110, 12.5.1); empty where it wants none of them.

    Among equals, the first is taken. A malformed header is ignored.
    """
    types = list(offered)
    try:
        # The library prefers the last among equals.
        return str(mimeparse.best_match(types[::-1], (accept or "").lower().strip(", ") or "*/*"))
    except mimeparse.MimeTypeParseException:
        return types[0]


def is_for_a_reader(accept: str | None) -> bool:
    """Return whether an ``Accept`` header is that of a browser that shows what it gets to somebody."""
    return best_of(("application/json", "text/html"), accept) == "text/html"


@lru_cache(maxsize=128)  # browsers send a few
def best_coding(accept_encoding: str) -> str:
    """Return the coding that an ``Accept-Encoding`` header prefers (RFC 9110, 12.5.3): ``identity`` is none.

    Among equals, the first of ``CODINGS`` is taken. The asterisk stands for the one that everybody reads: who sends it
    often knows no other.
    """
    found = [_CODING.fullmatch(item) for item in accept_encoding.lower().split(",")]
    wanted = {match["name"]: float(match["quality"] or 1) for match in found if match}
    quality = {coding: wanted.get(coding, 0) for coding in CODINGS} | {
        EVERYBODYS: wanted.get(EVERYBODYS, wanted.get("*", 0)),
        # What is not coded may always be sent unless it is excluded, and is then wanted least.
        "identity": wanted.get("identity", wanted.get("*", 0.0001)),
    }
    best = max(quality, key=lambda coding: quality[coding])
    return best if quality[best] else "identity"


class Compression(CompressMiddleware):
    """ASGI middleware that compresses answers with the coding that a request prefers, not in the library's order."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        lines = [value for name, value in scope.get("headers", ()) if name == b"accept-encoding"]
        if lines:
            others = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
            said = b",".join(lines).decode("latin-1")
            best = best_coding(said) if len(said) <= MOST_SAID else "identity"
            scope = dict(scope, headers=[*others, (b"accept-encoding", best.encode())])
        await super().__call__(scope, receive, send)
