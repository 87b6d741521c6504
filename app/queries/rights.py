"""What the database user may do with the data."""

from sqlalchemy import Connection, func, select


def may_write(connection: Connection) -> bool:
    """Return whether the PostgreSQL user may change figures; for SQLite that depends on the file."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.scalar(select(func.has_table_privilege("observation", "INSERT"))))
