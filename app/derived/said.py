"""What one source says of a force: a statement of a round, or official statistics of a time."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic

from app.vocabulary.figures import SomeFigure
from app.vocabulary.official import Gap, GapCode
from app.vocabulary.periods import Period
from app.vocabulary.rounds import date_of
from app.vocabulary.warnings import Absence, AbsenceCode, not_stated


@dataclass(frozen=True, slots=True)
class Said(ABC, Generic[SomeFigure]):
    """The figures that a source gives of some measures of a force."""

    figures: Sequence[SomeFigure]

    @property
    @abstractmethod
    def name(self) -> str:
        """What tells the source from others of the force: a round, or a time."""

    @property
    @abstractmethod
    def day(self) -> date | None:
        """The day that a figure without a period is taken to speak of."""

    @abstractmethod
    def without(self, measures: Collection[str], label: str | None = None) -> Absence:
        """Return why it gives no figure of some measures, called by a label unless they are what was asked for."""


@dataclass(frozen=True, slots=True)
class Stated(Said[SomeFigure]):
    """What a statement says, and whether it was read to the end."""

    round: str
    complete: bool

    @property
    def name(self) -> str:
        """The round."""
        return self.round

    @property
    def day(self) -> date:
        """The day that its round stands for."""
        return date_of(self.round)

    def without(self, measures: Collection[str], label: str | None = None) -> Absence:  # noqa: ARG002 - it only says so
        """Return that it does not state them."""
        detail = "it is not stated" if label is None else f"the statement gives no {label}"
        return not_stated(f"in {self.round}, {detail}", complete=self.complete)


@dataclass(frozen=True, slots=True)
class Counted(Said[SomeFigure]):
    """What official statistics count at one time, and what they are known to lack."""

    time: Period
    gaps: Sequence[Gap]

    @property
    def name(self) -> str:
        """The time."""
        return self.time.label

    @property
    def day(self) -> date | None:
        """The last day of the time."""
        return self.time.end

    def without(self, measures: Collection[str], label: str | None = None) -> Absence:
        """Return the publisher's reason, or that no figure of the time is held here."""
        gap = next((gap for gap in self.gaps if gap.measure in measures), None)
        if gap is None and label is None:
            return Absence(AbsenceCode.NOT_HELD, f"no official figure of {self.name} is held here")
        if gap is None:
            detail = f"official statistics held here give no {label} that goes with {self.name}"
            return Absence(AbsenceCode.NOT_HELD, detail)
        of = "" if label is None else f"{label}: "
        return Absence(AbsenceCode(gap.code.value), f"{of}no figure ({gap.period.label}): {gap.detail}")

    @property
    def missing(self) -> frozenset[str]:
        """The measures that it lacks a figure of, so that no other may take its place: none includes it."""
        return frozenset(gap.measure for gap in self.gaps if gap.code is not GapCode.COUNTED_ELSEWHERE)
