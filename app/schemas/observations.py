"""Observations, notes and unassigned numbers as JSON."""

from collections.abc import Callable, Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from app.queries.observations import SORTS, StoredObservation
from app.queries.reconciliations import StoredReconciliation
from app.queries.statements import StatementRow
from app.schemas.common import Count, Listed, Number, Output, Page
from app.schemas.figures import Bounds, FigureHead, Period, StatedFiguresQuery, figure_fields
from app.schemas.reconciliations import Reconciliation, reconciliation
from app.schemas.warnings import Absence, FigureWarning
from app.vocabulary import records, warnings
from app.vocabulary.bounds import PLACES
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import NoteKind
from app.vocabulary.units import Unit


class Source(Output):
    """Where a figure stands."""

    statement: str = Field(description="The statement, as force/round.")
    paragraph: int | None = Field(
        ge=1, description="The paragraph, 1 being the first; null where the text was not at hand when it was reviewed."
    )
    start: Count | None = Field(description="Its first character in the normalised text; null as for `paragraph`.")
    end: Count | None = Field(description="The character after its last one; null as for `paragraph`.")
    url: str | None = Field(description="The address of the published page; null where none is known.")


class ReadObservation(FigureHead):
    """A figure as it is read from a statement."""

    value: Number = Field(description="The stated value; for a range its lower end. A fall is negative.")
    value_max: Number | None = Field(description="The upper end of a range; null for anything else.")
    unit: Unit = Field(description="The unit of the value.")
    qualifier: Qualifier = Field(description="What the words say of the figure's exactness.")
    bounds: Bounds = Field(description="What the words allow the value to be.")
    period: Period | None = Field(description="The time it speaks of; null where the statement names none.")
    area: str | None = Field(
        description="The place it speaks of; null = the whole force area. `national` marks a comparator."
    )
    status: Status = Field(description="Whether it is a fact or an intention.")
    certainty: Certainty = Field(
        description="How sure the reading is: `certain`, as is all that a person checked, or `likely` where the words "
        "may be read otherwise."
    )
    as_stated: str = Field(description="The words that carry it, exactly as written.")
    source: Source = Field(description="Where it stands.")
    method: str = Field(description="The rule that found it, or `reviewed` where a person checked it.")
    warnings: list[FigureWarning] = Field(description="The warnings that the checks give it; empty for none.")


class ObservationIdentity(Output):
    """What tells a stored figure from every other."""

    id: str = Field(description="Its address under `/v1/observations/`.")
    force: str = Field(description="The force whose statement it is of.")
    round: str = Field(description="The round of that statement.")


class Observation(ReadObservation, ObservationIdentity):
    """A figure of a statement, with its identity."""


class ObservationWithStanding(Observation):
    """A figure which may be one that does not stand any more."""

    current: bool = Field(description="Whether it is of the revision that lists and profiles use.")
    withdrawn_because: str | None = Field(
        description="Why the statement was withdrawn after this revision of it; null where it was not."
    )


class ObservationDetail(ObservationWithStanding):
    """A figure alone, and how it agrees with what is counted."""

    reconciliation: Reconciliation | None = Field(
        description="How it agrees with what official statistics count; null where it is not, or no longer, laid "
        "beside any."
    )


class Note(Output):
    """A claim of a statement without a number."""

    topic: Topic = Field(description="The topic that it belongs to.")
    kind: NoteKind = Field(description="What sort of claim it is.")
    text: str = Field(description="What is claimed, in our own words.")
    year: int | None = Field(description="The year it is dated to; null where it is not.")
    month: int | None = Field(ge=1, le=12, description="The month it is dated to; null where it is not.")
    source: Source = Field(description="Where it stands.")
    method: str = Field(description="The rule that found it, or `reviewed` where a person checked it.")


class Unassigned(Output):
    """A number of a statement that no rule could place for certain."""

    as_stated: str = Field(description="The words around it, exactly as written.")
    value: Number | None = Field(description="The number; null where it has too many digits to be a figure.")
    unit: Unit | None = Field(description="The unit beside it; null where there is none.")
    qualifier: Qualifier = Field(description="What the words say of its exactness.")
    source: Source = Field(description="Where it stands.")


