"""Metrics for Prometheus, and who may read them."""

from collections.abc import Callable, Iterator
from ipaddress import ip_address

from fastapi import Depends, FastAPI, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CollectorRegistry, GCCollector, PlatformCollector, ProcessCollector
from prometheus_client.core import InfoMetricFamily
from prometheus_client.registry import Collector
from prometheus_fastapi_instrumentator import Instrumentator
from prometheus_fastapi_instrumentator.metrics import Info, default

from app.http.addresses import OPERATIONS
from app.http.problems import NotFound
from app.settings import Settings

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


def add_metrics(app: FastAPI, about: Callable[[], dict[str, str]]) -> None:
    """Count the requests of an application, and add the route that answers the counts and what runs."""
    registry = CollectorRegistry()  # of this application alone: a second one of the same process counts too
    for collector in (ProcessCollector, PlatformCollector, GCCollector):
        collector(registry=registry)
    registry.register(About(about))
    count = default(registry=registry)

    def count_known(info: Info) -> None:
        info.method = info.method if info.method in COUNTED else "other"
        if count is not None:
            count(info)

    Instrumentator(excluded_handlers=list(OPERATIONS), registry=registry).add(count_known).instrument(app).expose(
        app,
        tags=["operations"],
        name="get_metrics",
        summary="Metrics",
        description="Return how much the service has done and what it takes, for Prometheus. By default only requests "
        "from the same machine, through no proxy, are answered.",
        response_class=PlainTextResponse,
        response_description="The metrics in the text format of Prometheus.",
        dependencies=[Depends(_may_be_read)],
    )


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
