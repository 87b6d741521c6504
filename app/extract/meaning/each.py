"""The span that a number is for each of: the "day" of "461 crimes a day"."""

from itertools import pairwise

from app.extract.groups import Join
from app.extract.spots import Spot
from app.vocabulary.lexicon import members

_EACH = frozenset({"a", "an", "each", "every", "any"})
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour"}


def each(spot: Spot) -> str | None:
    """Return the span that a number is for each of: day, week, month ..., or ``None``."""
    if _tells_of_a_typical_day(spot):
        return "day"
    return _after(spot) or _before(spot) or ("day" if spot.parse.reading.daily else None)


def _tells_of_a_typical_day(spot: Spot) -> bool:
    """Return whether the sentence is about a typical day: "in an average day there are 43 burglaries"."""
    words = [token.text for group in spot.parse.groups for token in group.tokens]
    return any(first in {"typical", "average"} and second == "day" for first, second in pairwise(words))


def _after(spot: Spot) -> str | None:
    """Return the span named after a number, before the next clause or a number of another thing."""
    for j in spot.parse.ahead(spot.i):
        if spot.parse.joint(j, Join.STOP) or spot.parse.verb(j) is not None or _goes_on(spot, j):
            return None
        if (span := _span(spot, j)) is not None:
            return span
    return None


def _goes_on(spot: Spot, j: int) -> bool:
    """Return whether something else begins at ``j``, not a further count: "461 crimes and 32 fires a day"."""
    following, noun = spot.parse.noun(j + 1), spot.parse.noun(j)
    if spot.parse.joint(j, Join.COMMA, Join.AND):
        return following is None or following.quantity is None
    return noun is not None and noun.quantity is not None and noun.thing is None


def _before(spot: Spot) -> str | None:
    """Return the span named before a number in its clause: "each day brings 461 crimes"."""
    for j in spot.parse.back(spot.i):
        if spot.parse.joint(j, Join.STOP):
            return None
        if (span := _span(spot, j)) is not None:
            return span
    return None


def _span(spot: Spot, j: int) -> str | None:
    """Return the span that the group at ``j`` says a number is for each of: "a day", "per week", "daily"."""
    noun = spot.parse.noun(j)
    if noun is None:
        adverb = spot.parse.joint(j, Join.ADVERB)
        return None if adverb is None else _ADVERBS.get(adverb.text)
    of_each = noun.determiner in _EACH or spot.parse.word(j - 1) == "per"
    return noun.noun if of_each and noun.noun in members("span_noun") else None
