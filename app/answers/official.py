"""Build filters of official figures from queries."""

from datetime import date

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.queries.official import OfficialFilter, dataset_ids
from app.schemas.official import OfficialFigureQuery
from app.vocabulary.measures import measures
from app.vocabulary.periods import parse_period


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


def _day(parameter: str, name: str | None, mistakes: Mistakes, *, last: bool) -> date | None:
    """Return the first or the last day of the time that a parameter names."""
    period = None if name is None else parse_period(name)
    day = None if period is None else period.end if last else period.start
    if name is not None and day is None:
        mistakes.wrong(parameter, f"{name!r} names no such day; write it as 2022-03-31, 2022 or 2021/22")
    return day
