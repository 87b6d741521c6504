"""The head of a noun group: what it is about."""

from app.extract.chunks.words import word_is
from app.extract.groups import Head, NounGroup
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import members

_KINDS = {
    "pronoun": Head.POINTER,
    "rise_noun": Head.RISE,
    "fall_noun": Head.FALL,
    "change_noun": Head.CHANGE,
    "measure_noun": Head.MEASURE,
    "plain_unit": Head.UNIT,
}
"""What a head of some classes is, the first that it is of."""
POINTING = {"this", "that", "these", "those"}


def set_head(group: NounGroup, words: list[Token]) -> int:
    """Set the head of a noun group and return its place among the group's words, their number if it has none.

    It is the last word, or the thing before one that only says how it is measured: "officer numbers".
    """
    group.noun = ""
    alone = group.at == len(group.tokens) - 1 and all(word_is(word, "neutral", "new", "more", "less") for word in words)
    if not words or alone:
        group.head = Head.POINTER if group.determiner in POINTING else Head.NONE
        return len(words)
    if group.quantity is not None and word_is(words[-1], "more", "less", "new"):
        group.head = Head.NONE
        return len(words)
    measured = len(words) > 1 and word_is(words[-1], "measure_noun") and words[-2].kind is Kind.THING
    place = len(words) - (2 if measured else 1)
    group.head, group.noun = _kind_of(words[place]), words[place].text
    return place


def _kind_of(word: Token) -> Head:
    if word.kind is Kind.THING:
        return Head.THING
    return next((head for name, head in _KINDS.items() if word.text in members(name)), Head.OTHER)
