"""Stage 4b: periods that apply beyond their sentence: "in the same period", and the lead of a list."""

from dataclasses import replace

from app.extract.periods import PeriodMention
from app.extract.quantities import Reading
from app.vocabulary.periods import Period, PeriodKind

_NOT_A_TIME = frozenset({PeriodKind.SINCE, PeriodKind.BY})


class Times:
    """The periods that the sentences of a statement pass on to later ones."""

    def __init__(self) -> None:
        """Begin a statement, without any period yet."""
        self._latest: Period | None = None
        self._lead: Period | None = None

    def read_on(self, reading: Reading, *, alone: bool) -> Reading:
        """Return the reading of the next sentence with the periods that earlier ones pass on to it.

        "The same period" and "that year" are the latest one named. The period that leads a list ("In 2022/23 we:"),
        which is no sentence of its own, holds for its items: those that are paragraphs ``alone`` or end without a full
        stop.
        """
        handed = self._latest
        periods = tuple(_resolved(mention, handed) for mention in reading.periods)
        quantities = tuple(
            replace(quantity, period=handed)
            if quantity.period is not None and is_back_reference(quantity.period)
            else quantity
            for quantity in reading.quantities
        )
        named = [
            m.period
            for m in periods
            if not m.event and m.period.kind not in _NOT_A_TIME and not is_back_reference(m.period)
        ]
        text = reading.sentence.text
        ended = text.endswith((".", "!", "?"))
        item = alone or not ended
        if not item:
            self._lead = None
        if self._lead is not None and not named:
            quantities = tuple(
                replace(quantity, period=self._lead) if quantity.period is None else quantity for quantity in quantities
            )
        if named and not ended and not text.startswith("(") and not reading.quantities:
            self._lead = named[-1]
        pointed_to = [m.period for m in periods if not m.event and m.period.kind is not PeriodKind.BY]
        if any(not is_back_reference(period) for period in pointed_to):
            self._latest = next(period for period in reversed(pointed_to) if not is_back_reference(period))
        return replace(reading, periods=periods, quantities=quantities)


def is_back_reference(period: Period) -> bool:
    """Return whether a period only points back to one named before: "the same period", "that year"."""
    return period.kind is PeriodKind.RELATIVE and period.label.startswith(("same ", "that ", "those "))


def _resolved(mention: PeriodMention, latest: Period | None) -> PeriodMention:
    if latest is not None and is_back_reference(mention.period):
        return replace(mention, period=latest)
    return mention
