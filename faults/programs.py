"""The program as it is run: its commands, one of which serves, and what they say."""

import os
import re
import signal
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from faults.fault import DidNotHoldError, expect
from tests.bundled import STATEMENTS
from tests.commands import environment
from tests.loaded import Descriptor, Given, start
from tests.postgres import free_port

LONGEST = 120.0
"""In how many seconds a command must have ended: wide, for what must not be is for ever."""
STARTS = 60.0
ALL_STATEMENTS = f'"total":{STATEMENTS}'.encode()
"""What a list of statements has in it where it is of all that are bundled."""


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    said: str
    seconds: float

    @property
    def clean(self) -> bool:
        """Whether it did what it was asked, or said in words why not."""
        return self.code == 0 or (self.code == 1 and "error: " in self.said and "Traceback" not in self.said)


Command = Sequence[str | Path]
"""A command with its arguments."""


class Program:
    """A command that runs: in a session of its own, with what it says kept."""

    def __init__(
        self,
        *arguments: str | Path,
        database: str,
        variables: Mapping[str, str] | None = None,
        listener: int | None = None,
        settings: Mapping[str, str] | None = None,
        **more: Any,  # noqa: ANN401 - what a program is given
    ) -> None:
        """Start the command, and return when it begins."""
        self._said = os.memfd_create("said")  # no disk of a fault keeps it from speaking
        weakref.finalize(self, os.close, self._said)
        given = Given(
            arguments=[str(argument) for argument in arguments],
            environment=environment(database, **(settings or {})) | dict(variables or {}),
            output=Descriptor(self._said),
            errors=Descriptor(self._said),
            listener=None if listener is None else Descriptor(listener),
            **more,
        )
        self._process = start(given)
        self._began = time.monotonic()

    @property
    def pid(self) -> int:
        """The number of its process."""
        return self._process.pid or 0

    @property
    def said(self) -> str:
        """What it said until now."""
        return os.pread(self._said, 2**24, 0).decode(errors="replace")  # the program's own place stays

    def serves_at(self) -> str:
        """Return where it serves, as soon as it says so."""
        while not (found := re.search(r"\bserving on (\S+).*\n", self.said)):
            runs, took = self.runs, time.monotonic() - self._began
            expect(runs and took < STARTS, f"it does not serve after {took:.0f} s: {self.said}")
            time.sleep(0.01)
        return found[1]

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.exitcode is None

    def signal(self, number: int, after: float = 0) -> None:
        """Send it a signal some seconds after it began, if it still runs then."""
        self._process.join(max(after - (time.monotonic() - self._began), 0))
        with suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self, after: float = 0) -> bool:
        """Kill it as ``kill -9`` does some seconds after it began; return whether it was still running."""
        self._process.join(max(after - (time.monotonic() - self._began), 0))
        struck = self.runs
        self._process.kill()
        self._process.join()
        return struck

    def ended(self, within: float = LONGEST) -> Ended:
        """Wait for the end."""
        self._process.join(within)
        took, code = time.monotonic() - self._began, self._process.exitcode
        self.kill()
        expect(code is not None, f"it has not ended after {within:.0f} s: {self.said}")
        return Ended(code or 0, self.said, took)


def run(*arguments: str | Path, database: str, **more: Any) -> Ended:  # noqa: ANN401 - what a program is given
    """Run a command to its end."""
    return Program(*arguments, database=database, **more).ended()


def seconds_of(*arguments: str | Path, database: str) -> float:
    """Return how long a command takes that nobody interrupts, which must do what it is asked."""
    done = run(*arguments, database=database)
    expect(done.code == 0, done.said)
    return done.seconds


@dataclass(frozen=True)
class Answer:
    """An answer, and how long it took."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def refused(self) -> bool:
        """Whether it says that the service cannot answer now, and when to ask again."""
        return self.status == 503 and self.headers.get("retry-after", "").isdecimal()


class ServiceEndedError(DidNotHoldError):
    """A service ended that was not asked to."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(f"the service ended with exit code {ended.code}: {ended.said[-400:]}")
        self.ended = ended


class Service:
    """A service that runs."""

    def __init__(self, program: Program, port: int) -> None:
        self.program = program
        self.port = port

    def ask(
        self,
        target: str = "/v1/forces?limit=1",
        *,
        method: str = "GET",
        body: bytes | None = None,
        timeout: float = 60,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Return the answer to a request; its connection is closed after it."""
        began = time.monotonic()
        connection = HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, target, body=body, headers=headers or {})
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read(), time.monotonic() - began)
        finally:
            connection.close()

    def reaches(self, status: int, target: str = "/health/ready", *, within: float = 30) -> float:
        """Return how many seconds it takes until an address answers with a status, which it must do in time."""
        began, found = time.monotonic(), "no answer"
        while time.monotonic() - began < within:
            try:
                answer = self.ask(target)
            except (OSError, HTTPException) as error:
                found = f"{type(error).__name__}: {error}"
                if not self.program.runs:
                    raise ServiceEndedError(self.program.ended()) from None
            else:
                found = str(answer.status)
                if answer.status == status:
                    return time.monotonic() - began
            time.sleep(0.05)
        expect(held=False, otherwise=f"{target} does not answer {status} within {within} s but {found}")
        return within

    def stop(self, within: float = 60) -> Ended:
        """Ask it to end, and wait until it does; tell how long that took."""
        began = time.monotonic()
        self.program.signal(signal.SIGTERM)
        return replace(self.program.ended(within), seconds=time.monotonic() - began)


@contextmanager
def serving(database: str, **more: Any) -> Iterator[Service]:  # noqa: ANN401 - what a program is given
    """Run the service over a database until it answers, and yield it. By the end it must not have failed."""
    port = free_port()
    program = Program("serve", "--port", str(port), database=database, **more)
    try:
        service = Service(program, port)
        service.reaches(200, within=STARTS)
        yield service
        expect("Traceback" not in program.said, program.said)
    finally:
        program.kill()
