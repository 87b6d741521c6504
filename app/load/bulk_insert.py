"""Insert many rows at once, in the way that each database takes them fastest."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Column, Connection, Table, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase


def bulk_insert(connection: Connection, model: type[DeclarativeBase], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows of a model's table, each with values of the same columns. No defaults of Python are filled in.

    The values are converted a column at a time, and the driver is given whole rows: a statement of SQLAlchemy would
    look up and convert each value by itself.
    """
    if not rows:
        return
    table = model.metadata.tables[model.__tablename__]
    columns = [column for column in table.columns if column.name in rows[0]]
    stored = zip(*(_stored(connection, column, [row[column.name] for row in rows]) for column in columns), strict=True)
    if connection.dialect.name == "postgresql":
        try:
            _copy(cast("psycopg.Connection", connection.connection.dbapi_connection), table, columns, stored)
        except psycopg.Error as error:  # as any other statement would raise it
            raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error
    else:
        connection.exec_driver_sql(_insertion(table, tuple(column.name for column in columns)), list(stored))


def _stored(connection: Connection, column: Column[Any], values: list[Any]) -> list[Any]:
    """Return values as the driver takes them."""
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return values if convert is None else list(map(convert, values))


@cache
def _insertion(table: Table, columns: tuple[str, ...]) -> str:
    return str(insert(table).inline().compile(dialect=sqlite.dialect(), column_keys=columns))


def _copy(
    connection: psycopg.Connection, table: Table, columns: Iterable[Column[Any]], rows: Iterable[tuple[Any, ...]]
) -> None:
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
