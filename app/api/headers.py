"""Response headers as the OpenAPI document describes them, each once; answers refer to them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.http.tracing import REQUEST_ID

WHERE_LIMITED = "Only where the operator sets a limit"


def _header(description: str, example: str | int, *, always: bool = True) -> dict[str, Any]:
    kind = "integer" if isinstance(example, int) else "string"
    return {"description": description, "required": always, "schema": {"type": kind}, "example": example}


HEADERS: Mapping[str, dict[str, Any]] = MappingProxyType(
    {
        "ETag": _header(
            "A strong entity tag of the answer. Send it back in `If-None-Match` to be told whether it still holds.",
            '"2d711642b726b04401627ca9fbac32f5"',
        ),
        "Last-Modified": _header("When the data last changed.", "Mon, 23 Nov 2026 12:00:00 GMT"),
        "Accept-Ranges": _header("That `Range` may ask for a part of the bytes of the answer.", "bytes"),
        "Content-Range": _header("Which bytes of how many these are.", "bytes 0-99/12419"),
        "Cache-Control": _header(
            "Whether and for how long the answer may be kept.",
            "public, max-age=300, stale-while-revalidate=86400, stale-if-error=86400",
        ),
        "Vary": _header("The request headers that the answer depends on.", "Accept, Accept-Encoding", always=False),
        "Link": _header(
            "The licence of the data, of a list its first page and the next, of flat figures their caveats (RFC 8288).",
            '<https://example.org/v1/measures?limit=1&cursor=WyIxIl0>; rel="next"',
            always=False,
        ),
        "Content-Disposition": _header(
            "A name to save a file by; JSON has none.", 'attachment; filename="observations.csv"', always=False
        ),
        "Location": _header("The address by the slug of the force.", "/v1/forces/leicestershire"),
        "Retry-After": _header("After how many seconds to ask again.", 5),
        "Deprecation": _header("Since when the address is deprecated (RFC 9745).", "@1767225600"),
        "Sunset": _header("When the address ends (RFC 8594).", "Fri, 01 Jan 2027 00:00:00 GMT"),
        "RateLimit-Policy": _header(
            f"{WHERE_LIMITED}: how many requests it allows, in how many seconds.",
            '"default";q=100;w=60',
            always=False,
        ),
        "RateLimit": _header(
            f"{WHERE_LIMITED}: how many requests are left, and in how many seconds the count begins again.",
            '"default";r=99;t=60',
            always=False,
        ),
        REQUEST_ID: _header(
            "The identity of the request, if you sent one, and of every problem. Quote it to report a fault.",
            "4bf92f3577b34da6a3ce929d0e0e4736",
            always=False,
        ),
        "traceparent": _header(
            "The trace that the request is part of (W3C Trace Context), if you sent one, and of every problem.",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00",
            always=False,
        ),
    }
)
"""The headers that answers have for those who ask; what HTTP itself and browsers need goes without saying."""


def documented(*names: str) -> dict[str, Any]:
    """Return the part of an OpenAPI response that says which headers come with it."""
    return {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in names}}
