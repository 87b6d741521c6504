"""Stored observations: those of a revision, a single one, or all that match a filter."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    FromClause,
    String,
    and_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import QueryableAttribute, Session, aliased, join

from app.db import models
from app.db.rows import bounds_of, period_of, place_of
from app.queries import counts
from app.queries.paging import (
    FEW,
    LISTINGS,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    backwards,
    distinct_values,
    number_if_few,
    stored_decimal,
    whole_number,
)
from app.queries.releases import standing
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.warnings import FigureWarning, WarningCode


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredObservation(Observation):
    """An observation with its id and the statement it comes from."""

    id: str
    force: str
    round: str
    revision: int
    url: str | None
    topic: Topic
    measure_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservationFilter:
    """Which observations to select. An empty field matches all; ``None`` in ``areas`` is the whole force area."""

    forces: Collection[str] = ()
    measures: Collection[str] = ()
    topics: Collection[Topic] = ()
    rounds: Collection[str] = ()
    periods: Collection[str] = ()
    areas: Collection[str | None] = ()
    qualifiers: Collection[Qualifier] = ()
    statuses: Collection[Status] = ()
    certainties: Collection[Certainty] = ()
    min_value: Decimal | None = None
    max_value: Decimal | None = None


_FIGURE = models.Observation
_FORCE, _ROUND = _FIGURE.force_id.expression, _FIGURE.newest_first.expression
_MEASURE, _VALUE = _FIGURE.measure_position.expression, _FIGURE.value.expression

_OBSERVATION_COLUMNS = (
    *(_FIGURE.force_id, _FIGURE.round, _FIGURE.revision_id, _FIGURE.ordinal),
    *(_FIGURE.measure_id, _FIGURE.label, _FIGURE.value, _FIGURE.value_max, _FIGURE.unit, _FIGURE.qualifier),
    *(_FIGURE.low, _FIGURE.high),
    *(_FIGURE.period_label, _FIGURE.period_kind, _FIGURE.period_start, _FIGURE.period_end),
    *(_FIGURE.area, _FIGURE.status, _FIGURE.as_stated, _FIGURE.method),
    *(_FIGURE.certainty, _FIGURE.warnings),
    *(_FIGURE.paragraph, _FIGURE.char_start, _FIGURE.char_end),
    *(models.Revision.number.label("revision"), models.Revision.url),
    *(models.Measure.topic, models.Measure.label.label("measure_label")),
)


def observations_among(figures: FromClause, *more: ColumnElement[Any] | QueryableAttribute[Any]) -> AnySelect:
    """Return the query of observations, and more columns, from their table or a join of it with others.

    Each has a revision and a measure. The joins are outer ones so that a database does not begin with these tables.
    """
    return (
        select(*_OBSERVATION_COLUMNS, *more)
        .select_from(figures)
        .outerjoin(models.Revision, _FIGURE.revision_id == models.Revision.id)
        .outerjoin(models.Measure, _FIGURE.measure_id == models.Measure.id)
    )


_OBSERVATIONS = observations_among(_FIGURE.__table__)
_OF_REVISION = _OBSERVATIONS.where(_FIGURE.revision_id == bindparam("revision")).order_by(_FIGURE.ordinal)
_OF_REVISIONS = _OBSERVATIONS.where(_FIGURE.revision_id.in_(bindparam("revisions", expanding=True))).order_by(
    _FIGURE.ordinal
)
_POSITIONS = select(models.Measure.position)
_MATCHES: AnySelect = select(literal(1)).select_from(_FIGURE)


_COLUMNS: Mapping[str, ColumnElement[Any]] = MappingProxyType(
    {
        "forces": _FORCE,
        "measures": _MEASURE,
        "topics": _MEASURE,
        "rounds": _FIGURE.round.expression,
        "periods": _FIGURE.period_label.expression,
        "areas": _FIGURE.area.expression,
        "qualifiers": _FIGURE.qualifier.expression,
        "statuses": _FIGURE.status.expression,
        "certainties": _FIGURE.certainty.expression,
    }
)
"""The column that each list field of a filter applies to."""
_VALUES: dict[str, ColumnElement[Any]] = {
    "measures": _FIGURE.measure_id.expression,
    "topics": models.Measure.topic.expression,
}
"""The columns with the values of fields that are looked up by another."""
_FEW: Mapping[str, ColumnElement[Any]] = MappingProxyType(
    {
        "rounds": _ROUND,
        "periods": _FIGURE.period_label.expression,
        "areas": _FIGURE.area_in_small.expression,
    }
)
"""The fields of which figures have so many values that few match one, with the columns of their indexes."""
_IN_ORDER: Mapping[str, Collection[str]] = MappingProxyType(
    {"force": ("measures", "qualifiers", "statuses", "certainties"), "round": ("forces",), "value": ("measures",)}
)
"""By sort order, the fields of one value whose matches an index has in that order."""


_USUAL: Mapping[str, str] = MappingProxyType({"statuses": Status.ACTUAL, "certainties": Certainty.CERTAIN})
"""The value that most figures have of a field, whose index is of the others."""


def passing(query: AnySelect, wanted: ObservationFilter, sort: str = "", *, driven_by_value: bool = True) -> AnySelect:
    """Return a query restricted to the observations that match a filter.

    Where it is to be in an order, what many figures match is looked up in no index, but left to be passed over in that
    of the order: a page of it is then as fast as there are many.
    """
    driving = _driving(wanted, sort)
    for field in _COLUMNS:
        choices: Collection[Any] = getattr(wanted, field)
        if choices:
            query = query.where(_among(field, choices, driving=field in driving))
    return query.where(*_bounds(wanted, driving=driven_by_value))


def _driving(wanted: ObservationFilter, sort: str) -> Collection[str]:
    """Return the fields of a filter that figures are looked up by, where they are to be in an order or in none."""
    few = any(getattr(wanted, field) for field in _FEW) or len(wanted.forces) == len(wanted.measures) == 1
    if not sort or few:
        return _COLUMNS.keys()
    first = _SORTS[sort][0].column if sort in _SORTS else None
    one = (field for field in _IN_ORDER.get(sort, ()) if len(getattr(wanted, field)) == 1)
    return {*one, *(field for field, column in _COLUMNS.items() if column is first)}


def _bounds(wanted: ObservationFilter, *, driving: bool) -> Iterator[ColumnElement[bool]]:
    value = _VALUE if driving else passed_over(_VALUE)
    if wanted.min_value is not None:
        yield value >= wanted.min_value
    if wanted.max_value is not None:
        yield value <= wanted.max_value


def _among(field: str, choices: Collection[Any], *, driving: bool) -> ColumnElement[bool]:
    """Return the condition that a field has one of some values; an index of it is used only if ``driving``."""
    column = _COLUMNS[field] if driving else passed_over(_COLUMNS[field])
    match field:
        case "measures" if len(choices) == 1:
            return column == _POSITIONS.where(_in(models.Measure.id.expression, choices)).scalar_subquery()
        case "measures" | "topics":
            of = models.Measure.id if field == "measures" else models.Measure.topic
            return column.in_(_POSITIONS.where(of.in_(choices)))
        case "rounds":
            return _in(_ROUND, [*map(_sorted_by, choices)])
        case "areas":
            return _area_among(choices)
        case "statuses" | "certainties" if _USUAL[field] not in choices:  # of which there is an index
            return and_(_in(column, choices), _COLUMNS[field] != literal_column(f"'{_USUAL[field]}'"))
        case _:
            return _in(column, choices)


def _in(column: ColumnElement[Any], choices: Collection[Any]) -> ColumnElement[bool]:
    [one, *others] = choices
    alike: ColumnElement[bool] = column == one
    return column.in_(choices) if others else alike


def passed_over(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return a column as an expression that no index has."""
    return column + literal_column("''" if isinstance(column.type, String) else "0", column.type)


