"""Changes that a comparison tells: "crime is 4% higher", "crime is up 4%", "crime: up 4%", "6% more calls"."""

from app.extract.groups import Head, Join
from app.extract.modifiers import Effect, effects
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, Thing, things
from app.vocabulary.units import Unit

_SIZES = frozenset({"smaller", "leaner", "bigger", "larger"})


def compared(spot: Spot) -> Tie | None:
    """Return how far something is higher or lower than before; than others it is no change."""
    if not spot.headless or (comparison := _comparison(spot)) is None or _is_with_others(spot):
        return None
    at, word = comparison
    topic = _compared(spot, _before_an_aside(spot, spot.parse.before(at)), word)
    if topic is None:
        return None
    return spot.tie(topic[0], Aspect.CHANGE, how="is_up", named=topic[1], falls=word in members("less"))


def _before_an_aside(spot: Spot, j: int) -> int:
    """Return the place before a comma at ``j`` if a noun with no number is there: "the workforce, up 320, is big"."""
    if not spot.parse.joint(j, Join.COMMA):
        return j
    aside = spot.parse.aside(j)
    told = spot.parse.before(j if aside is None else aside)
    noun = spot.parse.noun(told)
    return told if noun is not None and noun.quantity is None else j


def _comparison(spot: Spot) -> tuple[int, str] | None:
    """Return where a comparison begins and its word: "up 4%", "down by 4%", "4% higher"."""
    before = spot.parse.before(spot.i)
    before = spot.parse.before(before) if spot.preposition == "by" else before
    if (joint := spot.parse.joint(before, Join.COMPARISON)) is not None:
        return before, joint.text
    if (joint := spot.parse.joint(spot.parse.after(spot.i), Join.COMPARISON)) is not None:
        return spot.i, joint.text
    words = (token.text for token in spot.group.tokens[spot.group.at + 1 :])
    word = next((word for word in words if word in members("more") | members("less")), None)
    return None if word is None else (spot.i, word)


def _is_with_others(spot: Spot) -> bool:
    """Return whether it compares with others: "31% below that of England", "5% above the average"."""
    j = spot.parse.after(spot.i)
    while spot.parse.joint(j, Join.COMPARISON, Join.PREPOSITION):
        j = spot.parse.after(j)
    noun = spot.parse.noun(j)
    if noun is None:
        return False
    norm = noun.noun in members("average") | members("country_name") | {"forces"}
    return norm or "national" in noun.modifiers or noun.text == "that" or noun.proper


def _compared(spot: Spot, j: int, word: str) -> tuple[Thing, int] | None:
    """Return what is compared, by what stands at ``j`` before the comparison: its verb, a colon or itself."""
    verb = spot.parse.verb(j)
    if spot.parse.word(j) in {":", "–"}:
        v = spot.parse.governing(j)
        return spot.topic(spot.parse.before(j) if v is None else spot.parse.subject(v))
    if verb is None:
        return spot.topic(j)
    if not verb.among("be", "live", "have"):
        return None
    subject = spot.parse.subject(j)
    return _force(spot, subject, word) or spot.topic(subject)


def _force(spot: Spot, subject: int | None, word: str) -> tuple[Thing, int] | None:
    """Return the workforce, if the force itself is said to be smaller or bigger: "we are 10% smaller"."""
    force = None if subject is None else spot.parse.noun(subject)
    if subject is None or force is None or word not in _SIZES:
        return None
    itself = force.noun == "we" or (force.noun in members("force_noun") and force.head is not Head.POINTER)
    return (things()["workforce"], subject) if itself else None


def more_of_it(spot: Spot) -> Tie | None:
    """Return the change of "6% more calls", "12% fewer crimes"."""
    thing = spot.group.thing
    if thing is None or spot.quantity.unit is not Unit.PERCENT:
        return None
    if thing.id == "people" and spot.next_verb is not None and spot.next_verb.lemma in {"work", "employ"}:
        thing = things()["workforce"]
    around = effects(spot)
    if not around & {Effect.MORE, Effect.LESS}:
        return None
    return spot.tie(thing, Aspect.CHANGE, how="more_percent", named=spot.i, falls=Effect.LESS in around)
