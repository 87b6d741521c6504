"""The access log: a line for every request, if the log level is INFO or lower."""

import logging

from app.http.addresses import reference
from app.http.asked import Asked

_MOST_CHARACTERS = 500

log = logging.getLogger(__name__)


def log_request(asked: Asked, status: int, size: int, seconds: float, *, clients: bool) -> None:
    """Log a request, its status (0 if the client went away before), how many bytes and how long it took.

    Addresses are logged only with ``clients``: they are personal data, and a proxy in front often has them already.
    """
    if not log.isEnabledFor(logging.INFO):
        return
    scope = asked.scope
    fields = {
        "method": scope["method"],
        "path": reference(scope.get("raw_path") or scope["path"])[:_MOST_CHARACTERS],
        "query": reference(scope["query_string"])[:_MOST_CHARACTERS],
        "status": status,
        "milliseconds": round(seconds * 1000, 1),
        "bytes": size,
    }
    if clients and scope.get("client"):
        fields["client"] = scope["client"][0]
    told = {"fields": {name: value for name, value in fields.items() if value != ""}}
    if status:
        log.info("answered", extra=told)
    else:
        log.debug("the client went away before it was answered", extra=told)
