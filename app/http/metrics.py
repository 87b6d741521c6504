"""Metrics for Prometheus, and who may read them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import ip_address

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from app.http.problems import NotFound
from app.settings import Settings

SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The ends of the times by which answers are counted."""
COUNTED = {"GET", "HEAD", "POST", "OPTIONS"}
"""The methods with a count of their own. All others share one, since clients can invent any number of them."""
FORWARDED = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}
"""Headers by which a proxy tells that a request came from elsewhere."""


Kind = tuple[str, str, int]
"""The method, route and class of status of requests that are counted together."""


@dataclass(slots=True)
class Tally:
    """How many answers of a kind there were, in which of the times, and how long and how large they were together."""

    times: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    seconds: float = 0.0
    size: int = 0

    def add(self, other: "Tally") -> None:
        """Add what was counted elsewhere."""
        self.times = [one + more for one, more in zip(self.times, other.times, strict=True)]
        self.seconds += other.seconds
        self.size += other.size


class Requests:
    """Counts the requests that were answered, by method, route and class of status."""

    def __init__(self) -> None:
        self._tallies: dict[Kind, Tally] = defaultdict(Tally)

    def count(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request: of a route by its path with parameters, the time its answer took and the bytes of that."""
        tally = self._tallies[method if method in COUNTED else "other", route, status // 100]
        tally.times[bisect_left(SECONDS, seconds)] += 1
        tally.seconds += seconds
        tally.size += size

    def counted(self) -> dict[Kind, Tally]:
        """Return what was counted so far."""
        return self._tallies.copy()


def add_metrics(app: FastAPI, requests: Requests, about: Callable[[], dict[str, str]]) -> None:
    """Add the route that answers how many requests there were, and what runs, which is looked at when it is asked."""

    @app.get(
        "/metrics",
        tags=["operations"],
        name="get_metrics",
        operation_id="get_metrics",
        summary="Metrics",
        description="Return how much the service has done and what it takes, for Prometheus. By default only requests "
        "from the same machine, through no proxy, are answered.",
        response_class=PlainTextResponse,
        response_description="The metrics in the text format of Prometheus.",
        dependencies=[Depends(_may_be_read)],
    )
    def get_metrics() -> Response:
        from app.http.prometheus import as_metrics

        return as_metrics(requests.counted(), about())


async def _may_be_read(request: Request) -> None:
    """Answer 404 to anyone who may not read the metrics."""
    settings: Settings = request.state.settings
    if settings.metrics == "off":
        raise NotFound("Metrics are off. Operators turn them on with FORCE_PROFILES_METRICS.")
    if settings.metrics == "loopback" and not _is_of_this_machine(request, settings):
        raise NotFound("Metrics are answered to this machine alone. Operators open them by FORCE_PROFILES_METRICS.")


def _is_of_this_machine(request: Request, settings: Settings) -> bool:
    """Return whether a request came from the machine of the service itself, and through no proxy on it."""
    if request.client is None or FORWARDED & {*request.headers.keys()}:
        return False
    try:
        address = ip_address(request.client.host)
    except ValueError:
        return False
    return address.is_loopback and not any(address in proxies for proxies in settings.trusted_proxies)
