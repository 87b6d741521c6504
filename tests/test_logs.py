"""The log of the service: one line an event, each with the identity of its request, nothing secret or forged."""

import json
import logging
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from sqlalchemy import make_url

from app import logs
from app.logs import JsonLines, TextLines
from faults.programs import Program
from tests.commands import environment, run
from tests.conftest import Databases
from tests.serving import Served, served

FAULTY = """
from app.assistants import tools
from app.queries import forces

def broken(*_arguments, **_named):
    raise RuntimeError("broken at postgresql://someone:s3cret@db/x\\nERROR forged")

forces.list_forces = tools.list_forces = broken
from app.cli import app
app()
"""
"""A program that is the command line with a fault in it."""


def mcp(service: Served, method: str, request_id: str, **params: Any) -> dict[str, Any]:  # noqa: ANN401 - any value
    headers = {"Accept": "application/json, text/event-stream", "X-Request-ID": request_id}
    call = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    answer: dict[str, Any] = httpx.post(f"{service.address}/mcp", json=call, headers=headers).json()
    return answer


def body_that_never_ends(path: str, request_id: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: a\r\nX-Request-ID: {request_id}\r\nContent-Type: application/json\r\n"
        'Accept: application/json, text/event-stream\r\nContent-Length: 100\r\n\r\n{"jsonrpc"'
    ).encode()


@pytest.fixture(scope="module")
def informed(on_sqlite: Databases) -> Served:
    """A service that has answered all kinds of requests and ended; each is named by its request id."""
    with served(on_sqlite.seeded, FORCE_PROFILES_LOG_FORMAT="json") as service:
        for name, target in {
            "found": "/v1/forces/kent/budget",
            "missing": "/v1/none/a%0AERROR%1b%5B31m%E2%80%A8?q=%0d%0aforged",
            "wrong": "/v1/observations?limit=none",
            "long": f"/v1/forces?q={'x' * 5000}",
            "unchanged": "/v1/measures",
        }.items():
            httpx.get(service.address + target, headers={"X-Request-ID": name})
        httpx.head(f"{service.address}/v1/forces", headers={"X-Request-ID": 'head"=1'})
        service.send(b"GARBAGE\r\n\r\n")
        mcp(service, "tools/call", "tool", name="find_force", arguments={"q": "kent"})
        mcp(service, "tools/call", "bad-tool", name="find_force", arguments={"q": 3, "x\ny": 1})
        for path in ("/mcp", "/v1/extractions"):
            service.give_up(body_that_never_ends(path, f"gone{path}"))
        httpx.get(f"{service.address}/health/ready", headers={"X-Request-ID": "last"})
    return service


def test_each_request_is_one_line_that_tells_how_it_was_answered(informed: Served) -> None:
    for name, status in {"found": 200, "missing": 404, "wrong": 422, "tool": 200, "bad-tool": 200, "last": 200}.items():
        [event] = informed.of(name)
        assert (event["level"], event["logger"], event["status"]) == ("INFO", "app.http.access", status)
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", event["time"])
        assert re.fullmatch(r"[0-9a-f]{32}", event["trace_id"])
        assert event["milliseconds"] > 0
        assert event["bytes"] > 0
        assert "client" not in event
    [found] = informed.of("found")
    assert (found["method"], found["path"]) == ("GET", "/v1/forces/kent/budget")
    [head] = informed.of('head"=1')
    assert (head["method"], head["bytes"]) == ("HEAD", 0)


def test_no_part_of_a_request_can_forge_a_line_or_fill_the_log(informed: Served) -> None:
    [event] = informed.of("missing")
    assert event["path"] == "/v1/none/a%0AERROR%1b%5B31m%E2%80%A8"
    assert event["query"] == "q=%0d%0aforged"
    [event] = informed.of("long")
    assert event["query"] == "q=" + "x" * 498
    assert all(line.isascii() and line.isprintable() for line in informed.lines)


def test_start_and_stop_are_told_and_clients_that_go_away_are_not(informed: Served) -> None:
    notices = [event["message"] for event in informed.events if event["level"] == "NOTICE"]
    assert len(notices) == 2
    assert notices[0].startswith(f"serving on {informed.address} ")
    assert notices[1] == "stopped"
    assert informed.of("gone/mcp") == informed.of("gone/v1/extractions") == []


def test_what_is_no_request_is_no_fault_of_the_service(informed: Served) -> None:
    assert {event["level"] for event in informed.events} == {"INFO", "NOTICE"}


def test_what_the_server_of_tools_does_not_have_is_no_fault(on_sqlite: Databases) -> None:
    with served(on_sqlite.seeded, FORCE_PROFILES_LOG_FORMAT="json", FORCE_PROFILES_ACCESS_LOG="false") as service:
        for method in ("prompts/get", "prompts/list", "resources/read", "resources/list"):
            assert mcp(service, method, "absent", name="x", uri="a:b")["error"]["code"] == -32601
    assert [event["level"] for event in service.events] == ["NOTICE", "NOTICE"]


