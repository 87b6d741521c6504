"""What stands beside a group: the one before and after it, over adverbs, times and short brackets."""

from app.extract.clauses.grouped import Grouped, once
from app.extract.groups import Group, Head, Join
from app.extract.quantities import Reading

_OF_A_TIME = frozenset({"year", "years", "end", "period", "", "financial", "the"})
_OPENING = (Join.RELATIVE, Join.PREPOSITION, Join.COMPARISON, Join.ADVERB, Join.TIME)
LONGEST_BRACKET = 5
"""A bracket of fewer groups adds but a time or another form of a number, and is passed over."""


class Walked(Grouped):
    """A sentence in groups, of which each knows what it stands beside."""

    def __init__(self, reading: Reading, groups: list[Group]) -> None:
        """Find what stands beside each group, in one walk each way."""
        super().__init__(reading, groups)
        self._opened: list[int | None] = [None]  # for each place, where the last bracket before it opens
        self._before = [-1]
        for j in range(self._size):
            passed = self._back_over(j)
            self._before.append(j if passed == j else self._before[passed + 1])
            self._opened.append(j if self._kinds[j] is Join.OPEN else self._opened[j])
        self._closed = [self._size] * (self._size + 1)  # for each place, where the next bracket from it on closes
        self._after = [self._size] * (self._size + 1)  # that of the place before the first comes first
        for j in range(self._size - 1, -1, -1):
            self._closed[j] = j if self._kinds[j] is Join.CLOSE else self._closed[j + 1]
            passed = self._over(j)
            self._after[j] = j if passed == j else self._after[min(passed, self._size)]

    def opened_before(self, i: int) -> int | None:
        """Return the place where the last bracket before ``i`` opens, closed or not; ``None`` without one."""
        return self._opened[min(i, self._size)] if i >= 0 else None

    def before(self, i: int) -> int:
        """Return the place of the group before ``i``: "fell" before "4%" in "crime fell, in 2016, 4%"."""
        return self._before[i] if 0 <= i <= self._size else i - 1

    def after(self, i: int) -> int:
        """Return the place of the group after ``i``: "were" after "crimes" in "crimes each year (2016) were"."""
        return self._after[i + 1] if -1 <= i < self._size else i + 1

    def preposition(self, i: int) -> str:
        """Return the preposition that governs the noun group at ``i``: "of" in "of, in 2016, 2,242"; else nothing."""
        j = self.before(i)
        return self.word(j) if self.joint(j, Join.PREPOSITION) else ""

    @once
    def aside(self, comma: int) -> int | None:
        """Return the comma that opens what the one at ``comma`` closes: ", which had been falling,"; else ``None``."""
        for k in self.back(comma):
            if self.joint(k, Join.COMMA):
                return k if self.joint(k + 1, *_OPENING) or self.verb(k + 1) else None
            if self.joint(k, Join.STOP):
                return None
        return None

    # Each returns the place where it comes to from a place that it passes over, or the place itself

    def _back_over(self, j: int) -> int:
        kind = self._kinds[j]
        if kind is Join.ADVERB:
            return j - 1
        if kind is Join.TIME:
            return self._back_over_time(j - 1)
        opened = self._opened[j] if kind is Join.CLOSE else None
        return j if opened is None else opened - 1

    def _back_over_time(self, j: int) -> int:
        """Pass over what leads to a time, and the comma before it: "in the year to", ", in"."""
        while self.joint(j, Join.PREPOSITION) or self._is_of_a_time(j):
            j -= 1
        apart = self.joint(j, Join.COMMA) and self.verb(j + 1) is None and not self.joint(j - 1, Join.AND)
        return j - 1 if apart else j

    def _over(self, j: int) -> int:
        kind = self._kinds[j]
        if kind is Join.ADVERB or kind is Join.TIME or self._is_each_year(j):
            return j + 1
        if kind is Join.PREPOSITION:
            time = self._over_article(j + 1)
            return time + 1 if self.joint(time, Join.TIME) or self._is_each_year(time) else j
        if kind is Join.OPEN:
            closed = self._closed[j]
            return closed + 1 if closed < min(j + LONGEST_BRACKET, self._size) else j
        return j

    def _over_article(self, j: int) -> int:
        noun = self.noun(j)
        return j + 1 if noun is not None and noun.quantity is None and noun.head is Head.NONE else j

    def _is_of_a_time(self, j: int) -> bool:
        """Return whether a group only introduces a time: "the", "the year", "the end"."""
        noun = self.noun(j)
        if noun is None or noun.quantity is not None or noun.head is Head.POINTER:
            return False
        return noun.noun in _OF_A_TIME

    def _is_each_year(self, j: int) -> bool:
        """Return whether a group says that so many are of a year: "a year", "per annum"."""
        noun = self.noun(j)
        if noun is None or noun.quantity is not None or noun.noun not in {"year", "annum"}:
            return False
        return noun.determiner in {"a", "each", "every", "per"} or self.word(j - 1) == "per"
