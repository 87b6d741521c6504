"""Reconciliations: every stated figure that official statistics count too, filtered, sorted and paged."""

from typing import Annotated, Any

from fastapi import Query

from app.answers.reconciliations import reconciliations_asked
from app.api.deps import AsOf
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import reconciliations as reconciliation_queries
from app.queries.paging import Counting
from app.schemas.reconciliations import ReconciliationPage, ReconciliationQuery, reconciliation

router = Routes(
    prefix="/v1/reconciliations",
    tags=["official statistics"],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("", summary="The reconciliations", response_model=ReconciliationPage)
def list_reconciliations(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[ReconciliationQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List the stated figures that official statistics count too, each beside these counts, and how the two agree.

    The relation is that to the primary count, which a rule chooses by definition, basis and time, never by its value. A
    figure that `differs` from it may speak of another day or count otherwise: `reasons`, `closest` and `explanation`
    say what is known of that. How many figures of a force differ says nothing of the force, and ranks none.
    """
    wanted = reconciliations_asked(session, query, as_of)
    return paging.answer(
        ReconciliationPage,
        query,
        reconciliation_queries.sort_keys(query.sort),
        lambda window: reconciliation_queries.list_reconciliations(session, wanted, query.sort, window, as_of),
        reconciliation,
        counting=Counting.EXACT if query.count == "exact" else Counting.CAPPED,
    )
