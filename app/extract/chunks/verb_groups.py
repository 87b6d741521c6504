"""Verb groups: "has increased", "is not expected to exceed", "plans to further reduce"."""

from app.extract.chunks.particles import add_particle
from app.extract.chunks.verb_words import VerbWords
from app.extract.chunks.verbs import is_verb
from app.extract.chunks.words import is_adverb, is_auxiliary, negation
from app.extract.groups import Group, VerbGroup
from app.extract.tokens import Kind, Token


def verb_group(tokens: list[Token], at: int, groups: list[Group]) -> VerbGroup | None:
    """Return the verb group that begins at ``at``: auxiliaries, what is intended, adverbs and the main verb."""
    if not _begins(tokens, at, groups):
        return None
    words = VerbWords(tokens, at)
    end = position = at
    while width := words.take(position):
        position += width
        # Adverbs after the last verb are groups of their own.
        if not is_adverb(tokens[position - 1]):
            end = position
    group = words.group(tokens[at:end])
    if group is not None:
        add_particle(group, tokens, end)
    return group


def _begins(tokens: list[Token], at: int, groups: list[Group]) -> bool:
    first = tokens[at]
    # A "to" that no infinitive follows is a preposition, and was read before.
    return first.kind is Kind.WORD and (
        first.text == "to" or is_auxiliary(first) or negation(tokens, at) > 0 or is_verb(tokens, at, groups)
    )
