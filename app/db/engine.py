"""Engines: a read-only one for the service, and one that writes for the command line."""

from pathlib import Path

from sqlalchemy import URL, Engine

from app.db.address import database_url
from app.db.deadlines import Deadlines
from app.db.sqlite import sqlite_engine

READERS = 10
"""How many requests may read at once. The pool has as many connections again for everything but requests."""


def make_engine(
    address: str | URL, *, read_only: bool, deadlines: Deadlines | None = None, connections: int = 2 * READERS
) -> Engine:
    """Return an engine for a database address. Raises ``BadAddressError`` for an invalid one.

    With ``read_only`` the database itself refuses every change, and a transaction sees one state of the data. With
    ``deadlines`` an operation that waits longer for the database fails.
    """
    url = address if isinstance(address, URL) else database_url(address)
    size = min(READERS, connections)
    if url.get_backend_name() == "sqlite":
        make = sqlite_engine
    else:
        from app.db.postgresql import postgresql_engine as make  # whose driver is not loaded for an embedded database
    return make(url, read_only=read_only, deadlines=deadlines, size=size, more=connections - size)


def is_there(engine: Engine) -> bool:
    """Return whether the database exists as far as can be told without connecting; a server is assumed to."""
    try:
        return engine.url.get_backend_name() != "sqlite" or Path(engine.url.database or "").exists()
    except PermissionError:  # this user may not search the folder: connecting will tell
        return True
