"""The write lock: one process at a time changes the database."""

from sqlalchemy import Connection

LOCK = 0x666F726365
""""force" in ASCII: PostgreSQL names advisory locks by numbers."""
LONGEST_WAIT = "60s"
"""How long a writer waits for another, who may be taking in the bundled data."""


def take_write_lock(connection: Connection) -> None:
    """Wait until nobody else writes, and make others wait until this transaction ends.

    What a writer has looked up then stays so: the schema, what is stored already, which release is the newest. On
    SQLite a transaction that may write has waited when it began (``app.db.engine``).
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LONGEST_WAIT}'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
        connection.exec_driver_sql("SET LOCAL lock_timeout TO DEFAULT")