def test_a_client_that_goes_away_is_one_line_for_who_looks_closely(on_sqlite: Databases) -> None:
    settings = {"FORCE_PROFILES_LOG_LEVEL": "debug", "FORCE_PROFILES_LOG_CLIENTS": "1"}
    with served(on_sqlite.seeded, FORCE_PROFILES_LOG_FORMAT="json", **settings) as service:
        for path in ("/mcp", "/v1/extractions"):
            service.give_up(body_that_never_ends(path, f"gone{path}"))
        httpx.get(f"{service.address}/health/live")
    for path in ("/mcp", "/v1/extractions"):
        [event] = [event for event in service.of(f"gone{path}") if event["logger"].startswith("app.")]
        assert (event["level"], event["message"]) == ("DEBUG", "the client went away before it was answered")
        assert event["client"] == "127.0.0.1"
    assert {event["level"] for event in service.events} == {"DEBUG", "INFO", "NOTICE"}


def test_lines_of_requests_can_be_switched_off(on_sqlite: Databases) -> None:
    for settings in ({"FORCE_PROFILES_ACCESS_LOG": "false"}, {"FORCE_PROFILES_LOG_LEVEL": "notice"}):
        with served(on_sqlite.seeded, FORCE_PROFILES_LOG_FORMAT="json", **settings) as service:
            assert httpx.get(f"{service.address}/v1/forces/kent/budget").is_success
        assert {event["level"] for event in service.events} == {"NOTICE"}


def test_a_fault_is_one_line_with_its_traceback_and_no_password(on_sqlite: Databases) -> None:
    settings = {"FORCE_PROFILES_LOG_FORMAT": "json", "FORCE_PROFILES_ACCESS_LOG": "0"}
    with served(on_sqlite.seeded, code=FAULTY, **settings) as service:
        answer = httpx.get(f"{service.address}/v1/forces", headers={"X-Request-ID": "fault"})
        assert answer.status_code == 500
        called = mcp(service, "tools/call", "tool-fault", name="find_force", arguments={"q": "kent"})
        assert "tool-fault" in called["result"]["content"][0]["text"]
    for request in ("fault", "tool-fault"):
        [event] = service.of(request)
        assert (event["level"], event["message"]) == ("ERROR", "the request failed")
        assert event["error"] == "RuntimeError: broken at postgresql://someone:***@db/x ERROR forged"
        assert event["where"].startswith("program:6 broken < app/")
        assert event["traceback"].startswith("Traceback (most recent call last):\n")
        assert "in broken" in event["traceback"]
    assert "s3cret" not in "".join(service.lines)


def test_the_log_for_people_has_a_line_an_event_too(on_sqlite: Databases) -> None:
    with served(on_sqlite.seeded, code=FAULTY, FORCE_PROFILES_LOG_LEVEL="notice") as service:
        httpx.get(f"{service.address}/v1/forces", headers={"X-Request-ID": 'a"b=c'})
        httpx.get(f"{service.address}/v1/measures")
    time = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
    first, second, third = service.lines
    assert re.fullmatch(rf"{time} NOTICE app\.cli\.serving: serving on {service.address} \(.*\)", first)
    assert re.fullmatch(
        rf'{time} ERROR app\.http\.failures: the request failed request_id="a\\"b=c" trace_id=[0-9a-f]{{32}}'
        r' error="RuntimeError: broken at postgresql://someone:\*\*\*@db/x ERROR forged" where="program:6 broken < .+"',
        second,
    )
    assert re.fullmatch(rf"{time} NOTICE app\.main: stopped", third)


def test_a_database_that_cannot_be_read_is_one_line_for_each_request(own_database: str) -> None:
    url = make_url(own_database)
    with served(own_database, FORCE_PROFILES_LOG_FORMAT="json", FORCE_PROFILES_ACCESS_LOG="0") as service:
        lose(own_database)
        for name in ("one", "two"):
            answer = httpx.get(f"{service.address}/v1/forces/kent", headers={"X-Request-ID": name}, timeout=30)
            assert answer.status_code == 503
    for name in ("one", "two"):
        [event] = service.of(name)
        assert event["message"].startswith("the database cannot be read: ")
        assert "traceback" not in event
    if url.password:
        assert url.password not in "".join(service.lines)


def lose(address: str) -> None:
    """Make a database one that cannot be read."""
    from sqlalchemy import text

    from app.db.engine import make_engine

    engine = make_engine(address, read_only=False)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE force RENAME TO lost"))
    engine.dispose()


def test_a_start_that_fails_is_a_line_too(tmp_path: Path) -> None:
    nowhere = f"sqlite:///{tmp_path}/no/where.sqlite3"
    for command, address, code in (("serve", nowhere, 1), ("mcp", nowhere, 1), ("serve", "nonsense", 2)):
        done = run(command, "--database-url", address, log_format="json")
        [line] = done.stderr.splitlines()
        assert (done.returncode, done.stdout) == (code, "")
        assert json.loads(line)["message"].startswith("error: ")


