"""Stage 6: the tokens of a sentence: its quantities, periods and things as one token each, and the other words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from app.vocabulary.lexicon import verb_forms
from app.extract.quantities import Quantity, Reading
from app.extract.things import ThingMention, find_things


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


_PIECE = re.compile(r"n[’']t\b|[^\W_]+?(?=n[’']t\b)|[^\W_]+(?:\.(?=[a-z]\.))?|[’'](?:s|re|ll|ve|d)\b|[^\w\s]")
_PAYERS = re.compile(r"(?:[a-z]s|\b(?:we|you|they|who|people|to|must|will|would|can))\s$", re.IGNORECASE)
"""Who pays: "residents pay the rest" speaks of no pay."""
_NO_MARKS = str.maketrans(dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹*†‡", " "))


def tokens_of(reading: Reading) -> list[Token]:
    """Return the tokens of a sentence in order. Quantities and periods take precedence over things within them."""
    text = reading.sentence.text.translate(_NO_MARKS)
    for start, end in reading.told:
        text = text[:start] + " " * (end - start) + text[end:]
    taken = sorted(
        [Token(Kind.QUANTITY, "#", q.start, q.end, n) for n, q in enumerate(reading.quantities) if not _is_verb(text, q)]
        + [Token(Kind.PERIOD, "@", p.start, p.end, n) for n, p in enumerate(reading.periods)],
        key=lambda token: (token.start, -token.end),
    )
    tokens: list[Token] = []
    reached = 0
    for token in (*_with_things(reading, text, taken), None):
        stop = len(text) if token is None else token.start
        if stop > reached:
            tokens += _words(text, reached, stop)
        if token is not None and token.start >= reached:
            tokens.append(token)
        reached = reached if token is None else max(reached, token.end)
    return tokens


def _is_verb(text: str, quantity: Quantity) -> bool:
    """Return whether what looks like a number is a verb: "doubled", "halved"."""
    return quantity.value is None and text[quantity.start : quantity.end].lower().split()[-1] in verb_forms()


def _with_things(reading: Reading, text: str, taken: list[Token]) -> list[Token]:
    """Return the quantities and periods, and the things that none of them overlaps, in order."""
    rates = [
        Token(Kind.RATE, text[s:e].lower(), s, e)
        for s, e in reading.names
        if text[s:e].lower().startswith(("per ", "for ")) and not any(t.start < e and s < t.end for t in taken)
    ]
    things = [
        Token(Kind.THING, text[m.start : m.end].lower(), m.start, m.end, thing=m)
        for m in find_things(text)
        if m.thing.told
        and not (text[m.start : m.end].lower() == "pay" and _PAYERS.search(text, 0, m.start))
        and not any(t.start < m.end and m.start < t.end for t in (*taken, *rates))
    ]
    return sorted([*taken, *things, *rates], key=lambda token: (token.start, -token.end))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for match in _PIECE.finditer(text, start, end):
        word = match[0]
        kind = Kind.WORD if word[0].isalnum() or word[0] in "’'" and len(word) > 1 else Kind.MARK
        yield Token(
            kind,
            word.lower().replace("'", "’"),
            match.start(),
            match.end(),
            joined=match.start() > 0 and not text[match.start() - 1].isspace(),
            named=match.start() > 0 and word[0].isupper(),
        )
