"""What a request asks for: the fields of its head that decide how it is answered, read in one pass."""

import re
import time
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import Scope

from app.http.addresses import OPERATIONS, without_cache_buster
from app.http.negotiation import coding_for

DECIDED_IN_FRONT = frozenset(
    {b"if-match", b"if-none-match", b"if-modified-since", b"if-unmodified-since", b"range", b"if-range"}
)
"""What the application is not told, for it does not know the bytes that are sent."""
TRACES = frozenset({b"x-request-id", b"traceparent"})
_READ = DECIDED_IN_FRONT | TRACES | {b"host", b"accept", b"accept-encoding"}
_HOST = re.compile(rb"(?:[\w.~!$&'()*+,;=%-]+|\[[\da-fA-F:.]+\])(?::\d*)?")

Fields = dict[bytes, bytes]
"""Header fields by their names in lower case. Several of one name are joined by commas (RFC 9110, 5.3)."""
Address = tuple[bytes, bytes]
"""The path of a request as sent, and its query."""


@dataclass(slots=True)
class Asked:
    """A request: its fields, the coding that it prefers, its address, and when it came by the monotonic clock."""

    scope: Scope
    fields: Fields
    coding: str
    address: Address
    began: float

    @property
    def method(self) -> str:
        """The method."""
        method: str = self.scope["method"]
        return method

    @property
    def reads(self) -> bool:
        """Whether it is one that is answered with the bytes of an address, or with what would be told of them."""
        return self.scope["method"] in {"GET", "HEAD"}

    @property
    def is_of_operations(self) -> bool:
        """Whether it is of those who run the service: its answer is of the moment."""
        path: str = self.scope["path"]
        return path.startswith(OPERATIONS)

    @property
    def names_one_host(self) -> bool:
        """Whether it names the host that it is for, once and validly (RFC 9112, 3.2)."""
        host = self.fields.get(b"host")
        return self.scope["http_version"] == "1.0" if host is None else _is_host(host)  # 1.0 does not ask for it

    @property
    def is_traced(self) -> bool:
        """Whether it says of which trace it is."""
        return not TRACES.isdisjoint(self.fields)

    @property
    def wants_all(self) -> bool:
        """Whether it asks for all of the answer, whatever its client holds."""
        return DECIDED_IN_FRONT.isdisjoint(self.fields)

    @property
    def depends_on(self) -> tuple[object, ...]:
        """All that its answer may depend on."""
        return self.address, self.coding, self.scope["scheme"], self.fields.get(b"host"), self.fields.get(b"accept")

    def told(self) -> Scope:
        """Return it as the application is told of it: as a GET without conditions, of one coding."""
        kept_back = DECIDED_IN_FRONT | {b"accept-encoding"}
        headers = [header for header in self.scope["headers"] if header[0] not in kept_back]
        return dict(
            self.scope,
            method="GET",
            headers=[*headers, (b"accept-encoding", self.coding.encode())],
            query_string=self.address[1],
            extensions={},  # none lets a server send a file by itself: its bytes are needed in front
        )


def asked_by(scope: Scope) -> Asked:
    """Return what a request asks for."""
    fields: Fields = {}
    for name, value in scope["headers"]:
        if name in _READ:
            fields[name] = b"%b, %b" % (fields[name], value) if name in fields else value
    # A part is one of the bytes without a coding: who reads in pieces wants to find the same at the same place.
    in_part = b"range" in fields and scope["method"] == "GET"
    return Asked(
        scope,
        fields,
        "identity" if in_part else coding_for(fields.get(b"accept-encoding")),
        (scope.get("raw_path") or scope["path"].encode(), without_cache_buster(scope["query_string"])),
        time.monotonic(),
    )


@lru_cache(maxsize=128)
def _is_host(host: bytes) -> bool:
    return _HOST.fullmatch(host) is not None  # two are joined by a space, which no host has
