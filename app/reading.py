"""Reading: a page in, its statement and what that says out, in a process of its own with limits of time and memory.

A page is input from anyone. Some of 20 kB make a parser of HTML build a tree of gigabytes, for the rules of HTML ask
for it; such a page costs its reader a process, and nobody else anything.
"""

import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from pathlib import Path
from types import TracebackType
from typing import Self

from selectolax.lexbor import SelectolaxError

from app.extract.numbers import find_numbers
from app.extract.observations import Extraction, extract
from app.statements.page import NotAStatementError, Statement, read_page
from app.vocabulary.forces import Force

MOST_TAGS, MOST_NUMBERS = 10_000, 5_000
"""What a page may have at most. Published pages have some hundreds of tags, statements some tens of numbers."""
SECONDS = 5
"""How long a page may be read. Published ones take less than a tenth of a second."""
MEMORY = 256 * 2**20
"""How many bytes reading may take beside what the process takes anyway."""
_KEPT = 32 * 2**20  # by how much a process may have grown that goes on to read other pages
_STARTING, _ENDING = 60, 0.5  # seconds
_SPAWN = get_context("spawn")  # a fork would take a server's threads and connections with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, and what is given beside it where it does not say so itself."""

    text: str
    round: str | None = None
    url: str | None = None
    force: Force | None = None


class TooLargeError(ValueError):
    """A page has more of something than a page may have."""


class TooCostlyError(ValueError):
    """Reading a page takes more time or memory than a page may take."""

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        return f"it takes more than {SECONDS} seconds or {MEMORY // 2**20} MB; its words may be sent as plain text"


class ReadingFailedError(RuntimeError):
    """Reading a page met a fault of ours. Notes of the error have the traceback."""


Reading = tuple[Statement, Extraction]
Answer = Reading | NotAStatementError | TooLargeError | TooCostlyError | ReadingFailedError


class Readers:
    """Processes that read pages, one at a time each. As many run as are asked at once; they are kept for the next page.

    What is read may be asked for from any thread. Leaving the context ends them.
    """

    def __init__(self) -> None:
        self._free: list[_Reader] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._free:
            self._free.pop().end()

    def read(self, page: Page) -> Reading:
        """Return the statement of a page and what is extracted from it.

        Raises ``NotAStatementError``, ``TooLargeError`` and ``TooCostlyError`` for what is wrong with the page.
        """
        answer = self._answer(page)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _answer(self, page: Page) -> Answer:
        while True:
            try:
                reader = self._free.pop()
            except IndexError:
                reader = _Reader()
            try:
                answer, kept = reader.answer(page)
            except _GoneError:
                continue
            if kept:
                self._free.append(reader)
            else:
                reader.end()
            return answer


class _GoneError(Exception):
    """A process that reads was ended by somebody else, with all of a service or of a terminal: not for its page."""


class _Reader:
    """A process that reads one page at a time, seen from the one that asks it."""

    def __init__(self) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=serve, args=(theirs,), name="reader", daemon=True)
        with _no_interrupts():
            self._process.start()
        theirs.close()
        try:
            ready = self._connection.poll(_STARTING) and self._connection.recv()
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise ReadingFailedError("no process to read pages in can be started")

    def answer(self, page: Page) -> tuple[Answer, bool]:
        """Return what comes of a page, and whether the process may read another."""
        try:
            self._connection.send(page)
        except OSError:
            self.end()
            raise _GoneError from None
        try:
            answer, kept = self._connection.recv() if self._connection.poll(SECONDS) else (TooCostlyError(), False)
        except (EOFError, OSError):
            self.end()
            if self._process.exitcode == -signal.SIGTERM:
                raise _GoneError from None
            return TooCostlyError(), False  # it ended for want of memory
        return answer, kept

    def end(self) -> None:
        """End the process: one that waits for a page by itself, any other by force."""
        self._connection.close()
        self._process.join(_ENDING)
        self._process.kill()
        self._process.join()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from a process that is started: a terminal sends it to all, and ending is for the one that asks."""
    if sys.platform == "win32":  # signals cannot be blocked there
        yield
        return
    resource_tracker.ensure_running()  # which would be started otherwise meanwhile, and lets the signal in again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(connection: Connection) -> None:
    """Read the pages that come by a connection, until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    begun_with = _resident()
    _limit_memory()
    kept = True
    with suppress(EOFError, OSError):
        connection.send(True)
        while kept:
            answer = _read(connection.recv())
            kept = not isinstance(answer, TooCostlyError) and _resident() <= begun_with + _KEPT
            connection.send((answer, kept))


def _read(page: Page) -> Answer:
    try:
        return read_here(page)
    except (NotAStatementError, TooLargeError) as error:
        return error
    except (MemoryError, SelectolaxError):  # the parser raises its own error where it gets no memory
        return TooCostlyError()
    except Exception as error:  # noqa: BLE001 - it is raised where the page was sent from
        failed = ReadingFailedError(f"{type(error).__name__}: {error}")
        failed.add_note(traceback.format_exc())
        return failed


def read_here(page: Page) -> Reading:
    """Read a page in this process, without limits of time and memory."""
    if page.text.count("<") > MOST_TAGS:
        raise TooLargeError(f"a page may have {MOST_TAGS:,} tags")
    statement = read_page(page.text, round_=page.round, url=page.url, force=page.force)
    # Counted before they are understood, which is what costs.
    if sum(1 for _ in islice(find_numbers(statement.text), MOST_NUMBERS + 1)) > MOST_NUMBERS:
        raise TooLargeError(f"a statement may have {MOST_NUMBERS:,} numbers")
    return statement, extract(statement)


def _limit_memory() -> None:
    """Let this process have no more memory than a page may take. Without ``/proc`` the limit of time holds alone."""
    if sys.platform != "linux":
        return
    import resource

    limit = _pages(0) + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _resident() -> int:
    """Return how many bytes of memory this process holds; 0 where that is not told."""
    return _pages(1) if sys.platform == "linux" else 0


def _pages(field: int) -> int:
    """Return a size of this process in bytes, by its place in ``/proc/self/statm``."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")
