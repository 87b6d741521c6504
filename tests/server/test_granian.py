"""The application on another server, as the runbooks say."""

import json
import signal
import subprocess
import sys
from urllib.parse import urlsplit

import pytest

from tests.commands import environment, patiently
from tests.conftest import ROOT, Databases
from tests.postgres import free_port
from tests.wire import ENDS, connected, exchange, request

pytest.importorskip("granian")
RUNBOOKS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def test_the_command_of_the_runbooks_serves_and_ends(databases: Databases) -> None:
    [command] = [line for line in RUNBOOKS.splitlines() if line.startswith("granian ")]
    root = f"http://127.0.0.1:{free_port()}"
    quickly = {"--workers 4": "--workers 2", "--workers-kill-timeout 30": "--workers-kill-timeout 2"}
    for told, instead in {**quickly, "8000": str(urlsplit(root).port)}.items():
        assert told in command
        command = command.replace(told, instead)
    with subprocess.Popen(
        [sys.executable, "-m", *command.split()], env=environment(databases.seeded), cwd=ROOT, stderr=subprocess.DEVNULL
    ) as program:
        try:
            assert patiently(f"{root}/health/ready") == {"status": "ok"}
            answer = exchange(root, request("/v1/forces/kent", "Connection: close"))
            assert (answer.status, json.loads(answer.body)["force"]["id"]) == (200, "kent")
            held = exchange(
                root, request("/v1/forces/kent", f"If-None-Match: {answer.headers['etag']}", "Connection: close")
            )
            assert held.status == 304
            with connected(root) as half_sent:
                half_sent.sendall(b"GET /v1/forces/kent HTTP/1.1\r\n")
                program.send_signal(signal.SIGTERM)  # the other worker may still be starting
                assert program.wait(ENDS) == 0
        finally:
            program.kill()
