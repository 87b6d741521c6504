"""Telemetry: a trace of each request and of what it asks the database, by OpenTelemetry, where the settings ask for it.

Requests are traced by FastAPI itself, calls of tools by the server of tools; only the database is traced here, for the
instrumentation that OpenTelemetry has for SQLAlchemy is not for the version used. No SQL is told, and no value in it.
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
"""What begins a statement that asks SQLite about itself, not about the data."""


class TelemetryError(Exception):
    """Telemetry is asked for and cannot be had; the message says what to do."""


def telemetry(engine: Engine, *, wanted: bool, untraced: tuple[str, ...]) -> TelemetryConfig:
    """Return what FastAPI is to do, and trace an engine where that is wanted.

    Addresses that begin with one of ``untraced`` are not traced. Raises ``TelemetryError`` where tracing is wanted and
    the packages for it are not installed, or the environment does not say where traces go.
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
    named = OTELResourceDetector().detect().attributes  # by the environment, which knows better
    resource = Resource.create({"service.name": "force-profiles", "service.version": __version__, **named})
    provider = TracerProvider(resource=resource, shutdown_on_exit=False)  # FastAPI ends what it adds
    trace.set_tracer_provider(provider)  # of the whole process: the server of tools asks for no other
    _trace_queries(engine, provider.get_tracer("force-profiles", __version__))

    def excluded(scope: Scope) -> bool:
        return bool(scope.get("path", "").startswith(untraced))

    return {
        "tracer_provider": provider,
        "metrics": False,  # they are told by /metrics
        "logs": False,  # they would carry the texts of exceptions past what keeps secrets out of the log
        "operation_spans": False,
        "auto_configure": True,
        "exclude": excluded,
    }


def _trace_queries(engine: Engine, tracer: Tracer) -> None:
    """Make each query of a traced request a span of its trace."""
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
