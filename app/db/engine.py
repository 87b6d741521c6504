"""Engines: one that can only read, for the service, and one that writes, for the command line."""

from pathlib import Path

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

READERS = 10
"""How many requests read at once. The pool has as many connections again, for what comes not by a request."""


def database_url(address: str) -> URL:
    """Return the address with its driver named: ``postgresql://`` means psycopg 3 here."""
    url = make_url(address)
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def make_engine(address: str, *, read_only: bool) -> Engine:
    """Return an engine for a database address.

    With ``read_only`` the database itself refuses every change, and a transaction sees one state of the data.
    """
    url = database_url(address)
    if url.get_backend_name() == "sqlite":
        # Left to itself the driver begins a transaction only before it writes: a reader would see no snapshot, and what
        # a writer has looked up could change before it writes.
        address_ = _that_is_there(url) if read_only else url
        engine = create_engine(address_, connect_args={"isolation_level": None}, pool_size=READERS)
        begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"
        pragmas = ["foreign_keys=ON", "busy_timeout=5000"]
        pragmas += ["query_only=ON"] if read_only else ["journal_mode=WAL", "synchronous=NORMAL"]
        event.listen(engine, "connect", lambda connection, entry: _set_pragmas(connection, entry, pragmas))
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        return engine
    if read_only:
        options, isolation = "-c default_transaction_read_only=on", "REPEATABLE READ"
    else:
        options, isolation = "-c lock_timeout=5s", "READ COMMITTED"
    return create_engine(
        url, connect_args={"options": options}, isolation_level=isolation, pool_pre_ping=True, pool_size=READERS
    )


def _that_is_there(url: URL) -> URL:
    """Return the address of a SQLite file as one to read: left to itself, SQLite makes a file that is not there."""
    if not url.database or url.database.startswith((":memory:", "file:")):
        return url
    return url.set(database=Path(url.database).absolute().as_uri(), query={**url.query, "mode": "ro", "uri": "true"})


def _set_pragmas(connection: DBAPIConnection, _entry: ConnectionPoolEntry, pragmas: list[str]) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
