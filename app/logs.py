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


def tell(logger: logging.Logger, message: str, fields: Mapping[str, object]) -> None:
    """Log an event of level INFO of a kind that there are many of. Only code that runs in an event loop may call it.

    Where all events go to our log alone, it is made a line of at once, which takes a tenth of what a record takes.
    """
    if not logger.isEnabledFor(logging.INFO):
        return
    handlers = logging.root.handlers
    if len(handlers) == 1 and isinstance(handlers[0], Log):
        handlers[0].write_soon(_event(time.time(), "INFO", logger.name, message, fields))
    else:
        logger.info(message, extra={"fields": fields})


class Lines(logging.Formatter):
    """The base of both formatters: what is told of an event, without secrets and cut to a maximum length."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        return self.line(self.fields(record))

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the fields of an event, including the record's own ``fields``."""
        fields: dict[str, object] = {**getattr(record, "fields", {})}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            fields |= {"error": " from ".join(_chain(error)), "where": _where(error)}
        return _event(record.created, record.levelname, record.name, _message(record), fields)

    def line(self, fields: dict[str, object]) -> str:
        """Return the line of an event that has these fields."""
        raise NotImplementedError


class JsonLines(Lines):
    """Format events as JSON objects, with the traceback of an exception."""

    _encode = json.JSONEncoder(default=str).encode  # ASCII only: no control sequences for a terminal or collector

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the fields of an event, with the traceback."""
        fields = super().fields(record)
        if record.exc_info and record.exc_info[1]:
            told = "".join(traceback.format_exception(record.exc_info[1]))
            fields["traceback"] = without_passwords(told)[-_MOST_OF_TRACEBACK:]
        return fields

    def line(self, fields: dict[str, object]) -> str:
        """Return the line of an event that has these fields."""
        return self._encode(fields)


class TextLines(Lines):
    """Format events for people: time, level, logger and message, then the other fields as ``name=value``."""

    def line(self, fields: dict[str, object]) -> str:
        """Return the line of an event that has these fields."""
        head = "{} {} {}: {}".format(*(fields.pop(name) for name in ("time", "level", "logger", "message")))
        return _printable(" ".join([head, *(f"{name}={_quoted(str(value))}" for name, value in fields.items())]))


class Log(logging.StreamHandler[TextIO]):
    """Our log: writes lines to standard error, in the order of their events.

    Those of a kind that there are many of are written together as soon as the event loop has had its turn, so that
    none waits for longer than others take to be answered; any other event is written at once, and they before it.
    """

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self.setFormatter(lines)
        self._lines = lines
        self._waiting: list[str] = []

    def write_soon(self, fields: dict[str, object]) -> None:
        """Write the line of an event that has these fields, with those of others of the same turn."""
        line = self._lines.line(fields) + self.terminator
        self.acquire()
        try:
            self._waiting.append(line)
            if len(self._waiting) == 1:
                asyncio.get_running_loop().call_soon(self.flush)
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
            told, self._waiting = "".join(self._waiting), []
            with suppress(OSError):  # there is nobody to tell
                self.stream.write(told)
                self.stream.flush()
        finally:
            self.release()


def _event(created: float, level: str, logger: str, message: str, fields: Mapping[str, object]) -> dict[str, object]:
    """Return all that is told of an event."""
    second, milliseconds = divmod(int(created * 1000), 1000)
    found = {
        "time": f"{_second(second)}.{milliseconds:03}Z",
        "level": level,
        "logger": logger,
        "message": message,
        **context.get(),
        **fields,
    }
    return {name: _fit(value) if isinstance(value, str) else value for name, value in found.items()}


@lru_cache(maxsize=1)
def _second(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).isoformat().removesuffix("+00:00")


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
