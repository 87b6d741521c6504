"""Official statistics as stored: the datasets and their editions, the figures, and the gaps between them."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from operator import eq, ne
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Subquery,
    and_,
    bindparam,
    distinct,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import QueryableAttribute, Session, aliased, join

from app.db import models
from app.db.rows import bounds_of, period_of
from app.derived.pairing import Slice
from app.queries import counts
from app.queries.paging import (
    LISTINGS,
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Listing,
    Page,
    SortKey,
    Window,
    backwards,
    stored_decimal,
    whole_number,
)
from app.queries.releases import standing
from app.vocabulary.measures import Topic, measures
from app.vocabulary.official import Basis, Designation, Gap, GapCode, Grade, PublishedFigure, Publisher, Vintage
from app.vocabulary.periods import PeriodKind
from app.vocabulary.reconciliations import Candidate
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredOfficialFigure(PublishedFigure):
    """An official figure with the edition it is of, and where that was published.

    It is ``current`` where no newer one has taken its place.
    """

    url: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGap(Gap):
    """A gap with the edition it is of."""

    dataset: str
    edition: date


@dataclass(frozen=True, slots=True)
class GapsAlike:
    """Gaps of a dataset for the same reason: of which forces, and of which time."""

    dataset: str
    measure: str
    basis: Basis
    code: GapCode
    detail: str
    forces: tuple[str, ...]
    first: date
    last: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFilter:
    """Which official figures to select. An empty field matches all.

    ``since`` and ``until`` bound the last day of their periods. ``latest`` keeps of those that match the newest of each
    force, measure and basis.
    """

    forces: Collection[str] = ()
    measures: Collection[str] = ()
    topics: Collection[Topic] = ()
    datasets: Collection[str] = ()
    bases: Collection[Basis] = ()
    grades: Collection[Grade] = ()
    since: date | None = None
    until: date | None = None
    latest: bool = False


@dataclass(frozen=True, slots=True)
class CountedSeries:
    """What a dataset counts in one way: of how many forces, in how many figures, and from when to when."""

    measure: str
    basis: Basis
    unit: Unit
    forces: int
    figures: int
    first: date
    last: date


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition of a dataset, and how many of its figures stand."""

    id: str
    dataset: str
    released: date
    title: str
    url: str
    grade: Grade
    designation: Designation
    vintage: Vintage
    obtained: str
    processing: str | None
    caveats: tuple[str, ...]
    sha256: str
    figures: int


@dataclass(frozen=True, slots=True)
class CitedEdition:
    """An edition that figures are cited from, with what its dataset is called and who publishes it."""

    dataset: str
    dataset_title: str
    publisher: Publisher
    title: str
    released: date
    grade: Grade
    vintage: Vintage
    designation: Designation
    url: str
    caveats: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetRow:
    """A dataset with its newest ``edition``, and what stands of it."""

    id: str
    title: str
    description: str
    publisher: Publisher
    url: str
    edition: date
    grade: Grade
    designation: Designation
    vintage: Vintage
    caveats: tuple[str, ...]
    measures: tuple[str, ...]
    forces: int
    figures: int
    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class DatasetInFull:
    """A dataset with what it counts in each way, and its editions, the newest first."""

    dataset: DatasetRow
    series: tuple[CountedSeries, ...]
    editions: tuple[EditionRow, ...]


Table = type[models.OfficialFigure | models.OfficialGap]
_FIGURE, _GAP = models.OfficialFigure, models.OfficialGap
_PLACE = (
    SortKey(_FIGURE.force_id.expression, str),
    SortKey(_FIGURE.measure_id.expression, str),
    SortKey(_FIGURE.basis.expression, Basis),
    SortKey(_FIGURE.period_end.expression, date.fromisoformat),
    SortKey(_FIGURE.period_start.expression, date.fromisoformat),
    SortKey(_FIGURE.dataset_id.expression, str),
)
"""What tells a figure from all others that stand: each series of a force is in the order of time."""
_SERIES = (_FIGURE.force_id, _FIGURE.measure_id, _FIGURE.basis)
"""What all figures of a series have in common, of which one is the newest."""
_SORTS: dict[str, SortKey] = {
    "force": _PLACE[0],
    "measure": SortKey(models.Measure.position.expression, whole_number),
    "value": SortKey(_FIGURE.value.expression, stored_decimal),
    "period": _PLACE[3],
}
SORTS = tuple(_SORTS)
DATASET_SORT = (
    SortKey(models.Dataset.position.expression, whole_number),
    SortKey(models.Dataset.id.expression, str),
)


