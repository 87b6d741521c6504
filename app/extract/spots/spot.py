"""A quantity in its clause."""

from collections.abc import Sequence
from functools import cached_property

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup, VerbGroup
from app.extract.spots.lists import anchor, ends_list, is_object
from app.extract.spots.pointing import own_thing, points_back
from app.extract.ties import Role, Tie, stated_measure
from app.extract.tokens import Token
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect, Thing

_SIGNS = frozenset({"+", "-", "−", "–"})
_BEFORE_A_SIGN = frozenset({" ", ":", "("})


class Spot:
    """The n-th quantity of a sentence and its surroundings.

    ``i`` is the place of its noun group, which is ``headless`` if it has no noun but the number, and ``v`` that of the
    verb before it in its clause. ``pointed`` says whether "it" or the like was taken for what was spoken of before.
    """

    def __init__(self, parse: Parse, n: int, found: Sequence[Tie | None] = (), previous: Tie | None = None) -> None:
        """Look at the n-th quantity. ``found`` are the ties of those before it, ``previous`` that before these.

        Raises ``LookupError`` if the quantity is in no noun group.
        """
        self.parse, self.n, self.found, self.previous = parse, n, found, previous
        self.i = parse.spots[n]
        self.pointed = False
        self.quantity = parse.quantity(n)
        group = parse.noun(self.i)
        if group is None:
            raise LookupError(n)
        self.group: NounGroup = group
        self.headless = group.head is Head.NONE
        self.v = parse.governing(self.i)
        self.verb: VerbGroup | None = None if self.v is None else parse.verb(self.v)

    # Its clause

    @cached_property
    def anchor(self) -> int:
        """The place of what stands in the clause for the number: the first of its list, or its "total"."""
        return anchor(self.parse, self.i)

    @cached_property
    def preposition(self) -> str:
        """The preposition that governs the group or its list, without adverbs and times between."""
        return self.parse.preposition(self.anchor)

    @cached_property
    def is_object(self) -> bool:
        """Whether it is the object or complement of the verb before it, or of a list that is."""
        if self.verb is not None and self.verb.passive:
            return False
        after = self.parse.after(self.i)
        of_whom = self.parse.word(after) == "of" and self.parse.joint(after + 1, Join.RELATIVE)
        return not of_whom and is_object(self.parse, self.i, self.v)

    @cached_property
    def subject(self) -> int | None:
        """The place of the subject of the verb before it."""
        return None if self.v is None else self.parse.subject(self.v)

    @cached_property
    def next_verb(self) -> VerbGroup | None:
        """The verb whose subject it is, if any."""
        j = self.parse.following(self.i)
        return None if j is None else self.parse.verb(j)

    # Its words

    @cached_property
    def sign(self) -> str:
        """The plus or minus sign right before the number, if there is one."""
        text, start = self.parse.text, self.quantity.start
        sign = text[start - 1 : start]
        told = sign in _SIGNS and (start == 1 or text[start - 2] in _BEFORE_A_SIGN)
        return sign if told else ""

    @cached_property
    def in_words(self) -> bool:
        """Whether the number is a bare word, such as "one", that seldom states a figure by itself."""
        words = self.parse.text[self.quantity.start : self.quantity.end]
        return self.quantity.unit is None and not any(c.isdigit() for c in words)

    @cached_property
    def before_number(self) -> list[str]:
        """The words of the group before the number."""
        return [token.text for token in self.group.tokens[: self.group.at]]

    # What was told before it

    @cached_property
    def host(self) -> Tie | None:
        """What the figure right before it states, if known: in its sentence or, for the first, the one before."""
        return self.found[-1] if self.found else self.previous

    @property
    def previous_per(self) -> bool:
        """Whether the figures before tell for how many residents there is one officer."""
        last = next((tie for tie in reversed(self.found) if tie is not None), self.previous)
        return last is not None and last.aspect is Aspect.PER

    def topic(self, i: int | None) -> tuple[Thing, int] | None:
        """Return what the noun group at ``i`` is about; "it" and "this" are what the figure before was about."""
        if (topic := self.parse.topic(i)) is not None:
            return None if ends_list(self.parse, topic[1]) else topic
        noun = None if i is None else self.parse.noun(i)
        if i is None or noun is None:
            return None
        if (own := own_thing(noun, self.host)) is not None:
            return own, i
        if self.host is None or self.host.thing is None or not points_back(noun):
            return None
        self.pointed = True
        return self.host.thing, i

    # What it states

    def tie(  # noqa: PLR0913 - what tells a tie
        self,
        thing: Thing,
        *aspects: Aspect,
        how: str,
        named: int | None = None,
        falls: bool = False,
        role: Role = Role.OWN,
        end: int = 0,
    ) -> Tie | None:
        """Return what the quantity states of a thing: the first of some aspects that has a measure in its unit.

        ``named`` is the place of the group that names the thing; ``end`` that of the last character that tells.
        """
        fitting = ((aspect, stated_measure(thing, aspect, self.quantity)) for aspect in aspects)
        aspect, stated = next((fit for fit in fitting if fit[1] is not None), (None, None))
        if aspect is None or stated is None:
            return None
        measure, unit = stated
        name = self._name(thing, named)
        return Tie(
            measure=measure,
            unit=unit,
            aspect=aspect,
            thing=thing,
            falls=falls and measure.kind is Kind.CHANGE,
            start=self.quantity.start if name is None else min(self.quantity.start, name.start),
            end=max(self.quantity.end, end, 0 if name is None else name.end),
            how=how,
            role=role,
        )

    def _name(self, thing: Thing, named: int | None) -> Token | None:
        """Return the last word of a group that names a thing."""
        group = None if named is None else self.parse.noun(named)
        tokens = () if group is None else reversed(group.things)
        return next((token for token in tokens if token.thing and token.thing.thing.id == thing.id), None)
