"""Request ids, and the trace that a request belongs to (W3C Trace Context)."""

import re
import secrets
from dataclasses import dataclass

from opentelemetry.trace import format_span_id, format_trace_id, get_current_span
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Scope

REQUEST_ID = "X-Request-ID"
_ID = re.compile(r"[\x21-\x7e]{1,128}")
_TRACEPARENT = re.compile(
    r"(?:(?P<this>00)|(?!00|ff)[0-9a-f]{2})-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-(?P<flags>[0-9a-f]{2})"
    r"(?(this)|(?:-.*)?)"  # later versions may append fields
)
_SAMPLED = 1
"""The only flag that this version defines; unknown flags are not passed on (Trace Context, 3.2.2.5)."""


@dataclass(frozen=True, slots=True)
class Trace:
    """The id of a request, the trace that it belongs to, and the span of its answer."""

    request_id: str
    trace_id: str
    span_id: str
    sampled: int

    @property
    def parent(self) -> str:
        """The ``traceparent`` for what this request causes."""
        return f"00-{self.trace_id}-{self.span_id}-{self.sampled:02x}"

    @property
    def headers(self) -> dict[str, str]:
        """The headers that tell of it: a client that sent none can quote them."""
        return {REQUEST_ID: self.request_id, "traceparent": self.parent}


def trace_of(scope: Scope) -> Trace:
    """Return the trace of a request: FastAPI's own if telemetry is on. The id is that which it sends, or a new one."""
    state = scope.setdefault("state", {})
    trace: Trace | None = state.get("trace")
    if trace is None:
        trace = state["trace"] = _trace(Headers(scope=scope))
    return trace


def request_id(request: Request) -> str:
    """Return the id of a request, for log lines and problems."""
    return trace_of(request.scope).request_id


def _trace(headers: Headers) -> Trace:
    given = headers.get(REQUEST_ID, "")
    own_id = given if _ID.fullmatch(given) else secrets.token_hex(16)
    span = get_current_span().get_span_context()
    if span.is_valid:
        return Trace(own_id, format_trace_id(span.trace_id), format_span_id(span.span_id), span.trace_flags & _SAMPLED)
    parent = _TRACEPARENT.fullmatch(headers.get("traceparent", ""))
    return Trace(
        request_id=own_id,
        trace_id=parent["trace"] if parent else secrets.token_hex(16),
        span_id=secrets.token_hex(8),
        sampled=int(parent["flags"], 16) & _SAMPLED if parent else 0,
    )
