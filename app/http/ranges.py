"""Ranges of bytes (RFC 9110, 14): the part of an answer that a request asks for."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes\s*=[\s,]*(?P<first>\d{0,18})-(?P<last>\d{0,18})[\s,]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from ``start`` up to ``stop`` of all that an answer has."""

    start: int
    stop: int
    of: int

    def __str__(self) -> str:
        """Return it as ``Content-Range`` has it, where both ends are part of the range."""
        return f"bytes {self.start}-{self.stop - 1}/{self.of}"


class UnsatisfiableRangeError(Exception):
    """The range begins beyond the end of the answer."""


def part_asked(asked: str, length: int) -> Part | None:
    """Return the part that a ``Range`` header asks for of an answer; ``None`` where the whole is to be sent.

    That is so for several ranges, for units other than bytes and for what is no range: a server may disregard them.
    Raises ``UnsatisfiableRangeError`` for a range that has no byte of the answer.
    """
    found = _ONE.fullmatch(asked)
    if found is None or found["first"] == found["last"] == "":
        return None
    if found["first"] == "":
        size = int(found["last"])
        if size == 0:
            raise UnsatisfiableRangeError
        return Part(max(0, length - size), length, length) if length else None
    start, last = int(found["first"]), int(found["last"] or length)
    if found["last"] and last < start:
        return None
    if start >= length:
        raise UnsatisfiableRangeError
    return Part(start, min(last + 1, length), length)