def newest_first(round_: str) -> int:
    """Return what the database keeps of a round to sort it by."""
    first, _, last = round_.partition("-")
    return -100 * int(first) - int(last or 0)


def _sorted_by(round_: str | BindParameter[int]) -> int | BindParameter[int]:
    """Return what a round is sorted by; a parameter takes no other."""
    return round_ if isinstance(round_, BindParameter) else newest_first(round_)


@lru_cache(maxsize=2**10)
def round_of_years(years: str) -> str:
    """Return the round that is sorted by these years: ``202122`` is ``2021-22``, and ``201600`` is ``2016``."""
    return f"{years[:4]}-{years[4:]}".removesuffix("-00")


def _area_among(areas: Collection[str | None]) -> ColumnElement[bool]:
    column = _FIGURE.area_in_small.expression
    names = [area.lower() for area in areas if area is not None]
    conditions: list[ColumnElement[bool]] = [column.is_(None)] if None in areas else []
    if names:
        conditions.append(and_(_in(column, names), column.is_not(None)))
    return or_(*conditions)


PLACE_IN_DATASET = (
    SortKey(_FORCE, str),
    SortKey(_ROUND, whole_number),
    SortKey(_FIGURE.ordinal.expression, whole_number),
)
_SORTS: dict[str, tuple[SortKey, ...]] = {
    "force": PLACE_IN_DATASET,
    "round": backwards((PLACE_IN_DATASET[1], PLACE_IN_DATASET[0], PLACE_IN_DATASET[2])),
    "measure": (SortKey(_MEASURE, whole_number), *PLACE_IN_DATASET),
    "value": (SortKey(_VALUE, stored_decimal), *PLACE_IN_DATASET),
    "period": (SortKey(_FIGURE.last_day.expression, date.fromisoformat), *PLACE_IN_DATASET),
}
SORTS = tuple(_SORTS)
_PLACE = tuple(key.column for key in PLACE_IN_DATASET)


