"""Reconciliations: a stated figure beside what official statistics count, and how the two agree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from app.vocabulary.bounds import Bounds
from app.vocabulary.display import display
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis, Grade
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit
from app.vocabulary.words import Word


class Relation(Word):
    """How a stated figure relates to its primary candidate, the official figure that a rule chose for it."""

    AGREES = "agrees"  # the count is within what the words allow
    CONSISTENT = "consistent"  # an open bound such as "over x" holds, but the count is far past it
    NEAR = "near"
    APART = "apart"
    DIFFERS = "differs"
    NOT_COMPARABLE = "not_comparable"


class Reason(Word):
    """What may explain a relation, or why there is none."""

    PERIOD_UNKNOWN = "period_unknown"  # the statement names no time
    BASIS_UNKNOWN = "basis_unknown"  # the words name neither full-time equivalents nor headcount
    DEFINITION_DIFFERS = "definition_differs"  # the two count different things, or another definition lies nearer
    LIKELY_SLIP = "likely_slip"  # a power of ten, or one square unit for another
    OTHER_DATE_FITS = "other_date_fits"  # the official figure of another day of the window agrees or is near
    PART_OF_AREA = "part_of_area"  # it is stated of a part of the force area
    NO_OFFICIAL_FIGURE = "no_official_figure"  # none of the time is held here


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An official count that a stated figure may be compared with.

    ``definition`` says what is counted where that is more, or other, than the measure, such as police staff and
    designated officers together. ``figures`` are the ids of the official figures it is made of, which are all of one
    ``dataset`` and added up; ``edition`` is the newest of theirs, and ``grade`` the weakest.
    """

    measure: str
    dataset: str
    edition: date
    definition: str | None
    basis: Basis
    period: Period
    value: Decimal
    unit: Unit
    bounds: Bounds
    figures: tuple[str, ...]
    grade: Grade

    def __hash__(self) -> int:
        """Return a hash of what tells it from most others, because hashing all of it takes longer than writing it."""
        return hash(self.figures)

    @property
    def id(self) -> str:
        """The ids of the official figures it is made of."""
        return "+".join(self.figures)

    @property
    def display(self) -> str:
        """The count for readers."""
        return display(self.value, None, self.unit, Qualifier.EXACT, measures()[self.measure].kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciliation:
    """A stated figure beside official ones.

    ``primary`` is the candidate that a rule chose without looking at its value, and the one ``relation`` is of.
    ``candidates`` are the others of the window and ``closest`` the nearest of all in value. ``difference`` is by how
    much the stated figure is above (or, negative, below) the primary: from the nearest value that the words allow, in
    percent of the official figure or, for shares, in percentage points; 0 if they allow it. ``explanation`` is a plain
    sentence or two.
    """

    relation: Relation
    reasons: tuple[Reason, ...]
    primary: Candidate | None
    closest: Candidate | None
    candidates: tuple[Candidate, ...]
    difference: Decimal | None
    explanation: str

    @property
    def counts(self) -> tuple[Candidate, ...]:
        """The candidates that it was laid beside, the primary one first."""
        return self.candidates if self.primary is None else (self.primary, *self.candidates)

    @property
    def tried(self) -> int:
        """How many candidates it was laid beside."""
        return len(self.counts)

    @property
    def difference_unit(self) -> Literal[Unit.PERCENT, Unit.PERCENTAGE_POINTS] | None:
        """The unit of the difference; ``None`` if there is none."""
        if self.primary is None or self.difference is None:
            return None
        return Unit.PERCENTAGE_POINTS if self.primary.unit is Unit.PERCENT else Unit.PERCENT
