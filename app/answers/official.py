"""Build filters of official figures from queries, and find datasets and figures by their ids."""

from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownDataset, UnknownOfficialFigure
from app.queries.observations import ObservationFilter
from app.queries.official import (
    SORTS,
    CitedEdition,
    OfficialFilter,
    StoredOfficialFigure,
    dataset_ids,
    dataset_in_full,
    editions_of,
    gaps_alike,
    list_datasets,
    official_figure_by_id,
    official_figures_in,
    slices_of,
)
from app.queries.paging import every_row
from app.queries.reconciliations import ReconciliationFilter, StoredReconciliation, list_reconciliations
from app.schemas.official import Dataset, DatasetDetail, OfficialFigureQuery, dataset, dataset_detail
from app.vocabulary.measures import measures
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.periods import parse_period
from app.vocabulary.warnings import Absence, AbsenceCode


def official_filter(
    session: Session, query: OfficialFigureQuery, mistakes: Mistakes, *, first: str = "from", last: str = "to"
) -> OfficialFilter:
    """Return the filter for a query, adding what is wrong with it to ``mistakes``.

    ``first`` and ``last`` are what the parameters for the ends of the time are called.
    """
    since, until = _day(first, query.from_, mistakes, last=False), _day(last, query.to, mistakes, last=True)
    if since is not None and until is not None and since > until:
        mistakes.wrong(first, f"it is later than {last}, so nothing could match")
    return OfficialFilter(
        forces=mistakes.forces(query.force),
        measures=mistakes.one_of("measure", query.measure, measures()),
        topics=query.topic,
        datasets=mistakes.one_of("dataset", query.dataset, dataset_ids(session) if query.dataset else ()),
        bases=query.basis,
        grades=query.grade,
        since=since,
        until=until,
        latest=query.latest,
    )


def official_figures_asked(session: Session, query: OfficialFigureQuery) -> OfficialFilter:
    """Return the filter for the list that a query asks for. Raises ``InvalidParameter`` for what is wrong with it."""
    mistakes = Mistakes()
    wanted = official_filter(session, query, mistakes)
    mistakes.one_of("sort", [query.sort.removeprefix("-")], SORTS)
    mistakes.refuse()
    return wanted


def absence_of(session: Session, wanted: OfficialFilter, as_of: int | None = None) -> Absence:
    """Return why no figure matches a filter: whether any is held of the measures and forces asked for."""
    counted = slices_of(session, wanted.measures or list(measures()), forces=wanted.forces, as_of=as_of)
    if any(found.figures for found in counted):
        return Absence(AbsenceCode.NOT_HELD, "official figures are held of it, but none that matches all that is asked")
    return Absence(AbsenceCode.NOT_HELD, "no dataset held here counts it: /v1/datasets says what each counts")


def _day(parameter: str, name: str | None, mistakes: Mistakes, *, last: bool) -> date | None:
    """Return the first or the last day of the time that a parameter names."""
    period = None if name is None else parse_period(name)
    day = None if period is None else period.end if last else period.start
    if name is not None and day is None:
        mistakes.wrong(parameter, f"{name!r} names no such day; write it as 2022-03-31, 2022 or 2021/22")
    return day


def datasets_held(session: Session) -> list[Dataset]:
    """Return all datasets, in the order of preference."""
    return [dataset(row) for row in every_row(lambda window: list_datasets(session, window))]


def dataset_named(session: Session, id_: str, as_of: int | None = None) -> DatasetDetail:
    """Return a dataset in full. Raises ``UnknownDataset`` with the nearest ids where none has this one."""
    found = dataset_in_full(session, id_, as_of)
    if found is None:
        near = nearest(id_, dataset_ids(session))
        raise UnknownDataset(f"No dataset is called {id_!r}{suggestion(near, 'see /v1/datasets.')}", nearest=near)
    return dataset_detail(found, gaps_alike(session, OfficialFilter(datasets=[id_]), as_of))


class OfficialFigureRows(NamedTuple):
    """An official figure with the edition it is of, and what goes with it.

    ``series`` are the figures that stand of the same force and measure, on each basis and of every dataset.
    ``reconciled`` are the stated figures that it was laid beside.
    """

    figure: StoredOfficialFigure
    edition: CitedEdition
    series: list[StoredOfficialFigure]
    reconciled: list[StoredReconciliation]


def official_figure_rows(session: Session, id_: str) -> OfficialFigureRows | None:
    """Return an official figure by its id with what goes with it; ``None`` where there is none."""
    found = official_figure_by_id(session, id_)
    if found is None:
        return None
    [edition] = editions_of(session, [found])
    series = official_figures_in(session, OfficialFilter(forces=[found.force], measures=[found.measure]))
    return OfficialFigureRows(found, edition, series, _laid_beside(session, found))


def no_official_figure(id_: str) -> UnknownOfficialFigure:
    """Return the problem that no official figure has an id."""
    return UnknownOfficialFigure(f"There is no official figure {id_!r}. Ids are those that /v1/official-figures gives.")


def _laid_beside(session: Session, figure: StoredOfficialFigure) -> list[StoredReconciliation]:
    """Return how the figures that the force states agree with an official one that they were laid beside."""
    counted_so = [id_ for id_, of in measures().items() if any(figure.measure in parts for parts in of.counted_as)]
    if not counted_so:
        return []
    wanted = ReconciliationFilter(stated=ObservationFilter(forces=[figure.force], measures=counted_so))
    rows = every_row(lambda window: list_reconciliations(session, wanted, "force", window))
    return [row for row in rows if any(figure.id in one.figures for one in row.found.counts)]
