"""Stage 7: the groups of a sentence: noun groups with their head, verb groups with their class, and what joins them."""

from dataclasses import dataclass, field
from enum import Enum

from app.extract.tokens import Token
from app.vocabulary.things import Thing


class Join(Enum):
    """What a group other than a noun or verb group is."""

    PREPOSITION = "preposition"
    AND = "and"
    SUBORDINATOR = "subordinator"
    RELATIVE = "relative"
    TIME = "time"
    RATE = "rate"  # "per 1,000 people"
    COMMA = "comma"
    STOP = "stop"  # a semicolon, a colon, a dash
    OPEN = "open"
    CLOSE = "close"
    ADVERB = "adverb"
    COMPARISON = "comparison"  # "up", "lower", "fewer", where no noun follows


@dataclass(slots=True)
class Group:
    """A group of tokens."""

    tokens: list[Token]

    @property
    def text(self) -> str:
        """Its words in lower case."""
        return " ".join(token.text for token in self.tokens)

    @property
    def start(self) -> int:
        """Where it begins in the sentence."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where it ends in the sentence."""
        return self.tokens[-1].end


@dataclass(slots=True)
class Joint(Group):
    """A word or sign that joins groups."""

    join: Join


class Head(Enum):
    """What the head of a noun group is."""

    __hash__ = object.__hash__  # which is faster, and asked for each word

    NONE = "none"  # a number alone
    THING = "thing"
    RISE = "rise"
    FALL = "fall"
    CHANGE = "change"
    MEASURE = "measure"  # "number", "level": what it is of counts
    UNIT = "unit"  # "miles"
    POINTER = "pointer"  # "it", "this figure"
    OTHER = "other"


@dataclass(slots=True)
class NounGroup(Group):
    """A noun group: "the force's 2,242 full-time officers".

    ``quantity`` is the place in the reading of its number and ``at`` that of the token in ``tokens``. ``owner`` are the
    words to a sign of possession, ``noun`` the word of the head and ``modifiers`` the words before it. ``things`` are
    all that its words name.
    """

    determiner: str = ""
    quantity: int | None = None
    at: int = -1
    modifiers: list[str] = field(default_factory=list)
    owner: list[Token] = field(default_factory=list)
    head: Head = Head.NONE
    noun: str = ""
    things: list[Token] = field(default_factory=list)

    @property
    def thing(self) -> Thing | None:
        """The thing that the head names, if any."""
        return self.things[-1].thing.thing if self.head is Head.THING and self.things[-1].thing else None

    @property
    def proper(self) -> bool:
        """Whether it is a name: all its words but the article are written with a capital."""
        return all(token.named for token in self.tokens if token.text not in {"the", "of", "and"})


@dataclass(slots=True)
class VerbGroup(Group):
    """A verb group: "is not expected to exceed".

    ``lemma`` and ``classes`` are those of its main verb, and ``intent`` the verbs and modals that lead to that.
    ``perfect`` says that "have" is among its words, ``ing`` that it begins with a form in "-ing".
    """

    lemma: str
    classes: frozenset[str]
    negated: bool = False
    passive: bool = False
    ing: bool = False
    infinitive: bool = False
    past: bool = False
    perfect: bool = False
    intent: tuple[str, ...] = ()
    particle: str = ""

    def among(self, *names: str) -> bool:
        """Return whether the main verb is of one of some classes."""
        return not self.classes.isdisjoint(names)