def sort_keys(sort: str) -> tuple[SortKey, ...]:
    """Return the keys of a sort order: one of ``SORTS``, prefixed with ``-`` for the same backwards."""
    first = _SORTS[sort.removeprefix("-")]
    keys = (first, *(key for key in _PLACE if key is not first))
    return backwards(keys) if sort.startswith("-") else keys


def dataset_ids(session: Session) -> list[str]:
    """Return the ids of all datasets, in their order."""
    return list(session.connection().scalars(_DATASET_IDS))


_DATASET_IDS = select(models.Dataset.id).order_by(models.Dataset.position, models.Dataset.id)


def list_official_figures(
    session: Session, wanted: OfficialFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredOfficialFigure]:
    """Return a page of the official figures that match a filter and stand now or stood as of a release."""
    given = _values(wanted)
    of_one_force = len(wanted.forces) == 1 and sort.removeprefix("-") == "force"
    listing = _listing(tuple(given), sort, as_of, latest=wanted.latest, of_one_force=of_one_force)
    counted = as_of is None and not wanted.latest and given.keys() <= _COUNTED_BY
    by = {field: getattr(wanted, field) for field in _COUNTED_BY}
    number = partial(counts.official_figures, session, **by) if counted else None
    return listing.page(session.connection(), window, _figure, given, number=number)


@lru_cache(maxsize=LISTINGS)
def _listing(fields: tuple[str, ...], sort: str, as_of: int | None, *, latest: bool, of_one_force: bool) -> Listing:
    return Listing(
        _figures(fields, as_of, latest=latest),
        sort_keys(sort),
        fixed=[_PLACE[0].column] if of_one_force else [],
        matches=_matching(fields, as_of, latest=latest),
    )


def official_figures_in(
    session: Session, wanted: OfficialFilter, as_of: int | None = None
) -> list[StoredOfficialFigure]:
    """Return all official figures that match a filter and stand now or stood as of a release, by measure and time."""
    given = _values(wanted)
    query = _by_measure(tuple(given), as_of, latest=wanted.latest)
    return [_figure(row) for row in session.connection().execute(query, given).all()]


@lru_cache(maxsize=LISTINGS)
def _by_measure(fields: tuple[str, ...], as_of: int | None, *, latest: bool) -> AnySelect:
    return _figures(fields, as_of, latest=latest).order_by(*(key.column for key in sort_keys("measure")))


def newest_of_force(
    session: Session, force: str, as_of: int | None = None, *, measures: Collection[str] | None = None
) -> list[StoredOfficialFigure]:
    """Return the newest official figures of a force, of all measures unless some are named, by measure and time."""
    if measures is not None and not measures:
        return []
    return official_figures_in(session, OfficialFilter(forces=[force], measures=measures or (), latest=True), as_of)


def every_official_figure(session: Session) -> Iterator[StoredOfficialFigure]:
    """Yield every official figure, even those of an edition that a newer one replaced."""
    yield from map(_figure, session.execute(_EVERY.execution_options(yield_per=1000)))


def figures_by_key(session: Session, keys: Collection[int]) -> dict[int, StoredOfficialFigure]:
    """Return official figures by their keys in the table."""
    return {row.id: _figure(row) for row in session.connection().execute(_BY_KEY, {"keys": list(keys)})}


