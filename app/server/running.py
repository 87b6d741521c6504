"""Run the server, from startup to a graceful shutdown."""

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
"""How often connections are checked, in ticks of the server (tenths of a second)."""
LAST_RESORT = 5.0
"""How many seconds after all other time-outs the process is ended by force."""

log = logging.getLogger(__name__)


def make_server(
    app: FastAPI, settings: Settings, started: Callable[[], None] = lambda: None, kind: "type[Server] | None" = None
) -> "Server":
    """Return a server for the application; ``started`` is called once it accepts connections."""
    config = uvicorn.Config(
        app,
        # httptools, and with it every limit on requests, is not available on Windows.
        http="auto" if sys.platform == "win32" else "app.server.protocol:ProblemProtocol",
        ws="none",
        workers=1,
        log_level="warning",
        log_config=None,  # its messages go to our log
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=",".join(map(str, settings.trusted_proxies)),
        timeout_keep_alive=settings.keep_alive_seconds,
    )
    return (kind or Server)(config, settings, started)


class Server(uvicorn.Server):
    """Uvicorn's server with a bounded, graceful shutdown, whatever the clients do."""

    def __init__(self, config: uvicorn.Config, settings: Settings, started: Callable[[], None]) -> None:
        super().__init__(config)
        self.settings = settings
        self.server_state = self.wire = Connections(settings)
        self._on_start = started
        self._listens_until = 0.0
        self._told_to_stop = False

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start the server and call ``started``."""
        await super().startup(sockets)
        if self.started:
            self._on_start()

    async def on_tick(self, counter: int) -> bool:
        """Look after the connections. Return whether it is time to stop listening."""
        await super().on_tick(counter)
        if counter % CHECKED_EVERY == 0:
            self.wire.check()
        if self.should_exit and not self.wire.stopping:
            self.lifespan.state["stopping"] = True  # requests see this in their state, for the readiness check
            self.wire.stop()
        return self.should_exit and time.monotonic() >= self._listens_until

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - signal handler signature
        """Begin to stop on the first signal, and exit at once on the second."""
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
        """Stop listening, answer pending requests, and cut the connections that have not finished in time."""
        self.wire.stop()
        for server in self.servers:
            server.close()
        for listening in sockets or ():
            listening.close()
        ends = time.monotonic() + self.settings.graceful_seconds
        await asyncio.sleep(0.1)  # for connections that were accepted just before
        while (self.wire.connections or self.wire.tasks) and time.monotonic() < ends:
            self.wire.check()
            await asyncio.sleep(0.05)
        if self.wire.connections or self.wire.tasks:
            log.warning(
                "not all ended within %g seconds: %d connections are cut off, %d requests stay unanswered",
                *(self.settings.graceful_seconds, len(self.wire.connections), len(self.wire.tasks)),
            )
            self.wire.cut()
            await asyncio.sleep(0.1)  # let the cancelled tasks finish
        if self.wire.tasks and self._told_to_stop:
            _end()
        await self.lifespan.shutdown()


def _end() -> None:
    """Exit even if a thread is still running. That is safe because threads only read."""
    log.warning("what does not end by itself is ended with the process")
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)
