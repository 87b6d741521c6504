"""A sentence in groups: what stands at each place."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import wraps
from operator import attrgetter
from typing import Any, Concatenate, ParamSpec, TypeVar

from app.extract.groups import Group, Join, Joint, NounGroup, VerbGroup
from app.extract.quantities import Quantity, Reading

REACH = 24
"""No walk goes over more groups than these: it ends within any sentence, and no sentence of prose needs more."""

_start, _end = attrgetter("start"), attrgetter("end")


class Grouped:
    """A sentence in groups. ``spots`` are the places in ``groups`` of its quantities, -1 for one that is in none."""

    def __init__(self, reading: Reading, groups: list[Group]) -> None:
        """Look once at what stands at each place, which joins ask for again and again."""
        self.reading, self.groups = reading, groups
        self._nouns = [group if isinstance(group, NounGroup) else None for group in groups]
        self._verbs = [group if isinstance(group, VerbGroup) else None for group in groups]
        self._joints = [group if isinstance(group, Joint) else None for group in groups]
        self._kinds = [None if joint is None else joint.join for joint in self._joints]
        self._words = ["" if joint is None else joint.text for joint in self._joints]
        self._size = len(groups)
        self.kept: dict[tuple[object, ...], Any] = {}
        spots = {noun.quantity: i for i, noun in enumerate(self._nouns) if noun is not None}
        self.spots = tuple(spots.get(n, -1) for n in range(len(reading.quantities)))

    def back(self, i: int) -> range:
        """Return the places before ``i``, the nearest first, as far as anything is looked for."""
        return range(i - 1, max(-1, i - 1 - REACH), -1)

    def ahead(self, i: int) -> range:
        """Return the places after ``i``, the nearest first, as far as anything is looked for."""
        return range(i + 1, min(self._size, i + 1 + REACH))

    def first_of(self, start: int) -> int:
        """Return the place of the first group that ends after a character of the sentence."""
        return bisect_right(self.groups, start, key=_end)

    def last_of(self, end: int) -> int:
        """Return the place of the last group that begins before a character of the sentence."""
        return bisect_left(self.groups, end, key=_start) - 1

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.reading.sentence.text

    def at(self, i: int) -> Group | None:
        """Return the group at a place, or ``None`` outside the sentence."""
        return self.groups[i] if 0 <= i < self._size else None

    def noun(self, i: int) -> NounGroup | None:
        """Return the noun group at a place, if it is one."""
        return self._nouns[i] if 0 <= i < self._size else None

    def verb(self, i: int) -> VerbGroup | None:
        """Return the verb group at a place, if it is one."""
        return self._verbs[i] if 0 <= i < self._size else None

    def joint(self, i: int, *joins: Join) -> Joint | None:
        """Return the joint at a place, if it is one of some kinds, or of any if none is named."""
        joint = self._joints[i] if 0 <= i < self._size else None
        return joint if joint is not None and (not joins or joint.join in joins) else None

    def word(self, i: int) -> str:
        """Return the words of the joint at a place, or nothing."""
        return self._words[i] if 0 <= i < self._size else ""

    def quantity(self, n: int) -> Quantity:
        """Return the n-th quantity."""
        return self.reading.quantities[n]


_Sentence = TypeVar("_Sentence", bound=Grouped)
_Asked = ParamSpec("_Asked")
_Found = TypeVar("_Found")


def once(
    work: Callable[Concatenate[_Sentence, _Asked], _Found],
) -> Callable[Concatenate[_Sentence, _Asked], _Found]:
    """Make a function of a sentence, and of places in it, work once for each, and keep what it finds."""

    @wraps(work)
    def found(sentence: _Sentence, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Found:
        key = (work, *asked)
        if key not in sentence.kept:
            sentence.kept[key] = work(sentence, *asked, **named)
        kept: _Found = sentence.kept[key]
        return kept

    return found
