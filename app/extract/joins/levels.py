"""A level told of a thing named before or beside the number: "a population of", "the budget is", "officers: 2,238"."""

from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.lexicon import members
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, things, topic_of
from app.vocabulary.units import Unit

_LEVELS = (Aspect.RATE, Aspect.LEVEL)
TEN = 10
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
    described = spot.parse.noun(spot.parse.before(spot.parse.before(j))) if spot.parse.preposition(j) == "with" else None
    if described is not None and described.quantity is not None:
        return None
    if topic is None or noun.head in {Head.RISE, Head.FALL, Head.CHANGE}:
        return None
    return spot.tie(topic[0], *_LEVELS, how="of", named=topic[1], end=spot.group.end if spot.group.thing else 0)


def complement(spot: Spot) -> Tie | None:
    """Return "the population is 1.1 million", "the budget stands at £223m", "officers number 2,242"."""
    verb, v = spot.verb, spot.v
    if verb is None or v is None or not _bare(spot) or not (verb.among("be", "reach", "stretch", "raise") or (verb.lemma in _YIELDS and spot.quantity.unit is Unit.GBP) or (verb.passive and spot.preposition == "at")):
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


_YIELDS = frozenset("contribute generate pay cost take bring receive provide yield".split())
"""What taxes, pay and budgets do with a sum that is their own."""
SMALLEST_COMMUNITY = 10_000
"""Fewer people than these are no population that a force serves."""


