"""Stage 6: the tokens of a sentence: its quantities, periods and things as one token each, and the other words."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from app.extract.quantities import Reading
from app.extract.things import ThingMention, find_things
from app.vocabulary.lexicon import verb_forms


class Kind(Enum):
    """What a token is."""

    __hash__ = object.__hash__  # which is faster, and asked for each word

    WORD = "word"
    QUANTITY = "quantity"
    PERIOD = "period"
    THING = "thing"
    MARK = "mark"
    RATE = "rate"  # "per 1,000 people"


@dataclass(slots=True)
class Token:
    """A token and its characters in the sentence. ``text`` is in lower case.

    ``n`` is the place of a quantity or a period in the reading, ``thing`` the mention of a thing. ``joined`` says that
    no space precedes it, ``named`` that it is written with a capital letter inside the sentence.
    """

    kind: Kind
    text: str
    start: int
    end: int
    n: int = -1
    thing: ThingMention | None = None
    joined: bool = False
    named: bool = False


_PIECE = re.compile(r"(?:\b[a-z]\.){2,}|n[’']t\b|[^\W_]+?(?=n[’']t\b)|[^\W_]+|[’'](?:s|re|ll|ve|d)\b|[^\w\s]")
"""A word or a mark. "don't" and "force's" are two words each, and "e.g." is one."""
_NO_MARKS = str.maketrans(dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹*†‡", " "))
"""The signs of notes."""
_PAYERS = frozenset({"we", "you", "they", "who", "people", "to", "must", "will", "would", "can"})


def tokens_of(reading: Reading) -> list[Token]:
    """Return the tokens of a sentence in order. Quantities and periods take precedence over things within them."""
    text = _blanked(reading.sentence.text.translate(_NO_MARKS), reading.told)
    tokens: list[Token] = []
    reached = 0
    for token in _whole(reading, text):
        tokens += _words(text, reached, token.start)
        if token.text == "pay" and tokens and _pays(tokens[-1]):
            tokens += _words(text, token.start, token.end)
        elif token.start >= reached:
            tokens.append(token)
        reached = max(reached, token.end)
    return [*tokens, *_words(text, reached, len(text))]


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return a text with spaces instead of the characters of some spans."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def _whole(reading: Reading, text: str) -> list[Token]:
    """Return what is one token each, in order: quantities and periods, and the rates and things outside them."""
    found = [*_quantities(reading, text), *_periods(reading)]
    for others in (_rates(reading, text), _things(text)):
        taken = bytearray(len(text))
        for token in found:
            taken[token.start : token.end] = b"\1" * (token.end - token.start)
        found += [token for token in others if not any(taken[token.start : token.end])]
    return sorted(found, key=lambda token: (token.start, -token.end))


def _quantities(reading: Reading, text: str) -> Iterator[Token]:
    for n, quantity in enumerate(reading.quantities):
        # "doubled" and "halved" are read as numbers too, but here they are verbs.
        is_verb = quantity.value is None and text[quantity.start : quantity.end].lower().split()[-1] in verb_forms()
        if not is_verb:
            yield Token(Kind.QUANTITY, "#", quantity.start, quantity.end, n)


def _periods(reading: Reading) -> Iterator[Token]:
    for n, period in enumerate(reading.periods):
        yield Token(Kind.PERIOD, "@", period.start, period.end, n)


def _rates(reading: Reading, text: str) -> Iterator[Token]:
    for start, end in reading.names:
        words = text[start:end].lower()
        if words.startswith(("per ", "for ")):
            yield Token(Kind.RATE, words, start, end)


def _things(text: str) -> Iterator[Token]:
    for mention in find_things(text):
        if mention.thing.told:
            start, end = mention.start, mention.end
            yield Token(Kind.THING, text[start:end].lower(), start, end, thing=mention)


def _pays(token: Token) -> bool:
    """Return whether a word says who pays: "residents pay the rest" speaks of no pay."""
    return token.text in _PAYERS or (token.text.endswith("s") and len(token.text) > len("was"))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    """Yield the words and marks of a part of a sentence."""
    for match in _PIECE.finditer(text, start, end):
        piece = match[0]
        is_word = piece[0].isalnum() or len(piece) > 1
        yield Token(
            Kind.WORD if is_word else Kind.MARK,
            piece.lower().replace("'", "’"),
            match.start(),
            match.end(),
            joined=match.start() > 0 and not text[match.start() - 1].isspace(),
            named=match.start() > 0 and piece[0].isupper(),
        )
