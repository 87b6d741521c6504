"""Keyset pagination: the rows after a given one in a given order, fast whatever the size of the table."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    bindparam,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

Item = TypeVar("Item")

AnySelect = Select[*tuple[Any, ...]]
AnyRow = Row[*tuple[Any, ...]]
"""A query, and a row, of any columns."""

COUNT_LIMIT = 10_000
"""Up to how many matches are counted without an explicit request."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A non-null column to sort by; ``read`` converts the text in a cursor to a value of the column."""

    column: ColumnElement[Any]
    read: Callable[[str], Any]
    descending: bool = False


def backwards(keys: Sequence[SortKey]) -> tuple[SortKey, ...]:
    """Return the keys of the same order from its end, which the same index serves."""
    return tuple(replace(key, descending=not key.descending) for key in keys)


def whole_number(text: str) -> int:
    """Return the whole number in a cursor. Raises ``ValueError`` for one that no column can hold."""
    number = int(text) if len(text) <= len("-2147483648") else None
    if number is None or abs(number) >= 2**31:
        raise ValueError("not a number of a row")
    return number


def stored_decimal(text: str) -> Decimal:
    """Return the decimal in a cursor. Raises ``ValueError`` for one that no column can hold."""
    number = Decimal(text) if re.fullmatch(r"-?\d{1,12}(?:\.\d{1,6})?", text, re.ASCII) else None
    if number is None:
        raise ValueError("not a stored value")
    return number


RELEASES_AT_ONCE = 8
"""Of how many releases, besides what stands now, the statements of a query are kept once they are built."""


MOST_ROUNDS = 40
"""How many rounds an answer goes through or names at most that is about something else: the newest."""
MOST_NAMED = 100
"""How many statements, or figures of other areas, such an answer names at most."""
LISTINGS = 64
"""How many lists of a kind, by the fields that are filtered and the order, are kept once they are built."""


class Counting(Enum):
    """How the matches of a list are counted."""

    NONE = "not at all"
    CAPPED = "as far as is cheap"
    EXACT = "however many"


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a list to return: how many rows, after which keys, and how to count the total."""

    limit: int
    after: tuple[Any, ...] | None = None
    counting: Counting = Counting.CAPPED


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, the total number of matches (``None`` if not counted), and the keys of the last item."""

    items: list[Item]
    total: int | None
    next_after: tuple[Any, ...] | None


class Listing:
    """A list in an order, as the statements that its pages are read by; each is built once, when it is first needed.

    ``keys`` are unique together and all in one direction. ``fixed`` are columns that have one value in all rows of the
    query: to sort by the others is to sort by an index that begins with these. ``matches`` has as many rows as the
    query, without all that it joins, and is for counting.
    """

    def __init__(
        self,
        query: AnySelect,
        keys: Sequence[SortKey],
        *,
        fixed: Collection[ColumnElement[Any]] = (),
        matches: AnySelect | None = None,
    ) -> None:
        self._keys = keys
        self._varying = [n for n, key in enumerate(keys) if not any(key.column is column for column in fixed)]
        self._query = query
        self._matches = query if matches is None else matches

    @cached_property
    def _first(self) -> AnySelect:
        columns = (key.column.label(f"key_{n}") for n, key in enumerate(self._keys))
        varying = (self._keys[n] for n in self._varying)
        order = (key.column.desc() if key.descending else key.column for key in varying)
        return self._query.add_columns(*columns).order_by(*order).limit(bindparam("most", type_=Integer()))

    @cached_property
    def _following(self) -> AnySelect:
        """The rows after one, which a database finds in an index of the columns."""
        keys = [self._keys[n] for n in self._varying]
        row = tuple_(*(key.column for key in keys))
        last = tuple_(*(bindparam(f"after_{n}", type_=self._keys[n].column.type) for n in self._varying))
        return self._first.where(row < last if keys[0].descending else row > last)

    @cached_property
    def _number(self) -> AnySelect:
        return select(func.count()).select_from(self._counted.subquery())

    @cached_property
    def _number_as_far_as_is_cheap(self) -> AnySelect:
        as_far = self._counted.limit(bindparam("as_far", type_=Integer()))
        return select(func.count()).select_from(as_far.subquery())

    @property
    def _counted(self) -> AnySelect:
        return self._matches.with_only_columns(literal(1), maintain_column_froms=True).order_by(None)

    def page(
        self,
        database: Connection | Session,
        window: Window,
        build: Callable[[AnyRow], Item],
        parameters: Mapping[str, Any] = MappingProxyType({}),
        *,
        number: Callable[[], int] | None = None,
    ) -> Page[Item]:
        """Return a page; ``number`` tells how many matches there are where that is known without counting.

        ``parameters`` are the values that its statements leave open.
        """
        given = {**parameters, "most": window.limit + 1}
        if window.after is not None:
            given |= {f"after_{n}": window.after[n] for n in self._varying}
        rows = database.execute(self._first if window.after is None else self._following, given).all()
        more = len(rows) > window.limit
        rows = rows[: window.limit]
        if window.after is None and not more:
            total: int | None = len(rows)
        elif window.counting is Counting.NONE:
            total = None
        else:
            counted = self._number if window.counting is Counting.EXACT else self._number_as_far_as_is_cheap
            as_far = {**parameters, "as_far": COUNT_LIMIT + 1}
            total = int(database.execute(counted, as_far).scalar_one()) if number is None else number()
            if window.counting is Counting.CAPPED and total > COUNT_LIMIT:
                total = None
        return Page(
            items=[build(row) for row in rows],
            total=total,
            next_after=tuple(rows[-1][-len(self._keys) :]) if more else None,
        )


FEW = 2000
"""How many rows are sorted sooner than they are found among all in their order."""


def is_few(session: Session, matches: AnySelect) -> bool:
    """Return whether a query has so few rows that they are best found first and then sorted."""
    return (session.scalar(number_if_few(matches)) or 0) <= FEW


def number_if_few(matches: AnySelect) -> AnySelect:
    """Return the query of how many rows a query has, which are not counted beyond those that are few."""
    return select(func.count()).select_from(matches.limit(FEW + 1).subquery())


def distinct_values(column: ColumnElement[Any], *conditions: ColumnElement[bool]) -> CTE:
    """Return the table of the values of a column, each looked up after the one before in an index of the column.

    After the last one comes ``NULL``.
    """
    least = select(func.min(column).label("value")).where(column.is_not(None), *conditions)
    found = least.cte("found", recursive=True)
    following = least.where(column > found.c.value).scalar_subquery()
    return found.union_all(select(following).where(found.c.value.is_not(None)))


ROWS_AT_ONCE = 1000
"""How many rows to read at a time when reading a whole list."""


def every_row(rows_in: Callable[[Window], Page[Item]]) -> Iterator[Item]:
    """Yield every row of a list, holding only one page at a time in memory."""
    after = None
    while True:
        rows = rows_in(Window(ROWS_AT_ONCE, after, Counting.NONE))
        yield from rows.items
        after = rows.next_after
        if after is None:
            return
