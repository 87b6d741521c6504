"""The metrics as Prometheus takes them. Its library is loaded when they are first read: nothing else uses it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from fastapi import Response
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

from app.http.metrics import SECONDS, Kind, Tally

OF_A_ROUTE = ("method", "handler")


def as_metrics(tallies: Mapping[Kind, Tally], about: dict[str, str]) -> Response:
    """Return the metrics of this process and of the requests that it has answered, with ``about`` the service."""
    registry = CollectorRegistry()
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(_OfService(tallies, about))
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


@dataclass(eq=False)
class _OfService(Collector):
    """What was answered, and what runs, as labels of a metric that is always 1."""

    tallies: Mapping[Kind, Tally]
    about: dict[str, str]

    def collect(self) -> Iterator[Metric]:
        """Yield the metrics."""
        requests = CounterMetricFamily(
            "http_requests", "The requests that were answered.", labels=(*OF_A_ROUTE, "status")
        )
        times = HistogramMetricFamily("http_request_duration_seconds", "How long answers took.", labels=OF_A_ROUTE)
        sizes = SummaryMetricFamily("http_response_size_bytes", "How large answers were.", labels=OF_A_ROUTE)
        grouped: dict[tuple[str, str], Tally] = defaultdict(Tally)
        for (method, route, class_), tally in self.tallies.items():
            requests.add_metric([method, route, f"{class_}xx"], sum(tally.times))
            grouped[method, route].add(tally)
        for labels, tally in grouped.items():
            ends = [*map(str, SECONDS), "+Inf"]
            times.add_metric(labels, list(zip(ends, accumulate(tally.times), strict=True)), tally.seconds)
            sizes.add_metric(labels, sum(tally.times), tally.size)
        yield from (requests, times, sizes)
        yield InfoMetricFamily("force_profiles", "The version of the service, and the release of its data.", self.about)
