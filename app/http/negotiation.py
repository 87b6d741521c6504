"""Content negotiation: the media type and the content coding that a request prefers."""

import re
from collections.abc import Iterable
from functools import lru_cache

import mimeparse
from starlette.requests import Request
from starlette.types import Scope

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


@lru_cache(maxsize=512)  # clients send a few
def best_of(offered: tuple[str, ...], accept: str | None) -> str:
    """Return the media type that an ``Accept`` header prefers (RFC 9110, 12.5.1); empty where it wants none of them.

    Among equals, the first is taken. A malformed header is ignored.
    """
    try:
        # The library prefers the last among equals.
        return str(mimeparse.best_match(offered[::-1], (accept or "").lower().strip(", ") or "*/*"))
    except mimeparse.MimeTypeParseException:
        return offered[0]


Offers = tuple[tuple[str, ...], ...]
"""The choices of media types that were offered for an answer."""
NEGOTIATED = "negotiated"
"""The member of a request's state with the choices that its answer depends on."""
_FOR_READERS = ("application/json", "text/html")


def best_for(scope: Scope, offered: Iterable[str]) -> str:
    """Return the media type that a request prefers; empty where it wants none. Its answer is noted to depend on it."""
    types = tuple(offered)
    scope.setdefault("state", {}).setdefault(NEGOTIATED, []).append(types)
    return best_of(types, accepted(Request(scope)))


def is_for_a_reader(scope: Scope) -> bool:
    """Return whether a request is that of a browser that shows what it gets to somebody."""
    return best_for(scope, _FOR_READERS) == "text/html"


@lru_cache(maxsize=512)  # clients send a few
def chosen(offers: Offers, accept: bytes) -> tuple[str, ...]:
    """Return what an ``Accept`` header, all lines joined, prefers of each of some choices."""
    said = accept.decode("latin-1") if len(accept) <= MOST_SAID else None
    return tuple(best_of(types, said) for types in offers)


def coding_for(accept_encoding: bytes | None) -> str:
    """Return the coding that a request prefers: ``identity`` where it does not say, or says too much to be read."""
    return best_coding(accept_encoding) if accept_encoding and len(accept_encoding) <= MOST_SAID else "identity"


@lru_cache(maxsize=128)  # browsers send a few
def best_coding(accept_encoding: bytes) -> str:
    """Return the coding that an ``Accept-Encoding`` header prefers (RFC 9110, 12.5.3): ``identity`` is none.

    Among equals, the first of ``CODINGS`` is taken. The asterisk stands for the one that everybody reads: who sends it
    often knows no other.
    """
    found = [_CODING.fullmatch(item) for item in accept_encoding.decode("latin-1").lower().split(",")]
    wanted = {match["name"]: float(match["quality"] or 1) for match in found if match}
    quality = {coding: wanted.get(coding, 0) for coding in CODINGS} | {
        EVERYBODYS: wanted.get(EVERYBODYS, wanted.get("*", 0)),
        # What is not coded may always be sent unless it is excluded, and is then wanted least.
        "identity": wanted.get("identity", wanted.get("*", 0.0001)),
    }
    best = max(quality, key=lambda coding: quality[coding])
    return best if quality[best] else "identity"
