"""What a revision of a statement changes: figures added, corrected and withdrawn since the previous one."""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from app.vocabulary.measures import measures
from app.vocabulary.records import Observation
from app.vocabulary.words import Word

Stated = TypeVar("Stated", bound=Observation)
"""A figure of a statement, stored or not."""


class ChangeKind(Word):
    """What happened to a figure or a statement."""

    ADDED = "added"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change(Generic[Stated]):
    """What happened to a figure: ``before`` is ``None`` if it was added, ``after`` if it was withdrawn.

    ``fields`` are the fields that changed in a corrected figure.
    """

    kind: ChangeKind
    before: Stated | None
    after: Stated | None
    fields: tuple[str, ...] = ()


SAYS = tuple("measure label value value_max unit qualifier bounds period area status".split())
"""The fields that make up the meaning of a figure, unlike the quotation, its place and the method."""

FIELDS = (*SAYS, "as_stated")
"""The fields that are reported for a corrected figure."""


def changes(before: Sequence[Stated], after: Sequence[Stated]) -> list[Change[Stated]]:
    """Return the changes between the figures of two revisions, in the order of the later one, withdrawn ones last.

    A figure counts as corrected if a new one says something else about the same subject (if there are several, the one
    with the nearest value), or if the same words, at the same place or of the same topic and unit, are read in another
    way. A figure that only has a longer or shorter quotation is not changed.
    """
    earlier_of = _paired(before, after)
    told: list[Change[Stated]] = []
    for n, figure in enumerate(after):
        if n not in earlier_of:
            told.append(Change(ChangeKind.ADDED, None, figure))
        elif _content(earlier := before[earlier_of[n]]) != _content(figure):
            told.append(Change(ChangeKind.CORRECTED, earlier, figure, _differing(earlier, figure)))
    kept = set(earlier_of.values())
    withdrawn = (figure for n, figure in enumerate(before) if n not in kept)
    return told + [Change(ChangeKind.WITHDRAWN, figure, None) for figure in withdrawn]


def _paired(before: Sequence[Observation], after: Sequence[Observation]) -> dict[int, int]:
    """Return the index in ``before`` of each figure in ``after`` that has a counterpart, by its index."""
    earlier_of: dict[int, int] = {}
    taken: set[int] = set()
    for key in (_content, _subject, _words_at_place, _words_of_topic):
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for n, figure in enumerate(before):
            if n not in taken:
                waiting[key(figure)].append(n)
        pairs = [
            (earlier, later)
            for later, figure in enumerate(after)
            if later not in earlier_of
            for earlier in waiting[key(figure)]
        ]
        for earlier, later in sorted(pairs, key=lambda pair: _distance(before[pair[0]], after[pair[1]])):
            if earlier not in taken and later not in earlier_of:
                earlier_of[later] = earlier
                taken.add(earlier)
    return earlier_of


def _content(figure: Observation) -> Hashable:
    return tuple(getattr(figure, field) for field in SAYS)


def _subject(figure: Observation) -> Hashable:
    return figure.measure, figure.label, figure.area, figure.period, figure.status


def _words_at_place(figure: Observation) -> Hashable:
    # Figures without a place must not match each other, so each gets a key of its own.
    return figure.as_stated, figure.place or id(figure)


def _words_of_topic(figure: Observation) -> Hashable:
    return figure.as_stated, measures()[figure.measure].topic, figure.unit


def _distance(before: Observation, after: Observation) -> tuple[bool, Decimal]:
    return before.unit != after.unit, abs(before.value - after.value)


def _differing(before: Observation, after: Observation) -> tuple[str, ...]:
    return tuple(field for field in FIELDS if getattr(before, field) != getattr(after, field))