def sort_keys(sort: str) -> tuple[SortKey, ...]:
    """Return the keys of a sort order: one of ``SORTS``, prefixed with ``-`` for the same backwards."""
    keys = _SORTS[sort.removeprefix("-")]
    return backwards(keys) if sort.startswith("-") else keys


def standing_figures(as_of: int | None = None) -> ColumnElement[bool]:
    """Return the condition that a figure stands, now or as of a release."""
    if as_of is None:
        return _FIGURE.superseded_in.is_(None)
    return _FIGURE.revision_id.in_(select(models.Revision.id).where(standing(as_of)))


def list_observations(
    session: Session, wanted: ObservationFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredObservation]:
    """Return a page of the observations that match a filter and are current now or as of a release."""
    left_open = values_left_open(wanted)
    few = sort.removeprefix("-") == "value" or not _bounded(wanted) or _few_within_bounds(session, wanted, as_of)
    if left_open is None:
        listing = _listing_of(wanted, sort, as_of, few=few)
    else:
        listing = _listing(tuple(left_open), sort, as_of, few=few)
    number = partial(counts.figures_stated, session, **counted_by(wanted)) if is_counted(wanted, as_of) else None
    return listing.page(session.connection(), window, stored_observation_of, left_open or {}, number=number)


def _listing_of(wanted: ObservationFilter, sort: str, as_of: int | None, *, few: bool) -> Listing:
    by = sort.removeprefix("-")
    if as_of is not None and by in _BY_STATEMENT:
        return _listing_by_statement(wanted, sort, as_of)
    return Listing(
        passing(_OBSERVATIONS.where(standing_figures(as_of)), wanted, by, driven_by_value=few),
        sort_keys(sort),
        fixed=fixed_by(wanted, by),
        matches=passing(_MATCHES.where(standing_figures(as_of)), wanted),
    )


