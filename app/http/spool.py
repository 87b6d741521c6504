"""Spools: what the application answers is taken off its hands at once, however slowly a client takes it.

So a slow client keeps no connection to the database, and a late failure still gets its status.
"""

import os
from asyncio import Event
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from starlette.types import Message

from app.http.files import PATHSEND

IN_MEMORY = 2**20
"""How many bytes of an answer are held in memory; a longer one goes to a temporary file."""
GZIP_MAGIC = b"\x1f\x8b"
"""What a member of gzip begins with; four bytes of it are the time when it was made."""


class Spool:
    """An answer while it is made: its start, and its bytes in memory or, once there are many, in a file."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.size = 0
        self.grown = Event()
        """Set by every piece of a long answer, for who sends what is there while more of it is made."""
        self.is_stored = False
        """Whether it is a file that was there before, with a tag of its own."""
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None

    @property
    def is_long(self) -> bool:
        """Whether its bytes are in a file."""
        return self._file is not None

    async def take(self, message: Message) -> None:
        """Take a message of the application."""
        if message["type"] == "http.response.start":
            self.start = message
        elif message["type"] == PATHSEND:
            self._hold(Path(message["path"]))
        else:
            self._write(message.get("body", b""))

    def _hold(self, file: Path) -> None:
        self._file, self.is_stored = file.open("rb", buffering=0), True
        self.size = os.fstat(self._file.fileno()).st_size

    def _write(self, piece: bytes) -> None:
        if not self.size and piece.startswith(GZIP_MAGIC):  # the same bytes whenever they are made (RFC 1952, 2.3)
            piece = piece[:4] + bytes(4) + piece[8:]
        self.size += len(piece)
        if self._file is None and self.size <= IN_MEMORY:
            self._pieces.append(piece)
            return
        if self._file is None:
            self._file = TemporaryFile(buffering=0)  # noqa: SIM115 - closed by ``close``
            self._file.write(b"".join(self._pieces))
            self._pieces.clear()
        self._file.write(piece)
        self.grown.set()

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from ``start`` up to ``stop``, as far as they are there."""
        if self._file is None:
            return b"".join(self._pieces)[start:stop]
        return os.pread(self._file.fileno(), stop - start, start)

    def close(self) -> None:
        """Give the file back, if there is one."""
        if self._file is not None:
            self._file.close()
