"""What an answer costs in what does not depend on the machine: functions called, memory at once, memory that stays."""

import asyncio
import gc
import logging
import sys
import threading
import time
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import pytest
from fastapi import FastAPI
from starlette.types import Message

from app.logs import JsonLines, Lines, Log, TextLines
from app.main import create_app
from app.settings import Settings
from tests.conftest import ROOT, Databases

Found = TypeVar("Found")

pytestmark = pytest.mark.usefixtures("no_collector")
REPEATED, PARTS = 60, 4
"""How often something is asked that must leave nothing behind, not a block of memory each time; and in how many parts,
after each of which that is looked at."""
KIB = 1024

READY = {"calls": 19, "KiB": 6}
NOT_MODIFIED = {"calls": 20, "KiB": 6}
"""The most that an answer takes which is ready. No part of it depends on the length of the answer."""
LINE = {"calls": 17, "KiB": 2}
"""The most that a line of the log takes besides."""
MADE = {
    "/v1/forces/kent": {"calls": 2_069, "KiB": 215},
    "/v1/forces/kent/workforce": {"calls": 1_678, "KiB": 130},
    "/v1/observations?limit=50": {"calls": 2_234, "KiB": 295},
    "/v1/compare?measure=police_officers": {"calls": 3_969, "KiB": 252},
    "/v1/official-figures?limit=50": {"calls": 2_151, "KiB": 245},
    "/v1/measures": {"calls": 2_085, "KiB": 160},
    "/v1/releases": {"calls": 1_129, "KiB": 40},
}
"""What answers take that are made anew. Lower a number when less is taken; to raise one has to be worth it."""
ALLOWED = {"calls": 1.1, "KiB": 1.4}
"""How many times as much they may take with another version of Python or of the framework."""
BLOCKS = 3
"""How many blocks of memory each may seem to leave, for what libraries keep goes up and down by more than a hundred."""


@dataclass
class Calls:
    """Counts the functions called of the service and of what it is built on: those of Python itself differ by version.

    It sees the thread that it is begun in, and those that start later.
    """

    counting: bool = False
    number: int = 0

    def note(self, frame: FrameType, event: str, _argument: object) -> None:
        """Note what the interpreter does. Comprehensions are functions in some versions, and are not counted."""
        if self.counting and event == "call" and not frame.f_code.co_name.startswith("<"):
            name = frame.f_code.co_filename
            self.number += "site-packages" in name or name.startswith(str(ROOT / "app"))