def slices_of(
    session: Session, measures: Collection[str], *, forces: Collection[str] = (), as_of: int | None = None
) -> list[Slice]:
    """Return what official statistics have of some measures, for any of the forces, in the order of preference.

    That is the order of the datasets, then the newest first. Where there are only gaps, no figures are counted.
    """
    named = {"measures": list(measures)} | ({"forces": list(forces)} if forces else {})
    return [
        Slice(dataset, measure, basis, period_of(label, kind, start, end), figures, gaps)
        for dataset, measure, basis, label, kind, start, end, figures, gaps in session.connection()
        .execute(_slices(as_of, bool(forces)), named)
        .all()
    ]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _slices(as_of: int | None, of_forces: bool) -> AnySelect:
    """Return the query of slices: as they are written where they are those of all forces, else counted."""
    of = (_slices_counted(as_of, of_forces) if as_of is not None or of_forces else _slices_written()).c
    query = select(*(of[name] for name in _SLICE), of.figures, of.gaps)
    query = query.join(models.Dataset, of.dataset_id == _DATASET)
    order = (models.Dataset.position, of.dataset_id, of.period_end.desc())
    return query.order_by(*order, of.measure_id, of.basis, of.period_start)


_SLICE = ("dataset_id", "measure_id", "basis", "period_label", "period_kind", "period_start", "period_end")


def _slices_written() -> Subquery:
    count = models.OfficialTimeCount
    query = select(*(getattr(count, name) for name in _SLICE), count.figures, count.gaps)
    return query.where(count.measure_id.in_(bindparam("measures", expanding=True))).subquery()


def _slices_counted(as_of: int | None, of_forces: bool) -> Subquery:
    def counted(table: type[models.OfficialFigure | models.OfficialGap]) -> AnySelect:
        columns = [getattr(table, name) for name in _SLICE]
        numbers = (func.count(), literal(0)) if table is _FIGURE else (literal(0), func.count())
        figures, gaps = (number.label(name) for number, name in zip(numbers, ("figures", "gaps"), strict=True))
        query = select(*columns, figures, gaps).where(standing(as_of, table)).group_by(*columns)
        query = query.where(table.measure_id.in_(bindparam("measures", expanding=True)))
        return query.where(table.force_id.in_(bindparam("forces", expanding=True))) if of_forces else query

    both = union_all(counted(_FIGURE), counted(models.OfficialGap)).subquery().c
    columns = [both[name] for name in _SLICE]
    numbers = (func.max(both[name]).label(name) for name in ("figures", "gaps"))
    return select(*columns, *numbers).group_by(*columns).subquery()


def editions_of(session: Session, figures: Iterable[StoredOfficialFigure | Candidate]) -> list[CitedEdition]:
    """Return the editions that figures and counts are of, in the order of preference."""
    wanted = {(figure.dataset, figure.edition) for figure in figures}
    given = {"datasets": list({dataset for dataset, _ in wanted}), "released": list({day for _, day in wanted})}
    found = (CitedEdition(*row) for row in session.connection().execute(_EDITIONS_USED, given))
    return [edition for edition in found if (edition.dataset, edition.released) in wanted]


_EDITIONS_USED: AnySelect = (
    select(
        *(models.Dataset.id, models.Dataset.title, models.Dataset.publisher),
        *(models.Edition.title, models.Edition.released, models.Edition.grade, models.Edition.vintage),
        *(models.Edition.designation, models.Edition.url, models.Edition.caveats),
    )
    .join(models.Edition, models.Edition.dataset_id == models.Dataset.id)
    .where(
        models.Dataset.id.in_(bindparam("datasets", expanding=True)),
        models.Edition.released.in_(bindparam("released", expanding=True)),
    )
    .order_by(models.Dataset.position, models.Edition.released.desc())
)


def official_figure_by_id(session: Session, id_: str) -> StoredOfficialFigure | None:
    """Return an official figure by its id, even of an edition that a newer one replaced; ``None`` if there is none."""
    parts = _ID.fullmatch(id_)
    if parts is None:
        return None
    given: dict[str, Any] = parts.groupdict()
    try:
        days = {name: date.fromisoformat(given[name] or given["start"]) for name in ("edition", "start", "end")}
    except ValueError:  # no day of the calendar
        return None
    given |= {"basis": Basis(given["basis"] or Basis.NONE), **days}
    row = session.connection().execute(_ONE, given).one_or_none()
    return None if row is None else _figure(row)


