"""Statements: the sources, and one of them with all that it says."""

from typing import Annotated, Any

from fastapi import Path, Query

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce, UnknownStatement
from app.answers.statements import refuse_unknown_rounds, revision_asked, statement_detail
from app.api.deps import AsOf, ForceInPath
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import statements as statement_queries
from app.queries.observations import observations_of
from app.schemas.statements import RevisionQuery, StatementDetail, StatementPage, StatementQuery, statement

router = Routes(
    prefix="/v1/statements",
    tags=["statements"],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("", summary="The statements", response_model=StatementPage)
def list_statements(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[StatementQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List the statements by force, the newest round first: the source of each, and how much of it is held."""
    mistakes = Mistakes()
    forces, rounds = mistakes.forces(query.force), mistakes.rounds(query.round)
    mistakes.refuse()
    refuse_unknown_rounds(session, rounds, as_of)
    return paging.answer(
        StatementPage,
        query,
        statement_queries.SORT,
        lambda window: statement_queries.list_statements(session, window, forces=forces, rounds=rounds, as_of=as_of),
        statement,
    )


@router.get(
    "/{force}/{round}", summary="A statement with all that it says", responses=responses(UnknownForce, UnknownStatement)
)
def get_statement(
    session: ReadingSession,
    named: ForceInPath,
    round_: Annotated[str, Path(alias="round", description="The round.")],
    query: Annotated[RevisionQuery, Query()],
) -> StatementDetail:
    """Return a statement with all that it says: observations, notes, unassigned numbers, revisions, text if held."""
    found = revision_asked(session, named, round_, query.revision)
    return statement_detail(session, found, observations_of(session, found.row.revision_id))
