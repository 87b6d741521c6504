"""Logging: each event is one line on standard error, as text or JSON, without secrets."""

import asyncio
import json
import logging
import re
import time
import traceback
from collections.abc import Iterator, Mapping
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, TextIO

Level = Literal["debug", "info", "notice", "warning", "error"]
Form = Literal["text", "json"]

NOTICE = 25
"""The level of normal but significant events, such as start and stop: between INFO and WARNING (RFC 5424, 6.2.1)."""
logging.addLevelName(NOTICE, "NOTICE")

context: ContextVar[Mapping[str, str]] = ContextVar("context", default={})  # noqa: B039 - nobody writes into it
"""The fields added to every line logged during a request; the tasks and threads it starts inherit them."""

_LIBRARIES = ("alembic", "mcp", "uvicorn", "uvicorn.access", "uvicorn.error")
"""Loggers of libraries that set up their own handlers or repeat our events in their own words."""
_ROOT = f"{Path(__file__).parents[1]}/"
_MOST_CHARACTERS = 2_000
_MOST_OF_TRACEBACK = 20_000
_AT_ONCE = 4096
"""How many bytes a pipe takes whole: more of one process may be mixed with what another writes (PIPE_BUF)."""
_MOST_FRAMES = 8
_MOST_CAUSES = 4
_SECRET = re.compile(
    r"(?<=//)([^\s/:@]{0,200}):.{1,400}@"
    r"|(password\s{0,9}=\s{0,9})(?:'(?:[^'\\]|\\.){0,400}'|.(?:(?!\s\w{1,50}\s?=)[^&'\"]){0,399})",
    re.IGNORECASE | re.DOTALL,
)
"""Passwords in addresses, up to the last possible @, and in options. They may contain spaces, even where invalid."""
_PLAIN = re.compile(r'[^\s"=]+')


def configure(level: Level, form: Form) -> None:
    """Set up logging before a library does, unless the program that embeds the service already has."""
    root = logging.getLogger()
    if any(not isinstance(handler.formatter, Lines) for handler in root.handlers):
        return
    root.handlers[:] = [Log(JsonLines() if form == "json" else TextLines())]
    root.setLevel(level.upper())
    for name in _LIBRARIES:
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
        library.setLevel(logging.DEBUG if root.level == logging.DEBUG else max(root.level, logging.WARNING))
    logging.captureWarnings(True)


def kept() -> bool:
    """Return whether this process writes a log of events, as opposed to messages for a person."""
    return any(isinstance(handler.formatter, Lines) for handler in logging.getLogger().handlers)


class Often:
    """An event of level INFO that happens often: what is told of it each time is made a part of a line once.

    Only code that runs in an event loop may tell it. Where all events go to our log alone, no record is made of it,
    which takes ten times as long as the line.
    """

    def __init__(self, logger: logging.Logger, message: str, fields: Mapping[str, object]) -> None:
        self._logger = logger
        self._message = message
        self._fields = fields
        self._parts: tuple[Lines, str, str] | None = None

    def tell(self, fields: Mapping[str, object]) -> None:
        """Log that it happened, with more fields."""
        if not self._logger.isEnabledFor(logging.INFO):
            return
        handlers = logging.root.handlers
        if len(handlers) == 1 and isinstance(handlers[0], Log):
            handlers[0].write_soon(self.line(handlers[0].lines, fields))
        else:
            self._logger.info(self._message, extra={"fields": {**self._fields, **fields}})

    def line(self, lines: "Lines", fields: Mapping[str, object]) -> str:
        """Return the line of it."""
        if self._parts is None or self._parts[0] is not lines:
            head = lines.head("INFO", self._logger.name, self._message)
            self._parts = lines, head, lines.part(self._fields)
        _, head, part = self._parts
        return lines.line(time.time(), head, lines.part(context.get()) + part + lines.part(fields))


