"""Troubles: what keeps a database from being used, told from what its driver says."""

import sqlite3
from enum import StrEnum

from app.logs import without_passwords

PRIMARY = 0xFF
"""The bits of an error code of SQLite that say what it is of (https://sqlite.org/rescode.html)."""


class Trouble(StrEnum):
    """What sort of trouble it is."""

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
"""By what PostgreSQL's appendix A calls lock_not_available, insufficient_privilege, data and index_corrupted."""


def trouble_of(error: BaseException) -> Trouble:
    """Return what sort of trouble an error of a database, or of its driver, tells of."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & PRIMARY, Trouble.OTHER)
    return _OF_POSTGRESQL.get(getattr(cause, "sqlstate", None) or "", Trouble.OTHER)


def reason_of(error: Exception) -> str:
    """Return what a database says is wrong: on one line, without the statement, its values and any password."""
    said = without_passwords(" ".join(str(getattr(error, "orig", None) or error).split()))
    trouble = trouble_of(error)
    return f"it is {trouble} ({said})" if trouble in {Trouble.LOCKED, Trouble.DAMAGED} else said
