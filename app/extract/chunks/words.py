"""What class a word is of, and what it can begin."""

from app.extract.tokens import Kind, Token
from app.vocabulary.lexicon import Form, VerbForm, classes_of, members, verb_forms

NO_TOKEN = Token(Kind.MARK, "", 0, 0)
"""What stands beyond the ends of a sentence."""
_CLOSED = (
    *("determiner", "preposition", "conjunction", "subordinator", "relative", "pronoun"),
    *("be", "have", "do", "modal", "negator"),
)
_SHORTEST_ADVERB = len("daily")


def token_at(tokens: list[Token], at: int) -> Token:
    """Return the token at a place, or ``NO_TOKEN`` beyond the ends of the sentence."""
    return tokens[at] if 0 <= at < len(tokens) else NO_TOKEN


def word_is(token: Token, *names: str) -> bool:
    """Return whether a token is a word of one of some classes."""
    return token.kind is Kind.WORD and not classes_of(token.text).isdisjoint(names)


def is_adverb(token: Token) -> bool:
    """Return whether a word is an adverb: "now", "sharply", not "apply" or "family"."""
    if token.kind is not Kind.WORD or token.text in members("adverb"):
        return token.kind is Kind.WORD
    ends_so = token.text.endswith("ly") and len(token.text) >= _SHORTEST_ADVERB
    return ends_so and token.text not in members("no_adverb") and token.text not in verb_forms()


def is_possessive(token: Token) -> bool:
    """Return whether a token makes an owner of what it follows: the sign of "Brackshire's"."""
    return token.text in {"’s", "’"}


def is_closed(token: Token) -> bool:
    """Return whether a word is of a class that no noun, adjective or full verb is in: "the", "of", "which", "will"."""
    return word_is(token, *_CLOSED)


def leads_to_noun(token: Token) -> bool:
    """Return whether a token can go on a noun group: no word of a closed class, no adverb, no mark."""
    if token.kind is Kind.WORD:
        return not is_closed(token) and not is_adverb(token)
    return token.kind in {Kind.THING, Kind.QUANTITY}


def verb_form(token: Token) -> VerbForm | None:
    """Return what a word is as a verb, if it can be one."""
    return verb_forms().get(token.text) if token.kind is Kind.WORD else None


def is_auxiliary(token: Token) -> bool:
    """Return whether a word is an auxiliary: "has", "will", "is"."""
    return word_is(token, "be", "have", "do", "modal")


def begins_object(token: Token) -> bool:
    """Return whether an object or an adverbial of a verb can begin with a token: "cut the budget", "rose by"."""
    if token.kind is Kind.WORD:
        classes = ("determiner", "possessor", "pronoun", "relative", "more", "less", "adverbial_preposition")
        return word_is(token, *classes) or is_adverb(token)
    return token.kind in {Kind.QUANTITY, Kind.PERIOD}


def infinitive_follows(tokens: list[Token], at: int) -> bool:
    """Return whether an infinitive stands at ``at``: "(to) further cut the budget", not "(to) record levels"."""
    while is_adverb(token_at(tokens, at)):
        at += 1
    if token_at(tokens, at).text in {"be", "have"}:
        return True
    form = verb_form(token_at(tokens, at))
    if form is None or form.form is not Form.BASE:
        return False
    return form.lemma not in members("noun_too") or begins_object(token_at(tokens, at + 1)) or _is_planned(tokens, at)


def _is_planned(tokens: list[Token], at: int) -> bool:
    """Return whether a verb of planning stands before "to": "it aims to increase officers"."""
    planning = verb_form(token_at(tokens, at - 2))
    return planning is not None and planning.lemma in members("planning")


def negation(tokens: list[Token], at: int) -> int:
    """Return how many tokens from ``at`` deny a verb: one of "not", two of "no longer"."""
    if word_is(tokens[at], "negator"):
        return 1
    return 2 if tokens[at].text == "no" and token_at(tokens, at + 1).text == "longer" else 0
