"""The values that a change leads to and from: "fell by 4% to 51,000", "rose from 229 in 2012 to 251"."""

from app.extract.groups import Head, Join
from app.extract.joins.changes.verbs import is_beside, moved
from app.extract.modifiers import Effect, effects
from app.extract.postmodifiers import is_narrowed
from app.extract.scope.when import follows, times_of
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.periods import PeriodKind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit

_SHARES = tuple(aspect for aspect in Aspect if aspect.endswith("share"))
_LEVELS = (Aspect.LEVEL, Aspect.RATE)


def moved_to(spot: Spot) -> Tie | None:
    """Return the new value that a change leads to, or the old one, if that has a time, that it leads from."""
    old = spot.preposition == "from"
    if not (old or spot.preposition == "to" or _is_bound(spot)) or not _may_be_value(spot):
        return None
    topic = _moved(spot)
    if topic is None or (old and not _is_dated(spot)) or _is_part(spot):
        return None
    return spot.tie(
        topic[0],
        *(_SHARES if spot.quantity.unit is Unit.PERCENT else _LEVELS),
        how="changed_from" if old else "changed_to",
        named=topic[1],
        role=Role.EARLIER if old else Role.OWN,
    )


def _is_bound(spot: Spot) -> bool:
    """Return whether a change passed a number: "fell below 4,000"."""
    moving = spot.verb is not None and spot.verb.among("rise", "fall")
    return moving and spot.quantity.qualifier in {Qualifier.UNDER, Qualifier.OVER} and is_beside(spot)


def _may_be_value(spot: Spot) -> bool:
    """Return whether a number counts a thing, posts or nothing by itself: "fell to 51,000", not "led to 20 cars"."""
    return spot.headless or spot.group.thing is not None or spot.group.noun in members("unit_noun")


def _moved(spot: Spot) -> tuple[Thing, int] | None:
    """Return what the number itself counts, what the verb moves, or what a noun of change is of."""
    if (thing := spot.group.thing) is not None and thing.id != "people":
        return (thing, spot.i) if _is_moving(spot) or _noun_of_change(spot) else None
    if spot.v is not None and (_is_moving(spot) or (spot.verb is not None and spot.verb.among("be"))):
        return moved(spot, spot.v)
    return _noun_of_change(spot) or _between_values(spot)


def _is_moving(spot: Spot) -> bool:
    """Return whether the verb tells a change: "fell to", "was taken to"."""
    verb = spot.verb
    moving = verb is not None and verb.among("rise", "fall", "move", "reach")
    return moving or (verb is not None and verb.lemma in members("moving"))


def _noun_of_change(spot: Spot) -> tuple[Thing, int] | None:
    """Return what a noun of change before it in its clause is of: "an increase in officers from 229 to 251"."""
    for j in spot.parse.back(spot.i):
        if spot.parse.verb(j) or spot.parse.joint(j, Join.STOP):
            return None
        noun = spot.parse.noun(j)
        if noun is not None and noun.head in {Head.RISE, Head.FALL, Head.CHANGE}:
            return spot.topic(j)
    return None


def _between_values(spot: Spot) -> tuple[Thing, int] | None:
    """Return what stands before both values, without a verb: "staff numbers from 1,344 to 1,071"."""
    parse = spot.parse
    before = spot.parse.back(spot.i)
    at = next((j for j in before if parse.word(j) == "from" or parse.verb(j) or parse.joint(j, Join.STOP)), None)
    if at is None or parse.word(at) != "from":
        return None
    return spot.topic(parse.before(at))


def _is_dated(spot: Spot) -> bool:
    """Return whether an old value has a time: one beside it, or the baseline of its sentence."""
    since = any(mention.period.kind is PeriodKind.SINCE for mention in spot.parse.reading.periods)
    return since or has_time(spot)


def has_time(spot: Spot) -> bool:
    """Return whether a time stands right after a number and what it counts: "229 in 2012", "£6.1m (2011/12)"."""
    return any(follows(spot.parse, time, spot.i) for time in times_of(spot.parse))


def _is_part(spot: Spot) -> bool:
    """Return whether what it counts is told to be a part or of another kind: "to 40 temporary officers"."""
    thing = spot.group.thing
    if thing is None:
        return False
    other = bool(effects(spot) & {Effect.OTHER, Effect.NARROWING})
    return other or is_narrowed(spot.parse, spot.i, thing)
