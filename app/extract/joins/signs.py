"""Whether words tell a rise or a fall."""

from collections.abc import Iterable

from app.extract.tokens import Token
from app.vocabulary.lexicon import members, verb_forms


def is_down(word: str) -> bool | None:
    """Return whether a word tells a fall ("fewer", "cut") or a rise ("up", "growth"), ``None`` if neither."""
    if word in members("less") or word in members("fall_noun"):
        return True
    if word in members("more") or word in members("rise_noun"):
        return False
    form = verb_forms().get(word)
    if form is None or form.classes.isdisjoint({"rise", "fall"}):
        return None
    return "fall" in form.classes


def told_down(tokens: Iterable[Token]) -> bool | None:
    """Return what the last of some words that tells a rise or a fall tells: a fall for "up 4%, then fell"."""
    told: bool | None = None
    for token in tokens:
        down = is_down(token.text)
        told = told if down is None else down
    return told
