"""How a server ends: what was asked is answered, what comes meanwhile is not lost, and nobody can keep it."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from faults.programs import Ended, run
from tests.commands import environment
from tests.conftest import ROOT, Databases
from tests.wire import ENDS, Running, answer_on, connected, exchange, request, started, status_of

BLOCKING = """
import sys, threading
from app.main import create_app
from app.server import running
from app.server.sockets import address_of, listening
from app.settings import Settings

running.LAST_RESORT = 0.5
settings = Settings()
app = create_app(settings)

@app.get("/v1/blocks")
def block(seconds: float) -> str:
    print("blocks", file=sys.stderr, flush=True)
    threading.Event().wait(seconds)
    return "done"

sockets = listening("127.0.0.1", 0)
say = lambda: print("serving on", address_of(sockets), file=sys.stderr, flush=True)
running.make_server(app, settings, say).run(sockets)
"""
"""A server of the application with an address that answers after a time, as one does whose database hangs."""


@contextmanager
def blocking(databases: Databases, **settings: object) -> Iterator[Running]:
    with started(databases.seeded, settings, code=BLOCKING) as server:
        yield server


def block(server: Running, connection: socket.socket, *, seconds: int) -> None:
    """Ask what is answered after a time, and return when that has begun."""
    connection.sendall(request(f"/v1/blocks?seconds={seconds}"))
    while "blocks" not in server.program.said:
        time.sleep(0.01)


def besides_requests(said: list[str]) -> list[str]:
    return [line for line in said if "app.http.access" not in line]


def test_what_was_asked_is_answered_before_the_end(databases: Databases) -> None:
    with blocking(databases) as server, connected(server.root) as connection, connected(server.root) as idle:
        idle.sendall(request("/health/live"))
        block(server, connection, seconds=1)
        server.program.signal(signal.SIGTERM)
        answer = answer_on(connection)
        assert (answer.status, answer.body, answer.headers["connection"]) == (200, b'"done"', "close")
        assert answer_on(idle).status == 200
        assert server.ended() == 0
        assert [line for line in besides_requests(server.said) if "stopped" not in line] == [
            f"serving on {server.root}",
            "blocks",
        ]


def test_whoever_does_not_go_on_is_cut_off(databases: Databases) -> None:
    half = request("/v1/extractions", "Content-Type: text/plain", "Content-Length: 9", method="POST", body="a")
    unread = request("/static/docs/swagger-ui-bundle.js") * 10
    with (
        started(databases.seeded, {"graceful_seconds": 1}) as server,
        connected(server.root) as first,
        connected(server.root) as second,
        connected(server.root),
    ):
        first.sendall(half)
        second.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        second.sendall(unread)
        time.sleep(0.5)
        assert server.stop() == 0
        assert (
            "not all ended within 1 seconds: 2 connections are cut off, 2 requests stay unanswered"
            in server.program.said
        )
        assert "Traceback" not in server.program.said


def test_a_request_that_blocks_keeps_no_process_from_ending(databases: Databases) -> None:
    with blocking(databases, graceful_seconds=1) as server, connected(server.root) as connection:
        block(server, connection, seconds=3600)
        assert server.stop() == 0
        assert "not all ended within 1 seconds" in server.program.said
        assert "Traceback" not in server.program.said


def test_a_second_signal_ends_it_at_once(databases: Databases) -> None:
    with blocking(databases) as server, connected(server.root) as connection:
        block(server, connection, seconds=3600)
        server.program.signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.program.runs
        assert server.stop(signal.SIGINT) == -signal.SIGINT


def test_it_listens_on_until_no_more_is_sent_to_it_but_is_not_ready(databases: Databases) -> None:
    with (
        started(databases.seeded, {"drain_seconds": 3}) as server,
        connected(server.root) as before,
    ):
        assert status_of(server.root, target="/health/ready") == 200
        server.program.signal(signal.SIGTERM)
        time.sleep(0.5)
        before.sendall(request("/v1/forces"))
        answer = answer_on(before)
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        readiness = exchange(server.root, request("/health/ready"))
        assert (readiness.status, readiness.headers["retry-after"]) == (503, "5")
        assert "stopping" in json.loads(readiness.body)["detail"]
        assert status_of(server.root) == 200
        assert server.ended() == 0


def ask(root: str, until: Event, failed: list[str], statuses: list[int], *, kept: bool) -> None:
    """Ask with hardly a pause, on one connection or on a new one each time, and try nothing twice."""
    where = urlsplit(root)
    assert where.hostname
    connection = http.client.HTTPConnection(where.hostname, where.port, timeout=30)
    while not until.wait(0.002):
        try:
            connection.request("GET", "/v1/forces/kent/budget")
            with connection.getresponse() as response:
                response.read()
                statuses.append(response.status)
        except (OSError, http.client.HTTPException) as error:
            failed.append(repr(error))
            return
        if not kept:
            connection.close()
    connection.close()


def test_a_server_takes_over_from_another_without_a_failed_request(databases: Databases) -> None:
    """One is told which socket to listen on by its arguments, the other as systemd tells it."""
    with socket.socket() as shared, ExitStack() as stack:
        shared.bind(("127.0.0.1", 0))
        shared.listen(socket.SOMAXCONN)
        first = stack.enter_context(started(databases.seeded, listener=shared.fileno()))
        ended, failed, statuses = Event(), list[str](), list[int]()
        threads = [
            Thread(target=ask, args=(first.root, ended, failed, statuses), kwargs={"kept": number % 2 == 0})
            for number in range(4)
        ]
        for thread in threads:
            thread.start()
        second = stack.enter_context(started_by_systemd(databases, shared))
        assert second.stderr is not None
        assert f"serving on {first.root}" in second.stderr.readline()
        assert first.stop() == 0
        asked = len(statuses)
        time.sleep(1)
        ended.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert set(statuses) == {200}
        assert len(statuses) > asked > 0
        second.terminate()
        _, said = second.communicate(timeout=ENDS)
        assert second.returncode == 0
        # That it serves, and has stopped.
        assert (len(besides_requests(first.said)), len(besides_requests(said.splitlines()))) == (2, 1)


@contextmanager
def started_by_systemd(databases: Databases, shared: socket.socket) -> Iterator["subprocess.Popen[str]"]:
    """Start the program as systemd does that holds its socket."""
    passed = f'exec 3<&{shared.fileno()}; LISTEN_PID=$$ LISTEN_FDS=1 exec "$@"'
    command = ["bash", "-c", passed, "bash", sys.executable, "-m", "app.cli", "serve"]
    given = environment(databases.seeded, access_log="false")  # nobody reads what it says before its end
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=given, cwd=ROOT, pass_fds=[shared.fileno()]
    ) as program:
        try:
            yield program
        finally:
            program.kill()


# What keeps a server from starting


@pytest.mark.parametrize(
    ("arguments", "settings", "said"),
    [
        (
            ["--port", "0"],
            {"cache_seconds": "abc", "trusted_proxies": "localhost", "public_url": "kent", "metrics": "all"},
            ["CACHE_SECONDS is 'abc': ", "TRUSTED_PROXIES is 'localhost': ", "PUBLIC_URL is 'kent': ", "METRICS is "],
        ),
        (["--host", "192.0.2.1", "--port", "0"], {}, ["cannot listen on 192.0.2.1:0: Cannot assign requested address"]),
        (["--host", "nowhere.invalid"], {}, ["cannot listen on nowhere.invalid:8000: "]),
        (["--host", "a..b"], {}, ["cannot listen on a..b:8000: 'a..b' is no name of a host"]),
        (["--fd", "0"], {}, ["cannot listen on descriptor 0: "]),
    ],
)
def test_what_keeps_it_from_starting_is_told_in_a_line_each(
    databases: Databases, arguments: list[str], settings: dict[str, str], said: list[str]
) -> None:
    done = not_started(databases, *arguments, **settings)
    assert done.code == 2
    lines = done.said.splitlines()
    assert len(lines) == len(said)
    for line, part in zip(lines, said, strict=True):
        assert "error: " in line
        assert part in line


def test_a_port_that_is_in_use_is_told_so(databases: Databases) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        done = not_started(databases, "--port", port)
    [line] = done.said.splitlines()
    assert done.code == 2
    assert line.endswith(f"error: cannot listen on 127.0.0.1:{port}: Address already in use")


def test_a_port_that_is_none_is_wrong_usage(databases: Databases) -> None:
    done = not_started(databases, "--port", "70000")
    assert done.code == 2
    assert "Traceback" not in done.said


def not_started(databases: Databases, *arguments: str, **settings: str) -> Ended:
    return run("serve", *arguments, database=databases.seeded, settings=settings)
