"""The bulk files as the service has them: found on disk, or made in a process of its own for all who ask."""

import asyncio
import json
import logging
import os
import sys
from datetime import datetime
from pathlib import Path

import anyio
from anyio import to_thread

from app.bulk.__main__ import DATABASE
from app.bulk.kept import Directory, Release
from app.http.problems import NotReady

log = logging.getLogger(__name__)

ATTEMPTS = 3
"""How often a release is made that another service of the same directory removes before it is held here."""


class BulkFiles:
    """Holds the release that was asked for last, so that nobody removes it, and has others made.

    Who waits for a release holds neither a thread nor a turn to read. What is begun is finished, even if they leave.
    """

    def __init__(self, directory: Path | None, database_url: str, seconds: float) -> None:
        self._folder = directory
        self._directory = Directory(directory)
        self._database_url = database_url
        self._seconds = seconds
        self._held: Release | None = None
        self._making: asyncio.Task[Release] | None = None
        self._until_closed = anyio.CancelScope()

    def found(self, modified_at: datetime) -> Release | None:
        """Return the release of a moment of the data; ``None`` if it is not made. It may be called from any thread."""
        held = self._held
        if held is None or held.modified_at != modified_at:
            held = self._directory.find(modified_at)
            if held is not None:
                self._held = held
                self._directory.sweep(held)
        return held

    async def of(self, modified_at: datetime) -> Release:
        """Return the release of a moment of the data, or of a later one. Raises ``NotReady`` if that takes too long."""
        release = self._held
        if release is None or release.modified_at != modified_at:
            release = await to_thread.run_sync(self.found, modified_at)
        if release is None:
            try:
                with anyio.fail_after(self._seconds):
                    release = await self._made()
                    if release.modified_at < modified_at:  # it was begun before the data changed
                        release = await self._made()
            except TimeoutError:
                raise NotReady("The files are being made of data that has changed. Ask again in a moment.") from None
        return release

    async def _made(self) -> Release:
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._make())
        return await asyncio.shield(self._making)

    async def _make(self) -> Release:
        with anyio.CancelScope() as self._until_closed:
            for _ in range(ATTEMPTS):
                modified_at = await self._make_in_a_process()
                if (release := await to_thread.run_sync(self.found, modified_at)) is not None:
                    log.info("the bulk files are made", extra={"fields": {"version": release.version}})
                    return release
            raise RuntimeError("others remove the bulk files that are made")
        raise NotReady("The service is stopping. Ask another one of its kind.")

    async def _make_in_a_process(self) -> datetime:
        command = [sys.executable, "-m", "app.bulk", *([] if self._folder is None else [str(self._folder)])]
        variables = {**os.environ, DATABASE: self._database_url, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        # In the session of the service, in which the system compares priorities: it may give each session a share of
        # the processor as it sees fit, and gave one of its own less than a hundredth beside a service under load.
        done = await anyio.run_process(command, stderr=None, check=False, env=variables)
        if done.returncode != 0:
            raise RuntimeError(f"the process that makes the bulk files ended with code {done.returncode}")
        told = json.loads(done.stdout)
        if "detail" in told:
            log.error("the bulk files cannot be made: %s", told.get("reason", told["detail"]))
            raise NotReady(told["detail"])
        return datetime.fromisoformat(told["modified_at"])

    async def close(self) -> None:
        """End the process that makes files, if there is one."""
        if self._making is not None:
            self._until_closed.cancel()
            await asyncio.wait([self._making])
