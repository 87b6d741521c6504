"""Keyset pagination: the rows after a given one in a given order, fast whatever the size of the table."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from typing import Any, Generic, TypeVar

from sqlalchemy import CTE, ColumnElement, Row, Select, func, literal, select, tuple_
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


def page(  # noqa: PLR0913 - a page is of a query, in an order, and of rows that are made something of
    session: Session,
    query: AnySelect,
    keys: Sequence[SortKey],
    window: Window,
    build: Callable[[AnyRow], Item],
    *,
    fixed: Collection[ColumnElement[Any]] = (),
    matches: AnySelect | None = None,
) -> Page[Item]:
    """Return a page of ``query`` in the order of ``keys``, which are unique together and all in one direction.

    ``fixed`` are columns that have one value in all rows of the query: to sort by the others is to sort by an index
    that begins with these. ``matches`` has as many rows as the query, without all that it joins, and is for counting.
    """
    ordered = query.add_columns(*(key.column.label(f"key_{n}") for n, key in enumerate(keys)))
    varying = [n for n, key in enumerate(keys) if not any(key.column is column for column in fixed)]
    ordered = ordered.order_by(*(keys[n].column.desc() if keys[n].descending else keys[n].column for n in varying))
    if window.after is not None:
        ordered = ordered.where(_follows([keys[n] for n in varying], [window.after[n] for n in varying]))
    rows = session.execute(ordered.limit(window.limit + 1)).all()
    more = len(rows) > window.limit
    rows = rows[: window.limit]
    whole = window.after is None and not more
    return Page(
        items=[build(row) for row in rows],
        total=len(rows) if whole else _count(session, query if matches is None else matches, window.counting),
        next_after=tuple(rows[-1][-len(keys) :]) if more else None,
    )


def _follows(keys: Sequence[SortKey], after: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition that a row comes after the given keys, which a database finds in an index of the columns."""
    row = tuple_(*(key.column for key in keys))
    last = tuple_(*(literal(value, key.column.type) for key, value in zip(keys, after, strict=True)))
    return row < last if keys[0].descending else row > last


def _count(session: Session, query: AnySelect, counting: Counting) -> int | None:
    """Return how many rows a query has; ``None`` if that is not wanted, or exceeds the limit for an unasked count."""
    if counting is Counting.NONE:
        return None
    matches = query.with_only_columns(literal(1), maintain_column_froms=True).order_by(None)
    if counting is Counting.CAPPED:
        matches = matches.limit(COUNT_LIMIT + 1)
    found = session.scalar(select(func.count()).select_from(matches.subquery())) or 0
    return found if counting is Counting.EXACT or found <= COUNT_LIMIT else None


FEW = 2000
"""How many rows are sorted sooner than they are found among all in their order."""


def is_few(session: Session, matches: AnySelect) -> bool:
    """Return whether a query has so few rows that they are best found first and then sorted."""
    return (session.scalar(select(func.count()).select_from(matches.limit(FEW + 1).subquery())) or 0) <= FEW


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
