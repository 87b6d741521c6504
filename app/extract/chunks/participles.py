"""Participles: those of unknown verbs, and those that go before a noun."""

from app.extract.chunks.words import token_at, word_is
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import Form, VerbForm

_SHORTEST = len("axing")


def ends_as(token: Token, *endings: str) -> bool:
    """Return whether a word ends as a participle does: "earmarked", "frozen", "netting"."""
    long = token.kind is Kind.WORD and len(token.text) >= _SHORTEST
    return long and token.text.endswith(endings) and not word_is(token, "plural_noun")


def unknown_verb(token: Token) -> VerbForm:
    """Return the form of a participle that no known verb has."""
    ing = token.text.endswith("ing")
    return VerbForm(token.text, frozenset(), Form.ING if ing else Form.PAST, participle=not ing)


def modifies(tokens: list[Token], at: int) -> bool:
    """Return whether a participle goes before a noun: "is recorded crime", "there are growing numbers"."""
    before, after = token_at(tokens, at - 1), token_at(tokens, at + 1)
    auxiliary = before.text in {"been", "has", "have", "had"}
    return after.kind is Kind.THING and word_is(tokens[at], "modifying_participle") and not auxiliary
