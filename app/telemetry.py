"""Telemetry: OpenTelemetry traces of requests and their database queries, if the settings enable it.

FastAPI traces requests, and the tool server traces tool calls. Only database queries are traced here, because
OpenTelemetry's instrumentation for SQLAlchemy does not support the version used. Traces contain no SQL and no values.
"""

import os
from typing import Any

from fastapi.telemetry import TelemetryConfig
from opentelemetry import trace
from opentelemetry.trace import SpanKind, StatusCode, Tracer
from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine import ExceptionContext
from starlette.types import Scope

from app import __version__

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
_SPAN = "force-profiles.span"
UNTRACED = {"PRAGMA"}
"""The first words of SQL statements that do not query the data."""


class TelemetryError(Exception):
    """Telemetry is enabled but cannot be started; the message says what to do."""


def telemetry(engine: Engine, *, wanted: bool, untraced: tuple[str, ...]) -> TelemetryConfig:
    """Return FastAPI's telemetry configuration and, if tracing is ``wanted``, trace the engine's queries.

    Paths that begin with one of ``untraced`` are not traced. Raises ``TelemetryError`` if tracing is wanted but its
    packages are not installed, or the environment does not say where traces go.
    """
    if not wanted:
        return {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
    if not any(os.environ.get(name) for name in _ENDPOINTS):
        raise TelemetryError(f"telemetry is on, but {_ENDPOINTS[0]} does not say where traces go")
    try:
        import opentelemetry.exporter.otlp.proto.http.trace_exporter  # noqa: F401 - what FastAPI sends them with
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
    except ImportError:
        missing = "telemetry is on, but what it needs is not installed: install force-profiles[telemetry]"
        raise TelemetryError(missing) from None
    named = OTELResourceDetector().detect().attributes  # set in the environment, and takes precedence
    resource = Resource.create({"service.name": "force-profiles", "service.version": __version__, **named})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)  # FastAPI ends what it adds
    trace.set_tracer_provider(provider)  # for the whole process, because the tool server uses the global one
    _trace_queries(engine, provider.get_tracer("force-profiles", __version__))

    def excluded(scope: Scope) -> bool:
        return bool(scope.get("path", "").startswith(untraced))

    return {
        "tracer_provider": provider,
        "metrics": False,  # /metrics has them
        "logs": False,  # they would contain exception messages that have not been cleared of secrets
        "operation_spans": False,
        "auto_configure": True,
        "exclude": excluded,
    }


def _trace_queries(engine: Engine, tracer: Tracer) -> None:
    """Add a span for each query of a traced request."""
    constant = {"db.system.name": engine.dialect.name}

    def begin(connection: Connection, _cursor: object, statement: str, *_rest: Any) -> None:  # noqa: ANN401
        operation = statement.split(maxsplit=1)[0].upper()
        if operation not in UNTRACED and trace.get_current_span().is_recording():
            attributes = {**constant, "db.operation.name": operation}
            connection.info[_SPAN] = tracer.start_span(operation, kind=SpanKind.CLIENT, attributes=attributes)

    def end(connection: Connection, *_rest: Any) -> None:  # noqa: ANN401
        if span := connection.info.pop(_SPAN, None):
            span.end()

    def fail(failure: ExceptionContext) -> None:
        if failure.connection is not None and (span := failure.connection.info.pop(_SPAN, None)):
            span.set_attribute("error.type", type(failure.original_exception).__qualname__)
            span.set_status(StatusCode.ERROR)
            span.end()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)
