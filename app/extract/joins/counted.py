"""A number before the noun that it counts: "2,242 police officers", "an additional 80 officers", "a £145.8m budget"."""

from app.extract.groups import Head, Join
from app.vocabulary.lexicon import members
from app.extract.modifiers import Effect, effects, is_narrowed, topic_of
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit


LARGEST_TEAM = 200
"""A "team" of more officers or staff than these is the force's whole."""


def counted(spot: Spot) -> Tie | None:
    """Return the level, or what is added or lost, of the thing that heads the group of a number."""
    thing, unit = spot.group.thing, spot.quantity.unit
    if thing is None or unit in {Unit.PERCENT, Unit.PERCENTAGE_POINTS}:
        return None
    around = effects(spot)
    if Effect.LESS in around:
        return spot.tie(thing, Aspect.CHANGE, how="fewer", named=spot.i, falls=True)
    if around & {Effect.OTHER, Effect.NARROWING}:
        return None
    compared = spot.parse.joint(spot.parse.after(spot.i), Join.COMPARISON)
    if compared is not None and thing.measures.keys() & {Aspect.CHANGE} and compared.text not in {"above", "below"}:
        return spot.tie(thing, Aspect.CHANGE, how="fewer", named=spot.i, falls=compared.text in members("less"), end=compared.end)
    if (moved := _moved(spot, thing)) is not None:
        return moved
    if _of_unknown(spot, thing) or (spot.in_words and spot.quantity.value == 1 and spot.group.noun.endswith("s")):
        return None
    grows = bool(thing.measures.keys() & {Aspect.ADDITIONAL, Aspect.CHANGE})
    if around & {Effect.MORE, Effect.NEW} and unit is None and grows:
        return spot.tie(thing, Aspect.ADDITIONAL, how="more", named=spot.i) or (
            None if Effect.NEW in around or topic_of(thing) is not Topic.WORKFORCE else spot.tie(thing, Aspect.CHANGE, how="more", named=spot.i)
        )
    if is_narrowed(spot.parse, spot.i, thing) or _is_part(spot, thing) or _is_old(spot):
        return None
    return spot.tie(thing, Aspect.RATE, Aspect.REQUIRED, Aspect.LEVEL, Aspect.PER, how="count", named=spot.i)


def _of_unknown(spot: Spot, thing: Thing) -> bool:
    """Return whether it tells how far something else rose or fell: "criminal damage was cut by 1,684 offences"."""
    verb = spot.verb
    return spot.preposition == "by" and verb is not None and verb.among("rise", "fall") and thing.id in {"crime", "offences", "incidents", "calls"}


_GONE = frozenset({"go", "disappear", "vanish"})
_PRICES = frozenset({"price", "cost", "expense", "sacrifice"})


def _is_old(spot: Spot) -> bool:
    """Return whether it is the six of "from six divisions to three"."""
    if spot.preposition != "from":
        return False
    moving = spot.verb is not None and spot.verb.among("rise", "fall", "move", "lose", "recruit")
    return moving or any(spot.parse.word(j) == "to" and (n := spot.parse.noun(j + 1)) is not None and n.quantity is not None for j in spot.parse.ahead(spot.i))


def _partitive(spot: Spot, other: int) -> bool:
    """Return whether it is the whole of which a number before is a part: "2,242 of 2,300 officers"."""
    part = spot.parse.quantity(other)
    return part.unit is spot.quantity.unit is None and part.value != 1


