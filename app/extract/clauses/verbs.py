"""The verbs around a noun group: the one that governs it, and the one whose subject it heads."""

from app.extract.clauses.walking import Walked
from app.extract.groups import Group, Join
from app.extract.quantities import Reading

_LISTING = (Join.AND, Join.COMMA)
_ENDS = (Join.STOP, Join.SUBORDINATOR, Join.OPEN)


class Governed(Walked):
    """A sentence in groups, of which each knows its verbs."""

    def __init__(self, reading: Reading, groups: list[Group]) -> None:
        """Find the verbs of each group, in one walk each way."""
        super().__init__(reading, groups)
        self._governing: list[int | None] = [None]
        for j in range(self._size):
            self._governing.append(self._governing_after(j))
        self._following: list[int | None] = [None] * (self._size + 2)  # from the place before the first
        for i in range(self._size - 1, -2, -1):
            self._following[i + 1] = self._following_at(self.after(i))

    def governing(self, i: int) -> int | None:
        """Return the place of the verb before the noun group at ``i`` in its clause: "has" of "has, today, 2,242"."""
        return self._governing[min(i, self._size)] if i >= 0 else None

    def following(self, i: int) -> int | None:
        """Return the place of the verb whose subject the group at ``i`` heads: "live" of "people in the city live"."""
        return self._following[i + 1] if -1 <= i < self._size else None

    def _governing_after(self, j: int) -> int | None:
        """Return the verb that governs what stands right after the group at ``j``."""
        if self._verbs[j] is not None:
            return j
        kind = self._kinds[j]
        if kind in _ENDS:
            return None
        opened = self._opened[j] if kind is Join.CLOSE else None
        return self._governing[j if opened is None else opened]

    def _following_at(self, j: int) -> int | None:
        """Return the verb at ``j``, or after what tells more of its subject: "in the city", "who", "and 80 PCSOs"."""
        if self.verb(j) is not None:
            return j
        kind = self._kinds[j] if j < self._size else None
        if kind is Join.RELATIVE:
            return self._following[j + 1]
        phrase = kind is Join.PREPOSITION and (self.noun(j + 1) or self.joint(j + 1, Join.RELATIVE))
        if phrase or (kind in _LISTING and self._is_number(j + 1)):
            return self._following[j + 2]
        return self._following[self._closed[j] + 1] if kind is Join.OPEN else None

    def _is_number(self, j: int) -> bool:
        noun = self.noun(j)
        return noun is not None and noun.quantity is not None
