"""The subject of a verb, over asides, relative clauses, participles and verbs that share it."""

from app.extract.clauses.grouped import REACH, once
from app.extract.clauses.verbs import Governed
from app.extract.groups import Join, VerbGroup


class Subjects(Governed):
    """A sentence in groups, of which each verb knows its subject."""

    @once
    def subject(self, v: int) -> int | None:
        """Return the place of the subject of the verb at ``v``, or ``None``: "crime" of "crime in the city rose"."""
        for _ in range(REACH):
            j = self.before(v)
            if self.joint(j, Join.RELATIVE):
                return self._antecedent(j)
            aside = self.aside(j) if self.joint(j, Join.COMMA) else None
            if aside is not None:
                return self._heading(self.before(aside), v)
            if not self._shares(v, j):
                return self._heading(j - 1 if self.joint(j, Join.COMMA) else j, v)
            earlier = self.governing(j)
            if earlier is None:
                before = self.before(j)
                return before if self.joint(j, Join.COMMA) and self.noun(before) else None
            v = earlier
        return None

    def _antecedent(self, relative: int) -> int | None:
        """Return what a relative word stands for: "the force" of "the force, which has", "staff, of whom"."""
        j = self.before(relative)
        if self.joint(j, Join.COMMA, Join.PREPOSITION):
            j = self.before(j)
        return j if self.noun(j) else None

    def _shares(self, v: int, j: int) -> bool:
        """Return whether a verb has the subject of the one before: "has officers and employs", "fell, reaching"."""
        if self.joint(j, Join.AND):
            return True
        verb = self.verb(v)
        return self.joint(j, Join.COMMA) is not None and verb is not None and (verb.ing or verb.past or verb.infinitive)

    def _heading(self, j: int, v: int) -> int | None:
        """Return the head of what ends at ``j``: "the number" of "the number of crimes recorded in the city"."""
        for _ in range(REACH):
            if self._tells_more(j):
                j = self.before(j)
            elif self.noun(j) is None:
                ends = self.verb(j) or self.joint(j, Join.SUBORDINATOR, Join.STOP)
                return None if ends else self._left(j)
            elif not self.joint(self.before(j), Join.PREPOSITION) or self._is_told_with(j, v):
                return j
            else:
                j = self._over_phrase(j)
        return None

    def _tells_more(self, j: int) -> bool:
        """Return whether a verb only tells more of the noun before it: "crimes recorded", "the work to be done"."""
        verb = self.verb(j)
        return verb is not None and (verb.infinitive or _is_participle(verb)) and self.noun(self.before(j)) is not None

    def _is_told_with(self, j: int, v: int) -> bool:
        """Return whether the verb tells of what follows "with": "with crime rising"."""
        verb = self.verb(v)
        return self.word(self.before(j)) == "with" and verb is not None and verb.ing

    def _over_phrase(self, j: int) -> int:
        """Return the place of what a phrase belongs to, or of the first of two: "crime" of "crime and in fraud"."""
        j = self.before(self.before(j))
        return j - 1 if self.joint(j, Join.AND) and self.noun(j - 1) else j

    def _left(self, j: int) -> int | None:
        """Return the noun group left of a joint, unless it is one of a phrase."""
        j = self.before(j)
        return j if self.noun(j) and not self.joint(self.before(j), Join.PREPOSITION) else None


def _is_participle(verb: VerbGroup) -> bool:
    return verb.past and not verb.perfect and len(verb.tokens) == 1
