"""Figures by what they are filtered by, and one by its id."""

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.queries import statements
from app.queries.observations import ObservationFilter, observation_by_id
from app.schemas.observations import ObservationDetail, ObservationQuery, observation_detail
from app.vocabulary.measures import measures
from app.vocabulary.periods import parse_period

WHOLE_AREA = "force"


def observation_filter(query: ObservationQuery, mistakes: Mistakes) -> ObservationFilter:
    """Return what a query asks for; what is wrong with it goes into ``mistakes``."""
    periods = []
    for name in query.period:
        period = parse_period(name)
        if period is None:
            mistakes.wrong(
                "period", f"{name!r} is no period; write it as 2022/23, 2016, March 2022 or year to March 2022"
            )
        else:
            periods.append(period.label)
    if not all(area.isprintable() for area in query.area):
        mistakes.wrong("area", "a name has only printable characters")
    if query.min_value is not None and query.max_value is not None and query.min_value > query.max_value:
        mistakes.wrong("min_value", "it is greater than max_value, so nothing could match")
    return ObservationFilter(
        forces=mistakes.forces(query.force),
        measures=mistakes.one_of("measure", query.measure, measures()),
        topics=query.topic,
        rounds=mistakes.rounds(query.round),
        periods=periods,
        areas=[None if area == WHOLE_AREA else area for area in query.area],
        qualifiers=query.qualifier,
        statuses=query.status,
        min_value=query.min_value,
        max_value=query.max_value,
    )


def figure_by_id(session: Session, id_: str) -> ObservationDetail | None:
    """Return a figure by its id, and whether it still stands; ``None`` where there is none."""
    found = observation_by_id(session, id_)
    if found is None:
        return None
    revisions = statements.revisions_of(session, found.force, found.round)
    return observation_detail(found, next(row for row in revisions if row.revision == found.revision))
