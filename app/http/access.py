"""What is told of every request: it is counted, and is a line of the access log where that is wanted."""

import logging
import time
from dataclasses import dataclass
from functools import lru_cache

from app import logs
from app.http.addresses import reference
from app.http.asked import Asked
from app.http.metrics import Requests

_MOST_CHARACTERS = 500
_MOST_BYTES = _MOST_CHARACTERS + len("%2")
"""What decides about so many characters of a reference: whether a percent sign is one of a code."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Where requests are told of: their counts, and the log, ``with_clients``, if it ``logs``."""

    requests: Requests
    logs: bool
    with_clients: bool

    def add(self, asked: Asked, route: str, status: int, size: int) -> None:
        """Tell of a request that is answered, by its route, the status and the bytes that were sent."""
        seconds = time.monotonic() - asked.began
        if status and not asked.is_of_operations:
            self.requests.count(asked.method, route, status, seconds, size)
        if self.logs:
            _log(asked, status, size, seconds, clients=self.with_clients)


def _log(asked: Asked, status: int, size: int, seconds: float, *, clients: bool) -> None:
    """Log a request, its status, how many bytes and how long it took, as INFO; as DEBUG if its client went away before.

    Addresses are logged only with ``clients``: they are personal data, and a proxy in front often has them already.
    """
    scope = asked.scope
    path, query = asked.address[0], scope["query_string"]
    fields: dict[str, object] = {"status": status, "milliseconds": round(seconds * 1000, 1), "bytes": size}
    if clients and scope.get("client"):
        fields["client"] = scope["client"][0]
    if status:
        _answered(scope["method"], path[:_MOST_BYTES], query[:_MOST_BYTES]).tell(fields)
    else:
        fields |= _address(scope["method"], path, query)
        log.debug("the client went away before it was answered", extra={"fields": fields})


@lru_cache(maxsize=1000)
def _answered(method: str, path: bytes, query: bytes) -> logs.Often:
    """Return the event that a request for an address was answered."""
    return logs.Often(log, "answered", _address(method, path, query))


def _address(method: str, path: bytes, query: bytes) -> dict[str, str]:
    found = {"method": method, "path": reference(path)[:_MOST_CHARACTERS]}
    return found | ({"query": reference(query)[:_MOST_CHARACTERS]} if query else {})
