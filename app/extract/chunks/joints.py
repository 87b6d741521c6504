"""What joins groups: prepositions, conjunctions, marks, times, adverbs, and comparisons without a noun."""

from collections.abc import Callable

from app.extract.chunks.words import (
    infinitive_follows,
    is_adverb,
    is_auxiliary,
    leads_to_noun,
    token_at,
    verb_form,
    word_is,
)
from app.extract.groups import Join, Joint
from app.extract.tokens import Kind, Token

_MARKS = {
    **dict.fromkeys(";:–—-→=/|•·?!.", Join.STOP),
    **dict.fromkeys("([", Join.OPEN),
    **dict.fromkeys(")]", Join.CLOSE),
}
"""What marks join. Every other joins as a comma does."""
_ADVERBS_OF_TWO = frozenset({("so", "far"), ("once", "more")})


def joint(tokens: list[Token], at: int) -> Joint | None:
    """Return the joint at ``at``, or ``None`` if a noun or verb group begins there."""
    token = tokens[at]
    if token.kind is Kind.PERIOD:
        return Joint([token], Join.TIME)
    if token.kind is Kind.RATE:
        return Joint([token], Join.RATE)
    if token.kind is Kind.MARK:
        return Joint([token], _MARKS.get(token.text, Join.COMMA))
    return _joining_word(tokens, at) if token.kind is Kind.WORD else None


def _joining_word(tokens: list[Token], at: int) -> Joint | None:
    """Return the joint of a word or two: "which", "of", "so far"."""
    if (tokens[at].text, token_at(tokens, at + 1).text) in _ADVERBS_OF_TWO:
        return Joint(tokens[at : at + 2], Join.ADVERB)
    join = next((join for join, joins in _WORDS if joins(tokens, at)), None)
    return None if join is None else Joint([tokens[at]], join)


def _is_relative(tokens: list[Token], at: int) -> bool:
    """Return whether a word is "which" or the like. "that" is so before a subject or a verb: "that we handle"."""
    if not word_is(tokens[at], "relative"):
        return False
    after = token_at(tokens, at + 1)
    return tokens[at].text != "that" or word_is(after, "pronoun") or _may_begin_verb(after)


def _may_begin_verb(token: Token) -> bool:
    return is_auxiliary(token) or word_is(token, "negator") or is_adverb(token) or verb_form(token) is not None


def _is_subordinator(tokens: list[Token], at: int) -> bool:
    """Return whether a word opens a clause: "while", "since". "once" does so before a subject: "once we have"."""
    if tokens[at].text != "once":
        return word_is(tokens[at], "subordinator")
    after = token_at(tokens, at + 1)
    return word_is(after, "pronoun") or (at == 0 and word_is(after, "determiner"))


def _is_conjunction(tokens: list[Token], at: int) -> bool:
    return word_is(tokens[at], "conjunction")


def _is_comparison(tokens: list[Token], at: int) -> bool:
    """Return whether a word compares without a noun of its own: "up 300", "is lower than", not "more officers"."""
    if tokens[at].text in {"up", "down"}:
        return True
    return word_is(tokens[at], "more", "less") and not leads_to_noun(token_at(tokens, at + 1))


def _is_preposition(tokens: list[Token], at: int) -> bool:
    infinitive = tokens[at].text == "to" and infinitive_follows(tokens, at + 1)
    return word_is(tokens[at], "preposition") and not infinitive


def _is_adverb(tokens: list[Token], at: int) -> bool:
    return is_adverb(tokens[at])


_WORDS: tuple[tuple[Join, Callable[[list[Token], int], bool]], ...] = (
    (Join.RELATIVE, _is_relative),
    (Join.SUBORDINATOR, _is_subordinator),
    (Join.AND, _is_conjunction),
    (Join.COMPARISON, _is_comparison),
    (Join.PREPOSITION, _is_preposition),
    (Join.ADVERB, _is_adverb),
)
"""What a word joins, as the first of these that it is."""
