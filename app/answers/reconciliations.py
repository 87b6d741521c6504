"""Build filters of reconciliations from queries."""

from app.answers.mistakes import Mistakes
from app.queries.observations import ObservationFilter
from app.queries.reconciliations import ReconciliationFilter
from app.schemas.reconciliations import ReconciliationQuery
from app.vocabulary.measures import measures


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
