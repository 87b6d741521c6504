"""Build filters of official figures from queries."""

from datetime import date

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.queries.official import OfficialFilter, dataset_ids, slices_of
from app.schemas.official import OfficialFigureQuery
from app.vocabulary.measures import measures
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
