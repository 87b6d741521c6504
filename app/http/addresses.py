"""Addresses in answers: whatever was asked for, they are valid URI references (RFC 3986, 4.1)."""

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

if TYPE_CHECKING:
    from app.settings import Settings

OPERATIONS = ("/health/", "/metrics")
"""How the addresses for those who run the service begin: their answers are of the moment, and are not limited."""
CACHE_BUSTER = b"_"
"""The parameter that libraries of browsers add so that no cache knows the address: it asks for nothing."""
_LITERAL = "/%:@!$&'()*+,;=-._~"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def reference(path: str | bytes, query: str | bytes = b"") -> str:
    """Return the reference to a path and a query. What may not stand in one is coded; what is coded stays as it is."""
    return _coded(path) + (f"?{_coded(query)}" if query else "")


def without_cache_buster(query: bytes) -> bytes:
    """Return a query without the parameter that asks for nothing."""
    return b"&".join(part for part in query.split(b"&") if part.partition(b"=")[0] != CACHE_BUSTER)


def asked_for(scope: Scope) -> str:
    """Return the reference by which a request came: by the path as sent, for the decoded one does not tell all."""
    return reference(scope.get("raw_path") or scope["path"], scope["query_string"])


def own_root(request: Request) -> str:
    """Return the address of the service, by which an answer names others of its own: as it is set, or as asked for.

    Where proxies tell by which scheme they were asked, the answer is noted to vary by what they tell.
    """
    settings: Settings = request.state.settings
    if settings.public_url is not None:
        return settings.public_url.removesuffix("/") + "/"
    if settings.trusted_proxies:
        request.state.varies_by = "X-Forwarded-Proto"
    return str(request.base_url)


def _coded(part: str | bytes) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=_LITERAL))
