"""Classify why a database cannot be used, by its driver's error codes."""

import sqlite3
from enum import StrEnum

from app.logs import without_passwords

PRIMARY = 0xFF
"""The bits of a SQLite error code that hold the primary code (https://sqlite.org/rescode.html)."""


class Trouble(StrEnum):
    """Why a database cannot be used."""

    LOCKED = "locked by somebody else"
    DAMAGED = "damaged"
    CLOSED = "closed to this user"
    OTHER = "other"


_OF_SQLITE = {
    sqlite3.SQLITE_BUSY: Trouble.LOCKED,
    sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
    sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
    sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
    sqlite3.SQLITE_CANTOPEN: Trouble.CLOSED,
    sqlite3.SQLITE_PERM: Trouble.CLOSED,
}
_OF_POSTGRESQL = {"55P03": Trouble.LOCKED, "42501": Trouble.CLOSED, "XX001": Trouble.DAMAGED, "XX002": Trouble.DAMAGED}
"""By error code: lock_not_available, insufficient_privilege, data_corrupted and index_corrupted (appendix A)."""


def trouble_of(error: BaseException) -> Trouble:
    """Return what kind of trouble a SQLAlchemy or driver error indicates."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & PRIMARY, Trouble.OTHER)
    return _OF_POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", Trouble.OTHER)


def reason_of(error: Exception) -> str:
    """Return the database's own message on one line, without the SQL statement, its values or any password."""
    said = without_passwords(" ".join(str(getattr(error, "orig", None) or error).split()))
    trouble = trouble_of(error)
    return f"it is {trouble} ({said})" if trouble in {Trouble.LOCKED, Trouble.DAMAGED} else said
