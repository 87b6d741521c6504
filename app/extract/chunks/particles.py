"""What a verb says with a particle: "went up", "made up", "looks after"."""

from app.extract.chunks.words import token_at, word_is
from app.extract.groups import VerbGroup
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import phrasal_verbs

_TAKING = {"off", "out", "away"}
_MOVING = {"up": "rise", "down": "fall"}


def add_particle(group: VerbGroup, tokens: list[Token], at: int) -> None:
    """Add the particle at ``at`` to a verb group that ends there, if it is one, and set what the verb then says."""
    word, after = token_at(tokens, at), token_at(tokens, at + 1)
    if not word_is(word, "particle"):
        return
    group.particle = word.text
    said = phrasal_verbs().get((group.lemma, word.text))
    if said is None and not group.classes:
        said = _MOVING.get(word.text)
    if word.text == "to":
        # It stays a preposition: "comes to 300".
        group.classes = frozenset({said}) if said and after.kind is Kind.QUANTITY else group.classes
        return
    takes = word.text in _TAKING and (after.kind is Kind.QUANTITY or word_is(after, "determiner"))
    if said is not None or takes:
        group.tokens.append(word)
        group.classes = group.classes if said is None else frozenset({said})
