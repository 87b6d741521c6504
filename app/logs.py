"""Logging: each event is one line on standard error, as text or JSON, without secrets."""

import json
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Literal

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
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root.handlers[:] = [handler]
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


class Lines(logging.Formatter):
    """The base of both formatters: collects the fields of an event, without secrets and cut to a maximum length."""

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the fields of an event, including the record's own ``fields``."""
        found: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")[:-6] + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            **context.get(),
            **getattr(record, "fields", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            found |= {"error": " from ".join(_chain(error)), "where": _where(error)}
        return {name: _fit(value) if isinstance(value, str) else value for name, value in found.items()}


class JsonLines(Lines):
    """Format events as JSON objects, with the traceback of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = self.fields(record)
        if record.exc_info and record.exc_info[1]:
            told = "".join(traceback.format_exception(record.exc_info[1]))
            fields["traceback"] = without_passwords(told)[-_MOST_OF_TRACEBACK:]
        return json.dumps(fields, default=str)  # ASCII only: no control sequences for a terminal or collector


class TextLines(Lines):
    """Format events for people: time, level, logger and message, then the other fields as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = self.fields(record)
        head = "{} {} {}: {}".format(*(fields.pop(name) for name in ("time", "level", "logger", "message")))
        return _printable(" ".join([head, *(f"{name}={_quoted(str(value))}" for name, value in fields.items())]))


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
