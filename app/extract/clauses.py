"""Stage 8: the clauses of a sentence: what governs a noun group, and what the subject of a verb is."""

from dataclasses import dataclass

from app.extract.groups import Group, Head, Join, Joint, NounGroup, VerbGroup
from app.extract.quantities import Quantity, Reading
from app.vocabulary.things import Thing


@dataclass(frozen=True, slots=True)
class Parse:
    """A sentence in groups. ``spots`` are the places in ``groups`` of its quantities."""

    reading: Reading
    groups: list[Group]
    spots: tuple[int, ...]

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.reading.sentence.text

    def at(self, i: int) -> Group | None:
        """Return the group at a place, or ``None`` outside the sentence."""
        return self.groups[i] if 0 <= i < len(self.groups) else None

    def noun(self, i: int) -> NounGroup | None:
        """Return the noun group at a place, if it is one."""
        group = self.at(i)
        return group if isinstance(group, NounGroup) else None

    def verb(self, i: int) -> VerbGroup | None:
        """Return the verb group at a place, if it is one."""
        group = self.at(i)
        return group if isinstance(group, VerbGroup) else None

    def joint(self, i: int, *joins: Join) -> Joint | None:
        """Return the joint at a place, if it is one of some kinds, or of any if none is named."""
        group = self.at(i)
        return group if isinstance(group, Joint) and (not joins or group.join in joins) else None

    def word(self, i: int) -> str:
        """Return the words of the joint at a place, or nothing."""
        joint = self.joint(i)
        return "" if joint is None else joint.text

    def quantity(self, n: int) -> Quantity:
        """Return the n-th quantity."""
        return self.reading.quantities[n]

    # What stands around a group

    def before(self, i: int) -> int:
        """Return the place of the group before ``i``, without adverbs and times with their prepositions."""
        j = i - 1
        while j >= 0:
            if self.joint(j, Join.ADVERB):
                j -= 1
            elif self.joint(j, Join.TIME):
                j -= 1
                while self.joint(j, Join.PREPOSITION) or self._of_time(j):
                    j -= 1
                if self.joint(j, Join.COMMA) and self.verb(j + 1) is None and not self.joint(j - 1, Join.AND):
                    j -= 1
            elif self.joint(j, Join.CLOSE) and (opened := self._opening(j)) is not None:
                j = opened - 1
            else:
                return j
        return j

    def _of_time(self, j: int) -> bool:
        noun = self.noun(j)
        return (
            noun is not None
            and noun.quantity is None
            and noun.noun in {"year", "years", "end", "period", "", "financial", "the"}
            and noun.head is not Head.POINTER
        )

    def _opening(self, j: int) -> int | None:
        return next((k for k in range(j - 1, -1, -1) if self.joint(k, Join.OPEN)), None)

    def after(self, i: int) -> int:
        """Return the place of the group after ``i``, without adverbs, times and brackets that hold a time alone."""
        j = i + 1
        while j < len(self.groups):
            if self.joint(j, Join.ADVERB, Join.TIME) or self._each_year(j):
                j += 1
            elif self.joint(j, Join.PREPOSITION) and self._each_year(j + 1):
                j += 2
            elif self.joint(j, Join.PREPOSITION) and self.joint(self._over_article(j + 1), Join.TIME):
                j = self._over_article(j + 1) + 1
            elif self.joint(j, Join.OPEN) and (closed := self._closing(j)) is not None:
                j = closed + 1
            else:
                return j
        return j

    def _closing(self, opened: int) -> int | None:
        """Return the place where a short bracket closes that adds a time or another form of a number."""
        return next(
            (k for k in range(opened + 1, min(opened + 5, len(self.groups))) if self.joint(k, Join.CLOSE)), None
        )

    def _each_year(self, j: int) -> bool:
        noun = self.noun(j)
        return (
            noun is not None
            and noun.quantity is None
            and noun.noun in {"year", "annum"}
            and (noun.determiner in {"a", "each", "every", "per"} or self.word(j - 1) == "per")
        )

    def _over_article(self, j: int) -> int:
        noun = self.noun(j)
        return j + 1 if noun is not None and noun.quantity is None and noun.head is Head.NONE else j

    def preposition(self, i: int) -> str:
        """Return the preposition that governs the noun group at ``i``, or nothing."""
        j = self.before(i)
        return self.word(j) if self.joint(j, Join.PREPOSITION) else ""

    def governing(self, i: int) -> int | None:
        """Return the place of the verb before the noun group at ``i`` in its clause, or ``None``."""
        j = i - 1
        while j >= 0:
            if self.verb(j) is not None:
                return j
            if self.joint(j, Join.STOP, Join.SUBORDINATOR, Join.OPEN):
                return None
            if self.joint(j, Join.CLOSE):
                opened = self._opening(j)
                j = j if opened is None else opened
            j -= 1
        return None

    def following(self, i: int) -> int | None:
        """Return the place of the verb after the noun group at ``i`` whose subject it heads, or ``None``."""
        j = self.after(i)
        while j < len(self.groups):
            if self.verb(j) is not None:
                return j
            if self.joint(j, Join.PREPOSITION) and self.noun(j + 1):
                j = self.after(j + 1)
            elif self.joint(j, Join.RELATIVE) or (self.joint(j, Join.PREPOSITION) and self.joint(j + 1, Join.RELATIVE)):
                j = self.after(j) if self.joint(j, Join.RELATIVE) else self.after(j + 1)
            elif (
                self.joint(j, Join.AND, Join.COMMA)
                and (listed := self.noun(j + 1)) is not None
                and listed.quantity is not None
            ):
                j = self.after(j + 1)
            elif self.joint(j, Join.OPEN):
                j = next((k + 1 for k in range(j, len(self.groups)) if self.joint(k, Join.CLOSE)), len(self.groups))
            else:
                return None
        return None

    def subject(self, v: int) -> int | None:
        """Return the place of the subject of the verb at ``v``: the noun group before it, not one of a phrase."""
        verb = self.verb(v)
        j = self.before(v)
        if self.joint(j, Join.RELATIVE):
            j = self.before(j)
            j = self.before(j) if self.joint(j, Join.COMMA, Join.PREPOSITION) else j
            return j if self.noun(j) else None
        if self.joint(j, Join.AND) or (
            self.joint(j, Join.COMMA) and verb is not None and (verb.ing or verb.past or verb.infinitive)
        ):
            aside = self.aside(j) if self.joint(j, Join.COMMA) else None
            if aside is None:
                earlier = self.governing(j)
                if earlier is None and self.joint(j, Join.COMMA) and self.noun(self.before(j)):
                    return self.before(j)
                return None if earlier is None else self.subject(earlier)
            j = self.before(aside)
        elif self.joint(j, Join.COMMA):
            aside = self.aside(j)
            j = j - 1 if aside is None else self.before(aside)
        while j >= 0:
            noun = self.noun(j)
            told = self.verb(j)
            if (
                told is not None
                and (told.infinitive or (told.past and not told.perfect and len(told.tokens) == 1))
                and self.noun(self.before(j))
            ):
                j = self.before(j)
                continue
            if noun is None:
                return None if self.verb(j) or self.joint(j, Join.SUBORDINATOR, Join.STOP) else self._left(j)
            if not self.joint(self.before(j), Join.PREPOSITION):
                return j
            if self.word(self.before(j)) == "with" and verb is not None and verb.ing:
                return j
            j = self.before(self.before(j))
            if self.joint(j, Join.AND) and self.noun(j - 1):
                j -= 1
        return None

    def _left(self, j: int) -> int | None:
        j = self.before(j)
        return j if j >= 0 and self.noun(j) and not self.joint(self.before(j), Join.PREPOSITION) else None

    def aside(self, comma: int) -> int | None:
        """Return the comma that opens what the comma at ``comma`` closes: ", which had been falling,"."""
        for k in range(comma - 1, -1, -1):
            if self.joint(k, Join.COMMA):
                opens = self.joint(k + 1, Join.RELATIVE, Join.PREPOSITION, Join.COMPARISON, Join.ADVERB, Join.TIME)
                return k if opens is not None or self.verb(k + 1) is not None else None
            if self.joint(k, Join.STOP):
                return None
        return None

    # What a noun group is about

    def topic(self, i: int | None) -> tuple[Thing, int] | None:
        """Return what the noun group at ``i`` is about and where that is named: its head, or what that is "of"."""
        noun = None if i is None else self.noun(i)
        if noun is None or i is None:
            return None
        if noun.thing is not None:
            return noun.thing, i
        if noun.head in {Head.MEASURE, Head.RISE, Head.FALL, Head.CHANGE}:
            j = self.after(i)
            if self.joint(j, Join.PREPOSITION) and self.word(j) in {"of", "in", "for", "to", "among", "from"}:
                if (of := self.topic(j + 1)) is not None:
                    return of
            if noun.things and (mention := noun.things[-1].thing) is not None:
                return mention.thing, i
        if noun.head is Head.POINTER and self.word(i + 1) == "of":
            return self.topic(i + 2)
        return None