_DAY = r"\d{4}-\d\d-\d\d"
_ID = re.compile(
    rf"(?P<dataset>[a-z0-9-]+)\.(?P<edition>{_DAY})\.(?P<force>[a-z-]+)\.(?P<measure>[a-z0-9_]+)"
    rf"(?:\.(?P<basis>fte|headcount))?\.(?P<start>{_DAY})(?:_(?P<end>{_DAY}))?",
    re.ASCII,
)


def official_gaps(session: Session, wanted: OfficialFilter, as_of: int | None = None) -> list[StoredGap]:
    """Return the gaps that match a filter, by dataset, measure, basis, reason, force and time."""
    given = _values(wanted)
    return [_gap(row) for row in session.connection().execute(_gaps(tuple(given), as_of), given).all()]


@lru_cache(maxsize=LISTINGS)
def _gaps(fields: tuple[str, ...], as_of: int | None) -> AnySelect:
    query = _of_editions(_GAP, *_GAP_COLUMNS).join(models.Dataset, models.Edition.dataset_id == _DATASET)
    return _passing(query, _GAP, fields, standing(as_of, _GAP)).order_by(
        *(models.Dataset.position, _DATASET, _GAP.measure_id, _GAP.basis, _GAP.code, _GAP.detail),
        *(_GAP.force_id, _GAP.period_end, _GAP.period_start),
    )


def gaps_alike(session: Session, wanted: OfficialFilter, as_of: int | None = None) -> list[GapsAlike]:
    """Return the gaps that match a filter, together where they have the same reason, in the order of datasets."""
    given = _values(wanted)
    rows = session.connection().execute(_gaps_alike(tuple(given), as_of), given).all()
    return [
        GapsAlike(dataset, measure, basis, code, detail, tuple(sorted(forces.split(","))), first, last, int(count))
        for dataset, measure, basis, code, detail, forces, first, last, count in rows
    ]


@lru_cache(maxsize=LISTINGS)
def _gaps_alike(fields: tuple[str, ...], as_of: int | None) -> AnySelect:
    """Return the query of the gaps: as they are written where all for one reason match or none, or counted."""
    written = as_of is None and _OF_REASON.issuperset(fields)
    alike = (_gaps_written(fields) if written else gaps_counted(fields, as_of)).subquery().c
    query = select(*alike).join(models.Dataset, alike.dataset_id == _DATASET)
    return query.order_by(models.Dataset.position, *(alike[column.key] for column in _ALIKE))


def _gaps_written(fields: Collection[str]) -> AnySelect:
    of = _GAP_COUNT
    return select(*_ALIKE, of.forces, of.first, of.last, of.gaps).where(*(_any_of(of, field) for field in fields))


def gaps_counted(fields: Collection[str], as_of: int | None = None) -> AnySelect:
    """Return the query of the gaps that match a filter with some fields, which counts those for one reason."""
    by = [getattr(_GAP, column.key) for column in _ALIKE]
    found = select(
        *(*by, _GAP.force_id),
        func.min(_GAP.period_start).label("first"),
        func.max(_GAP.period_end).label("last"),
        func.count().label("gaps"),
    )
    if "grades" in fields:
        found = found.join(models.Edition, _GAP.edition_id == models.Edition.id)
    of = _passing(found, _GAP, fields, standing(as_of, _GAP)).group_by(*by, _GAP.force_id).subquery().c
    alike = [of[column.key] for column in _ALIKE]
    return select(
        *alike,
        # An id is made of letters and hyphens.
        func.aggregate_strings(of.force_id, ",").label("forces"),
        func.min(of.first).label("first"),
        func.max(of.last).label("last"),
        func.sum(of.gaps).label("gaps"),
    ).group_by(*alike)


