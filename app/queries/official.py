"""Official statistics as stored: the datasets and their editions, the figures, and the gaps between them."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from operator import eq, ne
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, bindparam, distinct, func, literal, select, true, union_all
from sqlalchemy.orm import Session, aliased, join

from app.db import models
from app.db.rows import gap_fields, official_figure_fields
from app.derived.pairing import Slice
from app.queries.paging import (
    RELEASES_AT_ONCE,
    AnyRow,
    AnySelect,
    Page,
    SortKey,
    Window,
    backwards,
    page,
    stored_decimal,
    whole_number,
)
from app.queries.releases import standing
from app.vocabulary.measures import Topic, measures
from app.vocabulary.official import Basis, Designation, Gap, GapCode, Grade, PublishedFigure, Publisher, Vintage
from app.vocabulary.periods import Period, PeriodKind
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


_FIGURE = models.OfficialFigure
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
    return list(session.scalars(select(models.Dataset.id).order_by(models.Dataset.position, models.Dataset.id)))


def list_official_figures(
    session: Session, wanted: OfficialFilter, sort: str, window: Window, as_of: int | None = None
) -> Page[StoredOfficialFigure]:
    """Return a page of the official figures that match a filter and stand now or stood as of a release."""
    query, matches = _passing(_of_editions(_FIGURE), _FIGURE, wanted, as_of), _matching(wanted, as_of)
    if wanted.latest:
        query, matches = _newest(query, _series_matching(wanted, as_of), wanted, as_of), matches.group_by(*_SERIES)
    of_one_force = [_PLACE[0].column] if len(wanted.forces) == 1 and sort.removeprefix("-") == "force" else []
    return page(
        session,
        query,
        sort_keys(sort),
        window,
        _figure,
        fixed=of_one_force,
        matches=matches,
    )


def official_figures_in(
    session: Session, wanted: OfficialFilter, as_of: int | None = None
) -> list[StoredOfficialFigure]:
    """Return all official figures that match a filter and stand now or stood as of a release, by measure and time."""
    query = _passing(_of_editions(_FIGURE), _FIGURE, wanted, as_of)
    if wanted.latest:
        query = _newest(query, _series_matching(wanted, as_of), wanted, as_of)
    return [_figure(row) for row in session.execute(query.order_by(*(key.column for key in sort_keys("measure"))))]


def newest_of_force(
    session: Session, force: str, as_of: int | None = None, *, measures: Collection[str] | None = None
) -> list[StoredOfficialFigure]:
    """Return the newest official figures of a force, of all measures unless some are named, by measure and time."""
    query, named = _newest_of_force(as_of, measures is not None), {} if measures is None else {"measures": measures}
    return [_figure(row) for row in session.execute(query, {"force": force, **named})]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _newest_of_force(as_of: int | None, of_measures: bool) -> AnySelect:
    bases = union_all(*(select(literal(basis, _FIGURE.basis.type).label("basis")) for basis in Basis)).subquery()
    force = bindparam("force", type_=_FIGURE.force_id.type)
    series = select(force.label("force_id"), models.Measure.id.label("measure_id"), bases.c.basis)
    series = series.select_from(join(models.Measure, bases, true()))
    if of_measures:
        series = series.where(models.Measure.id.in_(bindparam("measures", expanding=True)))
    query = _newest(_of_editions(_FIGURE), series.subquery(), OfficialFilter(), as_of)
    return query.order_by(*(key.column for key in sort_keys("measure")))


def every_official_figure(session: Session) -> Iterator[StoredOfficialFigure]:
    """Yield every official figure, even those of an edition that a newer one replaced."""
    yield from map(_figure, session.execute(_of_editions(_FIGURE).execution_options(yield_per=1000)))


def figures_by_key(session: Session, keys: Collection[int]) -> dict[int, StoredOfficialFigure]:
    """Return official figures by their keys in the table."""
    return {row.id: _figure(row) for row in session.connection().execute(_by_key(), {"keys": list(keys)})}


@cache
def _by_key() -> AnySelect:
    return _of_editions(_FIGURE).where(_FIGURE.id.in_(bindparam("keys", expanding=True)))


def slices_of(
    session: Session, measures: Collection[str], *, forces: Collection[str] = (), as_of: int | None = None
) -> list[Slice]:
    """Return what official statistics have of some measures, for any of the forces, in the order of preference.

    That is the order of the datasets, then the newest first. Where there are only gaps, no figures are counted.
    """
    named = {"measures": list(measures)} | ({"forces": list(forces)} if forces else {})
    return [
        Slice(dataset, measure, basis, Period(*period), figures)
        for dataset, measure, basis, *period, figures in session.execute(_slices(as_of, bool(forces)), named)
    ]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _slices(as_of: int | None, of_forces: bool) -> AnySelect:
    def counted(table: type[models.OfficialFigure | models.OfficialGap]) -> AnySelect:
        columns = (
            *(table.dataset_id, table.measure_id, table.basis),
            *(table.period_label, table.period_kind, table.period_start, table.period_end),
        )
        figures = func.count() if table is _FIGURE else literal(0)
        query = select(*columns, figures.label("figures")).where(standing(as_of, table)).group_by(*columns)
        query = query.where(table.measure_id.in_(bindparam("measures", expanding=True)))
        return query.where(table.force_id.in_(bindparam("forces", expanding=True))) if of_forces else query

    of = union_all(counted(_FIGURE), counted(models.OfficialGap)).subquery()
    *columns, figures = of.c
    query = select(*columns, func.max(figures)).join(models.Dataset, of.c.dataset_id == _DATASET)
    query = query.group_by(models.Dataset.position, *columns)
    order = (models.Dataset.position, of.c.dataset_id, of.c.period_end.desc())
    return query.order_by(*order, of.c.measure_id, of.c.basis, of.c.period_start)


def editions_of(
    session: Session, figures: Iterable[StoredOfficialFigure]
) -> list[tuple[models.Dataset, models.Edition]]:
    """Return the datasets and editions that figures are of, in the order of preference."""
    wanted = {(figure.dataset, figure.edition) for figure in figures}
    query = (
        select(models.Dataset, models.Edition)
        .join(models.Edition, models.Edition.dataset_id == models.Dataset.id)
        .where(models.Dataset.id.in_({dataset for dataset, _ in wanted}))
        .order_by(models.Dataset.position, models.Edition.released.desc())
    )
    return [(row[0], row[1]) for row in session.execute(query) if (row[0].id, row[1].released) in wanted]


def official_figure_by_id(session: Session, id_: str) -> StoredOfficialFigure | None:
    """Return an official figure by its id, even of an edition that a newer one replaced; ``None`` if there is none."""
    parts = _ID.fullmatch(id_)
    if parts is None:
        return None
    try:
        released, start = date.fromisoformat(parts["edition"]), date.fromisoformat(parts["start"])
        end = date.fromisoformat(parts["end"] or parts["start"])
    except ValueError:  # no day of the calendar
        return None
    query = _of_editions(_FIGURE).where(
        models.Edition.dataset_id == parts["dataset"],
        models.Edition.released == released,
        _FIGURE.force_id == parts["force"],
        _FIGURE.measure_id == parts["measure"],
        _FIGURE.basis == Basis(parts["basis"] or Basis.NONE),
        _FIGURE.period_start == start,
        _FIGURE.period_end == end,
    )
    row = session.execute(query).one_or_none()
    return None if row is None else _figure(row)


_DAY = r"\d{4}-\d\d-\d\d"
_ID = re.compile(
    rf"(?P<dataset>[a-z0-9-]+)\.(?P<edition>{_DAY})\.(?P<force>[a-z-]+)\.(?P<measure>[a-z0-9_]+)"
    rf"(?:\.(?P<basis>fte|headcount))?\.(?P<start>{_DAY})(?:_(?P<end>{_DAY}))?",
    re.ASCII,
)


def official_gaps(session: Session, wanted: OfficialFilter, as_of: int | None = None) -> list[StoredGap]:
    """Return the gaps that match a filter, by dataset, measure, basis, reason, force and time."""
    gap = models.OfficialGap
    query = _passing(_of_editions(gap), gap, wanted, as_of).join(models.Dataset, models.Edition.dataset_id == _DATASET)
    query = query.order_by(
        *(models.Dataset.position, _DATASET, gap.measure_id, gap.basis, gap.code, gap.detail),
        *(gap.force_id, gap.period_end, gap.period_start),
    )
    return [_gap(row) for row in session.execute(query)]


def gaps_alike(session: Session, wanted: OfficialFilter, as_of: int | None = None) -> list[GapsAlike]:
    """Return the gaps that match a filter, together where they have the same reason, in the order of datasets."""
    gap = models.OfficialGap
    about = (gap.dataset_id, gap.measure_id, gap.basis, gap.code, gap.detail)
    found = select(
        *about,
        # An id is made of letters and hyphens.
        func.aggregate_strings(gap.force_id, ",").label("forces"),
        func.min(gap.period_start).label("first"),
        func.max(gap.period_end).label("last"),
        func.count().label("count"),
    )
    if wanted.grades:
        found = found.join(models.Edition, gap.edition_id == models.Edition.id)
    alike = _passing(found, gap, wanted, as_of).group_by(*about).subquery()
    query = select(*alike.c).join(models.Dataset, alike.c.dataset_id == _DATASET)
    query = query.order_by(models.Dataset.position, *(alike.c[column.key] for column in about))
    return [
        GapsAlike(dataset, measure, basis, code, detail, tuple(sorted(set(forces.split(",")))), first, last, count)
        for dataset, measure, basis, code, detail, forces, first, last, count in session.execute(query)
    ]


def list_datasets(session: Session, window: Window, as_of: int | None = None) -> Page[DatasetRow]:
    """Return a page of the datasets that have an edition, now or as of a release."""
    found = page(session, _datasets(as_of), DATASET_SORT, window, lambda row: row)
    named = [row.id for row in found.items]
    measures = _measures_counted(session, named, as_of)
    forces, ends = _forces(session, named, as_of), _ends(session, named, as_of)
    return Page(
        items=[
            _dataset(row, measures[row.id], forces.get(row.id, 0), *ends.get(row.id, (None, None)))
            for row in found.items
        ],
        total=found.total,
        next_after=found.next_after,
    )


def dataset_in_full(session: Session, id_: str, as_of: int | None = None) -> DatasetInFull | None:
    """Return a dataset that has an edition, now or as of a release; ``None`` if there is none of that id."""
    row = session.execute(_datasets(as_of).where(models.Dataset.id == id_)).one_or_none()
    if row is None:
        return None
    series = _series(session, id_, as_of)
    figures: dict[str, int] = defaultdict(int)
    for of in series:
        figures[of.measure] += of.figures
    first, last = min((of.first for of in series), default=None), max((of.last for of in series), default=None)
    dataset = _dataset(row, figures, _forces(session, [id_], as_of).get(id_, 0), first, last)
    return DatasetInFull(dataset, series, _editions(session, id_, as_of))


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _datasets(as_of: int | None) -> AnySelect:
    """Return the query of the datasets with their newest editions."""
    edition, other = models.Edition, aliased(models.Edition)
    newest = select(func.max(other.released)).where(other.dataset_id == _DATASET, *_taken_in(as_of, other))
    columns = (*models.Dataset.__table__.columns, edition.grade, edition.designation, edition.vintage, edition.caveats)
    of_newest = and_(
        edition.dataset_id == _DATASET, edition.released == newest.correlate(models.Dataset).scalar_subquery()
    )
    return select(*columns, edition.released).select_from(join(models.Dataset, edition, of_newest))


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


def _editions(session: Session, dataset: str, as_of: int | None) -> tuple[EditionRow, ...]:
    """Return the editions of a dataset, the newest first, each with the number of its figures that stand."""
    query = _editions_with_figures(as_of).where(models.Edition.dataset_id == dataset, *_taken_in(as_of))
    return tuple(_edition(*row) for row in session.execute(query.order_by(models.Edition.released.desc())))


def _editions_with_figures(as_of: int | None) -> AnySelect:
    figures = select(func.count()).where(_FIGURE.edition_id == models.Edition.id, standing(as_of, _FIGURE))
    return select(models.Edition, figures.correlate(models.Edition).scalar_subquery())


def _series(session: Session, dataset: str, as_of: int | None) -> tuple[CountedSeries, ...]:
    by = (_FIGURE.measure_id, _FIGURE.basis, _FIGURE.unit)
    counts = (func.count(distinct(_FIGURE.force_id)), func.count())
    # The figures of an edition are found by an index.
    of_dataset = _FIGURE.edition_id.in_(select(models.Edition.id).where(models.Edition.dataset_id == dataset))
    query = (
        select(*by, *counts, func.min(_FIGURE.period_start), func.max(_FIGURE.period_end))
        .join(models.Measure, _FIGURE.measure_id == models.Measure.id)
        .where(of_dataset, standing(as_of, _FIGURE))
        .group_by(*by, models.Measure.position)
        .order_by(models.Measure.position, _FIGURE.basis, _FIGURE.unit)
    )
    return tuple(CountedSeries(*row) for row in session.execute(query))


def _counted(as_of: int | None) -> Subquery:
    """Return how many figures stand of each dataset, force and measure: as is written, or counted as of a release."""
    count = models.OfficialCount
    if as_of is None:
        written = select(count.dataset_id, count.force_id, count.measure_id, count.figures)
        return written.where(count.figures > 0).subquery()
    by = (_FIGURE.dataset_id, _FIGURE.force_id, _FIGURE.measure_id)
    return select(*by, func.count().label("figures")).where(standing(as_of, _FIGURE)).group_by(*by).subquery()


def _measures_counted(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, dict[str, int]]:
    """Return how many figures each dataset has of each measure, in the order of measures."""
    of = _counted(as_of).c
    query = (
        select(of.dataset_id, of.measure_id, func.sum(of.figures))
        .join(models.Measure, of.measure_id == models.Measure.id)
        .where(of.dataset_id.in_(datasets))
        .group_by(of.dataset_id, of.measure_id, models.Measure.position)
        .order_by(models.Measure.position)
    )
    found: dict[str, dict[str, int]] = {id_: {} for id_ in datasets}
    for dataset, measure, figures in session.execute(query):
        found[dataset][measure] = int(figures)
    return found


def _forces(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, int]:
    """Return of how many forces each dataset has figures."""
    of = _counted(as_of).c
    query = select(of.dataset_id, func.count(distinct(of.force_id))).where(of.dataset_id.in_(datasets))
    return {row[0]: row[1] for row in session.execute(query.group_by(of.dataset_id))}


def _ends(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, tuple[date, date]]:
    """Return the first and the last day that the figures of each dataset speak of."""
    dataset = _FIGURE.dataset_id
    query = select(dataset, func.min(_FIGURE.period_start), func.max(_FIGURE.period_end)).group_by(dataset)
    rows = session.execute(query.where(dataset.in_(datasets), standing(as_of, _FIGURE)))
    return {id_: (first, last) for id_, first, last in rows}


@cache
def _of_editions(model: type[models.OfficialFigure | models.OfficialGap]) -> AnySelect:
    """Return a query of figures or gaps by their columns. It begins with these: each has an edition and a measure."""
    columns = model.__table__.columns
    return (
        select(*columns, models.Edition.released, models.Edition.grade, models.Edition.vintage, models.Edition.url)
        .outerjoin(models.Edition, model.edition_id == models.Edition.id)
        .outerjoin(models.Measure, model.measure_id == models.Measure.id)
    )


def _matching(wanted: OfficialFilter, as_of: int | None) -> AnySelect:
    """Return a query with a row for each figure that matches a filter, newest or not, and no more than that takes."""
    query = select(literal(1)).select_from(_FIGURE)
    if wanted.grades:
        query = query.join(models.Edition, _FIGURE.edition_id == models.Edition.id)
    return _passing(query, _FIGURE, wanted, as_of)


def _passing(
    query: AnySelect,
    model: type[models.OfficialFigure | models.OfficialGap],
    wanted: OfficialFilter,
    as_of: int | None,
) -> AnySelect:
    """Return a query of figures or gaps restricted to those that stand and match a filter, newest or not."""
    columns: dict[ColumnElement[Any], Collection[Any]] = {
        model.force_id.expression: wanted.forces,
        model.measure_id.expression: wanted.measures,
        model.dataset_id.expression: wanted.datasets,
        model.basis.expression: wanted.bases,
        models.Edition.grade.expression: wanted.grades,
    }
    query = query.where(standing(as_of, model), *(column.in_(given) for column, given in columns.items() if given))
    if wanted.topics:
        query = query.where(model.measure_id.in_([of.id for of in measures().values() if of.topic in wanted.topics]))
    if wanted.since is not None:
        query = query.where(model.period_end >= wanted.since)
    if wanted.until is not None:
        query = query.where(model.period_end <= wanted.until)
    return query


def _series_matching(wanted: OfficialFilter, as_of: int | None) -> Subquery:
    matching = _matching(wanted, as_of).with_only_columns(*_SERIES, maintain_column_froms=True)
    return matching.group_by(*_SERIES).subquery()


def _newest(query: AnySelect, series: Subquery, wanted: OfficialFilter, as_of: int | None) -> AnySelect:
    """Return a query restricted to the newest figure of each series, of those that match a filter.

    What is counted over a part of a year gives way to whole years. Of those that end on one day it is the figure of the
    newest edition, then that of the longest period.
    """

    def newest(kind: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[int | None]:
        one = aliased(_FIGURE)
        found = _passing(select(one.id).join(models.Edition, one.edition_id == models.Edition.id), one, wanted, as_of)
        found = found.where(
            *(getattr(one, column.key) == series.c[column.key] for column in _SERIES),
            kind(one.period_kind, PeriodKind.SPAN),
        ).order_by(one.period_end.desc(), models.Edition.released.desc(), one.period_start, one.dataset_id)
        return found.limit(1).correlate(series).scalar_subquery()

    return query.where(_FIGURE.id.in_(select(func.coalesce(newest(ne), newest(eq))).select_from(series)))


def _figure(row: AnyRow) -> StoredOfficialFigure:
    return StoredOfficialFigure(
        dataset=row.dataset_id,
        edition=row.released,
        grade=row.grade,
        vintage=row.vintage,
        url=row.url,
        current=row.superseded_in is None,
        **official_figure_fields(row),
    )


def _gap(row: AnyRow) -> StoredGap:
    return StoredGap(dataset=row.dataset_id, edition=row.released, **gap_fields(row))


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