_STATEMENT = models.Statement
_BY_STATEMENT = ("force", "round")
"""The orders that statements have too."""
_OF_STATEMENT: Mapping[ColumnElement[Any], ColumnElement[Any]] = MappingProxyType(
    {_FORCE: _STATEMENT.force_id.expression, _ROUND: _STATEMENT.newest_first.expression}
)


def _listing_by_statement(wanted: ObservationFilter, sort: str, as_of: int) -> Listing:
    """Return the list of the figures that stood in a release, which are looked up one statement after the other.

    Indexes in the order of a list are of the figures that stand now. Statements are in the same order, and each has one
    revision that stood.
    """
    revision = aliased(models.Revision)
    stood = select(revision.id).where(revision.statement_id == _STATEMENT.id, standing(as_of, revision))
    of_statement = _FIGURE.revision_id == stood.correlate(_STATEMENT).scalar_subquery()
    of_statements = join(_STATEMENT, _FIGURE, of_statement)
    conditions = []
    if wanted.forces:
        conditions.append(_in(_STATEMENT.force_id.expression, wanted.forces))
    if wanted.rounds:
        conditions.append(_in(_STATEMENT.newest_first.expression, [*map(_sorted_by, wanted.rounds)]))
    others = replace(wanted, forces=(), rounds=())
    return Listing(
        passing(observations_among(of_statements).where(*conditions), others, sort.removeprefix("-")),
        [replace(key, column=_OF_STATEMENT.get(key.column, key.column)) for key in sort_keys(sort)],
        matches=passing(select(literal(1)).select_from(of_statements).where(*conditions), others),
    )


@lru_cache(maxsize=LISTINGS)
def _listing(names: tuple[str, ...], sort: str, as_of: int | None, *, few: bool) -> Listing:
    return _listing_of(left_open_in(names), sort, as_of, few=few)


def _few_within_bounds(session: Session, wanted: ObservationFilter, as_of: int | None) -> bool:
    """Return whether so few figures are within the bounds of a filter that they are best looked up by their values."""
    limits = {limit: value for limit in _LIMITS if (value := getattr(wanted, limit)) is not None}
    number = session.connection().execute(_number_within(tuple(limits), as_of), limits).scalar_one()
    return int(number) <= FEW


@lru_cache(maxsize=LISTINGS)
def _number_within(limits: tuple[str, ...], as_of: int | None) -> AnySelect:
    within = _MATCHES.where(standing_figures(as_of), *_bounds(left_open_in(limits), driving=True))
    return number_if_few(within)


_LIMITS = ("min_value", "max_value")


def values_left_open(wanted: ObservationFilter) -> dict[str, Any] | None:
    """Return the values of a filter by the names of parameters, which say all of it to ``left_open_in``.

    One value is then like any other to a statement, so that this is kept and takes any. ``None`` is for what does not
    go so: places, which may be the whole area, and the usual values, which no index is of.
    """
    if wanted.areas or any(usual in getattr(wanted, field) for field, usual in _USUAL.items()):
        return None
    given = {f"{field}_{n}": value for field in _COLUMNS for n, value in enumerate(getattr(wanted, field))}
    limits = {limit: value for limit in _LIMITS if (value := getattr(wanted, limit)) is not None}
    return {name: _sorted_by(value) if name.startswith("rounds") else value for name, value in given.items()} | limits


def left_open_in(names: Iterable[str]) -> ObservationFilter:
    """Return a filter whose values a statement takes as its parameters of these names."""
    left_open: dict[str, Any] = {}
    for name in names:
        if name in _LIMITS:
            left_open[name] = bindparam(name, type_=_VALUE.type)
        else:
            field = name.rpartition("_")[0]
            column = _ROUND if field == "rounds" else _VALUES.get(field, _COLUMNS[field])
            left_open.setdefault(field, []).append(bindparam(name, type_=column.type))
    return ObservationFilter(**left_open)


