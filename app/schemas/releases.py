"""Releases and changes as JSON."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from pydantic import Field

from app.derived.revisions import ChangeKind, changes
from app.queries.observations import StoredObservation
from app.queries.official import EditionRow
from app.queries.releases import ReleaseRow, StatementChange
from app.queries.statements import StatementRow
from app.schemas.common import Count, FieldsQuery, Output, OwnAddress, Page
from app.schemas.observations import Observation, stored_observation
from app.vocabulary.official import Grade


class Release(Output):
    """A state of the data: how many statements it changed, and how many editions of datasets it added."""

    number: int = Field(description="Its number, 1 being the first: what `as_of` takes.")
    published_at: datetime = Field(description="When it was made.")
    added: Count = Field(description="How many statements it added.")
    corrected: Count = Field(description="How many statements it replaced by another revision.")
    withdrawn: Count = Field(description="How many statements it took back.")
    editions_added: Count = Field(description="How many editions of official datasets it added.")


class ReleasePage(Page[Release]):
    """A page of releases."""


class FigureCounts(Output):
    """How many figures were added, corrected and withdrawn."""

    added: Count = Field(description="How many were added.")
    corrected: Count = Field(description="How many were corrected.")
    withdrawn: Count = Field(description="How many were withdrawn.")


class ChangedStatement(Output):
    """What a release did to a statement."""

    statement: str = Field(description="The statement, as force/round.")
    kind: ChangeKind = Field(description="What happened to it.")
    reason: str | None = Field(description="Why; null where none was given.")
    revision_before: int | None = Field(description="The revision that stood before; null where there was none.")
    revision: int | None = Field(description="The revision that stands after; null for a statement withdrawn.")
    figures: FigureCounts = Field(description="What happened to its figures.")
    href: OwnAddress = Field(
        description="Where the figures are: the changes of a corrected statement, else the revision itself."
    )


class AddedEdition(Output):
    """An edition of an official dataset that a release added."""

    id: str = Field(description="Its identity: dataset and day of release.")
    dataset: str = Field(description="The dataset that it is of: an id of `/v1/datasets`.")
    released: date = Field(description="The day its publisher released it.")
    title: str = Field(description="What it is called.")
    grade: Grade = Field(description="How close the figures held here are to what the publisher released.")
    figures: Count = Field(description="How many of its figures stood after this release.")
    href: OwnAddress = Field(description="Where the dataset is.")


class ReleaseDetail(Release):
    """A release with what it did to each statement, and the editions that it added."""

    statements: list[ChangedStatement] = Field(description="What it did to each statement.")
    editions: list[AddedEdition] = Field(description="The editions that it added, by dataset.")


class FigureChange(Output):
    """What happened to a figure."""

    kind: ChangeKind = Field(description="What happened to the figure.")
    before: Observation | None = Field(description="The figure as it was; null for one added.")
    after: Observation | None = Field(description="The figure as it is; null for one withdrawn.")
    fields: list[str] = Field(
        description="The fields in which a corrected figure differs; empty for the others. "
        "A figure that is only quoted at another length is not corrected."
    )


class RevisionChanges(Output):
    """The changes between two revisions of a statement."""

    statement: str = Field(description="The statement, as force/round.")
    since: int = Field(description="The earlier revision; 0 for none, where every figure is added.")
    to: int = Field(description="The later revision.")
    reason: str | None = Field(description="Why the later one was taken in; null where no reason was given.")
    items: list[FigureChange] = Field(description="The changes, in the order of the later revision.")
    total: Count = Field(description="How many changes there are.")
    next: str | None = Field(description="Always null: the changes have one page.")


class ChangesQuery(FieldsQuery):
    """The parameters that pick the revisions to compare."""

    since: int | None = Field(
        default=None, ge=0, le=10**6, description="The earlier revision; by default the one that stood before `to`."
    )
    to: int | None = Field(
        default=None, ge=1, le=10**6, description="The later revision; by default the one that stands, or stood last."
    )


def statement_change(
    change: StatementChange, before: Sequence[StoredObservation], after: Sequence[StoredObservation]
) -> ChangedStatement:
    """Return what a release did to a statement, which had and has the given figures."""
    counts = Counter(found.kind for found in changes(before, after))
    statement = f"{change.force}/{change.round}"
    href = f"/v1/statements/{statement}"
    if change.before and change.after:
        href += f"/changes?since={change.before[1]}&to={change.after[1]}"
    else:
        href += f"?revision={(change.after or change.before or (0, 0))[1]}"
    return ChangedStatement(
        statement=statement,
        kind=change.kind,
        reason=change.reason,
        revision_before=change.before and change.before[1],
        revision=change.after and change.after[1],
        figures=FigureCounts(**{kind.value: counts[kind] for kind in ChangeKind}),
        href=href,
    )


def release_detail(
    row: ReleaseRow, statements: list[ChangedStatement], editions: Iterable[EditionRow]
) -> ReleaseDetail:
    """Return a release with what it did to statements, and the editions that it added."""
    return ReleaseDetail(
        **dict(Release.model_validate(row)),
        statements=statements,
        editions=[_added(edition) for edition in editions],
    )


def _added(edition: EditionRow) -> AddedEdition:
    return AddedEdition(
        id=edition.id,
        dataset=edition.dataset,
        released=edition.released,
        title=edition.title,
        grade=edition.grade,
        figures=edition.figures,
        href=f"/v1/datasets/{edition.dataset}",
    )


def revision_changes(
    statement: str,
    since: int,
    to: StatementRow,
    before: Sequence[StoredObservation],
    after: Sequence[StoredObservation],
) -> RevisionChanges:
    """Return the changes between two revisions of a statement."""
    items = [
        FigureChange(
            kind=change.kind,
            before=None if change.before is None else stored_observation(change.before),
            after=None if change.after is None else stored_observation(change.after),
            fields=list(change.fields),
        )
        for change in changes(before, after)
    ]
    return RevisionChanges(
        statement=statement, since=since, to=to.revision, reason=to.reason, items=items, total=len(items), next=None
    )
