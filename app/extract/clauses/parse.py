"""A sentence in its clauses, with what each noun group is about."""

from app.extract.clauses.grouped import once
from app.extract.clauses.subjects import Subjects
from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.things import Thing

_OF_SOMETHING = frozenset({Head.MEASURE, Head.RISE, Head.FALL, Head.CHANGE})
_OF = frozenset({"of", "in", "for", "to", "among", "from"})


class Parse(Subjects):
    """A sentence in its clauses."""

    def topic(self, i: int | None) -> tuple[Thing, int] | None:
        """Return what the noun group at ``i`` is about and where that is named: its head, or what that is "of".

        "crime" is the topic of "recorded crime", and of "the number of crimes" and "a rise in crime" where it is named.
        """
        noun = None if i is None else self.noun(i)
        return None if noun is None or i is None else self._topic(i, noun)

    def _topic(self, i: int, noun: NounGroup) -> tuple[Thing, int] | None:
        if noun.thing is not None:
            return noun.thing, i
        if noun.head in _OF_SOMETHING:
            return self._topic_of(i) or _topic_in(noun, i)
        if noun.head is Head.POINTER and self.word(i + 1) == "of":
            return self.topic(i + 2)
        return None

    @once
    def _topic_of(self, i: int) -> tuple[Thing, int] | None:
        """Return the topic of the phrase after a measure or a change: "crimes" of "the number of crimes"."""
        j = self.after(i)
        return self.topic(j + 1) if self.joint(j, Join.PREPOSITION) and self.word(j) in _OF else None


def _topic_in(noun: NounGroup, i: int) -> tuple[Thing, int] | None:
    """Return the topic that the words before a measure or a change name: "the crime rate"."""
    mention = noun.things[-1].thing if noun.things else None
    return None if mention is None else (mention.thing, i)
