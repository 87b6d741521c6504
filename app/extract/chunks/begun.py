"""A noun group while its words are read."""

from app.extract.chunks.heads import POINTING, set_head
from app.extract.chunks.words import is_adverb, is_possessive, word_is
from app.extract.groups import Group, NounGroup
from app.extract.tokens import Kind, Token

_FIRST_WORDS = 2


class Begun:
    """A noun group that has begun. ``words`` are those that may be its head or go before it."""

    def __init__(self, first: Token, before: list[Group]) -> None:
        self._before = before
        self.group = NounGroup([])
        self.words: list[Token] = []
        self._owned = 0
        if word_is(first, "determiner", "possessor"):
            self.group.determiner = first.text
            self.group.tokens.append(first)
        else:
            self.add(first)

    @property
    def last(self) -> Token:
        """The last token."""
        return self.group.tokens[-1]

    @property
    def is_pronoun(self) -> bool:
        """Whether it is a pronoun alone, which nothing goes on: "it", not "this"."""
        return len(self.group.tokens) == 1 and not self.group.determiner and word_is(self.last, "pronoun")

    @property
    def points(self) -> bool:
        """Whether it is a lone "this" or the like, which may stand for a noun: "this rose by"."""
        return len(self.group.tokens) == 1 and self.group.determiner in POINTING

    @property
    def is_short(self) -> bool:
        """Whether no more than its first words are read: "its own", "the many"."""
        return len(self.group.tokens) <= _FIRST_WORDS

    def add(self, token: Token) -> None:
        """Add a token."""
        group = self.group
        group.tokens.append(token)
        if token.kind is Kind.QUANTITY:
            group.quantity, group.at = token.n, len(group.tokens) - 1
        elif token.kind is Kind.THING:
            group.things.append(token)
            self.words.append(token)
        elif is_possessive(token):
            self._owned = len(group.tokens)
            self.words.clear()
        elif token.kind is Kind.WORD and not is_adverb(token):
            self.words.append(token)

    def so_far(self) -> list[Group]:
        """Return the group, with the head that it has if no more follows, after the group before it."""
        set_head(self.group, self.words)
        return [*self._before[-1:], self.group]

    def finished(self) -> NounGroup:
        """Return the group with its owner, head and modifiers."""
        place = set_head(self.group, self.words)
        self.group.owner = self.group.tokens[: self._owned]
        self.group.modifiers = [word.text for word in self.words[:place]]
        return self.group
