"""Whether a number counts only a part of a thing: "a team of 40 officers", "the 9,204 crimes", "from six divisions"."""

from app.extract.groups import Head, Join, NounGroup
from app.extract.scope.clause import is_figure
from app.extract.spots import Spot
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Thing, topic_of

LARGEST_TEAM = 200
"""A "team" of more officers or staff than these is the force's whole."""
BROAD = frozenset({"crime", "offences", "incidents", "calls"})
"""Things that others are kinds of: a burglary is a crime, an offence and an incident."""
_RESIDENTS = frozenset({"people", "population"})
_FORCE_PEOPLE = frozenset({"officers", "staff"})


def is_part(spot: Spot, thing: Thing) -> bool:
    """Return whether what a number counts is told to be a part, a rate, or an old value."""
    pointed_at = spot.group.determiner in {"the", "these", "those"} and thing.id in BROAD
    told = (_is_rate, _is_joint, _is_role, _is_of_country, _is_aim, _is_old, _is_of_place, _is_of_team, _is_of_whole)
    return pointed_at or any(one(spot, thing) for one in told)


def _is_rate(spot: Spot, _: Thing) -> bool:
    """Return whether it is for so many others: "300 officers per 1,243 people", "12 crimes per 1,000 homes"."""
    after = spot.parse.after(spot.i)
    rate = spot.parse.joint(spot.i + 1, Join.RATE) or spot.parse.joint(after, Join.COMPARISON)
    return rate is not None or (spot.parse.word(after) == "per" and is_figure(spot.parse, after + 1))


def _is_joint(spot: Spot, thing: Thing) -> bool:
    """Return whether it counts two kinds of events together: "9,300 crimes and antisocial behaviour incidents"."""
    other = spot.parse.noun(spot.i + 2)
    if spot.parse.word(spot.i + 1) != "and" or other is None or other.quantity is not None:
        return False
    return topic_of(thing) is topic_of(other.thing) is Topic.DEMAND


def _governor(spot: Spot) -> NounGroup | None:
    """Return the noun group that leads to it by a preposition: "a team" of "a team of 40 officers"."""
    return spot.parse.noun(spot.parse.before(spot.parse.before(spot.anchor))) if spot.preposition else None


def _is_role(spot: Spot, _: Thing) -> bool:
    """Return whether something plays a part in it: "alcohol is a factor in 7,000 incidents"."""
    factor = _governor(spot)
    plays = factor is not None and factor.noun in members("factor_noun")
    return plays and spot.topic(spot.subject) is None


def _is_of_country(spot: Spot, _: Thing) -> bool:
    """Return whether it is one of those of a country: "one of England's airports", "one county in the land"."""
    after = spot.parse.after(spot.i)
    land = spot.parse.noun(after + 1) if spot.parse.word(after) in {"in", "of"} else None
    return spot.quantity.value == 1 and land is not None and land.noun in members("country_noun")


def _is_aim(spot: Spot, thing: Thing) -> bool:
    """Return whether what leads to the force's people is not theirs: "training to 300 officers"."""
    return spot.preposition == "to" and topic_of(thing) is Topic.WORKFORCE


def _is_old(spot: Spot, _: Thing) -> bool:
    """Return whether it is what something changed from: "from six divisions to three"."""
    if spot.preposition != "from":
        return False
    parse = spot.parse
    moving = spot.verb is not None and spot.verb.among("rise", "fall", "move", "recruit")
    after = parse.ahead(spot.i)
    return moving or any(parse.word(j) == "to" and is_figure(parse, j + 1) for j in after)


def _is_of_place(spot: Spot, thing: Thing) -> bool:
    """Return whether people are those of some places or events: "seven towns have over 20,000 people"."""
    if thing.id not in _RESIDENTS | _FORCE_PEOPLE:
        return False
    place = _governor(spot)
    if spot.preposition == "with" and place is not None and place.quantity is not None and place.head is not Head.NONE:
        return True
    owned = spot.subject is not None and spot.is_object and is_figure(spot.parse, spot.subject)
    serving = spot.verb is not None and spot.verb.among("serve")
    return thing.id in _RESIDENTS and owned and not serving


def _is_of_team(spot: Spot, thing: Thing) -> bool:
    """Return whether it counts the force's people in a part of it: "a team of 40 officers"."""
    team = _governor(spot)
    if team is None or team.noun not in members("part_noun") or topic_of(thing) is not Topic.WORKFORCE:
        return False
    small = spot.quantity.value is not None and spot.quantity.value < LARGEST_TEAM
    return small or team.noun not in {"team", "group"}


def _is_of_whole(spot: Spot, _: Thing) -> bool:
    """Return whether it is the whole of which a number before is a part: "2,242 of 2,300 officers"."""
    part = _governor(spot)
    if spot.preposition != "of" or part is None or part.quantity is None or part.head is not Head.NONE:
        return False
    number = spot.parse.quantity(part.quantity)
    return number.unit is spot.quantity.unit is None and number.value != 1
