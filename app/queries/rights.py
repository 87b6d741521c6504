"""Rights: what the user of a connection may do with the data."""

from sqlalchemy import Connection, func, select


def may_write(connection: Connection) -> bool:
    """Return whether PostgreSQL lets the user change figures; SQLite leaves that to the file."""
    if connection.dialect.name != "postgresql":
        return False
    return bool(connection.scalar(select(func.has_table_privilege("observation", "INSERT"))))
