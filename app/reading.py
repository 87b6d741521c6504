"""Read pages in separate processes with limits on time and memory, and return the statement and its extracted data.

A page may come from anyone. The rules of HTML let some pages of 20 kB expand to a tree of gigabytes; such a page then
costs one reader process and affects nobody else.
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
from typing import TYPE_CHECKING, Self, TypeAlias

from app.statements.statement import NotAStatementError, Statement
from app.vocabulary.forces import Force

if TYPE_CHECKING:
    from app.extract.observations import Extraction

MOST_TAGS, MOST_NUMBERS = 10_000, 5_000
"""The limits for a page. Published pages have some hundreds of tags, statements some tens of numbers."""
SECONDS = 5
"""How long reading a page may take. Published pages take less than a tenth of a second."""
MEMORY = 256 * 2**20
"""How many bytes of memory reading may use on top of what the process uses anyway."""
_KEPT = 32 * 2**20  # a process that has grown by more is not used for another page
_STARTING, _ENDING = 60, 0.5  # seconds
_SPAWN = get_context("spawn")  # a fork would inherit a server's locks and connections


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, with the round, address and force in case the page does not state them itself."""

    text: str
    round: str | None = None
    url: str | None = None
    force: Force | None = None


class TooLargeError(ValueError):
    """A page has too many tags or numbers."""


class TooCostlyError(ValueError):
    """Reading a page takes too much time or memory."""

    def __init__(self) -> None:
        super().__init__()

    def __str__(self) -> str:
        return f"it takes more than {SECONDS} seconds or {MEMORY // 2**20} MB; its words may be sent as plain text"


class ReadingFailedError(RuntimeError):
    """Reading a page failed because of a bug in the reader. The notes of the error have the traceback."""


Reading: TypeAlias = "tuple[Statement, Extraction]"
Answer: TypeAlias = "Reading | NotAStatementError | TooLargeError | TooCostlyError | ReadingFailedError"


class Readers:
    """Processes that read one page at a time each. They are started as needed and kept for later pages.

    ``read`` may be called from any thread. Leaving the context ends the processes.
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

        Raises ``NotAStatementError``, ``TooLargeError`` or ``TooCostlyError`` if something is wrong with the page.
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
    """A reader process was terminated from outside, for instance with the whole service, not because of its page."""


class _Reader:
    """The parent's side of a process that reads one page at a time."""

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
        """Return the result for a page, and whether the process may read another."""
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
            return TooCostlyError(), False  # it ran out of memory
        return answer, kept

    def end(self) -> None:
        """End the process: an idle one exits by itself, any other is killed."""
        self._connection.close()
        self._process.join(_ENDING)
        self._process.kill()
        self._process.join()


@contextmanager
def _no_interrupts() -> Iterator[None]:
    """Keep Ctrl-C from a process being started: a terminal sends it to all, but only the parent should react."""
    if sys.platform == "win32":  # signals cannot be blocked there
        yield
        return
    resource_tracker.ensure_running()  # otherwise starting the process would start it, which unblocks the signal
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def serve(connection: Connection) -> None:
    """Read the pages that arrive on a connection until it is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load()
    begun_with = _resident()
    _limit_memory()
    kept = True
    with suppress(EOFError, OSError):
        connection.send(True)
        while kept:
            answer = _read(connection.recv())
            kept = not isinstance(answer, TooCostlyError) and _resident() <= begun_with + _KEPT
            connection.send((answer, kept))


def _load() -> None:
    """Load what pages are read with, so that none of them is charged for it."""
    import app.extract.observations
    import app.statements.page  # noqa: F401
    from app.extract.periods import find_periods

    list(find_periods("in 2022"))  # periods are the rules that are compiled when the first is read


def _read(page: Page) -> Answer:
    from selectolax.lexbor import SelectolaxError

    try:
        return read_here(page)
    except (NotAStatementError, TooLargeError) as error:
        return error
    except (MemoryError, SelectolaxError):  # the parser raises its own error if it gets no memory
        return TooCostlyError()
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        failed = ReadingFailedError(f"{type(error).__name__}: {error}")
        failed.add_note(traceback.format_exc())
        return failed


def read_here(page: Page) -> Reading:
    """Read a page in this process, without limits on time and memory."""
    from app.extract.numbers import find_numbers
    from app.extract.observations import extract
    from app.statements.page import read_page

    if page.text.count("<") > MOST_TAGS:
        raise TooLargeError(f"a page may have {MOST_TAGS:,} tags")
    statement = read_page(page.text, round_=page.round, url=page.url, force=page.force)
    # Counting the numbers is cheap; interpreting them is what takes time.
    if sum(1 for _ in islice(find_numbers(statement.text), MOST_NUMBERS + 1)) > MOST_NUMBERS:
        raise TooLargeError(f"a statement may have {MOST_NUMBERS:,} numbers")
    return statement, extract(statement)


def _limit_memory() -> None:
    """Limit the memory of this process to what a page may use. Without ``/proc`` there is only the time limit."""
    if sys.platform != "linux":
        return
    import resource

    limit = _pages(0) + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _resident() -> int:
    """Return how many bytes of memory this process uses; 0 if the system does not say."""
    return _pages(1) if sys.platform == "linux" else 0


def _pages(field: int) -> int:
    """Return a size of this process in bytes, by its field number in ``/proc/self/statm``."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * os.sysconf("SC_PAGE_SIZE")