_GAP_COUNT = models.OfficialGapCount
_ALIKE = (_GAP_COUNT.dataset_id, _GAP_COUNT.measure_id, _GAP_COUNT.basis, _GAP_COUNT.code, _GAP_COUNT.detail)
"""What gaps for one reason have in common."""
_OF_REASON = frozenset({"measures", "topics", "datasets", "bases"})
"""The fields that all gaps for one reason match, or none of them."""


def list_datasets(session: Session, window: Window, as_of: int | None = None) -> Page[DatasetRow]:
    """Return a page of the datasets that have an edition, now or as of a release."""
    connection = session.connection()
    found = _datasets_listed(as_of).page(connection, window, lambda row: row)
    named = {"datasets": [row.id for row in found.items]}
    figures: dict[str, dict[str, int]] = {id_: {} for id_ in named["datasets"]}
    for dataset, measure, count in connection.execute(_figures_of_measures(as_of), named).all():
        figures[dataset][measure] = int(count)
    forces = {row[0]: row[1] for row in connection.execute(_forces_counted(as_of), named).all()}
    ends = {row[0]: (row[1], row[2]) for row in connection.execute(_ends(as_of), named).all()}
    items = [
        _dataset(row, figures[row.id], forces.get(row.id, 0), *ends.get(row.id, (None, None))) for row in found.items
    ]
    return Page(items, found.total, found.next_after)


def dataset_in_full(session: Session, id_: str, as_of: int | None = None) -> DatasetInFull | None:
    """Return a dataset that has an edition, now or as of a release; ``None`` if there is none of that id."""
    connection, given = session.connection(), {"dataset": id_}
    row = connection.execute(_dataset_named(as_of), given).one_or_none()
    if row is None:
        return None
    series = tuple(CountedSeries(*of) for of in connection.execute(_series_of(as_of), given))
    figures: dict[str, int] = defaultdict(int)
    for of in series:
        figures[of.measure] += of.figures
    forces = {row[0]: row[1] for row in connection.execute(_forces_counted(as_of), {"datasets": [id_]})}
    first, last = min((of.first for of in series), default=None), max((of.last for of in series), default=None)
    dataset = _dataset(row, figures, forces.get(id_, 0), first, last)
    editions = session.execute(_editions_of(as_of), given)
    return DatasetInFull(dataset, series, tuple(_edition(edition, count) for edition, count in editions))


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _datasets_listed(as_of: int | None) -> Listing:
    return Listing(_datasets(as_of), DATASET_SORT)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _dataset_named(as_of: int | None) -> AnySelect:
    return _datasets(as_of).where(models.Dataset.id == bindparam("dataset"))


def _datasets(as_of: int | None) -> AnySelect:
    """Return the query of the datasets with their newest editions."""
    edition, other = models.Edition, aliased(models.Edition)
    newest = select(func.max(other.released)).where(other.dataset_id == _DATASET, *_taken_in(as_of, other))
    columns = (*models.Dataset.__table__.columns, edition.grade, edition.designation, edition.vintage, edition.caveats)
    of_newest = and_(
        edition.dataset_id == _DATASET, edition.released == newest.correlate(models.Dataset).scalar_subquery()
    )
    return select(*columns, edition.released).select_from(join(models.Dataset, edition, of_newest))


_NAMED: BindParameter[Any] = bindparam("datasets", expanding=True)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _figures_of_measures(as_of: int | None) -> AnySelect:
    """Return the query of how many figures datasets have of each measure, in the order of measures."""
    of = _counted(as_of).c
    by = (of.dataset_id, of.measure_id)
    counted = select(*by, func.sum(of.figures)).where(of.dataset_id.in_(_NAMED)).group_by(*by).subquery()
    query = select(counted).join(models.Measure, counted.c.measure_id == models.Measure.id)
    return query.order_by(models.Measure.position)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _forces_counted(as_of: int | None) -> AnySelect:
    """Return the query of how many forces datasets have figures of."""
    of = _counted(as_of).c
    query = select(of.dataset_id, func.count(distinct(of.force_id))).where(of.dataset_id.in_(_NAMED))
    return query.group_by(of.dataset_id)


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _ends(as_of: int | None) -> AnySelect:
    """Return the query of the first and last day that the figures of datasets speak of: an index has those of today."""
    days = (func.min(_FIGURE.period_start), func.max(_FIGURE.period_end))
    dataset, stands = _FIGURE.dataset_id, standing(as_of, _FIGURE)
    if as_of is not None:
        return select(dataset, *days).where(dataset.in_(_NAMED), stands).group_by(dataset)
    of_dataset = (select(day).where(dataset == _DATASET, stands) for day in days)
    looked_up = (query.correlate(models.Dataset).scalar_subquery() for query in of_dataset)
    return select(_DATASET, *looked_up).where(_DATASET.in_(_NAMED))