def test_the_tools_over_standard_output_log_nothing_there(on_sqlite: Databases) -> None:
    call = '{"jsonrpc":"2.0","id":1,"method":"%s","params":{"name":"find_force","arguments":{}}}\n'
    done = subprocess.run(
        [sys.executable, "-m", "app.cli", "mcp", "--database-url", on_sqlite.seeded],
        env={**environment(), "FORCE_PROFILES_LOG_FORMAT": "json", "FORCE_PROFILES_LOG_LEVEL": "debug"},
        input="no JSON\n" + call % "tools/call" + call % "prompts/get",
        capture_output=True,
        text=True,
        check=True,
    )
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in done.stdout.splitlines())
    assert all(json.loads(line)["logger"] for line in done.stderr.splitlines())
    assert done.stderr


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("postgresql://me:pa:ss@host/name", "postgresql://me:***@host/name"),
        ("postgresql+psycopg://:p@host", "postgresql+psycopg://:***@host"),
        ("host=a password='p w' user=b", "host=a password=*** user=b"),
        ("postgresql://host/name?user=b&password=p&x=1", "postgresql://host/name?user=b&password=***&x=1"),
        ("x" * 1990 + " postgresql://me:" + "p" * 300 + "@host", "x" * 1990 + " postgresq..."),
        ("x" * 1980 + " postgresql://me:" + "p" * 300 + "@host", "x" * 1980 + " postgresql://me:***..."),
        ("see http://127.0.0.1:8000/docs", "see http://127.0.0.1:8000/docs"),
    ],
)
def test_a_password_is_hidden_whoever_logs_it(said: str, told: str) -> None:
    record = logging.LogRecord("library", logging.WARNING, "", 0, "%s", (said,), None)
    assert json.loads(JsonLines().format(record))["message"] == told
    assert TextLines().format(record).endswith(f"WARNING library: {told}")


def test_a_line_is_one_line_whatever_is_logged() -> None:
    for said, args in (("a\r\nb\x1b[31m\u2028\u202e\udcff\x85", ()), ("%d %s", ("wrong",)), ("x" * 10**6, ())):
        record = logging.LogRecord("library", logging.WARNING, "", 0, said, args, None)
        for form in (JsonLines(), TextLines()):
            line = form.format(record)
            assert line.isprintable()
            assert len(line) < 3000


def test_lines_of_a_turn_are_written_together_and_in_the_order_of_all_events() -> None:
    code = """
import asyncio, logging, sys
from app import logs
logs.configure("info", "json")
log = logging.getLogger("app")
written = []
write = sys.stderr.write
sys.stderr.write = lambda text: written.append(text) or write(text)

async def turns():
    often = logs.Often(log, "often", {"path": "//me:s3cret@host"})
    often.tell({"bytes": 1})
    often.tell({"bytes": 2})
    await asyncio.sleep(0)
    often.tell({"bytes": 3})
    log.warning("seldom", extra={"fields": {"bytes": 4}})
    often.tell({"bytes": 5})
    print(*[text.count("\\n") for text in written if text])
    written.clear()
    for _ in range(100):
        often.tell({"bytes": 5})
    await asyncio.sleep(0)
    print(sum(text.count("\\n") for text in written), max(map(len, written)) <= 4096)
    raise RuntimeError

asyncio.run(turns())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    events = [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]
    assert [event["bytes"] for event in events] == [1, 2, 3, 4, *[5] * 101]
    assert done.stdout == "2 1 1\n101 True\n"
    assert events[0] | {"time": ""} == {
        "time": "",
        "level": "INFO",
        "logger": "app",
        "message": "often",
        "path": "//me:***@host",
        "bytes": 1,
    }


def test_whoever_else_listens_is_told_of_requests_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    logs.Often(logging.getLogger("app.http.access"), "answered", {"path": "/"}).tell({"status": 200})
    [record] = caplog.records
    told = {"path": "/", "status": 200}
    assert (record.levelname, record.getMessage(), vars(record)["fields"]) == ("INFO", "answered", told)


def test_a_program_that_has_its_own_logging_keeps_it() -> None:
    code = """
import logging
logging.basicConfig(format="own: %(message)s")
from app.main import create_app
create_app()
logging.getLogger("app").error("told")
"""
    done = Program(database="", code=code).ended()
    assert (done.code, done.said) == (0, "own: told\n")


def test_warnings_and_groups_of_tasks_are_lines_too() -> None:
    code = """
import logging, warnings
from app import logs
logs.configure("notice", "json")
warnings.warn("old")
try:
    try:
        {}["key"]
    except KeyError as error:
        raise ExceptionGroup("tasks", [RuntimeError("inside")]) from error
except ExceptionGroup:
    logging.getLogger("app").exception("it failed")
"""
    done = subprocess.run([sys.executable, "-W", "always", "-c", code], capture_output=True, text=True, check=True)
    warned, failed = map(json.loads, done.stderr.splitlines())
    assert "UserWarning: old" in warned["message"]
    assert failed["error"] == "RuntimeError: inside"
    assert "KeyError: 'key'" in failed["traceback"]
