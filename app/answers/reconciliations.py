"""Build filters of reconciliations from queries."""

from sqlalchemy.orm import Session

from app.answers.mistakes import Mistakes
from app.answers.statements import refuse_unknown_rounds
from app.queries.observations import ObservationFilter
from app.queries.reconciliations import SORTS, ReconciliationFilter
from app.schemas.reconciliations import ReconciliationQuery
from app.vocabulary.measures import measures


def reconciliations_asked(
    session: Session, query: ReconciliationQuery, as_of: int | None = None
) -> ReconciliationFilter:
    """Return the filter for the list that a query asks for. Raises ``InvalidParameter`` for what is wrong with it."""
    mistakes = Mistakes()
    wanted = reconciliation_filter(query, mistakes)
    mistakes.one_of("sort", [query.sort.removeprefix("-")], SORTS)
    mistakes.refuse()
    refuse_unknown_rounds(session, wanted.stated.rounds, as_of)
    return wanted


def reconciliation_filter(query: ReconciliationQuery, mistakes: Mistakes) -> ReconciliationFilter:
    """Return the filter for a query, adding what is wrong with it to ``mistakes``."""
    return ReconciliationFilter(
        stated=ObservationFilter(
            forces=mistakes.forces(query.force),
            measures=mistakes.one_of("measure", query.measure, measures()),
            topics=query.topic,
            rounds=mistakes.rounds(query.round),
        ),
        relations=query.relation,
        reasons=query.reason,
    )