def _dataset(row: AnyRow, figures: Mapping[str, int], forces: int, first: date | None, last: date | None) -> DatasetRow:
    """Return a dataset with how many ``figures`` stand of each measure, in the order of measures."""
    return DatasetRow(
        id=row.id,
        title=row.title,
        description=row.description,
        publisher=row.publisher,
        url=row.url,
        edition=row.released,
        grade=row.grade,
        designation=row.designation,
        vintage=row.vintage,
        caveats=tuple(row.caveats),
        measures=tuple(figures),
        forces=forces,
        figures=sum(figures.values()),
        first=first,
        last=last,
    )


_DATASET = models.Dataset.id.expression


def _taken_in(as_of: int | None, edition: type[models.Edition] = models.Edition) -> list[ColumnElement[bool]]:
    return [] if as_of is None else [edition.taken_in_by <= as_of]


def editions_added(session: Session, release: int) -> list[EditionRow]:
    """Return the editions that a release added, by dataset, each with the number of its figures that it made stand."""
    query = _editions_with_figures(release).where(models.Edition.taken_in_by == release)
    query = query.join(models.Dataset, models.Edition.dataset_id == _DATASET)
    query = query.order_by(models.Dataset.position, models.Edition.released)
    return [_edition(edition, figures) for edition, figures in session.execute(query)]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _editions_of(as_of: int | None) -> AnySelect:
    """Return the query of the editions of a dataset, the newest first."""
    query = _editions_with_figures(as_of).where(models.Edition.dataset_id == bindparam("dataset"), *_taken_in(as_of))
    return query.order_by(models.Edition.released.desc())


def _editions_with_figures(as_of: int | None) -> AnySelect:
    """Return the query of editions, each with the number of its figures that stand."""
    figures = select(func.count()).where(_FIGURE.edition_id == models.Edition.id, standing(as_of, _FIGURE))
    return select(models.Edition, figures.correlate(models.Edition).scalar_subquery())


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _series_of(as_of: int | None) -> AnySelect:
    """Return the query of what a dataset counts in each way."""
    dataset: BindParameter[str] = bindparam("dataset")
    of_dataset = _FIGURE.dataset_id == dataset
    if as_of is not None:  # of an edition all figures are found by an index, of a dataset those that stand
        of_dataset = _FIGURE.edition_id.in_(select(models.Edition.id).where(models.Edition.dataset_id == dataset))
    by = (_FIGURE.measure_id, _FIGURE.basis, _FIGURE.unit)
    numbers = (func.count(distinct(_FIGURE.force_id)), func.count())
    return (
        select(*by, *numbers, func.min(_FIGURE.period_start), func.max(_FIGURE.period_end))
        .join(models.Measure, _FIGURE.measure_id == models.Measure.id)
        .where(of_dataset, standing(as_of, _FIGURE))
        .group_by(*by, models.Measure.position)
        .order_by(models.Measure.position, _FIGURE.basis, _FIGURE.unit)
    )


def _counted(as_of: int | None) -> Subquery:
    """Return how many figures stand of each dataset, force and measure: as is written, or counted as of a release."""
    count = models.OfficialCount
    if as_of is None:
        written = select(count.dataset_id, count.force_id, count.measure_id, count.figures)
        return written.where(count.figures > 0).subquery()
    by = (_FIGURE.dataset_id, _FIGURE.force_id, _FIGURE.measure_id)
    return select(*by, func.count().label("figures")).where(standing(as_of, _FIGURE)).group_by(*by).subquery()


