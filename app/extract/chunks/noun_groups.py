"""Noun groups: "the 2,242 full-time officers", "an increase", "it"."""

from app.extract.chunks.begun import Begun
from app.extract.chunks.extending import extends
from app.extract.groups import Group, NounGroup
from app.extract.tokens import Token


def noun_group(tokens: list[Token], at: int, groups: list[Group]) -> NounGroup:
    """Return the noun group that begins at ``at``, after some groups: of one token at least, whatever it is."""
    begun = Begun(tokens[at], groups)
    position = at + 1
    while position < len(tokens) and extends(tokens, position, begun):
        begun.add(tokens[position])
        position += 1
    return begun.finished()