class Asking:
    """Asks a service in this process, without a server between."""

    def __init__(self, app: FastAPI, state: Any) -> None:  # noqa: ANN401 - of the framework
        self._app, self._state = app, state

    async def __call__(self, target: str, *headers: tuple[bytes, bytes]) -> list[Message]:
        """Return the messages of an answer."""
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(b"host", b"a"), *headers],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
            "state": {**self._state},
        }
        sent: list[Message] = []

        async def receive() -> Message:
            return await asyncio.Future()

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(scope, receive, send)
        await asyncio.sleep(0)  # what is done once the loop has had its turn belongs to the answer
        return sent

    async def taken(self, calls: Calls, target: str, *headers: tuple[bytes, bytes]) -> tuple[int, dict[str, int]]:
        """Return the status of an answer, and what it took."""
        calls.number, calls.counting = 0, True
        [start, *_] = await self(target, *headers)
        calls.counting = False
        tracemalloc.start()
        await self(target, *headers)
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        await self(target, *headers)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return start["status"], {"calls": calls.number, "KiB": (most - before) // KIB}

    async def left(self, target: str, *headers: tuple[bytes, bytes]) -> int:
        """Return how many blocks of memory are left by asking ``REPEATED`` times.

        How many there are goes up and down, and a cache may grow once: what counts is how much the lowest rise twice.
        """
        lowest = []
        for _ in range(3):
            found = []
            for _ in range(PARTS):
                for _ in range(REPEATED // PARTS):
                    await self(target, *headers)
                gc.collect()
                found.append(sys.getallocatedblocks())
            lowest.append(min(found))
        return min(after - before for before, after in pairwise(lowest))


@pytest.fixture
def no_collector() -> Iterator[None]:
    """Keep the collector from running in between, and what it calls from being counted."""
    gc.disable()
    yield
    gc.enable()


@contextmanager
def counted() -> Iterator[Calls]:
    """Count calls, unless asked by a debugger or a measurement of coverage, which are told by the same means."""
    if sys.getprofile() is not None:
        pytest.skip("something else is told of calls")
    calls = Calls()
    threading.setprofile(calls.note)
    sys.setprofile(calls.note)
    try:
        yield calls
    finally:
        sys.setprofile(None)
        threading.setprofile(None)


def asked(database: str, work: Callable[[Asking], Awaitable[Found]], **settings: Any) -> Found:  # noqa: ANN401 - of any type
    """Return what is found by asking a service over a database."""
    app = create_app(Settings(database_url=database, look_seconds=3600, **{"access_log": False, **settings}))

    async def run() -> Found:
        async with app.router.lifespan_context(app) as state:
            return await work(Asking(app, state))

    return asyncio.run(run())


@pytest.mark.parametrize("is_held", [False, True])
@pytest.mark.parametrize("target", ["/v1/forces/kent", "/v1/observations?limit=50"])
def test_a_ready_answer_takes_little_however_long_it_is_and_leaves_nothing(
    on_sqlite: Databases, target: str, *, is_held: bool
) -> None:
    async def work(asking: Asking) -> tuple[int, int, dict[str, int], int]:
        [start, body] = await asking(target)
        tag = next(value for name, value in start["headers"] if name == b"etag")
        headers = [(b"if-none-match", tag)] if is_held else []
        return len(body["body"]), *await asking.taken(calls, target, *headers), await asking.left(target, *headers)

    time.sleep(1)  # an answer is kept once the second is over in which the data changed
    with counted() as calls:
        length, status, taken, left = asked(on_sqlite.seeded, work)
    most = NOT_MODIFIED if is_held else READY
    assert status == (304 if is_held else 200)
    assert length > 2 * most["KiB"] * KIB
    assert all(taken[what] <= most[what] for what in most), taken
    assert left < REPEATED


@pytest.mark.parametrize("lines", [TextLines(), JsonLines()])
def test_a_line_of_the_log_takes_little_besides_and_leaves_nothing(
    on_sqlite: Databases,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lines: Lines,
) -> None:
    async def work(asking: Asking) -> tuple[dict[str, int], int]:
        await asyncio.create_task(asking("/v1/forces/kent"))  # as each request has a task, and what it tells to the log
        _, taken = await asking.taken(calls, "/v1/forces/kent")
        return taken, await asking.left("/v1/forces/kent")

    log = Log(lines)
    caplog.set_level(logging.INFO)
    monkeypatch.setattr("app.logs.configure", lambda *_: None)
    monkeypatch.setattr(logging.root, "handlers", [log])
    time.sleep(1)  # as above
    with counted() as calls, (tmp_path / "log").open("w") as written:
        log.setStream(written)
        taken, left = asked(on_sqlite.seeded, work, access_log=True)
    assert all(taken[what] <= READY[what] + most for what, most in LINE.items()), taken
    assert left < REPEATED
    assert (tmp_path / "log").read_text().count("/v1/forces/kent") >= 3 * REPEATED


@pytest.mark.parametrize("target", MADE)
def test_an_answer_made_anew_takes_no_more_than_it_did_and_leaves_nothing(on_sqlite: Databases, target: str) -> None:
    async def work(asking: Asking) -> tuple[int, dict[str, int], int]:
        for _ in range(3):  # until what is made once is made
            await asking(target)
        return *await asking.taken(calls, target), await asking.left(target)

    with counted() as calls:
        status, taken, left = asked(on_sqlite.seeded, work, kept_bytes=0)
    assert status == 200
    assert all(taken[what] <= most * ALLOWED[what] for what, most in MADE[target].items()), taken
    assert left < REPEATED * BLOCKS
