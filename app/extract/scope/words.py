"""The words that are quoted for a figure: those that tell it, its period, and a word before them that belongs to it."""

import re
from collections.abc import Iterator

from app.extract.clauses import Parse
from app.extract.groups import Join, NounGroup
from app.extract.numbers import find_numbers
from app.extract.scope.when import follows, times_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.records import MAX_WORDS

_COUNTED = frozenset("deal record attend answer receive make handle".split())
_WORD = re.compile(r"\S+")


def quoted(spot: Spot, tie: Tie, end: int) -> tuple[int, int] | None:
    """Return the characters to quote: the words to ``end`` and the period after them, or as much as eight words hold.

    ``None`` where they do not hold the number.
    """
    text, quantity = spot.parse.text, spot.quantity
    fits = (c for c in _candidates(spot, tie, end) if len(text[slice(*c)].split()) <= MAX_WORDS)
    if (first := next(fits, None)) is not None:
        return first
    last = list(_WORD.finditer(text, quantity.start, quantity.end))[-MAX_WORDS].start()
    return None if any(find_numbers(text[quantity.start : last])) else (last, quantity.end)


def end_of_words(text: str, start: int, end: int) -> int:
    """Return the end of the words that may be quoted: ``end``, or the end of the eighth word."""
    return next((word.end() for n, word in enumerate(_WORD.finditer(text, start, end), 1) if n == MAX_WORDS), end)


def _candidates(spot: Spot, tie: Tie, told: int) -> Iterator[tuple[int, int]]:
    """Yield what may be quoted, the longest first."""
    parse, quantity, start = spot.parse, spot.quantity, _start(spot.parse, tie)
    end = parse.last_of(told)
    time = next((time for time in times_of(parse) if follows(parse, time, end)), None)
    if time is not None:
        closed = parse.joint(time.begins - 1, Join.OPEN) and parse.joint(time.at + 1, Join.CLOSE)
        yield start, parse.groups[time.at + 1].end if closed else time.mention.end
    yield start, told
    yield tie.start, told
    yield quantity.start, told
    if spot.parse.word(spot.i + 1) == "of" and (of := parse.noun(spot.i + 2)) is not None and of.end <= told:
        place = parse.noun(spot.i + 4) if parse.word(spot.i + 3) == "of" else None
        if place is not None and place.proper:
            yield quantity.start, place.end  # "half of the population of Brackwater"
        yield quantity.start, of.end  # "some 20% of residents", without what they are
    yield quantity.start, quantity.end


def _start(parse: Parse, tie: Tie) -> int:
    """Return where the words of a figure begin, with the article, the verb that counted it, or what target it is."""
    j = parse.first_of(tie.start)
    group = parse.groups[j]
    if isinstance(group, NounGroup) and group.determiner in {"a", "an"} and group.tokens[1].start == tie.start:
        return group.start
    if group.start != tie.start:
        return tie.start
    with_ = parse.word(j - 1) == "with"
    verb = parse.verb(j - 2 if with_ else j - 1)
    if verb is not None and verb.lemma in _COUNTED and with_ == (verb.lemma == "deal") and (verb.past or verb.perfect):
        return verb.tokens[-1].start
    city = parse.noun(j - 2)
    if tie.how == "count" and parse.word(j - 1) == "and" and city is not None and city.noun in {"city", "county"}:
        return city.start  # "the city and two counties"
    target = parse.noun(j - 2)
    if parse.word(j - 1) == "of" and target is not None and target.noun in members("target_noun"):
        return target.start if target.determiner in {"a", "an", "the"} else target.tokens[-1].start
    return tie.start
