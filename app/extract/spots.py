"""Stage 9: a quantity in its clause: its noun group, what governs it, and how the words around it are to be taken."""

from collections.abc import Sequence
from functools import cached_property

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, NounGroup, VerbGroup
from app.extract.quantities import Quantity
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.things import Aspect, Thing, things

_COUNTS = frozenset(
    "number numbers figure figures total level levels rate count volume establishment target strength complement headcount".split()
)


class Spot:
    """The n-th quantity of a sentence and its surroundings."""

    def __init__(self, parse: Parse, n: int, found: Sequence[Tie | None] = (), previous: Tie | None = None) -> None:
        """Look at the n-th quantity. ``found`` are the ties of those before it, ``previous`` that of the sentence before."""
        self.parse, self.n, self.found, self.previous = parse, n, found, previous
        self.i = parse.spots[n]
        self.pointed = False
        self.quantity: Quantity = parse.quantity(n)
        group = parse.noun(self.i)
        assert group is not None  # noqa: S101 - a quantity is always in a noun group
        self.group: NounGroup = group

    @cached_property
    def anchor(self) -> int:
        """The place of what stands in the clause for the number: the first of its list, or the "total" that it is of."""
        i = self.i
        while True:
            j = self.parse.before(i)
            if self.parse.joint(j, Join.AND) and self.parse.joint(j - 1, Join.COMMA):
                j -= 1
            k = self.parse.before(j)
            if self.parse.word(j) == "including" and self.parse.joint(k, Join.COMMA):
                k = self.parse.before(k)
            noun = self.parse.noun(k)
            if noun is None or k >= i:
                return i
            including = self.parse.word(j) == "including"
            listed = (
                (including or self.parse.joint(j, Join.AND, Join.COMMA))
                and noun.quantity is not None
                and noun.head is not Head.NONE
            )
            total = self.parse.word(j) == "of" and noun.quantity is None and noun.noun in {"total", "number", "further"}
            if not (listed or total):
                return i
            i = k

    @cached_property
    def preposition(self) -> str:
        """The preposition that governs the group or its list, without adverbs and times between."""
        return self.parse.preposition(self.anchor)

    @cached_property
    def v(self) -> int | None:
        return self.parse.governing(self.i)

    @cached_property
    def verb(self) -> VerbGroup | None:
        """The verb before it in its clause."""
        return None if self.v is None else self.parse.verb(self.v)

    @cached_property
    def is_object(self) -> bool:
        """Whether it is the object or complement of the verb before it, or of a list that is."""
        of_them = self.parse.word(self.parse.after(self.i)) == "of" and self.parse.joint(
            self.parse.after(self.i) + 1, Join.RELATIVE
        )
        if (self.verb is not None and self.verb.passive) or of_them:
            return False
        j = self.parse.before(self.anchor)
        while j > (self.v if self.v is not None else len(self.parse.groups)):
            noun = self.parse.noun(j)
            if not (self.parse.joint(j, Join.AND, Join.COMMA) or (noun is not None and noun.quantity is not None)):
                return False
            j = self.parse.before(j)
        return j == self.v

    @cached_property
    def subject(self) -> int | None:
        return None if self.v is None else self.parse.subject(self.v)

    @cached_property
    def next_verb(self) -> VerbGroup | None:
        """The verb whose subject it is, if any."""
        j = self.parse.following(self.i)
        return None if j is None else self.parse.verb(j)

    @cached_property
    def headless(self) -> bool:
        """Whether the number stands without a noun of its own."""
        return self.group.head is Head.NONE

    @cached_property
    def sign(self) -> str:
        """The plus or minus sign right before the number, if there is one."""
        text, start = self.parse.text, self.quantity.start
        if text[start - 1 : start] not in {"+", "-", "−", "–"} or (start > 1 and text[start - 2] not in " :("):
            return ""
        return text[start - 1]

    @cached_property
    def in_words(self) -> bool:
        """Whether the number is a bare word, such as "one", that seldom states a figure by itself."""
        words = self.parse.text[self.quantity.start : self.quantity.end]
        return self.quantity.unit is None and not any(c.isdigit() for c in words)

    @cached_property
    def before_number(self) -> list[str]:
        return [token.text for token in self.group.tokens[: self.group.at]]

    @cached_property
    def after_number(self) -> list[str]:
        """The words of the group between the number and its head."""
        return [t.text for t in self.group.tokens[self.group.at + 1 :]][
            : -1 if self.group.head is not Head.NONE else None
        ]

    @cached_property
    def host(self) -> Tie | None:
        """What the figure right before it states, if that is known: in its sentence or, for the first, the one before."""
        return self.found[-1] if self.found else self.previous

    @property
    def previous_per(self) -> bool:
        """Whether the figures before tell for how many residents there is one officer."""
        ties = [tie for tie in self.found if tie is not None] or [self.previous]
        return ties[-1] is not None and ties[-1].aspect is Aspect.PER

    def topic(self, i: int | None) -> tuple[Thing, int] | None:
        """Return what the noun group at ``i`` is about; "it" and "this" are what the figure before was about."""
        topic = self.parse.topic(i)
        if topic is not None and self._is_joint(topic[1]):
            return None
        if topic is not None or i is None:
            return topic
        noun = self.parse.noun(i)
        pointing = (
            noun is not None
            and noun.head is Head.POINTER
            and noun.text not in {"we", "they", "there", "you", "those", "us"}
        )
        if (
            noun is not None
            and noun.noun in {"establishment", "complement"}
            and (self.host is None or self.host.measure.topic is not Topic.WORKFORCE)
        ):
            return things()["officers"], i
        if noun is not None and noun.noun == "headcount" and self.host is None:
            return things()["workforce"], i
        if not pointing and (noun is None or noun.noun not in _COUNTS or noun.things):
            return None
        thing = None if self.host is None else self.host.thing
        self.pointed = self.pointed or thing is not None
        return None if thing is None else (thing, i)

    def _is_joint(self, i: int) -> bool:
        """Return whether a noun group ends a list of things, whose figure is none of the last: "burglary and robbery"."""
        noun, j = self.parse.noun(i), self.parse.before(i)
        first = self.parse.noun(j - 1) if self.parse.joint(j, Join.AND) else None
        if noun is None or first is None or noun.quantity is not None or first.quantity is not None:
            return False
        return (
            bool(first.things)
            and first.head is Head.THING
            and noun.determiner == ""
            and self.parse.word(j) in {"and", "&"}
        )

    def tie(
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
        for aspect in aspects:
            stated = stated_measure(thing, aspect, self.quantity)
            if stated is None:
                continue
            measure, unit = stated
            start, stop = self.quantity.start, max(self.quantity.end, end)
            group = None if named is None else self.parse.noun(named)
            token = (
                None
                if group is None
                else next((t for t in reversed(group.things) if t.thing and t.thing.thing.id == thing.id), None)
            )
            if token is not None:
                start, stop = min(start, token.start), max(stop, token.end)
            return Tie(
                measure=measure,
                unit=unit,
                aspect=aspect,
                thing=thing,
                falls=falls and measure.kind is Kind.CHANGE,
                start=start,
                end=stop,
                how=how,
                role=role,
            )
        return None
