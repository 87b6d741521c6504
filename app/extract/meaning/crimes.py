"""Which crimes, calls and incidents are meant, where another noun tells: "violent crime came to 28,316 offences"."""

from app.extract.groups import Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Topic, measures
from app.vocabulary.things import Aspect, Thing

_GENERIC = frozenset({"crime", "offences", "incidents", "calls"})


def of_that_kind(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of "violent crime came to 28,316 offences", "domestic abuse: 14,220 crimes"."""
    if tie.thing is None or tie.thing.id not in _GENERIC:
        return None
    return _level_of(_kind_at(spot, _place_of_kind(spot, tie.thing)))


def _level_of(thing: Thing | None) -> str | None:
    """Return the measure of how many there are of a kind of crimes, calls or incidents."""
    if thing is None or thing.id in _GENERIC:
        return None
    level = next(iter(thing.measures.get(Aspect.LEVEL, ())), None)
    return level if level is not None and measures()[level].topic is Topic.DEMAND else None


def _kind_at(spot: Spot, j: int | None) -> Thing | None:
    """Return the kind that the noun group at ``j`` names, also as that of a service: "its 101 service"."""
    noun, topic = (None if j is None else spot.parse.noun(j)), spot.topic(j)
    if topic is not None:
        return topic[0]
    if noun is None or not noun.things or noun.noun not in {"service", "line", "number", "operators", "handlers"}:
        return None
    mention = noun.things[-1].thing
    return None if mention is None else mention.thing


def _place_of_kind(spot: Spot, thing: Thing) -> int | None:
    """Return the place of the noun group that may tell the kind: the label or the subject."""
    j = spot.parse.before(spot.i)
    if spot.preposition in {"to", "for", "in", "at"}:
        j = spot.parse.before(j)
    if spot.parse.joint(j, Join.OPEN, Join.STOP) and spot.parse.word(j) != ";":
        return _label(spot, j)
    return spot.subject if _tells_of_its_subject(spot, j, thing) else None


def _label(spot: Spot, j: int) -> int | None:
    """Return the place of the label before the mark at ``j``; if that is just "crime", of the subject."""
    label, v = spot.parse.before(j), spot.parse.governing(j)
    topic = spot.topic(label)
    generic = topic is not None and topic[0].id in _GENERIC
    return spot.parse.subject(v) if generic and v is not None else label


def _tells_of_its_subject(spot: Spot, j: int, thing: Thing) -> bool:
    """Return whether a verb says of its subject how many crimes it is: "violence accounted for 51,377 offences"."""
    verb = spot.verb
    if verb is None:
        return False
    if spot.v == j:
        return verb.among("be", "reach", "rise", "fall", "make_up") or verb.lemma == "come" or thing.id == "calls"
    noun = spot.parse.noun(j)
    factor = spot.preposition == "in" and noun is not None and noun.noun in {"factor", "part", "feature"}
    return factor or spot.preposition == "to"
