"""Conditional requests and ranges (RFC 9110, 13 and 14): what of an answer is to be sent, by what a client holds."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from app.http.asked import Fields

OK, NOT_MODIFIED, PRECONDITION_FAILED = HTTPStatus.OK, HTTPStatus.NOT_MODIFIED, HTTPStatus.PRECONDITION_FAILED
"""By names of their own, since to look a member of an enumeration up takes as long as to compare a tag."""
_TAG = re.compile(rb'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')


def status_by(fields: Fields, tag: bytes, modified: datetime | None) -> HTTPStatus:
    """Return the status by the conditions of a request, in the order of RFC 9110, 13.2.2: 200, 304 or 412.

    ``tag`` and ``modified`` are of the answer as it is now; ``modified`` is ``None`` where no date stands for it.
    """
    if b"if-match" in fields:
        if not _tags(fields[b"if-match"]) & {b"*", tag}:  # a strong comparison: weak tags never match
            return PRECONDITION_FAILED
    elif modified and (since := _date(fields, b"if-unmodified-since")) and modified > since:
        return PRECONDITION_FAILED
    if (held := fields.get(b"if-none-match")) is not None:
        holds = held == tag or {given.removeprefix(b"W/") for given in _tags(held)} & {b"*", tag}
        return NOT_MODIFIED if holds else OK
    since = _date(fields, b"if-modified-since")
    return NOT_MODIFIED if modified and since and modified <= since else OK


def may_be_in_part(fields: Fields, tag: bytes, modified: datetime | None) -> bool:
    """Return whether a request asks for a part, and holds what that is a part of if it says so (RFC 9110, 13.1.5)."""
    if b"range" not in fields:
        return False
    held = fields.get(b"if-range")
    return held is None or held.strip() == tag or (modified is not None and _date(fields, b"if-range") == modified)


def _tags(given: bytes) -> set[bytes]:
    """Return the entity tags in a field, or the asterisk alone."""
    return {b"*"} if given.strip() == b"*" else set(_TAG.findall(given))


def _date(fields: Fields, name: bytes) -> datetime | None:
    """Return the date in a field, or ``None`` if there is none or it is invalid."""
    try:
        found = parsedate_to_datetime(fields.get(name, b"").decode("latin-1"))
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # the form of asctime names no zone (RFC 9110, 5.6.7)
