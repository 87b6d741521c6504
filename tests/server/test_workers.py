"""Several workers at one socket: a lost one is replaced, and all end together as one process would."""

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from faults.programs import Program
from tests.conftest import Databases
from tests.wire import ENDS, Running, answer_on, connected, request, started, status_of

BLOCKING = """
import sys, threading
from app.main import create_app
from app.server.sockets import address_of, listening
from app.server.workers import Workers
from app.settings import Settings

settings = Settings()
app = create_app(settings)

@app.get("/v1/blocks")
def block(seconds: float) -> str:
    print("blocks", file=sys.stderr, flush=True)
    threading.Event().wait(seconds)
    return "done"

sockets = listening("127.0.0.1", 0)
say = lambda: print("serving on", address_of(sockets), file=sys.stderr, flush=True)
sys.exit(Workers(app, settings, sockets, say).run())
"""
"""Workers of the application with an address that answers after a time."""


@contextmanager
def served(databases: Databases, *, code: str = "", **settings: object) -> Iterator[Running]:
    with started(databases.seeded, {"workers": 2, "access_log": "false", **settings}, code=code) as server:
        yield server


def workers_of(server: Running) -> set[int]:
    first = server.program.pid
    return {int(pid) for pid in Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()}


def is_there(pid: int) -> bool:
    """Return whether a process runs: one that has ended waits for whoever started it to ask."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def eventually(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + ENDS
    while not (found := holds()) and time.monotonic() < until:
        time.sleep(0.05)
    return found


@contextmanager
def pending(server: Running, seconds: int) -> Iterator[socket.socket]:
    """Ask what is answered after a time, and yield the connection when that has begun."""
    with connected(server.root) as connection:
        connection.sendall(request(f"/v1/blocks?seconds={seconds}"))
        assert eventually(lambda: "blocks" in server.program.said)
        yield connection


def test_workers_share_a_socket_and_end_together(databases: Databases) -> None:
    with served(databases) as server:
        workers = workers_of(server)
        assert len(workers) == 2
        assert {status_of(server.root, target="/v1/forces/kent") for _ in range(10)} == {200}
        assert server.stop() == 0
        assert not [pid for pid in workers if is_there(pid)]
        assert [line.rpartition(": ")[2] for line in server.said if "serving on" not in line] == ["stopped"] * 2
        assert server.program.said.count("serving on") == 1


def test_a_worker_that_is_lost_is_replaced_and_others_answer_meanwhile(databases: Databases) -> None:
    with served(databases) as server:
        workers = workers_of(server)
        lost = min(workers)
        os.kill(lost, signal.SIGKILL)
        assert eventually(lambda: not is_there(lost))
        assert {status_of(server.root) for _ in range(10)} == {200}
        assert eventually(lambda: len(workers_of(server) - {lost}) == 2)
        assert workers - {lost} < workers_of(server)
        assert f"worker {lost} ended with exit code -9" in server.program.said
        assert server.stop() == 0


def test_what_was_asked_is_answered_though_each_process_is_told_to_stop_as_systemd_does(databases: Databases) -> None:
    with served(databases, code=BLOCKING) as server, pending(server, seconds=2) as connection:
        for pid in (server.program.pid, *workers_of(server)):
            os.kill(pid, signal.SIGTERM)
        answer = answer_on(connection)
        assert (answer.status, answer.body) == (200, b'"done"')
        assert server.ended() == 0
        assert "Traceback" not in server.program.said


def test_a_second_signal_ends_all_at_once(databases: Databases) -> None:
    with served(databases, code=BLOCKING) as server, pending(server, seconds=3600):
        workers = workers_of(server)
        server.program.signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.program.runs
        assert server.stop(signal.SIGINT) == -signal.SIGINT
        assert eventually(lambda: not any(map(is_there, workers)))


def test_a_request_that_blocks_keeps_no_worker_from_ending(databases: Databases) -> None:
    with served(databases, code=BLOCKING, graceful_seconds=1) as server, pending(server, seconds=3600):
        assert server.stop() == 0
        assert "not all ended within 1 seconds" in server.program.said


def test_workers_end_when_the_process_that_started_them_is_lost(databases: Databases) -> None:
    with served(databases) as server:
        workers = workers_of(server)
        server.program.kill()
        assert eventually(lambda: not any(map(is_there, workers)))


def test_workers_that_cannot_start_are_not_started_again(databases: Databases) -> None:
    broken = BLOCKING.replace("sockets =", "app.router.lifespan_context = None\nsockets =")
    done = Program("serve", database=databases.seeded, code=broken, settings={"workers": "2"}).ended(ENDS)
    assert done.code == 3
    assert 1 <= done.said.count("ended with exit code 3") <= 2
    assert "serving on" not in done.said


def test_an_empty_database_is_filled_once(databases: Databases) -> None:
    with started(databases.empty(), {"workers": 2, "access_log": "false"}) as server:
        filled = server.said.index(next(line for line in server.said if "serving on" in line))
        assert status_of(server.root, target="/v1/forces/kent") == 200
        assert filled == len(server.said) - 1
        assert server.stop() == 0
