"""Columns: the fields of a list item, flattened for formats without nesting.

They are derived from the model of the item, so that all formats agree with the JSON. The fields of an object within
the item become columns named after both (``bounds_low``); the members of a list are joined by ``; ``. However deep
the nesting, a column is named after the innermost object alone, unless two columns would have the same name.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from app.vocabulary.sources import LICENCE_ID

Cell = str | int | Decimal | bool | date | datetime | None
"""The value of a column in a row; ``None`` if the item has none."""


class Kind(StrEnum):
    """The types of columns, by the names that Frictionless Table Schema and CSVW share."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``field`` is the field of the item that it is part of; if ``required``, it is never empty."""

    name: str
    field: str
    kind: Kind
    description: str
    required: bool
    of: Callable[[Any], Cell]


JOINT = "; "
STEP = "."
"""The separator of the fields in a path, as ``attrgetter`` takes it."""
_KINDS: tuple[tuple[type, Kind], ...] = (  # subclasses first: bool is a subclass of int, datetime of date
    (bool, Kind.BOOLEAN),
    (int, Kind.INTEGER),
    (Decimal, Kind.NUMBER),
    (datetime, Kind.DATETIME),
    (date, Kind.DATE),
    (str, Kind.STRING),
)


@cache
def columns_of(item: type[BaseModel]) -> tuple[Column, ...]:
    """Return the columns of a list's items: their fields in order, then the licence."""
    licence = constant("licence", "The licence of the data, by its SPDX identifier.", LICENCE_ID)
    columns = _with_short_names(_columns(item, "", "", required=True))
    return columns if any(column.field == licence.field for column in columns) else (*columns, licence)


def _with_short_names(columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns with their paths shortened to the last two steps, unless two would then have the same name."""
    paths = [(column, column.name.split(STEP)) for column in columns]
    times = Counter("_".join(path[-2:]) for _, path in paths)
    return tuple(
        replace(column, name=short if times[short := "_".join(path[-2:])] == 1 else "_".join(path))
        for column, path in paths
    )


def constant(name: str, description: str, text: str) -> Column:
    """Return a column that has the same text in every row."""
    return Column(name=name, field=name, kind=Kind.STRING, description=description, required=True, of=lambda _: text)


def picked(columns: Iterable[Column], fields: Iterable[str]) -> tuple[Column, ...]:
    """Return the columns that ``fields`` names, by themselves or by their field; all if it names none."""
    wanted = set(fields)
    return tuple(column for column in columns if not wanted or wanted & {column.field, column.name})


def _columns(model: type[BaseModel], prefix: str, field: str, *, required: bool) -> Iterator[Column]:
    for name, info in model.model_fields.items():
        kind, optional = _unwrapped(info.annotation)
        always = required and not optional
        column = f"{prefix}{name}"
        of = attrgetter(column) if required else _getter(prefix.removesuffix(STEP), name)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _columns(kind, f"{column}{STEP}", field or name, required=always)
        elif get_origin(kind) is list:
            description = f"{info.description or name} Joined by semicolons."
            yield Column(column, field or name, Kind.STRING, description, always, _joined(of))
        else:
            yield Column(column, field or name, _kind(kind), info.description or _in_words(name), always, of)


def _getter(path: str, name: str) -> Callable[[Any], Any]:
    """Return a getter of a field of an object within a row, where that or one around it may be missing."""
    parent, _, last = path.rpartition(STEP)
    holder = _getter(parent, last) if parent else attrgetter(last)
    field = attrgetter(name)

    def of(row: Any) -> Any:  # noqa: ANN401 - a field may be anything
        held = holder(row)
        return None if held is None else field(held)

    return of


def _joined(of: Callable[[Any], Any]) -> Callable[[Any], str | None]:
    """Return a getter of a list's members, joined and without repetitions; an object is written as its first field."""

    def joined(row: Any) -> str | None:  # noqa: ANN401
        members = of(row)
        if not members:
            return None if members is None else ""
        named = (next(iter(dict(member).values())) if isinstance(member, BaseModel) else member for member in members)
        return JOINT.join(dict.fromkeys(map(str, named)))

    return joined


def _unwrapped(annotation: Any) -> tuple[Any, bool]:  # noqa: ANN401 - annotations are of any type
    """Return a type without annotations and ``None``, and whether it allows ``None``."""
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) in {Union, UnionType}:
        others = [member for member in get_args(annotation) if member is not NoneType]
        optional = len(others) < len(get_args(annotation))
        return (_unwrapped(others[0])[0] if len(others) == 1 else str), optional
    return annotation, False


def _kind(annotation: Any) -> Kind:  # noqa: ANN401
    if get_origin(annotation) is Literal:
        annotation = type(get_args(annotation)[0])
    return next(kind for type_, kind in _KINDS if issubclass(annotation, type_))


def _in_words(name: str) -> str:
    return f"{name.replace('_', ' ').capitalize()}."
