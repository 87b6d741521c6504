"""Have the database look at what it holds after much has changed, so that it plans queries by it."""

from sqlalchemy import Connection

MUCH = 1000
"""How many figures are much: after a page of some dozens, the plans are what they were."""
_ROWS_LOOKED_AT = 1000


def analyze(connection: Connection) -> None:
    """Look at samples of all tables, as part of the transaction that changed them. The cost hardly grows with them."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
    connection.exec_driver_sql("ANALYZE")
