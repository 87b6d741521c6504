"""A number before the noun that it counts: "2,242 police officers", "80 more officers", "458 fewer officers"."""

from app.extract.groups import Join
from app.extract.joins.gained import gained_or_lost
from app.extract.joins.parts import BROAD, is_part
from app.extract.modifiers import Effect, effects
from app.extract.postmodifiers import is_narrowed
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, Thing, topic_of


def counted(spot: Spot) -> Tie | None:
    """Return the level, or what is added or lost, of the thing that heads the group of a number."""
    thing = spot.group.thing
    if thing is None:
        return None
    around = effects(spot)
    if Effect.LESS in around:
        return spot.tie(thing, Aspect.CHANGE, how="fewer", named=spot.i, falls=True)
    if around & {Effect.OTHER, Effect.NARROWING}:
        return None
    told = _compared(spot, thing) or gained_or_lost(spot, thing)
    if told is not None or _is_of_another(spot, thing) or _is_several_once(spot):
        return told
    if around & {Effect.MORE, Effect.NEW} and thing.measures.keys() & {Aspect.ADDITIONAL, Aspect.CHANGE}:
        return _more(spot, thing, is_new=Effect.NEW in around)
    return _level(spot, thing)


def _compared(spot: Spot, thing: Thing) -> Tie | None:
    """Return the change of "600 officers fewer", "40 stations up"; "above" and "below" tell of a level."""
    compared = spot.parse.joint(spot.parse.after(spot.i), Join.COMPARISON)
    if compared is None or compared.text in {"above", "below"}:
        return None
    falls = compared.text in members("less")
    return spot.tie(thing, Aspect.CHANGE, how="fewer", named=spot.i, falls=falls, end=compared.end)


def _is_of_another(spot: Spot, thing: Thing) -> bool:
    """Return whether it tells how far something unknown rose or fell: "criminal damage was cut by 1,684 offences"."""
    return spot.preposition == "by" and thing.id in BROAD


def _is_several_once(spot: Spot) -> bool:
    """Return whether "one" stands before a plural, which it does not count: "one police officers"."""
    return spot.quantity.value == 1 and spot.group.noun.endswith("s")


def _more(spot: Spot, thing: Thing, *, is_new: bool) -> Tie | None:
    """Return what is added of a thing: "300 new officers", "40 more staff"; what is only new is no change of all."""
    change = not is_new and topic_of(thing) is Topic.WORKFORCE
    aspects = (Aspect.ADDITIONAL, Aspect.CHANGE) if change else (Aspect.ADDITIONAL,)
    return spot.tie(thing, *aspects, how="more", named=spot.i)


def _level(spot: Spot, thing: Thing) -> Tie | None:
    """Return how many or how much there is, if it is told of all of it: "2,242 police officers"."""
    if is_narrowed(spot.parse, spot.i, thing) or is_part(spot, thing):
        return None
    return spot.tie(thing, Aspect.RATE, Aspect.REQUIRED, Aspect.LEVEL, Aspect.PER, how="count", named=spot.i)
