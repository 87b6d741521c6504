"""The page of how claims stand: what forces state beside what is officially counted, the largest differences first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlsplit

from fastapi import Query, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.answers.cursors import decode_cursor, encode_cursor, list_asked
from app.answers.reconciliations import reconciliations_asked
from app.api.reading import ReadingSession
from app.explorer.addresses import asked
from app.explorer.pages import About, Pages, show
from app.queries.official import CitedEdition, editions_of
from app.queries.paging import Window
from app.queries.reconciliations import (
    ReconciliationFilter,
    StoredReconciliation,
    list_reconciliations,
    number_of_each_relation,
    sort_keys,
)
from app.queries.statements import rounds_held
from app.schemas.observations import Source, source
from app.schemas.reconciliations import Reconciliation, ReconciliationQuery, reconciliation
from app.vocabulary.forces import forces
from app.vocabulary.measures import Topic, measures
from app.vocabulary.reconciliations import Candidate, Reason, Relation

router = Pages()

PAGE, LIST = "/reconciliations", "/v1/reconciliations"
ORDERS = {
    "-difference": "largest difference first",
    "difference": "smallest difference first",
    "force": "by force",
    "measure": "by measure",
}
"""The orders that the form offers; the address may have others of the list."""
REASONS: Mapping[str, str] = {
    Reason.PERIOD_UNKNOWN: "no date given",
    Reason.BASIS_UNKNOWN: "headcount or full-time equivalent not said",
    Reason.DEFINITION_DIFFERS: "counts something else",
    Reason.LIKELY_SLIP: "probably a slip",
    Reason.OTHER_DATE_FITS: "a figure of another date fits",
    Reason.PART_OF_AREA: "part of the area only",
    Reason.NO_OFFICIAL_FIGURE: "no official figure of that time",
}
"""What may explain a difference, as the form calls it."""


class ClaimsQuery(ReconciliationQuery):
    """What the page shows: what the list does, in another order and fewer at a time."""

    sort: str = "-difference"
    limit: int = Field(default=20, ge=1, le=100)


@dataclass(frozen=True, slots=True)
class Claim:
    """A stated figure beside a count, where it stands, and the edition that the count is of."""

    reconciliation: Reconciliation
    source: Source
    edition: CitedEdition | None


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter of the form: its parameter, what it is called, the names of its values, and which are chosen."""

    parameter: str
    label: str
    names: Mapping[str, str]
    chosen: Sequence[str]

    @property
    def options(self) -> dict[str, str]:
        """The values that a form offers with their names; several that are chosen are one more, for it sends one."""
        several = {",".join(self.chosen): ", ".join(self.chosen_names)} if len(self.chosen) > 1 else {}
        return several | {value: f"{name[:1].upper()}{name[1:]}" for value, name in self.names.items()}

    @property
    def chosen_names(self) -> list[str]:
        """What the chosen values are called."""
        return [self.names.get(value, value) for value in self.chosen]


@router.get(PAGE)
def get_reconciliations(request: Request, session: ReadingSession, query: Annotated[ClaimsQuery, Query()]) -> Response:
    """Answer the page of how claims stand."""
    wanted = reconciliations_asked(session, query)
    filters = list(_filters(session, wanted))
    chosen: dict[str, Any] = {one.parameter: [*one.chosen] for one in filters}
    form: dict[str, Any] = {"sort": query.sort, "limit": query.limit}
    kept = {name: value for name, value in form.items() if value != ClaimsQuery.model_fields[name].default}
    of_list = list_asked(LIST, parse_qsl(urlsplit(asked(LIST, **chosen, **form)).query))
    window = Window(query.limit, decode_cursor(query.cursor, sort_keys(query.sort), of_list))
    page = list_reconciliations(session, wanted, query.sort, window)
    following = encode_cursor(page.next_after, of_list)
    named = [name for one in filters for name in one.chosen_names]
    return show(
        request,
        "reconciliations.html",
        About(
            title=f"How claims stand: {', '.join(named)}" if named else "How claims stand beside counts",
            description="What police forces state of themselves beside what the Home Office and the Office for "
            "National Statistics count: how far apart the two are, what may explain it, and both sources.",
            address=asked(PAGE, **chosen, **kept, cursor=query.cursor),
            data={"these claims": asked(LIST, **chosen, **form, cursor=query.cursor)},
            indexed=query.cursor is None,
        ),
        claims=_claims(session, page.items),
        total=page.total,
        numbers=number_of_each_relation(session, wanted),
        filters=filters,
        chosen=chosen,
        kept=kept,
        named=named,
        query=query,
        orders=ORDERS,
        addresses={
            "page": PAGE,
            "first": asked(PAGE, **chosen, **kept),
            "next": following and asked(PAGE, **chosen, **kept, cursor=following),
            "csv": asked(LIST, **chosen, sort=query.sort, format="csv"),
        },
    )


def _filters(session: Session, wanted: ReconciliationFilter) -> Iterable[Filter]:
    stated = wanted.stated
    compared = {measure.id: measure.label for measure in measures().values() if measure.counted_as}
    names = {force.id: force.name for force in forces().values()}
    rounds = {round_: round_ for round_ in reversed(rounds_held(session))}
    yield Filter("relation", "Relation", _in_words(Relation), [*wanted.relations])
    yield Filter("topic", "Topic", _in_words(Topic), [*stated.topics])
    yield Filter("measure", "Measure", compared, [*stated.measures])
    yield Filter("force", "Force", names, [*stated.forces])
    yield Filter("round", "Round", rounds, [*stated.rounds])
    yield Filter("reason", "May be explained by", REASONS, [*wanted.reasons])


def _in_words(words: Iterable[str]) -> dict[str, str]:
    return {str(word): word.replace("_", " ") for word in words}


def _claims(session: Session, rows: Sequence[StoredReconciliation]) -> list[Claim]:
    counts = [row.found.primary for row in rows if row.found.primary is not None]
    editions = {(edition.dataset, edition.released): edition for edition in editions_of(session, counts)}

    def edition_of(count: Candidate | None) -> CitedEdition | None:
        return None if count is None else editions.get((count.dataset, count.edition))

    return [
        Claim(
            reconciliation(row),
            source(row.stated.place, f"{row.stated.force}/{row.stated.round}", row.stated.url),
            edition_of(row.found.primary),
        )
        for row in rows
    ]
