"""What is told of every request: it is counted, and is a line of the access log where that is wanted."""

import logging
import time
from dataclasses import dataclass

from app import logs
from app.http.addresses import reference
from app.http.asked import Asked
from app.http.metrics import Requests

_MOST_CHARACTERS = 500

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
    if not log.isEnabledFor(logging.INFO):
        return
    scope = asked.scope
    fields = {"method": scope["method"], "path": reference(scope.get("raw_path") or scope["path"])[:_MOST_CHARACTERS]}
    if query := scope["query_string"]:
        fields["query"] = reference(query)[:_MOST_CHARACTERS]
    fields |= {"status": status, "milliseconds": round(seconds * 1000, 1), "bytes": size}
    if clients and scope.get("client"):
        fields["client"] = scope["client"][0]
    if status:
        logs.tell(log, "answered", fields)
    else:
        log.debug("the client went away before it was answered", extra={"fields": fields})
