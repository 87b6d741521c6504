"""Addresses in answers: whatever was asked for, they are valid URI references (RFC 3986, 4.1)."""

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import product, takewhile
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.requests import Request
from starlette.types import Scope

from app.vocabulary.names import NEAREST

if TYPE_CHECKING:
    from app.settings import Settings

OPERATIONS = ("/health/", "/metrics")
"""How the addresses for those who run the service begin: their answers are of the moment, and are not limited."""
NAMED_ITSELF = "named_itself"
"""The member of a request's state that says whether its answer names the address by which the service was asked."""
CACHE_BUSTER = b"_"
"""The parameter that libraries of browsers add so that no cache knows the address: it asks for nothing."""
_LITERAL = "/%:@!$&'()*+,;=-._~"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def reference(path: str | bytes, query: str | bytes = b"") -> str:
    """Return the reference to a path and a query. What may not stand in one is coded; what is coded stays as it is."""
    return _coded(path) + (f"?{_coded(query)}" if query else "")


def without_cache_buster(query: bytes) -> bytes:
    """Return a query without the parameter that asks for nothing."""
    if CACHE_BUSTER not in query:
        return query
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
    setattr(request.state, NAMED_ITSELF, True)
    if settings.trusted_proxies:
        request.state.varies_by = "X-Forwarded-Proto"
    return str(request.base_url)


_VERSION = re.compile(r"api|v\d+")
ALIKE = 0.65
"""How much a part of an address must be like the right one."""


def nearest_addresses(path: str, known: Iterable[str]) -> list[str]:
    """Return up to three of the known addresses that are most like a path, the nearest first.

    They are compared part by part; where a known one has a parameter, it takes the part as given. What there is above
    or right below the path is near only if nothing of its own depth is.
    """
    found: dict[str, tuple[int, float]] = {}
    for parts, address in product(_readings(path.strip("/").split("/")), known):
        wanted = address.strip("/").split("/")
        pairs = list(zip(parts, wanted, strict=False))
        likeness = [1 if one.startswith("{") else SequenceMatcher(None, part, one).ratio() for part, one in pairs]
        filled = [part if one.startswith("{") else one for part, one in pairs] + wanted[len(pairs) :]
        if min(likeness) >= ALIKE and not any(part.startswith("{") for part in wanted[len(pairs) :]):
            found[f"/{'/'.join(filled)}"] = (abs(len(parts) - len(wanted)), -sum(likeness) / len(likeness))
    fewest = min((apart for apart, _ in found.values()), default=0)
    near = [address for address, (apart, _) in found.items() if apart == fewest]
    return sorted(near, key=lambda address: found[address])[:NEAREST]


def _readings(parts: list[str]) -> Iterator[list[str]]:
    """Yield the parts of a path, and as they would be if it began with the version there is."""
    yield parts
    version = list(takewhile(_VERSION.fullmatch, parts))
    if version != ["v1"]:
        yield ["v1", *parts[len(version) :]]


def _coded(part: str | bytes) -> str:
    return _STRAY_PERCENT.sub("%25", quote(part, safe=_LITERAL))
