"""Statements: the sources, and one of them with all that it says."""

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import BaseModel, Field

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce, UnknownStatement
from app.answers.statements import refuse_unknown_rounds, statement_revisions
from app.api.deps import AsOf, ForceInPath
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import statements as statement_queries
from app.queries.observations import observations_of
from app.schemas.observations import note, stored_observation, unassigned
from app.schemas.statements import Revision, StatementDetail, StatementPage, StatementQuery, statement

router = Routes(
    prefix="/v1/statements",
    tags=["statements"],
    responses=responses(InvalidParameter, NotReady),
)


class RevisionQuery(BaseModel):
    """The parameter that picks a revision of a statement."""

    revision: int | None = Field(default=None, ge=1, le=10**6, description="The revision; the current by default.")


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
    revisions = statement_revisions(session, named, round_)
    found = next(
        (r for r in revisions if (r.current if query.revision is None else r.revision == query.revision)), None
    )
    if found is None:
        known = f"{named.id}/{round_} has revisions 1 to {len(revisions)}"
        why = f"no {query.revision}" if query.revision else "and is withdrawn: read one with ?revision="
        raise UnknownStatement(f"{known}, {why}.")
    id_ = f"{found.force}/{found.round}"
    return StatementDetail(
        statement=statement(found),
        observations=[stored_observation(o) for o in observations_of(session, found.revision_id)],
        notes=[note(claim, id_, found.url) for claim in statement_queries.notes_of(session, found.revision_id)],
        unassigned=[
            unassigned(number, id_, found.url) for number in statement_queries.unassigned_of(session, found.revision_id)
        ],
        revisions=[Revision.model_validate(row) for row in revisions],
        text=statement_queries.text_of(session, found.revision_id),
    )