def served(spot: Spot) -> Tie | None:
    """Return "serves a community of 726,800", "1.37 million of us live here", "looks after 813,000 neighbours"."""
    value, unit = spot.quantity.value, spot.quantity.unit
    if unit is not None or value is None or value < SMALLEST_COMMUNITY or spot.group.thing is not None:
        return None
    noun = spot.parse.noun(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition == "of" else None
    community = noun is not None and noun.noun in {"community", "communities"}
    verb = spot.verb
    serving = verb is not None and (verb.among("serve") or verb.lemma == "look") and (_bare(spot) or community)
    following = spot.next_verb
    after = spot.parse.after(spot.i)
    us = spot.parse.word(after) == "of" and (pointer := spot.parse.noun(after + 1)) is not None and pointer.text == "us"
    if following is not None and following.among("visit") and spot.headless and not following.passive:
        return spot.tie(things()["visitors"], Aspect.LEVEL, how="served", end=following.end)
    living = following is not None and following.among("live") and (_bare(spot) or us)
    if spot.parse.joint(spot.i + 1, Join.RELATIVE):
        return None
    if spot.parse.joint(spot.i + 1, Join.AND) and (beyond := spot.parse.noun(spot.i + 2)) is not None and beyond.quantity is not None and beyond.thing is not None and beyond.thing.id in {"people", "population"}:
        return None
    if not (living or (serving and verb is not None and not verb.passive)):
        return None
    return spot.tie(things()["population"], Aspect.LEVEL, how="served", end=spot.group.end)


def place_in_brackets(spot: Spot) -> Tie | None:
    """Return the population of "Brackwater (287,000)", where the sentence counts nothing but places and people."""
    value = spot.quantity.value
    if spot.quantity.unit is not None or value is None or value < SMALLEST_COMMUNITY or not spot.headless:
        return None
    noun = spot.parse.noun(spot.parse.before(spot.i - 1))
    if not spot.parse.joint(spot.i - 1, Join.OPEN) or not spot.parse.joint(spot.parse.after(spot.i), Join.CLOSE, Join.COMMA):
        return None
    named = [t.thing.thing for g in spot.parse.groups[: spot.i] if isinstance(g, NounGroup) for t in g.things if t.thing]
    if noun is None or not noun.tokens[-1].named or any(topic_of(t) not in {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, None} for t in named):
        return None
    return spot.tie(things()["population"], Aspect.LEVEL, how="place_in_brackets", role=Role.IN_PLACE)


def subject(spot: Spot) -> Tie | None:
    """Return "of which 874 were rapes", "51,877 were victim-based", "131,000 were made to 999"."""
    v = spot.parse.following(spot.i)
    verb = None if v is None else spot.parse.verb(v)
    if v is None or verb is None or not _bare(spot) or spot.group.thing is not None or not (verb.lemma == "be" or verb.passive):
        return None
    k = spot.parse.after(spot.i)
    pointer = spot.parse.noun(k + 1) if spot.parse.word(k) == "of" else None
    if k != v and not spot.parse.joint(k, Join.RELATIVE) and not spot.parse.joint(k + 1, Join.RELATIVE) and (pointer is None or pointer.head is not Head.POINTER):
        return None
    j = spot.parse.after(v)
    j = j + 1 if spot.parse.joint(j, Join.PREPOSITION) else j
    noun, topic = spot.parse.noun(j), spot.topic(j)
    if topic is None or noun is None or noun.quantity is not None or spot.quantity.unit is Unit.PERCENT:
        return None
    if not spot.found and topic_of(topic[0]) is not Topic.DEMAND:
        return None
    return spot.tie(topic[0], Aspect.LEVEL, how="of_which", named=topic[1])


def _of_share(spot: Spot) -> bool:
    """Return whether it is the count of a share: "29% of police officers (612)"."""
    j = spot.parse.before(spot.parse.before(spot.parse.before(spot.i - 1)))
    part = spot.parse.noun(j)
    return part is not None and part.quantity is not None and spot.parse.quantity(part.quantity).unit is Unit.PERCENT


def label_list(spot: Spot) -> Tie | None:
    """Return the number after its label in "Police officers 2,242 Police staff 1,340 PCSOs 210"."""
    groups = spot.parse.groups[:-1] if spot.parse.joint(len(spot.parse.groups) - 1, Join.STOP) else spot.parse.groups
    nouns = [g for g in groups if isinstance(g, NounGroup)]
    if len(nouns) < 2 or len(nouns) != len(groups) or nouns[0].quantity is not None or nouns[-1].head is not Head.NONE:
        return None
    if any(n.quantity is None or n.at != 0 for n in nouns[1:]) or any(n.thing is None for n in nouns[:-1]):
        return None
    label = nouns[spot.i - 1]
    return None if label.thing is None else spot.tie(label.thing, *_LEVELS, how="label", named=spot.i - 1)


def labelled(spot: Spot) -> Tie | None:
    """Return "Police officers: 2,238", "Police officers 2,238", "special constables (163)", "budget – £223m"."""
    if not _bare(spot):
        return None
    j = spot.parse.before(spot.i)
    how = "listed"
    if spot.parse.joint(j, Join.STOP):
        if spot.parse.word(j) == ";":
            return None
        j = spot.parse.before(j)
    elif spot.parse.joint(j, Join.COMMA) and spot.headless and spot.parse.joint(spot.parse.after(spot.i), Join.COMMA) and not spot.found:
        j, how = spot.parse.before(j), "apposition"
    elif spot.parse.joint(spot.i - 1, Join.OPEN):
        after = spot.parse.after(spot.i)
        if spot.parse.preposition(spot.parse.before(spot.i - 1)) == "of" and _of_share(spot):
            return None
        if spot.parse.word(after) == "of" and (pointer := spot.parse.noun(after + 1)) is not None and pointer.head is Head.POINTER:
            after += 2
        if not spot.parse.joint(after, Join.CLOSE, Join.COMMA, Join.STOP):
            return None
        j, how = spot.parse.before(spot.i - 1), "in_brackets"
    elif not isinstance(spot.parse.at(j), NounGroup):
        return None
    noun = spot.parse.noun(j)
    topic = spot.topic(j)
    if topic is None or noun is None or noun.quantity is not None:
        return None
    if spot.quantity.unit in {Unit.MILES, Unit.KM} and topic[0].id == "area":
        return None
    return spot.tie(topic[0], *_LEVELS, how=how, named=topic[1])


def _bare(spot: Spot) -> bool:
    """Return whether the number has no noun of its own, or just "people"; not a word such as "one"."""
    group = spot.group
    if spot.in_words and group.head is Head.NONE and spot.quantity.value is not None and spot.quantity.value < TEN:
        return False
    return group.head is Head.NONE or (group.thing is not None and group.thing.id in {"people", "population"}) or group.noun in _PEOPLE | members("unit_noun")
