"""Logging: each event is one line on standard error, for people or for programs, and nothing in it is secret."""

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
"""What is normal but should be seen, such as a start and a stop (RFC 5424, 6.2.1: between warnings and the rest)."""
logging.addLevelName(NOTICE, "NOTICE")

context: ContextVar[Mapping[str, str]] = ContextVar("context", default={})  # noqa: B039 - nobody writes into it
"""What every line of a request says of it, whoever logs it: the tasks and threads that it starts inherit it."""

_LIBRARIES = ("alembic", "mcp", "uvicorn", "uvicorn.access", "uvicorn.error")
"""Loggers of libraries that set up handlers of their own, or tell of every event again in their words."""
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
"""Passwords in addresses, to the last @ that may end them, and as options. They may have spaces, where none may be."""
_PLAIN = re.compile(r'[^\s"=]+')


def configure(level: Level, form: Form) -> None:
    """Set up logging, before a library does it in its own way, unless the program that runs this one has done so."""
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
    """Return whether this process keeps a log of events, rather than to talk with a person."""
    return any(isinstance(handler.formatter, Lines) for handler in logging.getLogger().handlers)


class Lines(logging.Formatter):
    """What both forms have in common: which fields an event has, and that none of them is secret or endless."""

    def fields(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the fields of an event, ``fields`` of the record among them."""
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
    """Events as JSON objects, with the whole traceback of an exception."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = self.fields(record)
        if record.exc_info and record.exc_info[1]:
            told = "".join(traceback.format_exception(record.exc_info[1]))
            fields["traceback"] = without_passwords(told)[-_MOST_OF_TRACEBACK:]
        return json.dumps(fields, default=str)  # ASCII alone: nothing that a terminal or a collector could obey


class TextLines(Lines):
    """Events for people: time, level, logger and message, then what else there is as ``name=value``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of an event."""
        fields = self.fields(record)
        head = "{} {} {}: {}".format(*(fields.pop(name) for name in ("time", "level", "logger", "message")))
        return _printable(" ".join([head, *(f"{name}={_quoted(str(value))}" for name, value in fields.items())]))


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage().strip()
    except (TypeError, ValueError):  # of a library that logs wrongly: the event is told all the same
        return f"{record.msg} {record.args}"


def _chain(error: BaseException) -> Iterator[str]:
    """Yield an exception and what caused it, each on one line."""
    cause: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if cause is None:
            return
        cause = _single(cause)
        yield " ".join(f"{type(cause).__name__}: {cause}".split())
        cause = cause.__cause__ or (None if cause.__suppress_context__ else cause.__context__)


def _where(error: BaseException) -> str:
    """Return where an exception was raised, the innermost place first."""
    frames = islice(reversed(traceback.extract_tb(_single(error).__traceback__)), _MOST_FRAMES)
    return " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)


def _short(file: str) -> str:
    return file.removeprefix(_ROOT).rpartition("site-packages/")[2]


def _single(error: BaseException) -> BaseException:
    """Return the exception that a group holds if it holds just one: groups of tasks wrap whatever a task raises."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _fit(text: str) -> str:
    """Return a text cut to what a line may hold, of which no password is left because its end was cut off."""
    opened = without_passwords(text[: 2 * _MOST_CHARACTERS])
    return opened if len(opened) <= _MOST_CHARACTERS else f"{opened[:_MOST_CHARACTERS]}..."


def without_passwords(text: str) -> str:
    """Return a text without passwords. They are not to get here at all: this is the last defence."""
    return _SECRET.sub(lambda found: f"{found[1]}:***@" if found[2] is None else f"{found[2]}***", text)


def _quoted(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _printable(text: str) -> str:
    """Return a text on one line, with nothing in it that a terminal would obey."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
