"""Insert many rows at once, in the way that each database takes them fastest."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any, cast

import psycopg
from psycopg import sql
from sqlalchemy import Column, Connection, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase


def bulk_insert(
    connection: Connection, model: type[DeclarativeBase], names: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Insert rows with values of the named columns of a model's table. No defaults of Python are filled in.

    The values are converted a column at a time, and the driver is given whole rows: a statement of SQLAlchemy would
    look up and convert each value by itself.
    """
    if not rows:
        return
    table = model.metadata.tables[model.__tablename__]
    columns = [table.columns[name] for name in names]
    stored = zip(
        *(_stored(connection, *both) for both in zip(columns, zip(*rows, strict=True), strict=True)), strict=True
    )
    if connection.dialect.name == "postgresql":
        try:
            _copy(cast("psycopg.Connection", connection.connection.dbapi_connection), table, columns, stored)
        except psycopg.Error as error:  # as any other statement would raise it
            raise DBAPIError.instance(None, None, error, psycopg.Error, dialect=connection.dialect) from error
    else:
        connection.exec_driver_sql(_insertion(table.name, tuple(names)), list(stored))


def _stored(connection: Connection, column: Column[Any], values: Iterable[Any]) -> Iterable[Any]:
    """Return values as the driver takes them."""
    convert = column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
    return values if convert is None else map(convert, values)


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' for _ in columns)})"  # noqa: S608 - our names


def _copy(
    connection: psycopg.Connection, table: Table, columns: Iterable[Column[Any]], rows: Iterable[tuple[Any, ...]]
) -> None:
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