_FIGURE_COLUMNS = (
    *(_FIGURE.force_id, _FIGURE.measure_id, _FIGURE.basis, _FIGURE.dataset_id),
    *(_FIGURE.period_label, _FIGURE.period_kind, _FIGURE.period_start, _FIGURE.period_end),
    *(_FIGURE.value, _FIGURE.unit, _FIGURE.qualifier, _FIGURE.low, _FIGURE.high, _FIGURE.superseded_in),
    *(models.Edition.released, models.Edition.grade, models.Edition.vintage, models.Edition.url),
)
_GAP_COLUMNS = (
    *(_GAP.force_id, _GAP.measure_id, _GAP.basis, _GAP.dataset_id),
    *(_GAP.period_label, _GAP.period_kind, _GAP.period_start, _GAP.period_end),
    *(_GAP.code, _GAP.detail, models.Edition.released),
)


def _of_editions(model: Table, *columns: QueryableAttribute[Any]) -> AnySelect:
    """Return a query of figures or gaps. It begins with these: each has an edition and a measure."""
    return (
        select(*columns)
        .select_from(model)
        .outerjoin(models.Edition, model.edition_id == models.Edition.id)
        .outerjoin(models.Measure, model.measure_id == models.Measure.id)
    )


_EVERY = _of_editions(_FIGURE, *_FIGURE_COLUMNS)
_BY_KEY = _EVERY.add_columns(_FIGURE.id).where(_FIGURE.id.in_(bindparam("keys", expanding=True)))
_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "forces": "force_id",
        "measures": "measure_id",
        "topics": "measure_id",
        "datasets": "dataset_id",
        "bases": "basis",
    }
)
"""The columns of the fields of a filter that have several values."""
_OF_SERIES = frozenset({"forces", "measures", "topics", "bases"})
"""The fields that a whole series matches, or none of it."""
_COUNTED_BY = frozenset({"forces", "measures", "topics", "datasets"})
"""The fields that stored counts are by."""


_ONE = _EVERY.where(
    models.Edition.dataset_id == bindparam("dataset"),
    models.Edition.released == bindparam("edition"),
    _FIGURE.force_id == bindparam("force"),
    _FIGURE.measure_id == bindparam("measure"),
    _FIGURE.basis == bindparam("basis"),
    _FIGURE.period_start == bindparam("start"),
    _FIGURE.period_end == bindparam("end"),
)


def _values(wanted: OfficialFilter) -> dict[str, Any]:
    """Return what is given in a filter, by field, which the statements of the same fields take as their parameters."""
    given: dict[str, Any] = {field: list(choices) for field in _LISTS if (choices := getattr(wanted, field))}
    if wanted.topics:
        given["topics"] = [measure.id for measure in measures().values() if measure.topic in wanted.topics]
    return given | {field: day for field in ("since", "until") if (day := getattr(wanted, field))}


_LISTS = (*_COLUMNS, "grades")


def _passing(query: AnySelect, model: Table, fields: Collection[str], stands: ColumnElement[bool]) -> AnySelect:
    """Return a query of figures or gaps restricted to those that stand and match a filter with some fields."""
    return query.where(stands, *(_condition(model, field) for field in fields))


def _condition(model: Table, field: str) -> ColumnElement[bool]:
    """Return the condition that a figure or gap matches the values of a field, which it leaves open."""
    match field:
        case "since":
            return model.period_end >= bindparam(field)
        case "until":
            return model.period_end <= bindparam(field)
        case _:
            return _any_of(model, field)


def _any_of(model: type[models.Base], field: str) -> ColumnElement[bool]:
    column: QueryableAttribute[Any] = models.Edition.grade if field == "grades" else getattr(model, _COLUMNS[field])
    return column.in_(bindparam(field, type_=column.type, expanding=True))