class Lines(logging.Formatter):
    """The base of both formatters. A line has a time, a head, and parts that tell fields, each of a maximum length."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        head = self.head(record.levelname, record.name, _message(record))
        error = record.exc_info[1] if record.exc_info else None
        told = {} if error is None else {"error": " from ".join(_chain(error)), "where": _where(error)}
        part = self.part({**context.get(), **getattr(record, "fields", {}), **told})
        return self.line(record.created, head, part + self.traceback(error))

    def line(self, created: float, head: str, part: str) -> str:
        """Return the line of an event, by when it was."""
        raise NotImplementedError

    def head(self, level: str, logger: str, message: str) -> str:
        """Return what is told of every event."""
        raise NotImplementedError

    def part(self, fields: Mapping[str, object]) -> str:
        """Return what fields add to a line, without secrets."""
        raise NotImplementedError

    def traceback(self, error: BaseException | None) -> str:  # noqa: ARG002 - of those that tell it
        """Return what the traceback of an exception adds to a line."""
        return ""


class JsonLines(Lines):
    """Format events as JSON objects, with the traceback of an exception."""

    _encode = json.JSONEncoder(default=str).encode  # ASCII only: no control sequences for a terminal or collector

    def line(self, created: float, head: str, part: str) -> str:
        """Return the line of an event, by when it was."""
        return f'{{"time": "{_instant(created)}"{head}{part}}}'

    def head(self, level: str, logger: str, message: str) -> str:
        """Return what is told of every event."""
        return self.part({"level": level, "logger": logger, "message": message})

    def part(self, fields: Mapping[str, object]) -> str:
        """Return what fields add to a line, without secrets."""
        return f", {self._encode(_fitting(fields))[1:-1]}" if fields else ""

    def traceback(self, error: BaseException | None) -> str:
        """Return what the traceback of an exception adds to a line."""
        if error is None:
            return ""
        told = without_passwords("".join(traceback.format_exception(error)))[-_MOST_OF_TRACEBACK:]
        return f', "traceback": {self._encode(told)}'


class TextLines(Lines):
    """Format events for people: time, level, logger and message, then the other fields as ``name=value``."""

    def line(self, created: float, head: str, part: str) -> str:
        """Return the line of an event, by when it was."""
        return f"{_instant(created)} {head}{part}"

    def head(self, level: str, logger: str, message: str) -> str:
        """Return what is told of every event."""
        return _printable(f"{level} {logger}: {_fit(message)}")

    def part(self, fields: Mapping[str, object]) -> str:
        """Return what fields add to a line, without secrets."""
        told = [f" {name}={_quoted(str(value))}" for name, value in _fitting(fields).items()] if fields else ()
        return _printable("".join(told))


class Log(logging.StreamHandler[TextIO]):
    """Our log: writes lines to standard error, in the order of their events.

    Those of what happens often are written together as soon as the event loop has had its turn, so that they are out
    about when the answers are that they tell of; any other event is written at once, and they before it.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self.setFormatter(lines)
        self.lines = lines
        self._waiting = ""

    def write_soon(self, line: str) -> None:
        """Write a line with others of the same turn."""
        self.acquire()
        try:
            if len(self._waiting) + len(line) >= _AT_ONCE:
                self.flush()
            if not self._waiting:
                asyncio.get_running_loop().call_soon(self.flush)
            self._waiting += line + self.terminator
        finally:
            self.release()

    def emit(self, record: logging.LogRecord) -> None:
        """Write what waits, and the line of an event."""
        self.flush()
        super().emit(record)

    def flush(self) -> None:
        """Write what waits. The library calls this too when the process ends."""
        self.acquire()
        try:
            waiting, self._waiting = self._waiting, ""
            with suppress(OSError):  # there is nobody to tell
                self.stream.write(waiting)
                self.stream.flush()
        finally:
            self.release()


def _instant(created: float) -> str:
    second, milliseconds = divmod(int(created * 1000), 1000)
    return f"{_second(second)}.{milliseconds:03}Z"


@lru_cache(maxsize=1)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().removesuffix("+00:00")


def _fitting(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: _fit(value) if isinstance(value, str) else value for name, value in fields.items()}


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage().strip()
    except (TypeError, ValueError):  # a library passed wrong arguments: log the event all the same
        return f"{record.msg} {record.args}"


def _chain(error: BaseException) -> Iterator[str]:
    """Yield an exception and its causes, each on one line."""
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return
        cause = _single(cause)
        yield " ".join(f"{type(cause).__name__}: {cause}".split())
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _where(error: BaseException) -> str:
    """Return where an exception was raised, innermost frame first."""
    frames = islice(reversed(traceback.extract_tb(_single(error).__traceback__)), _MOST_FRAMES)
    return " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(file: str) -> str:
    return file.removeprefix(_ROOT).rpartition("site-packages/")[2]


def _single(error: BaseException) -> BaseException:
    """Return the exception in a group of just one: task groups wrap whatever a task raises."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _fit(text: str) -> str:
    """Return a text cut to the maximum length, after removing passwords, since a cut one would go unrecognised."""
    opened = without_passwords(text[: 2 * _MOST_CHARACTERS])
    return opened if len(opened) <= _MOST_CHARACTERS else f"{opened[:_MOST_CHARACTERS]}..."


def without_passwords(text: str) -> str:
    """Return a text without passwords. None should get here in the first place: this is the last defence."""
    if "//" not in text and "password" not in text.casefold():  # takes a tenth of the time
        return text
    return _SECRET.sub(lambda found: f"{found[1]}:***@" if found[2] is None else f"{found[2]}***", text)


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _printable(text: str) -> str:
    """Return a text on one line, with control characters escaped."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