def matches_all(wanted: ObservationFilter) -> bool:
    """Return whether a filter lets every figure through."""
    return not _bounded(wanted) and not any(getattr(wanted, field) for field in _COLUMNS)


def _bounded(wanted: ObservationFilter) -> bool:
    return wanted.min_value is not None or wanted.max_value is not None


_COUNTED_BY = ("forces", "measures", "topics")


def is_counted(wanted: ObservationFilter, as_of: int | None) -> bool:
    """Return whether the stored counts tell how many figures, or reconciliations of them, match a filter."""
    others = (getattr(wanted, field) for field in _COLUMNS if field not in _COUNTED_BY)
    return as_of is None and not _bounded(wanted) and not any(others)


def counted_by(wanted: ObservationFilter) -> dict[str, Collection[str]]:
    """Return the fields of a filter that the stored counts are by."""
    return {field: getattr(wanted, field) for field in _COUNTED_BY}


def fixed_by(wanted: ObservationFilter, sort: str) -> list[ColumnElement[Any]]:
    """Return the columns that a filter leaves one value of, in the figures that are looked up by them for an order."""
    driving = _driving(wanted, sort)
    given: dict[str, ColumnElement[Any]] = {"forces": _FORCE, "rounds": _ROUND, "measures": _MEASURE}
    return [column for field, column in given.items() if field in driving and len(getattr(wanted, field)) == 1]


