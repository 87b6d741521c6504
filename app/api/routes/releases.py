"""Releases of the data, and what a statement's revisions change."""

import re
from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import WithJsonSchema

from app.answers.mistakes import Mistakes
from app.answers.problems import UnknownForce, UnknownRelease, UnknownStatement
from app.answers.statements import statement_revisions
from app.api.deps import ForceInPath
from app.api.formats import InFormat
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import releases as release_queries
from app.queries.observations import observations_by_revision, observations_of
from app.queries.official import editions_added
from app.schemas.common import ListQuery
from app.schemas.releases import (
    ChangesQuery,
    FigureChange,
    Release,
    ReleaseDetail,
    ReleasePage,
    RevisionChanges,
    release_detail,
    revision_changes,
    statement_change,
)

router = Routes(
    prefix="/v1",
    tags=["releases"],
    responses=responses(InvalidParameter, NotReady),
)


_NUMBER = re.compile(r"[1-9]\d{0,8}", re.ASCII)


@router.get("/releases", summary="The releases", response_model=ReleasePage)
def list_releases(session: ReadingSession, paging: ListPaging, query: Annotated[ListQuery, Query()]) -> Any:  # noqa: ANN401 - a model or a response
    """List the releases of the data, the newest first: how many statements and editions each changed or added."""
    return paging.answer(
        ReleasePage,
        query,
        release_queries.SORT,
        lambda window: release_queries.list_releases(session, window),
        Release.model_validate,
    )


@router.get("/releases/{number}", summary="A release", responses=responses(UnknownRelease))
def get_release(
    session: ReadingSession,
    number: Annotated[
        str, Path(description="The number of a release."), WithJsonSchema({"type": "integer", "minimum": 1})
    ],
) -> ReleaseDetail:
    """Return what a release changed: statements added, corrected and withdrawn, how many figures of each, and why.

    What it added to official statistics are the `editions`.
    """
    found = release_queries.release(session, int(number)) if _NUMBER.fullmatch(number) else None
    if found is None:
        raise UnknownRelease(f"There is no release {number!r}. /v1/releases lists them.")
    changes = release_queries.statement_changes(session, found.number)
    revisions = {revision[0] for change in changes for revision in (change.before, change.after) if revision}
    stated = observations_by_revision(session, revisions)
    statements = [
        statement_change(
            change,
            stated[change.before[0]] if change.before else [],
            stated[change.after[0]] if change.after else [],
        )
        for change in changes
    ]
    return release_detail(found, statements, editions_added(session, found.number))


@router.get(
    "/statements/{force}/{round}/changes",
    summary="What a revision of a statement changes",
    response_model=RevisionChanges,
    responses=responses(UnknownForce, UnknownStatement),
)
def get_statement_changes(
    session: ReadingSession,
    named: ForceInPath,
    round_: Annotated[str, Path(alias="round", description="The round.")],
    answering: InFormat,
    query: Annotated[ChangesQuery, Query()],
) -> Any:  # noqa: ANN401 - a model or a response
    """Compare two revisions of a statement, by default the current one with the one before it."""
    revisions = statement_revisions(session, named, round_)
    by_number = {row.revision: row for row in revisions}
    stood = [row.revision for row in revisions if row.stood]
    to = query.to or next(iter(stood), revisions[0].revision)
    since = next((n for n in stood if n < to), 0) if query.since is None else query.since
    mistakes = Mistakes()
    for name, number in (("to", to), ("since", since)):
        if number not in by_number and not (name == "since" and number == 0):
            mistakes.wrong(name, f"there is no revision {number}; the revisions are 1 to {len(revisions)}")
    mistakes.refuse()
    before = observations_of(session, by_number[since].revision_id) if since else []
    after = observations_of(session, by_number[to].revision_id)
    answer = revision_changes(f"{named.id}/{round_}", since, by_number[to], before, after)
    return answering.answer(answer, answer.items, FigureChange, query.fields)
