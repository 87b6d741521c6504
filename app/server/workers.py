"""Workers: processes that answer at the same sockets, and the process that starts, replaces and ends them.

They are copies (``fork``) of one that has loaded everything and opened nothing but the sockets, so that a worker starts
at once and shares the memory of what does not change.
"""

import gc
import logging
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe, get_all_start_methods, get_context
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.server.running import LAST_RESORT, Server, make_server
from app.settings import Settings

SIGNALS = (signal.SIGTERM, signal.SIGINT)
CAN_BE_COPIED = "fork" in get_all_start_methods()
"""Whether the system can copy a process."""
PAUSE = 1.0
"""How many seconds a worker must have lived for another to be started at once; otherwise it is started after them."""

log = logging.getLogger(__name__)


class Worker(Server):
    """The server of a worker, which is told when to end by the process that started it, or ends after it."""

    def __init__(self, config: uvicorn.Config, settings: Settings, started: Callable[[], None]) -> None:
        super().__init__(config, settings, started)
        self._first = os.getppid()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop. A terminal or systemd may tell each process, and then the first one tells it again."""
        if not self.should_exit:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections, and begin to stop if the first process is no more."""
        if os.getppid() != self._first:
            self.handle_exit(signal.SIGTERM, None)
        return await super().on_tick(counter)


class Workers:
    """Runs as many workers as the settings say, until it is told to stop."""

    def __init__(
        self, app: FastAPI, settings: Settings, sockets: list[socket.socket], started: Callable[[], None]
    ) -> None:
        self._app = app
        self._settings = settings
        self._sockets = sockets
        self._on_start = started
        self._began: dict[BaseProcess, float] = {}
        """The workers, and when each began."""
        self._ready, self._tell = Pipe(duplex=False)
        self._starting = settings.workers
        """How many of the first workers do not accept connections yet."""
        self._stops_by: float | None = None
        self._code = 0

    def run(self) -> int:
        """Serve, and return the exit code."""
        for number in SIGNALS:
            signal.signal(number, self._told_to_stop)
        gc.collect()
        gc.freeze()  # or a search for garbage would write to the memory that is shared
        for _ in range(self._settings.workers):
            self._start()
        while self._began:
            left = None if self._stops_by is None else max(self._stops_by - time.monotonic(), 0)
            # A signal that comes here is handled and the wait goes on: workers that were told to stop end it.
            found = wait([self._ready, *(worker.sentinel for worker in self._began)], left)
            if self._ready in found:
                self._note_ready()
            for worker in [*self._began]:
                if worker.exitcode is not None:
                    self._ended(worker)
            if not found and self._stops_by is not None:
                self._kill()
        return self._code

    def _start(self) -> None:
        with _undisturbed():
            worker = get_context("fork").Process(target=self._work)
            worker.start()
            self._began[worker] = time.monotonic()

    def _work(self) -> None:
        """Be a worker."""
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)  # until the server handles them
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
        make_server(self._app, self._settings, lambda: self._tell.send_bytes(b"1"), Worker).run(self._sockets)

    def _note_ready(self) -> None:
        self._ready.recv_bytes()
        self._starting -= 1
        if self._starting == 0 and self._stops_by is None:
            self._on_start()

    def _ended(self, worker: BaseProcess) -> None:
        """Replace a worker that has ended, unless it was told to or is one of the first and did not start."""
        lived = time.monotonic() - self._began.pop(worker)
        worker.join()
        if self._stops_by is not None:
            return
        log.error("worker %d ended with exit code %d", worker.pid, worker.exitcode)
        if self._starting > 0:
            self._code = max(worker.exitcode or 0, 1)
            self._stop()
            return
        if lived < PAUSE:
            time.sleep(PAUSE)
        if self._stops_by is None:  # nor while it waited
            self._start()

    def _told_to_stop(self, sig: int, _frame: FrameType | None) -> None:
        """Begin to stop on the first signal, and end everything on the second."""
        if self._stops_by is not None:
            self._kill()
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self._stop()

    def _stop(self) -> None:
        """Tell the workers to stop, which end by themselves even if a request does not."""
        longest = self._settings.drain_seconds + self._settings.graceful_seconds + 2 * LAST_RESORT
        self._stops_by = time.monotonic() + longest
        for listening in self._sockets:
            listening.close()  # the workers have their own descriptors, and listen for as long as they should
        for worker in self._began:
            worker.terminate()

    def _kill(self) -> None:
        """End the workers that have not ended in time."""
        for worker in self._began:
            log.warning("worker %d does not end by itself, and is killed", worker.pid)
            worker.kill()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold signals back, so that a worker is told of each which the process that started it is told of."""
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
