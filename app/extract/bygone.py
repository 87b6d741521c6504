"""Stage 12: whether a figure is of a time long past that no date tells: "used to have", "at its peak"."""

from collections.abc import Iterable, Iterator, Sequence

from app.extract.clauses import Parse
from app.extract.governing import Governor, lead, trail, words
from app.extract.groups import Join, NounGroup
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect

_STATES = ("be", "have", "serve", "live", "record", "reach", "spend", "make_up")


def is_bygone(spot: Spot, tie: Tie, governing: Sequence[Governor]) -> bool:
    """Return whether a figure is of a time gone by, and of no day or year that is told."""
    if tie.aspect is Aspect.CHANGE:
        return False
    if tie.role is Role.EARLIER:
        return _is_left(spot)
    if _is_one_of_then(spot) or _is_before(spot):
        return True
    return any(_was(spot, governor) for governor in governing)


def _is_left(spot: Spot) -> bool:
    """Return whether all that is told is what a figure was before it fell: "has fallen from 3,500 officers"."""
    last = spot.n + 1 == len(spot.parse.spots)
    moved = spot.verb is not None and spot.verb.among("fall", "rise") and spot.preposition == "from"
    return last and moved and not any(_is_dated(spot.parse, j) for j in trail(spot.parse, spot.i))


def _is_before(spot: Spot) -> bool:
    """Return whether a date right behind a figure is one that came after it: "2,242 officers before 2010"."""
    return spot.parse.word(spot.i + 1) in {"before", "until"} and spot.parse.joint(spot.i + 2, Join.TIME) is not None


def _is_one_of_then(spot: Spot) -> bool:
    """Return whether the figure is one that its owner had: "the 3,500 officers it once had"."""
    parse, j = spot.parse, spot.i + 1
    j += parse.joint(j, Join.RELATIVE) is not None
    if parse.noun(j) is None:
        return False
    clause = range(j + 1, min(j + 4, len(parse.groups)))
    verb = next((verb for k in clause if (verb := parse.verb(k)) is not None), None)
    if verb is None or not verb.past:
        return False
    return "use" in verb.intent or any(parse.word(k) in members("bygone") for k in clause)


def _was(spot: Spot, governor: Governor) -> bool:
    """Return whether a verb or the words of its clause say that the figure was so long ago."""
    parse, verb = spot.parse, governor.verb
    if "use" in verb.intent or verb.lemma == "peak":
        return True
    if verb.past and verb.among("found") and spot.preposition == "with":
        return True
    around = [*_around(spot, governor)]
    if not (verb.past and verb.among(*_STATES)) or any(_is_dated(parse, j, decades=j > spot.i) for j in around):
        return False
    pluperfect = [token.text for token in verb.tokens if token.text in {"had", "been"}]
    return pluperfect in (["had", "had"], ["had", "been"]) or _is_of_then(spot, governor, around)


def _around(spot: Spot, governor: Governor) -> Iterator[int]:
    """Yield the places of the words that may say when: before the verb, before the figure, and after it."""
    yield from lead(spot.parse, governor.at)
    yield from (j for j in range(governor.at + 1, spot.i) if spot.parse.joint(j, Join.ADVERB))
    yield from trail(spot.parse, max(spot.i, governor.at if governor.of_subject else spot.i))


def _is_dated(parse: Parse, j: int, *, decades: bool = True) -> bool:
    """Return whether there is a date at ``j``; "years ago" is none, nor is a decade that a clause begins with."""
    time = parse.joint(j, Join.TIME)
    if time is None or parse.word(j + 1) == "ago":
        return False
    return decades or not parse.text[time.start : time.end].endswith("s")


def _is_of_then(spot: Spot, governor: Governor, around: Iterable[int]) -> bool:
    parse = spot.parse
    if words(governor.verb) & members("bygone") or any(_tells_then(parse, j) for j in around):
        return True
    at = parse.subject(governor.at)
    subject = None if at is None else parse.noun(at)
    if subject is not None and not members("former").isdisjoint(subject.modifiers):
        return True
    before = lead(parse, governor.at).start
    earlier, days = parse.verb(before - 1), parse.noun(before - 1)
    if earlier is not None and earlier.past and earlier.among("found") and parse.joint(before, Join.COMMA):
        return True  # "when it was founded, the force had"
    if earlier is not None and earlier.lemma == "go" and parse.word(before) == "by":
        return True  # "in years gone by the force had"
    return parse.word(before) == "when" and days is not None and days.noun == "days"


def _tells_then(parse: Parse, j: int) -> bool:
    """Return whether the group at ``j`` says that it was long ago: "formerly", "its peak", "before" with "the cuts"."""
    joint, noun = parse.joint(j), parse.noun(j)
    if joint is not None:
        if joint.join is Join.TIME:
            return parse.word(j + 1) == "ago" or parse.text[joint.start : joint.end].endswith("0s")
        return joint.text in members("bygone") or (joint.text in members("until") and _is_event(parse.noun(j + 1)))
    if noun is None:
        return False
    if noun.noun == "time" and noun.quantity is not None:
        return True  # "at one time"
    former = parse.joint(j - 1, Join.PREPOSITION) is not None and not members("former").isdisjoint(noun.modifiers)
    return former or noun.noun in members("bygone") | members("until")


def _is_event(noun: NounGroup | None) -> bool:
    return noun is not None and noun.text not in {"now", "today", "then"}
