"""The write lock, which lets only one process at a time change the database."""

from sqlalchemy import Connection

LOCK = 0x666F726365
""""force" in ASCII, because PostgreSQL identifies advisory locks by number."""
LONGEST_WAIT = "60s"
"""How long a writer waits for another, which may be loading the bundled data."""


def take_write_lock(connection: Connection) -> None:
    """Wait until nobody else is writing, and make others wait until this transaction ends.

    Whatever the writer reads, such as the schema or the newest release, then cannot change before it writes. On SQLite
    a writing transaction already waits when it begins (``app.db.sqlite``).
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")
