"""Column types that behave the same on SQLite and PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache, partial
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_core import to_jsonable_python
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Enum, Numeric, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

PLACES = 6
"""Decimal places kept: up to five in a stated figure, and one for half a unit of the last."""


class ExactDecimal(TypeDecorator[Decimal]):
    """An exact decimal that sorts and compares as a number.

    PostgreSQL has ``NUMERIC``. SQLite has only floats for fractions, so the value is stored there in whole millionths.
    """

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type for a dialect."""
        stored: TypeEngine[Any] = BigInteger() if dialect.name == "sqlite" else Numeric(20, PLACES)
        return dialect.type_descriptor(stored)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Return the value to store. Raises ``ValueError`` for one with more decimal places than are kept."""
        if value is None:
            return None
        scaled = value.scaleb(PLACES)
        whole = int(scaled)
        if whole != scaled:
            raise ValueError(f"{value} has more than {PLACES} decimal places")
        return whole if dialect.name == "sqlite" else value

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        """Return what reads a stored decimal without trailing zeros. The same are read again and again."""
        del coltype
        return _of_millionths if dialect.name == "sqlite" else _without_zeros


@lru_cache(maxsize=2**11)
def _of_millionths(stored: int | None) -> Decimal | None:
    return None if stored is None else _shortest(Decimal(stored).scaleb(-PLACES))


@lru_cache(maxsize=2**11)
def _without_zeros(exact: Decimal | None) -> Decimal | None:
    return None if exact is None else _shortest(exact)


def _shortest(exact: Decimal) -> Decimal:
    return Decimal(f"{exact.normalize():f}")


class UtcDateTime(TypeDecorator[datetime]):
    """A time-zone-aware datetime in UTC. SQLite drops time zones, so they are restored on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the datetime in UTC."""
        del dialect
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the datetime with its time zone."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Kept = TypeVar("Kept")


class AsJson(TypeDecorator[Kept], Generic[Kept]):
    """A record, such as a dataclass, kept as JSON: decimals as text, so that they stay exact."""

    impl = JSON(none_as_null=True)
    cache_ok = True

    def __init__(self, kept: Any) -> None:  # noqa: ANN401 - a type, or a form of one
        super().__init__()
        self.kept = kept

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """Return what writes records. A count is written again and again, with each figure that it is beside."""
        del dialect
        return _write

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Kept | None]:
        """Return what reads a stored record. SQLite gives the JSON as text, which is made a record in one step."""
        del coltype
        return partial(_read_text if dialect.name == "sqlite" else _read, self.kept)


def _write(value: object) -> str | None:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    return None if value is None else _written(value)


@lru_cache(maxsize=2**10)
def _written(value: object) -> str:
    return json.dumps(to_jsonable_python(value))


@lru_cache(maxsize=2**4)  # the same is read twice in a row: a count that is the first choice, and the nearest
def _read_text(kept: Any, stored: str | None) -> Any:  # noqa: ANN401 - what was kept
    return None if stored is None else _adapter(kept).validate_json(stored)


def _read(kept: Any, stored: Any) -> Any:  # noqa: ANN401 - what was kept
    return None if stored is None else _adapter(kept).validate_python(stored)


@cache
def _adapter(kept: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type, or a form of one
    return TypeAdapter(kept)


def bytewise_text(length: int | None = None) -> String:
    """Return a text column type that compares and sorts by bytes, and so by code points, on every database.

    SQLite does this by default. PostgreSQL uses the collation the database was created with, which may sort
    ``north-wales`` after ``northumbria``, so the same data would be returned in a different order.
    """
    if length is None:
        return Text().with_variant(Text(collation="C"), "postgresql")
    return String(length).with_variant(String(length, collation="C"), "postgresql")


class _OneOf(Enum):
    """An enumeration that is read by looking a value up, and no more: a row has several."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], StrEnum | None]:
        """Return what reads a stored value. The database lets in no other than these."""
        del dialect, coltype
        members: dict[str | None, StrEnum | None] = {None: None}
        members |= {member.value: member for member in self.enum_class or ()}
        return members.__getitem__


def one_of(choices: type[StrEnum]) -> Enum:
    """Return a text column type with a check constraint that allows only the values of an enumeration."""
    return _OneOf(
        choices,
        name=choices.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )
