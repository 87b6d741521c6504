"""Telemetry: one trace from the client through the log to the queries, and nothing where it is off."""

import gzip
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import KeyValue
from opentelemetry.proto.trace.v1.trace_pb2 import Span
from sqlalchemy import make_url

from faults.programs import run
from tests.conftest import ROOT, Databases
from tests.serving import served

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SERVER, CLIENT, ERROR = Span.SPAN_KIND_SERVER, Span.SPAN_KIND_CLIENT, 2
ON = {
    "FORCE_PROFILES_TELEMETRY": "true",
    "FORCE_PROFILES_LOG_FORMAT": "json",
    "FORCE_PROFILES_LOG_LEVEL": "info",
}


@dataclass
class Collector:
    """A collector of traces by OTLP over HTTP."""

    address: str = ""
    service: dict[str, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    received: bytes = b""

    def take(self, sent: bytes) -> None:
        self.received += sent
        for resource in ExportTraceServiceRequest.FromString(sent).resource_spans:
            self.service |= attributes(resource.resource.attributes)
            self.spans += (span for scope in resource.scope_spans for span in scope.spans)

    def of(self, trace: str, kind: int) -> list[Span]:
        return [span for span in self.spans if span.trace_id.hex() == trace and span.kind == kind]


def attributes(pairs: Any) -> dict[str, str]:  # noqa: ANN401 - a repeated field has no public type
    def text(pair: KeyValue) -> str:
        return str(getattr(pair.value, str(pair.value.WhichOneof("value"))))

    return {pair.key: text(pair) for pair in pairs}


@contextmanager
def collecting() -> Iterator[Collector]:
    collector = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            collector.take(gzip.decompress(sent) if self.headers["Content-Encoding"] == "gzip" else sent)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:  # noqa: ANN401 - as the base class has it
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        collector.address = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield collector
        server.shutdown()
        thread.join()


def test_a_request_and_its_queries_are_spans_of_the_trace_that_its_client_began(databases: Databases) -> None:
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "X-Request-ID": "one"}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
    call |= {"params": {"name": "find_force", "arguments": {"q": "kent"}}}
    with collecting() as collector, served(databases.seeded, **ON, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address) as s:
        answer = httpx.get(f"{s.address}/v1/observations?force=kent", headers=headers)
        own = httpx.get(f"{s.address}/v1/forces/kent", headers={"X-Request-ID": "own"})
        accept = {"Accept": "application/json, text/event-stream"}
        tool = httpx.post(f"{s.address}/mcp", json=call, headers=accept)
        httpx.get(f"{s.address}/health/ready", headers={"X-Request-ID": "health"})
    [request] = collector.of(TRACE, SERVER)
    assert request.parent_span_id.hex() == PARENT
    assert answer.headers["traceparent"] == f"00-{TRACE}-{request.span_id.hex()}-01"
    [logged] = s.of("one")
    assert logged["trace_id"] == TRACE
    queries = collector.of(TRACE, CLIENT)
    assert queries
    assert {query.parent_span_id for query in queries} == {request.span_id}
    assert {query.name for query in queries} - {"BEGIN"} == {"SELECT"}
    engine = make_url(databases.seeded).get_backend_name()
    assert all(attributes(q.attributes) == {"db.system.name": engine, "db.operation.name": q.name} for q in queries)
    assert attributes(request.attributes)["http.route"] == "/v1/observations"

    trace = own.headers["traceparent"].split("-")[1]
    [begun] = collector.of(trace, SERVER)
    assert (begun.name, begun.parent_span_id) == ("GET /v1/forces/{force}", b"")
    assert s.of("own")[0]["trace_id"] == trace

    trace = tool.headers["traceparent"].split("-")[1]
    posted, called = sorted(collector.of(trace, SERVER), key=lambda span: span.start_time_unix_nano)
    assert (posted.name, called.name) == ("POST /mcp", "tools/call find_force")
    assert called.parent_span_id == posted.span_id
    assert {query.parent_span_id for query in collector.of(trace, CLIENT)} == {called.span_id}

    assert not [span for span in collector.spans if "/health" in span.name]
    assert collector.service["service.name"] == "force-profiles"
    assert b"FROM" not in collector.received
    assert b"fact" not in collector.received


