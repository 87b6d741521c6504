"""Metrics for Prometheus, and who may read them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from ipaddress import ip_address
from itertools import accumulate

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    GCCollector,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import (
    CounterMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
    SummaryMetricFamily,
)
from prometheus_client.registry import Collector

from app.http.problems import NotFound
from app.settings import Settings

SECONDS = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""The ends of the times by which answers are counted."""
COUNTED = {"GET", "HEAD", "POST", "OPTIONS"}
"""The methods with a count of their own. All others share one, since clients can invent any number of them."""
FORWARDED = {"forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"}
"""Headers by which a proxy tells that a request came from elsewhere."""


class About(Collector):
    """What runs, as labels of a metric that is always 1: looked at when the metrics are read."""

    NAME = "force_profiles"

    def __init__(self, about: Callable[[], dict[str, str]]) -> None:
        self._about = about

    def collect(self) -> Iterator[InfoMetricFamily]:
        """Yield the metric."""
        yield InfoMetricFamily(self.NAME, "The version of the service, and the release of its data.", self._about())

    def describe(self) -> Iterator[InfoMetricFamily]:
        """Yield the metric without what it says, which cannot be looked at yet when it is registered."""
        yield InfoMetricFamily(self.NAME, "")


@dataclass(slots=True)
class _Tally:
    """How many answers of a kind there were, in which of the times, and how long and how large they were together."""

    times: list[int] = field(default_factory=lambda: [0] * (len(SECONDS) + 1))
    seconds: float = 0.0
    size: int = 0


class Requests(Collector):
    """Counts the requests that were answered, by method, route and class of status."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str, int], _Tally] = defaultdict(_Tally)

    def count(self, method: str, route: str, status: int, seconds: float, size: int) -> None:
        """Count a request: of a route by its path with parameters, the time its answer took and the bytes of that."""
        tally = self._tallies[method if method in COUNTED else "other", route, status // 100]
        tally.times[bisect_left(SECONDS, seconds)] += 1
        tally.seconds += seconds
        tally.size += size

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        requests, times, sizes = self._families()
        grouped: dict[tuple[str, str], _Tally] = defaultdict(_Tally)
        for (method, route, class_), tally in self._tallies.copy().items():
            requests.add_metric([method, route, f"{class_}xx"], sum(tally.times))
            group = grouped[method, route]
            group.times = [one + other for one, other in zip(group.times, tally.times, strict=True)]
            group.seconds += tally.seconds
            group.size += tally.size
        for labels, tally in grouped.items():
            ends = [*map(str, SECONDS), "+Inf"]
            times.add_metric(labels, list(zip(ends, accumulate(tally.times), strict=True)), tally.seconds)
            sizes.add_metric(labels, sum(tally.times), tally.size)
        yield from (requests, times, sizes)

    def describe(self) -> Iterable[Metric]:
        """Return the metrics without what they count."""
        return self._families()

    def _families(self) -> tuple[CounterMetricFamily, HistogramMetricFamily, SummaryMetricFamily]:
        of_a_route = ("method", "handler")
        return (
            CounterMetricFamily("http_requests", "The requests that were answered.", labels=(*of_a_route, "status")),
            HistogramMetricFamily("http_request_duration_seconds", "How long answers took.", labels=of_a_route),
            SummaryMetricFamily("http_response_size_bytes", "How large answers were.", labels=of_a_route),
        )


def add_metrics(app: FastAPI, requests: Requests, about: Callable[[], dict[str, str]]) -> None:
    """Add the route that answers how many requests there were, and what runs."""
    registry = CollectorRegistry()  # of this application alone: a second one of the same process counts too
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(requests)
    registry.register(About(about))

    @app.get(
        "/metrics",
        tags=["operations"],
        name="get_metrics",
        summary="Metrics",
        description="Return how much the service has done and what it takes, for Prometheus. By default only requests "
        "from the same machine, through no proxy, are answered.",
        response_class=PlainTextResponse,
        response_description="The metrics in the text format of Prometheus.",
        dependencies=[Depends(_may_be_read)],
    )
    def get_metrics() -> Response:
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


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
