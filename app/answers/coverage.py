"""Build filters of the coverage from queries."""

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.statements import refuse_unknown_rounds
from app.queries.observations import ObservationFilter
from app.schemas.coverage import CoverageQuery
from app.vocabulary.measures import measures


def coverage_asked(session: Session, query: CoverageQuery, as_of: int | None = None) -> ObservationFilter:
    """Return the filter for the list that a query asks for. Raises ``InvalidParameter`` for what is wrong with it."""
    mistakes = Mistakes()
    wanted = ObservationFilter(
        forces=mistakes.forces(query.force),
        measures=mistakes.one_of("measure", query.measure, measures()),
        topics=query.topic,
        rounds=mistakes.rounds(query.round),
    )
    mistakes.refuse()
    refuse_unknown_rounds(session, wanted.rounds, as_of)
    return wanted
