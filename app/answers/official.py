"""Build filters of official figures from queries."""

from datetime import date

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.queries.official import OfficialFilter, dataset_ids
from app.schemas.official import OfficialFigureQuery
from app.vocabulary.measures import measures
from app.vocabulary.periods import parse_period


def official_filter(session: Session, query: OfficialFigureQuery, mistakes: Mistakes) -> OfficialFilter:
    """Return the filter for a query, adding what is wrong with it to ``mistakes``."""
    since, until = _edge("from", query.from_, mistakes), _edge("to", query.to, mistakes)
    if since is not None and until is not None and since > until:
        mistakes.wrong("from", "it is later than to, so nothing could match")
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


def _edge(parameter: str, name: str | None, mistakes: Mistakes) -> date | None:
    """Return the first day of the time that ``from`` names, the last of the one that ``to`` names."""
    period = None if name is None else parse_period(name)
    day = None if period is None else period.start if parameter == "from" else period.end
    if name is not None and day is None:
        mistakes.wrong(parameter, f"{name!r} names no such day; write it as 2022-03-31, 2022 or 2021/22")
    return day
