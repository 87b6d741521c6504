"""Official statistics as stored: the datasets and their editions, the figures, and the gaps between them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import eq, ne
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, distinct, func, literal, select, true, union_all
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


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """A dataset with its editions, the newest first, and what stands of it."""

    id: str
    title: str
    description: str
    publisher: Publisher
    url: str
    forces: int
    editions: tuple[EditionRow, ...]
    series: tuple[CountedSeries, ...]


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
    query, matches = (
        _passing(of_figures, _FIGURE, wanted, as_of)
        for of_figures in (_of_editions(_FIGURE), select(literal(1)).select_from(_FIGURE))
    )
    if wanted.latest:
        query = _newest(query)
        matches = matches.group_by(*_SERIES)
    if wanted.grades:
        matches = matches.join(models.Edition, _FIGURE.edition_id == models.Edition.id)
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
        query = _newest(query)
    return [_figure(row) for row in session.execute(query.order_by(*(key.column for key in sort_keys("measure"))))]


def newest_of_force(session: Session, force: str, as_of: int | None = None) -> list[StoredOfficialFigure]:
    """Return the newest official figures of a force, by measure and time."""
    return [_figure(row) for row in session.execute(_newest_of_force(as_of), {"force": force})]


@lru_cache(maxsize=RELEASES_AT_ONCE)
def _newest_of_force(as_of: int | None) -> AnySelect:
    bases = union_all(*(select(literal(basis, _FIGURE.basis.type).label("basis")) for basis in Basis)).subquery()

    def newest(kind: Callable[[Any, Any], ColumnElement[bool]]) -> ColumnElement[int | None]:
        one = aliased(_FIGURE)
        found = (
            select(one.id)
            .join(models.Edition, one.edition_id == models.Edition.id)
            .where(one.force_id == bindparam("force"), one.measure_id == models.Measure.id)
            .where(one.basis == bases.c.basis, standing(as_of, one), kind(one.period_kind, PeriodKind.SPAN))
            .order_by(one.period_end.desc(), models.Edition.released.desc(), one.period_start, one.dataset_id)
        )
        return found.limit(1).correlate(models.Measure, bases).scalar_subquery()

    # What is counted over a part of a year gives way to whole years, as in ``_newest``.
    ids = select(func.coalesce(newest(ne), newest(eq))).select_from(join(models.Measure, bases, true()))
    query = _of_editions(_FIGURE).where(_FIGURE.id.in_(ids))
    return query.order_by(*(key.column for key in sort_keys("measure")))


def every_official_figure(session: Session) -> Iterator[StoredOfficialFigure]:
    """Yield every official figure, even those of an edition that a newer one replaced."""
    yield from map(_figure, session.execute(_of_editions(_FIGURE).execution_options(yield_per=1000)))


def slices_of(
    session: Session, measures: Collection[str], *, forces: Collection[str] = (), as_of: int | None = None
) -> list[Slice]:
    """Return what official statistics have of some measures, for any of the forces, in the order of preference.

    That is the order of the datasets, then the newest first. Where there are only gaps, no figures are counted.
    """
    found: dict[tuple[str, str, Basis, Period], int] = {}
    for table in (_FIGURE, models.OfficialGap):
        columns = (
            *(table.dataset_id, table.measure_id, table.basis),
            *(table.period_label, table.period_kind, table.period_start, table.period_end),
        )
        query = select(*columns, func.count()).where(standing(as_of, table), table.measure_id.in_(measures))
        if forces:
            query = query.where(table.force_id.in_(forces))
        for dataset, measure, basis, label, kind, start, end, count in session.execute(query.group_by(*columns)):
            found.setdefault((dataset, measure, basis, Period(label, kind, start, end)), count * (table is _FIGURE))
    position = {id_: n for n, id_ in enumerate(dataset_ids(session))}
    slices = [Slice(*key, figures) for key, figures in found.items()]
    slices.sort(key=lambda of: str(of.period.end), reverse=True)
    return sorted(slices, key=lambda of: position[of.dataset])


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
        GapsAlike(
            *row[: len(about)],
            forces=tuple(sorted(set(row.forces.split(",")))),
            first=row.first,
            last=row.last,
            count=row.count,
        )
        for row in session.execute(query)
    ]


def list_datasets(
    session: Session, window: Window, *, ids: Collection[str] | None = None, as_of: int | None = None
) -> Page[DatasetRow]:
    """Return a page of the datasets that have an edition, now or as of a release."""
    query = select(models.Dataset).where(_DATASET.in_(select(models.Edition.dataset_id).where(*_taken_in(as_of))))
    if ids is not None:
        query = query.where(_DATASET.in_(ids))
    found: Page[models.Dataset] = page(session, query, DATASET_SORT, window, lambda row: row[0])
    named = [dataset.id for dataset in found.items]
    editions, series = _editions(session, named, as_of), _series(session, named, as_of)
    forces = _forces(session, named, as_of)
    return Page(
        items=[
            DatasetRow(
                id=dataset.id,
                title=dataset.title,
                description=dataset.description,
                publisher=dataset.publisher,
                url=dataset.url,
                forces=forces.get(dataset.id, 0),
                editions=tuple(editions[dataset.id]),
                series=tuple(series[dataset.id]),
            )
            for dataset in found.items
        ],
        total=found.total,
        next_after=found.next_after,
    )


_DATASET = models.Dataset.id.expression


def _taken_in(as_of: int | None) -> list[ColumnElement[bool]]:
    return [] if as_of is None else [models.Edition.taken_in_by <= as_of]


def editions_added(session: Session, release: int) -> list[EditionRow]:
    """Return the editions that a release added, by dataset, each with the number of its figures that it made stand."""
    query = _editions_with_figures(release).where(models.Edition.taken_in_by == release)
    query = query.join(models.Dataset, models.Edition.dataset_id == _DATASET)
    query = query.order_by(models.Dataset.position, models.Edition.released)
    return [_edition(edition, figures) for edition, figures in session.execute(query)]


def _editions(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, list[EditionRow]]:
    """Return the editions of datasets, the newest first, each with the number of its figures that stand."""
    query = _editions_with_figures(as_of).where(models.Edition.dataset_id.in_(datasets), *_taken_in(as_of))
    found: dict[str, list[EditionRow]] = {id_: [] for id_ in datasets}
    for edition, figures in session.execute(query.order_by(models.Edition.released.desc())):
        found[edition.dataset_id].append(_edition(edition, figures))
    return found


def _editions_with_figures(as_of: int | None) -> AnySelect:
    counted = (
        select(_FIGURE.edition_id, func.count().label("figures"))
        .where(standing(as_of, _FIGURE))
        .group_by(_FIGURE.edition_id)
        .subquery()
    )
    return select(models.Edition, func.coalesce(counted.c.figures, 0)).outerjoin(
        counted, counted.c.edition_id == models.Edition.id
    )


def _series(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, list[CountedSeries]]:
    query = (
        select(
            _FIGURE.dataset_id,
            _FIGURE.measure_id,
            _FIGURE.basis,
            _FIGURE.unit,
            func.count(distinct(_FIGURE.force_id)),
            func.count(),
            func.min(_FIGURE.period_start),
            func.max(_FIGURE.period_end),
        )
        .join(models.Measure, _FIGURE.measure_id == models.Measure.id)
        .where(_FIGURE.dataset_id.in_(datasets), standing(as_of, _FIGURE))
        .group_by(_FIGURE.dataset_id, _FIGURE.measure_id, _FIGURE.basis, _FIGURE.unit, models.Measure.position)
        .order_by(models.Measure.position, _FIGURE.basis, _FIGURE.unit)
    )
    found: dict[str, list[CountedSeries]] = {id_: [] for id_ in datasets}
    for dataset, measure, basis, unit, forces, figures, first, last in session.execute(query):
        found[dataset].append(
            CountedSeries(
                measure=measure, basis=basis, unit=unit, forces=forces, figures=figures, first=first, last=last
            )
        )
    return found


def _forces(session: Session, datasets: Collection[str], as_of: int | None) -> dict[str, int]:
    """Return of how many forces each dataset has figures."""
    query = (
        select(_FIGURE.dataset_id, func.count(distinct(_FIGURE.force_id)))
        .where(_FIGURE.dataset_id.in_(datasets), standing(as_of, _FIGURE))
        .group_by(_FIGURE.dataset_id)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _of_editions(model: type[models.OfficialFigure | models.OfficialGap]) -> AnySelect:
    """Return a query of figures or gaps by their columns. It begins with these: each has an edition and a measure."""
    columns = model.__table__.columns
    return (
        select(*columns, models.Edition.released, models.Edition.grade, models.Edition.vintage, models.Edition.url)
        .outerjoin(models.Edition, model.edition_id == models.Edition.id)
        .outerjoin(models.Measure, model.measure_id == models.Measure.id)
    )


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


def _newest(query: AnySelect) -> AnySelect:
    """Return a query restricted to the newest of its figures of each force, measure and basis.

    What is counted over a part of a year gives way to whole years. Of those that end on one day it is the figure of the
    newest edition, then that of the longest period.
    """
    place = func.row_number().over(
        partition_by=_SERIES,
        order_by=(
            case((_FIGURE.period_kind == PeriodKind.SPAN, 1), else_=0),
            *(_FIGURE.period_end.desc(), models.Edition.released.desc()),
            *(_FIGURE.period_start, _FIGURE.dataset_id),
        ),
    )
    # Found once: a planner that takes the table for a small one would find it again for each row.
    placed = query.with_only_columns(_FIGURE.id, place.label("place"), maintain_column_froms=True).cte("placed")
    placed = placed.prefix_with("MATERIALIZED", dialect="postgresql")
    return query.where(_FIGURE.id.in_(select(placed.c.id).where(placed.c.place == 1)))


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