def _is_part(spot: Spot, thing: Thing) -> bool:
    """Return whether it describes a part: "a team of 40 officers", "the 9,204 crimes", "four centres with 50,000 people"."""
    after = spot.parse.after(spot.i)
    beside = spot.parse.noun(after + 1)
    if spot.parse.word(after) == "per" and beside is not None and beside.quantity is not None:
        return True
    if spot.parse.word(spot.i + 1) == "and" and topic_of(thing) is Topic.DEMAND and beside is not None and beside.quantity is None and topic_of(beside.thing) is Topic.DEMAND:
        return True
    factor = spot.parse.noun(spot.parse.before(spot.parse.before(spot.anchor))) if spot.preposition == "in" else None
    if factor is not None and factor.noun in {"factor", "part", "feature", "element", "role"} and spot.topic(spot.subject) is None:
        return True
    if spot.preposition == "to" and topic_of(thing) is Topic.WORKFORCE:
        return True
    if spot.parse.joint(spot.i + 1, Join.RATE) or spot.parse.joint(after, Join.COMPARISON):
        return True
    if spot.in_words and spot.quantity.value == 1 and spot.parse.word(after) in {"in", "of"} and (land := spot.parse.noun(after + 1)) is not None and land.noun in {"land", "country", "england", "wales", "britain", "uk", "world", "europe"}:
        return True
    described = spot.parse.noun(spot.subject) if spot.subject is not None and spot.is_object else None
    serving = spot.verb is not None and spot.verb.among("serve")
    if described is not None and described.quantity is not None and thing.id in {"people", "population"} and not serving:
        return True
    governor = spot.parse.noun(spot.parse.before(spot.parse.before(spot.anchor))) if spot.preposition else None
    if governor is not None and spot.preposition in {"of", "with", "comprising"}:
        if spot.preposition == "of" and governor.quantity is not None and governor.head is Head.NONE and _partitive(spot, governor.quantity):
            return True
        small = spot.quantity.value is not None and spot.quantity.value < LARGEST_TEAM
        if governor.noun in members("part_noun") and topic_of(thing) is Topic.WORKFORCE and (small or governor.noun not in {"team", "group"}):
            return True
        if spot.preposition == "with" and thing.id in {"people", "population", "officers", "staff"} and governor.quantity is not None and governor.head is not Head.NONE:
            return True
    return spot.group.determiner in {"the", "these", "those"} and thing.id in {"crime", "offences", "incidents", "calls"}


def _moved(spot: Spot, thing: Thing) -> Tie | None:
    """Return what is added or lost, if the verb or noun around the number says so."""
    verb, following = spot.verb, spot.next_verb
    opened = spot.parse.before(spot.anchor)
    whole = spot.parse.noun(opened - 1) if spot.parse.joint(opened, Join.OPEN) else None
    if whole is not None and topic_of(thing) is Topic.WORKFORCE and (whole.head is Head.FALL or any(t.text in members("less") for t in whole.tokens)):
        return spot.tie(thing, Aspect.CHANGE, how="lost", named=spot.i, falls=True)
    if spot.preposition in {"of", "by", "in"}:
        governor = spot.parse.before(spot.parse.before(spot.anchor))
        noun = spot.parse.noun(governor)
        if spot.preposition == "by" and (compared := spot.parse.joint(governor, Join.COMPARISON)):
            host = spot.host
            thing = host.thing if Aspect.CHANGE not in thing.measures and host is not None and host.thing is not None else thing
            return spot.tie(thing, Aspect.CHANGE, how="changed_by", named=spot.i, falls=compared.text in members("less"), end=spot.group.end)
        if noun is not None and noun.head in {Head.RISE, Head.FALL} and noun.thing is None:
            return spot.tie(thing, Aspect.CHANGE, how="change_of", named=spot.i, falls=noun.head is Head.FALL)
        if noun is not None and noun.noun in _PRICES and topic_of(thing) is Topic.WORKFORCE:
            return spot.tie(thing, Aspect.CHANGE, how="change_of", named=spot.i, falls=True)
        if verb is not None and spot.preposition == "by" and verb.among("rise", "fall"):
            moved = spot.topic(spot.subject)
            if moved is None and thing.id in {"crime", "offences", "incidents", "calls"} and spot.subject is not None:
                return None
            if moved is not None and (moved[0].id == "workforce" or topic_of(moved[0]) is not topic_of(thing)):
                thing = moved[0]
            return spot.tie(thing, Aspect.CHANGE, how="changed_by", named=spot.i, falls=verb.among("fall"))
    if spot.is_object and verb is not None and not verb.passive:
        if verb.among("recruit"):
            return spot.tie(thing, Aspect.ADDITIONAL, how="recruited", named=spot.i)
        if verb.among("lose") or (verb.among("fall") and topic_of(thing) is Topic.WORKFORCE):
            return spot.tie(thing, Aspect.CHANGE, how="lost", named=spot.i, falls=True)
        if verb.lemma == "gain":
            return spot.tie(thing, Aspect.CHANGE, how="gained", named=spot.i)
    if following is not None and spot.preposition == "" and (following.passive or following.lemma in _GONE):
        if following.among("recruit"):
            return spot.tie(thing, Aspect.ADDITIONAL, how="recruited", named=spot.i)
        if following.among("lose") or following.lemma in _GONE or (following.among("fall") and topic_of(thing) is Topic.WORKFORCE):
            return spot.tie(thing, Aspect.CHANGE, how="lost", named=spot.i, falls=True)
    return None
