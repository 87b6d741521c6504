"""The page of a statement: its figures where they stand in it, and the numbers that are none."""

from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.answers.statements import revision_asked, statement_detail
from app.api.deps import ForceInPath
from app.api.reading import ReadingSession
from app.explorer.addresses import asked
from app.explorer.highlights import highlighted, places
from app.explorer.pages import About, Pages, show
from app.queries.paging import MOST_ROUNDS
from app.queries.reconciliations import figures_of_revision
from app.queries.statements import statements_of
from app.schemas.statements import RevisionQuery
from app.statements.text import PARAGRAPH_BREAK
from app.vocabulary.rounds import rounds

router = Pages()


@router.get("/statements/{force}/{round}")
def get_statement(
    request: Request,
    session: ReadingSession,
    named: ForceInPath,
    round_: Annotated[str, Path(alias="round")],
    query: Annotated[RevisionQuery, Query()],
) -> Response:
    """Answer the page of a statement."""
    found = revision_asked(session, named, round_, query.revision)
    stated, reconciled = figures_of_revision(session, found.row.revision_id)
    detail = statement_detail(session, found, stated)
    of = detail.statement
    revision = None if of.current else of.revision
    address = asked(f"/statements/{of.id}", revision=revision)
    read = list(
        places(
            detail.observations,
            detail.unassigned,
            detail.notes,
            left_as="a number that no rule could place for certain",
        )
    )
    placed = [place for place in read if place.end]
    return show(
        request,
        "statement.html",
        About(
            title=f"{of.author}: statement of {of.round}",
            description=f"What {of.author} stated of itself in the round {of.round}: {of.observations} figures in the "
            "order of the text, each with its words, its time and how it stands beside what is officially counted.",
            address=address,
            data={"this statement": f"/v1{address}"},
            indexed=of.current,
        ),
        detail=detail,
        statement=of,
        named=rounds().get(of.round),
        others=statements_of(session, of.force, most=MOST_ROUNDS),
        relations={one.stated.id: one.found for one in reconciled},
        places=read,
        paragraphs=None if detail.text is None else highlighted(detail.text.split(PARAGRAPH_BREAK), placed),
    )