def _figures(fields: Collection[str], as_of: int | None, *, latest: bool) -> AnySelect:
    """Return the query of the figures that match a filter with some fields."""
    query = _passing(_EVERY, _FIGURE, fields, _standing(fields, as_of, latest=latest))
    if latest and not _is_written(fields, as_of):
        query = query.where(_FIGURE.id.in_(newest_ids(fields, as_of)))
    return query


def _matching(fields: Collection[str], as_of: int | None, *, latest: bool = False) -> AnySelect:
    """Return a query with a row for each figure that matches a filter with some fields, and no more than that takes."""
    query = select(literal(1)).select_from(_FIGURE)
    if "grades" in fields:
        query = query.join(models.Edition, _FIGURE.edition_id == models.Edition.id)
    query = _passing(query, _FIGURE, fields, _standing(fields, as_of, latest=latest))
    return query.group_by(*_SERIES) if latest and not _is_written(fields, as_of) else query


def _standing(fields: Collection[str], as_of: int | None, *, latest: bool) -> ColumnElement[bool]:
    """Return the condition that a figure stands, and is the newest where that is wanted and written down."""
    written = latest and _is_written(fields, as_of)
    return _FIGURE.newest.expression if written else standing(as_of, _FIGURE)


def _is_written(fields: Collection[str], as_of: int | None) -> bool:
    """Return whether the newest figures that match are those written down as such: of a series all match, or none."""
    return as_of is None and _OF_SERIES.issuperset(fields)


def newest_ids(fields: Collection[str], as_of: int | None = None) -> AnySelect:
    """Return the query of the newest figure of each series, of those that match a filter with some fields.

    What is counted over a part of a year gives way to whole years. Of those that end on one day it is the figure of the
    newest edition, then that of the longest period.
    """
    series = _matching(fields, as_of).with_only_columns(*_SERIES, maintain_column_froms=True).group_by(*_SERIES)
    of = series.subquery()

    def newest(kind: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[int | None]:
        one = aliased(_FIGURE)
        found = select(one.id).join(models.Edition, one.edition_id == models.Edition.id)
        found = _passing(found, one, fields, standing(as_of, one)).where(
            *(getattr(one, column.key) == of.c[column.key] for column in _SERIES),
            kind(one.period_kind, PeriodKind.SPAN),
        )
        found = found.order_by(one.period_end.desc(), models.Edition.released.desc(), one.period_start, one.dataset_id)
        return found.limit(1).correlate(of).scalar_subquery()

    return select(func.coalesce(newest(ne), newest(eq))).select_from(of)


def _figure(row: AnyRow) -> StoredOfficialFigure:
    force, measure, basis, dataset, label, kind, start, end, value, unit, qualifier, low, high, *more = row
    superseded_in, edition, grade, vintage, url = more[:5]
    return StoredOfficialFigure(
        dataset=dataset,
        edition=edition,
        grade=grade,
        vintage=vintage,
        url=url,
        current=superseded_in is None,
        force=force,
        measure=measure,
        basis=basis,
        period=period_of(label, kind, start, end),
        value=value,
        unit=unit,
        qualifier=qualifier,
        bounds=bounds_of(low, high),
    )


def _gap(row: AnyRow) -> StoredGap:
    force, measure, basis, dataset, label, kind, start, end, code, detail, edition = row
    return StoredGap(
        dataset=dataset,
        edition=edition,
        force=force,
        measure=measure,
        basis=basis,
        period=period_of(label, kind, start, end),
        code=code,
        detail=detail,
    )


def _edition(row: models.Edition, figures: int) -> EditionRow:
    return EditionRow(
        id=f"{row.dataset_id}/{row.released}",
        dataset=row.dataset_id,
        released=row.released,
        title=row.title,
        url=row.url,
        grade=row.grade,
        designation=row.designation,
        vintage=row.vintage,
        obtained=row.obtained,
        processing=row.processing,
        caveats=tuple(row.caveats),
        sha256=row.sha256,
        figures=figures,
    )