def any_observation(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> bool:
    """Return whether any figure that is current now, or was as of a release, matches a filter."""
    left_open = values_left_open(wanted)
    query = _any(wanted, as_of) if left_open is None else _any_of(tuple(left_open), as_of)
    return session.connection().execute(query, left_open or {}).first() is not None


@lru_cache(maxsize=LISTINGS)
def _any_of(names: tuple[str, ...], as_of: int | None) -> AnySelect:
    return _any(left_open_in(names), as_of)


def _any(wanted: ObservationFilter, as_of: int | None) -> AnySelect:
    return passing(_MATCHES.where(standing_figures(as_of)), wanted).limit(1)


def names_of(session: Session, field: str, as_of: int | None = None) -> list[str]:
    """Return the values that figures have in one of the fields that few match: as many look-ups as there are values."""
    if as_of is not None:
        return [name for name in values_of(session, ObservationFilter(), field, as_of) if name is not None]
    sorted_by, column = _FEW[field], _COLUMNS[field]
    found = distinct_values(sorted_by, standing_figures())
    other = aliased(_FIGURE)
    name = (
        select(getattr(other, str(column.key)))
        .where(getattr(other, str(sorted_by.key)) == found.c.value, other.superseded_in.is_(None))
        .limit(1)
        .scalar_subquery()
    )
    return list(session.scalars(select(name).select_from(found).where(found.c.value.is_not(None))))


def values_of(
    session: Session, wanted: ObservationFilter, field: str, as_of: int | None = None
) -> dict[str | None, int]:
    """Return the values of a filter field among the matching current figures, and how many figures have each.

    The most frequent come first. ``None`` counts the figures without a value.
    """
    column, count = _VALUES.get(field, _COLUMNS[field]), func.count()
    query = passing(select(column, count).select_from(_FIGURE).where(standing_figures(as_of)), wanted).group_by(column)
    if field == "topics":
        query = query.join(models.Measure, _FIGURE.measure_id == models.Measure.id)
    return {row[0]: row[1] for row in session.execute(query.order_by(count.desc(), column))}


def observations_of(session: Session, revision_id: int) -> list[StoredObservation]:
    """Return the observations of a revision in the order of its text."""
    rows = session.connection().execute(_OF_REVISION, {"revision": revision_id}).all()
    return [stored_observation_of(row) for row in rows]


def observations_by_revision(session: Session, revision_ids: Collection[int]) -> dict[int, list[StoredObservation]]:
    """Return the observations of each of several revisions in the order of its text."""
    found: dict[int, list[StoredObservation]] = {id_: [] for id_ in revision_ids}
    for row in session.connection().execute(_OF_REVISIONS, {"revisions": list(revision_ids)}).all():
        found[row[2]].append(stored_observation_of(row))
    return found


def observations_in(session: Session, wanted: ObservationFilter, as_of: int | None = None) -> list[StoredObservation]:
    """Return all observations that match a filter and are current now or as of a release, by force, newest first."""
    query = passing(_OBSERVATIONS.where(standing_figures(as_of)), wanted).order_by(*_PLACE)
    return [stored_observation_of(row) for row in session.execute(query).all()]


def observations_with_warnings(session: Session) -> list[StoredObservation]:
    """Return the current figures that have a warning."""
    query = _OBSERVATIONS.where(standing_figures()).order_by(_FORCE, _FIGURE.round, _FIGURE.ordinal)
    return [row for row in map(stored_observation_of, session.execute(query)) if row.warnings]


def observation_by_id(session: Session, id_: str) -> StoredObservation | None:
    """Return an observation by its id, even from a superseded revision; ``None`` if there is none."""
    parts = parts_of(id_)
    row = None if parts is None else session.connection().execute(_WITH_ID, parts).one_or_none()
    return None if row is None else stored_observation_of(row)


def parts_of(id_: str) -> dict[str, str | int] | None:
    """Return the parts of an id, which ``HAS_ID`` takes; ``None`` for a text that is not made like one."""
    parts = _ID.fullmatch(id_)
    if parts is None:
        return None
    numbers = {name: int(parts[name]) for name in ("revision", "ordinal")}
    return {"force": parts["force"], "round": parts["round"], **numbers}


HAS_ID = and_(
    _FIGURE.revision_id.in_(
        select(models.Revision.id)
        .join(models.Statement, models.Revision.statement_id == models.Statement.id)
        .where(models.Statement.force_id == bindparam("force"), models.Statement.round == bindparam("round"))
    ),
    models.Revision.number == bindparam("revision"),
    _FIGURE.ordinal == bindparam("ordinal"),
)
"""The condition that an observation has an id."""
_WITH_ID = _OBSERVATIONS.where(HAS_ID)
_NUMBER = r"[1-9]\d{0,5}"
_ID = re.compile(rf"(?P<force>[a-z-]+)\.(?P<round>[\d-]+)\.(?P<revision>{_NUMBER})\.(?P<ordinal>{_NUMBER})", re.ASCII)


def stored_observation_of(row: AnyRow) -> StoredObservation:
    """Return the observation in a row of ``observations_among``, whose columns it takes by their places."""
    force, round_, _, ordinal, measure, label, value, value_max, unit, qualifier, low, high, *more = row
    period, kind, start, end, area, status, as_stated, method, certainty, *more = more
    warnings, paragraph, first, last, *more = more
    revision, url, topic, measure_label = more[:4]
    return StoredObservation(
        id=f"{force}.{round_}.{revision}.{ordinal}",
        force=force,
        round=round_,
        revision=revision,
        url=url,
        topic=topic,
        measure_label=measure_label,
        warnings=tuple(map(_warning, warnings)) if warnings else (),
        measure=measure,
        label=label,
        value=value,
        value_max=value_max,
        unit=unit,
        qualifier=qualifier,
        bounds=bounds_of(low, high),
        period=None if period is None or kind is None else period_of(period, kind, start, end),
        area=area,
        status=status,
        as_stated=as_stated,
        place=place_of(paragraph, first, last),
        method=method,
        certainty=certainty,
    )


def _warning(stored: Mapping[str, str]) -> FigureWarning:
    return FigureWarning(WarningCode(stored["check"]), stored["detail"])
