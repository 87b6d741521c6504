"""Running a server: from its first connection to its last, however it is told to stop."""

import asyncio
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from fastapi import FastAPI

from app.server.connections import Connections
from app.settings import Settings

CHECKED_EVERY = 5
"""In ticks of the server, which are tenths of a second."""
LAST_RESORT = 5.0
"""For how many seconds beyond all others anything at all may keep the process from ending."""

log = logging.getLogger(__name__)


def make_server(app: FastAPI, settings: Settings, started: Callable[[], None] = lambda: None) -> "Server":
    """Return a server of the application; ``started`` is called when it answers."""
    config = uvicorn.Config(
        app,
        # httptools, and with it every limit of what is sent, is not for Windows.
        http="auto" if sys.platform == "win32" else "app.server.protocol:ProblemProtocol",
        ws="none",
        workers=1,
        log_level="warning",
        log_config=None,  # what it says is logged like everything else
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=",".join(map(str, settings.trusted_proxies)),
        timeout_keep_alive=settings.keep_alive_seconds,
    )
    return Server(config, settings, started)


class Server(uvicorn.Server):
    """The server of uvicorn, which would wait for ever for a client that holds it, and cut off one that does not."""

    def __init__(self, config: uvicorn.Config, settings: Settings, started: Callable[[], None]) -> None:
        super().__init__(config)
        self.settings = settings
        self.server_state = self.wire = Connections(settings)
        self._on_start = started
        self._listens_until = 0.0
        self._told_to_stop = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            self._on_start()

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections. Return whether it is time to stop listening."""
        await super().on_tick(counter)
        if counter % CHECKED_EVERY == 0:
            self.wire.check()
        if self.should_exit and not self.wire.stopping:
            self.lifespan.state["stopping"] = True  # which requests find in their state: readiness says it
            self.wire.stop()
        return self.should_exit and time.monotonic() >= self._listens_until

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - of a handler of signals
        """Stop at a signal, and end at once at a second one."""
        if self.should_exit:
            signal.signal(sig, signal.SIG_DFL)
            signal.raise_signal(sig)
        self._listens_until = time.monotonic() + self.settings.drain_seconds
        last_resort = self.settings.drain_seconds + self.settings.graceful_seconds + LAST_RESORT
        self._told_to_stop = True
        watch = threading.Timer(last_resort, _end)
        watch.daemon = True
        watch.start()
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, answer what was asked, and cut off what has not ended in time."""
        self.wire.stop()
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        ends = time.monotonic() + self.settings.graceful_seconds
        await asyncio.sleep(0.1)  # for connections that were made just before
        while (self.wire.connections or self.wire.tasks) and time.monotonic() < ends:
            self.wire.check()
            await asyncio.sleep(0.05)
        if self.wire.connections or self.wire.tasks:
            log.warning(
                "not all ended within %g seconds: %d connections are cut off, %d requests stay unanswered",
                *(self.settings.graceful_seconds, len(self.wire.connections), len(self.wire.tasks)),
            )
            self.wire.cut()
            await asyncio.sleep(0.1)  # for those who are told so
        if self.wire.tasks and self._told_to_stop:
            _end()
        await self.lifespan.shutdown()


def _end() -> None:
    """End the process though a thread of it does not: all that one can do is read."""
    log.warning("what does not end by itself is ended with the process")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)
