"""What a revision of a statement changes: figures added, corrected and withdrawn since the one before."""

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic

from app.derived.headlines import Figure
from app.vocabulary.records import Observation


class ChangeKind(StrEnum):
    """What happened to a figure or a statement."""

    ADDED = "added"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Change(Generic[Figure]):
    """What happened to a figure: ``before`` is ``None`` for one added, ``after`` for one withdrawn.

    ``fields`` are those in which a corrected figure differs.
    """

    kind: ChangeKind
    before: Figure | None
    after: Figure | None
    fields: tuple[str, ...] = ()


FIELDS = tuple("measure label value value_max unit qualifier bounds period area status as_stated".split())
"""What a figure says. Where it stands and who found it may change without changing that."""


def changes(before: Sequence[Figure], after: Sequence[Figure]) -> list[Change[Figure]]:
    """Return the changes between the figures of two revisions, in the order of the later one, withdrawn ones last.

    A figure is corrected where another says the same of the same area and period, or where the same words are read in
    another way.
    """
    earlier_of: dict[int, int] = {}
    for key in (_content, _subject, _words):
        waiting: dict[Hashable, deque[int]] = defaultdict(deque)
        for n, figure in enumerate(before):
            if n not in earlier_of.values():
                waiting[key(figure)].append(n)
        for n, figure in enumerate(after):
            if n not in earlier_of and waiting[key(figure)]:
                earlier_of[n] = waiting[key(figure)].popleft()
    told: list[Change[Figure]] = []
    for n, figure in enumerate(after):
        if n not in earlier_of:
            told.append(Change(ChangeKind.ADDED, None, figure))
        elif fields := _differing(before[earlier_of[n]], figure):
            told.append(Change(ChangeKind.CORRECTED, before[earlier_of[n]], figure, fields))
    withdrawn = (figure for n, figure in enumerate(before) if n not in earlier_of.values())
    return told + [Change(ChangeKind.WITHDRAWN, figure, None) for figure in withdrawn]


def _content(figure: Observation) -> Hashable:
    return tuple(getattr(figure, field) for field in FIELDS)


def _subject(figure: Observation) -> Hashable:
    return figure.measure, figure.label, figure.area, figure.period, figure.status


def _words(figure: Observation) -> Hashable:
    return figure.as_stated


def _differing(before: Observation, after: Observation) -> tuple[str, ...]:
    return tuple(field for field in FIELDS if getattr(before, field) != getattr(after, field))
