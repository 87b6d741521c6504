"""Stage 4b: periods that apply beyond their sentence: "in the same period", and the lead of a list."""

import re
from collections.abc import Iterator
from dataclasses import replace

from app.extract.periods import PeriodMention
from app.extract.quantities import Reading
from app.vocabulary.periods import Period, PeriodKind

_LEADING = 3
"""A period that leads a sentence has no more words before it: "In the year to March 2022, "."""
_NOT_A_TIME = frozenset({PeriodKind.SINCE, PeriodKind.BY})


_OF_A_DAY = re.compile(r"\b(?:(?:an?|each|every|any)(?:\s[a-z]+)?\sday|daily|24[\s-]hours?)\b(?!\sof\b)", re.IGNORECASE)
_ALSO = re.compile(r"(?:we|it|they|officers)\s(?:also|then|further)\b", re.IGNORECASE)


class Times:
    """The periods that the sentences of a statement pass on to later ones."""

    def __init__(self) -> None:
        """Begin a statement, without any period yet."""
        self._latest: Period | None = None
        self._lead: Period | None = None
        self._daily = False
        self._before: tuple[int, Period] | None = None

    def read_on(self, reading: Reading, *, alone: bool) -> Reading:
        """Return the reading of the next sentence with the periods that earlier ones pass on to it.

        "The same period" and "that year" are the latest one named. The period that leads a list ("In 2022/23 we:"),
        which is no sentence of its own, holds for its items: those that are paragraphs ``alone`` or end without a full
        stop. So does the day of "On a typical day we:", and that of "Each day we take 290 calls" where the next
        sentence goes on with "We also".
        """
        periods = tuple(self._resolved(reading.periods))
        named = [m.period for m in periods if not m.event and not is_back_reference(m.period)]
        text = reading.sentence.text
        ended = text.endswith((".", "!", "?"))
        goes_on = self._daily and _ALSO.match(text) is not None
        if not (alone or not ended):
            self._lead = None
        daily = self._daily and (alone or not ended or goes_on)
        self._daily = _OF_A_DAY.search(text) is not None or daily
        lead = None if any(period.kind not in _NOT_A_TIME for period in named) else self._lead
        if named and not ended and not text.startswith("(") and not reading.quantities:
            self._lead = named[-1]
        told = replace(reading, periods=periods, lead=lead, daily=daily)
        handed = self._handed_on(told, named=bool(named))
        return told if handed is None else replace(told, before=handed)

    def _handed_on(self, reading: Reading, *, named: bool) -> Period | None:
        """Return the period of the sentence before in the paragraph, and keep the one that leads this sentence."""
        paragraph, text = reading.sentence.paragraph, reading.sentence.text
        handed = self._before[1] if self._before and self._before[0] == paragraph and not named else None
        first = next((m for m in reading.periods if not m.event and m.period.kind not in _NOT_A_TIME), None)
        led = first.period if first is not None and text[: first.start].count(" ") <= _LEADING else handed
        self._before = None if led is None else (paragraph, led)
        return handed

    def _resolved(self, mentions: tuple[PeriodMention, ...]) -> Iterator[PeriodMention]:
        """Yield the periods of a sentence; those that point back are the latest one named before them."""
        for mention in mentions:
            if is_back_reference(mention.period):
                yield mention if self._latest is None else replace(mention, period=self._latest)
                continue
            if not mention.event and mention.period.kind is not PeriodKind.BY:
                self._latest = mention.period
            yield mention


def is_back_reference(period: Period) -> bool:
    """Return whether a period only points back to one named before: "the same period", "that year"."""
    return period.kind is PeriodKind.RELATIVE and period.label.startswith(("same ", "that ", "those "))
