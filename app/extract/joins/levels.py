"""A level told of a thing named before or beside the number: "a population of", "the budget is", "officers: 2,238"."""

from app.extract.groups import Head, Join, NounGroup
from app.extract.lexicon import members
from app.extract.modifiers import is_narrowed
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit

_LEVELS = (Aspect.RATE, Aspect.REQUIRED, Aspect.LEVEL)
_PEOPLE = members("people_noun")


def of_quantity(spot: Spot) -> Tie | None:
    """Return "a population of 1.1 million", "a budget of £223m", "a coastline of 64 miles"."""
    if spot.preposition not in {"of", "at"} or not _bare(spot):
        return None
    j = spot.parse.before(spot.parse.before(spot.i))
    noun = spot.parse.noun(j)
    if noun is None or noun.quantity is not None and noun.head is Head.THING:
        return None
    topic = spot.topic(j)
    if topic is None or noun.head in {Head.RISE, Head.FALL, Head.CHANGE}:
        return None
    return spot.tie(topic[0], *_LEVELS, how="of", named=topic[1], end=spot.group.end if spot.group.thing else 0)


def complement(spot: Spot) -> Tie | None:
    """Return "the population is 1.1 million", "the budget stands at £223m", "officers number 2,242"."""
    verb, v = spot.verb, spot.v
    if verb is None or v is None or not _bare(spot) or not verb.among("be", "reach", "stretch", "raise", "generate"):
        return None
    if verb.passive and verb.among("make_up", "find"):
        return None
    between = spot.parse.before(spot.i)
    if spot.preposition:
        if spot.preposition not in {"at", "to", "of", "for", "around", "over"}:
            return None
        between = spot.parse.before(between)
    if between != v:
        return None
    topic = spot.topic(spot.subject)
    if topic is None:
        return None
    return spot.tie(topic[0], *_LEVELS, how="is", named=topic[1])


def labelled(spot: Spot) -> Tie | None:
    """Return "Police officers: 2,238", "Police officers 2,238", "special constables (163)", "budget – £223m"."""
    if not _bare(spot):
        return None
    j = spot.parse.before(spot.i)
    how = "listed"
    if spot.parse.joint(j, Join.STOP):
        j = spot.parse.before(j)
    elif spot.parse.joint(spot.i - 1, Join.OPEN):
        after = spot.parse.after(spot.i)
        if not spot.parse.joint(after, Join.CLOSE, Join.COMMA, Join.STOP):
            return None
        j, how = spot.parse.before(spot.i - 1), "in_brackets"
    elif not isinstance(spot.parse.at(j), NounGroup):
        return None
    noun = spot.parse.noun(j)
    topic = spot.topic(j)
    if topic is None or noun is None or (noun.quantity is not None and how != "listed"):
        return None
    if spot.quantity.unit in {Unit.MILES, Unit.KM} and topic[0].id == "area":
        return None
    return spot.tie(topic[0], *_LEVELS, how=how, named=topic[1])


def _bare(spot: Spot) -> bool:
    """Return whether the number has no noun of its own, or just "people"."""
    group = spot.group
    return group.head is Head.NONE or (group.thing is not None and group.thing.id in {"people", "population"}) or group.noun in _PEOPLE