class ObservationPage(Page[Observation]):
    """A page of observations."""

    missing: Absence | None = Field(description="Why no figure matches; null where any does.")


def _rounded(how: str) -> Callable[[Decimal], Decimal]:
    """Return what rounds a limit to the places that figures have: inwards, it lets the same figures through."""
    return lambda limit: limit.quantize(PLACES, how)


Limit = Annotated[Decimal, Field(ge=-(10**12), le=10**12)]


class ObservationQuery(StatedFiguresQuery):
    """The parameters of the list of observations. Those that may be repeated take any of their values."""

    period: Listed[str] = Field(default=[], description="Only figures of these periods, such as 2022/23.")
    area: list[str] = Field(
        default=[],
        description="Only these places, such as Leicester; `force` asks for figures of the whole force area.",
    )
    qualifier: Listed[Qualifier] = Field(default=[], description="Only figures with these qualifiers.")
    status: Listed[Status] = Field(default=[], description="Only figures of these statuses.")
    certainty: Listed[Certainty] = Field(default=[], description="Only figures whose reading is as sure as this.")
    min_value: Annotated[Limit, AfterValidator(_rounded(ROUND_CEILING))] | None = Field(
        default=None, description="The least value."
    )
    max_value: Annotated[Limit, AfterValidator(_rounded(ROUND_FLOOR))] | None = Field(
        default=None, description="The greatest value."
    )
    sort: str = Field(
        default="force",
        description="The order: force, round, measure, value or period; with `-` before it, descending.",
        json_schema_extra={"enum": [f"{direction}{sort}" for sort in SORTS for direction in ("", "-")]},
    )
    count: Literal["exact"] | None = Field(default=None, description="`exact` counts all matches, however many.")


def read_observation(
    observation: records.Observation, statement: str, url: str | None, given: Iterable[warnings.FigureWarning]
) -> ReadObservation:
    """Return an observation as it is read from a statement."""
    return ReadObservation(**_fields(observation, statement, url, given))


def stored_observation(observation: StoredObservation) -> Observation:
    """Return a stored observation."""
    statement = f"{observation.force}/{observation.round}"
    fields = _fields(observation, statement, observation.url, observation.warnings)
    return Observation(**fields, id=observation.id, force=observation.force, round=observation.round)


def observation_detail(
    observation: StoredObservation, revision: StatementRow, reconciled: StoredReconciliation | None
) -> ObservationDetail:
    """Return a stored observation with what became of the revision that it is of, and how it agrees with others."""
    return ObservationDetail(
        **dict(stored_observation(observation)),
        current=revision.current,
        withdrawn_because=revision.withdrawn_because,
        reconciliation=reconciled and reconciliation(reconciled),
    )


def _fields(
    observation: records.Observation, statement: str, url: str | None, given: Iterable[warnings.FigureWarning]
) -> dict[str, Any]:
    return {
        **figure_fields(observation),
        "value_max": observation.value_max,
        "area": observation.area,
        "status": observation.status,
        "certainty": observation.certainty,
        "as_stated": observation.as_stated,
        "source": source(observation.place, statement, url),
        "method": observation.method,
        "warnings": list(given),
    }


def source(place: records.Place | None, statement: str, url: str | None) -> Source:
    """Return where something stands in a statement."""
    return Source(
        statement=statement,
        paragraph=place and place.paragraph,
        start=place and place.start,
        end=place and place.end,
        url=url,
    )


def note(claim: records.Note, statement: str, url: str | None) -> Note:
    """Return a note of a statement."""
    return Note(
        topic=claim.topic,
        kind=claim.kind,
        text=claim.text,
        year=claim.year,
        month=claim.month,
        source=source(claim.place, statement, url),
        method=claim.method,
    )


def unassigned(number: records.Unassigned, statement: str, url: str | None) -> Unassigned:
    """Return an unassigned number of a statement."""
    return Unassigned(
        as_stated=number.as_stated,
        value=number.value,
        unit=number.unit,
        qualifier=number.qualifier,
        source=source(number.place, statement, url),
    )