def test_a_trace_that_its_client_does_not_sample_is_gone_on_with_and_not_sent(on_sqlite: Databases) -> None:
    headers = {"traceparent": f"00-{TRACE}-{PARENT}-00", "X-Request-ID": "one"}
    with collecting() as collector, served(on_sqlite.seeded, **ON, OTEL_EXPORTER_OTLP_ENDPOINT=collector.address) as s:
        answer = httpx.get(f"{s.address}/v1/forces/kent", headers=headers)
    assert re.fullmatch(rf"00-{TRACE}-[0-9a-f]{{16}}-00", answer.headers["traceparent"])
    assert s.of("one")[0]["trace_id"] == TRACE
    assert collector.spans == []


def test_a_query_that_fails_is_a_span_that_says_so_and_the_next_is_well(own_database: str) -> None:
    code = """
from sqlalchemy.orm import Session
import app.queries.forces as forces
from sqlalchemy import text
listed = forces.list_forces
def failing(session, wanted, window, as_of=None):
    if wanted.region == "London":
        session.execute(text("SELECT secret_value FROM nothing"))
    return listed(session, wanted, window, as_of)
forces.list_forces = failing
from app.cli import app
app()
"""
    with collecting() as collector:
        environment = {**ON, "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address, "OTEL_SERVICE_NAME": "named"}
        with served(own_database, code=code, **environment) as service:
            failed = httpx.get(f"{service.address}/v1/forces?region=London")
            assert failed.status_code == 503
            assert httpx.get(f"{service.address}/v1/forces?country=Wales").status_code == 200
    trace = failed.headers["traceparent"].split("-")[1]
    *_, last = collector.of(trace, CLIENT)
    assert last.status.code == ERROR
    assert attributes(last.attributes)["error.type"] in {"OperationalError", "UndefinedTable"}
    [request] = collector.of(trace, SERVER)
    assert request.status.code == ERROR
    assert len([span for span in collector.spans if span.status.code == ERROR]) == 2
    assert b"secret_value" not in collector.received
    assert collector.service["service.name"] == "named"


def test_a_collector_that_cannot_be_reached_stops_no_answer(on_sqlite: Databases) -> None:
    with served(on_sqlite.seeded, **ON, OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:9") as service:
        assert httpx.get(f"{service.address}/v1/forces").status_code == 200
    assert all(event["level"] in {"INFO", "NOTICE", "WARNING", "ERROR"} for event in service.events)
    assert service.events[-1]["message"]


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "telemetry is on, but OTEL_EXPORTER_OTLP_ENDPOINT does not say where traces go"),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"},
            "telemetry is on, but what it needs is not installed: install force-profiles[telemetry]",
        ),
    ],
)
def test_telemetry_that_cannot_be_had_is_said_before_anything_is_done(
    on_sqlite: Databases, environment: dict[str, str], said: str
) -> None:
    code = "import sys; sys.modules.update({'opentelemetry.sdk': None}); from app.cli import app; app()"
    empty = on_sqlite.empty()
    done = run("serve", database=empty, code=code, variables={**ON, **environment})
    assert done.code == 2
    assert not Path(str(make_url(empty).database)).exists()
    [line] = done.said.splitlines()
    assert said in line


def test_nothing_of_telemetry_is_loaded_where_it_is_off(on_sqlite: Databases) -> None:
    code = """
import sys
from app.main import create_app
create_app()
print([name for name in sys.modules if name.startswith(("opentelemetry.sdk", "opentelemetry.exporter", "requests"))])
"""
    environment = {"PYTHONPATH": str(ROOT), "FORCE_PROFILES_DATABASE_URL": on_sqlite.seeded}
    environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:9"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"
