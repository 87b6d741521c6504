"""Whether a token goes on a noun group that has begun."""

from app.extract.chunks.begun import Begun
from app.extract.chunks.verbs import is_verb
from app.extract.chunks.words import (
    begins_object,
    is_adverb,
    is_closed,
    is_possessive,
    leads_to_noun,
    token_at,
    verb_form,
    word_is,
)
from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import Form, members

_FOR_EACH = frozenset({"day", "week", "month", "year"})


def extends(tokens: list[Token], at: int, begun: Begun) -> bool:
    """Return whether the token at ``at`` goes on a noun group."""
    token = tokens[at]
    if begun.is_pronoun:
        return False
    if is_possessive(token) and token.joined:
        return True
    takes = _TAKES.get(token.kind)
    return _hyphenates(tokens, at) if takes is None else takes(tokens, at, begun)


def _takes_number(_tokens: list[Token], _at: int, begun: Begun) -> bool:
    """Return whether a number may follow: "an additional 300", not "officers 300"."""
    group, last = begun.group, begun.last
    if group.quantity is not None or last.kind is Kind.THING:
        return False
    if group.determiner in {"each", "every"} and len(group.tokens) > 1:
        return is_possessive(last)
    if last.kind is Kind.WORD:
        before = ("determiner", "possessor", "new", "neutral", "other_kind", "before_number")
        return is_possessive(last) or word_is(last, *before) or is_adverb(last) or _expects_number(begun)
    return True


def _expects_number(begun: Begun) -> bool:
    """Return whether a participle after a determiner has been read: "an expected 1.2 million"."""
    told = verb_form(begun.last) if begun.group.determiner and begun.is_short else None
    return told is not None and told.participle


def _hyphenates(tokens: list[Token], at: int) -> bool:
    """Return whether a mark is the hyphen of a word: "full-time"."""
    after = token_at(tokens, at + 1)
    joined = tokens[at].joined and after.joined and after.kind in {Kind.WORD, Kind.THING}
    return tokens[at].text == "-" and joined


def _takes_thing(_tokens: list[Token], _at: int, begun: Begun) -> bool:
    """Return whether a thing may follow: "full-time officers", "crime incidents", not "officers crimes"."""
    last = begun.last
    if last.kind is Kind.WORD:
        return not _ends_time(last)
    return last.kind is not Kind.THING or not _is_complete(last)


def _takes_word(tokens: list[Token], at: int, begun: Begun) -> bool:
    """Return whether a word may follow."""
    token, after, last = tokens[at], token_at(tokens, at + 1), begun.last
    if last.text == "-":
        return True
    if is_closed(token):
        return token.text in {"own", "many", "other", "such"} and begun.is_short
    if _is_name_after_time(token, last) or _is_verb_after_time(token, begun) or _is_verb_of_number(last, token, after):
        return False
    if word_is(token, "more", "less"):
        return leads_to_noun(after) or last.kind is Kind.QUANTITY
    if is_adverb(token):
        return leads_to_noun(after) and _may_be_modified(begun)
    return _takes_open_word(tokens, at, begun)


def _takes_open_word(tokens: list[Token], at: int, begun: Begun) -> bool:
    """Return whether a noun, an adjective or what may be a verb goes on a noun group."""
    if begun.last.kind is Kind.THING and (
        _is_foreseen(tokens, at) or (_is_complete(begun.last) and not _measures(tokens, at))
    ):
        return False
    may_end = _has_noun(begun) or (begun.points and begins_object(token_at(tokens, at + 1)))
    return not (may_end and is_verb(tokens, at, begun.so_far()))


def _is_foreseen(tokens: list[Token], at: int) -> bool:
    """Return whether a word after a thing says that it is foreseen: "a gap forecast", not "a budget forecast error"."""
    return word_is(tokens[at], "foreseen") and not leads_to_noun(token_at(tokens, at + 1))


def _ends_time(word: Token) -> bool:
    """Return whether a word ends a time, which goes before no noun: "each month", not "full time"."""
    return word_is(word, "time_noun") and word.text != "time"


def _is_name_after_time(token: Token, last: Token) -> bool:
    """Return whether a name follows a time, which it does not go on: "each month Brackshire ..."."""
    return _ends_time(last) and token.named and not last.named


def _is_verb_after_time(token: Token, begun: Begun) -> bool:
    """Return whether a verb follows a time that each is for: "2,200 calls a day reach it", not "a day trip"."""
    told = verb_form(token) if begun.group.determiner in {"a", "each", "every"} and begun.is_short else None
    return told is not None and told.form is Form.BASE and begun.last.text in _FOR_EACH


def _is_verb_of_number(last: Token, token: Token, after: Token) -> bool:
    """Return whether a word after a number is its verb: "2,000 live in", "300 joined", not "300 recorded crimes"."""
    told = verb_form(token) if last.kind is Kind.QUANTITY else None
    if told is None or leads_to_noun(after):
        return False
    if told.form is Form.BASE:
        return after.text == "themselves" or (not told.classes.isdisjoint({"visit", "live"}) and begins_object(after))
    return told.form is not Form.THIRD or token.text not in members("measure_noun")


def _may_be_modified(begun: Begun) -> bool:
    """Return whether an adverb may go on a group: "the largely rural", "300 mostly small", not "officers sharply"."""
    opened = begun.group.quantity is not None or bool(begun.group.determiner)
    return opened and begun.last.kind is not Kind.THING and not _has_noun(begun)


def _measures(tokens: list[Token], at: int) -> bool:
    """Return whether a word after things says how they are measured: "officers posts", "crimes total"."""
    if tokens[at].text == "post" and token_at(tokens, at + 1).text == "-":
        return False
    return word_is(tokens[at], "measure_noun", "rise_noun", "fall_noun", "suffix_noun")


def _is_complete(thing: Token) -> bool:
    """Return whether a thing is named in the plural, after which no noun can follow: "officers", not "police"."""
    plural = thing.text.endswith("s") and not thing.text.endswith(("ss", "savings"))
    return plural or thing.text in {"people", "population"} or thing.text.endswith((" staff", " women"))


def _has_noun(begun: Begun) -> bool:
    """Return whether the last word of a group may be its head."""
    last = begun.last
    if last.kind is Kind.THING or (len(begun.group.tokens) == 1 and word_is(last, "neutral")):
        return True
    modifies = word_is(last, "determiner", "possessor", "neutral", "new", "more", "less") or is_possessive(last)
    return last.kind is Kind.WORD and (last.named or not modifies)


_TAKES = {Kind.QUANTITY: _takes_number, Kind.THING: _takes_thing, Kind.WORD: _takes_word}
"""Whether a token of a kind goes on a noun group. Of the others only a hyphen does."""
