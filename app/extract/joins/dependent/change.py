"""The change of the figure before: "51,000 crimes, a fall of 4%", "fell by 29.6% (41,907 offences)"."""

from dataclasses import replace

from app.extract.groups import Group, Head, Join, Joint, VerbGroup
from app.extract.joins.dependent.hosts import between, like
from app.extract.joins.parts import BROAD
from app.extract.joins.signs import is_down, told_down
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.things import Aspect, Thing, thing_of
from app.vocabulary.units import Unit

_LENGTHS = ({Unit.MILES, Unit.KM}, {Unit.SQUARE_MILES, Unit.SQUARE_KM})
_AMOUNTING = frozenset({"be", "represent", "equate", "mean"})


def its_change(spot: Spot) -> Tie | None:
    """Return the change of "51,000 crimes, a fall of 4%", "(up 8.8%)", "which is 1,100 fewer", "It fell by 3%"."""
    host = spot.host
    if host is None or not (spot.headless or spot.group.head in {Head.RISE, Head.FALL}):
        return None
    if host.aspect is Aspect.CHANGE and host.unit is spot.quantity.unit:
        return None
    falls, thing = _falls(spot), _changing(host)
    if falls is None or thing is None or _is_of_another(spot, host):
        return None
    role = Role.ASIDE if spot.found else Role.OWN
    return spot.tie(thing, Aspect.CHANGE, how="aside", falls=falls, role=role, end=spot.group.end)


def _changing(host: Tie) -> Thing | None:
    """Return the thing of a figure that changes, for one that is but a part of it the one that its measure tells."""
    return host.thing if host.thing is not None and Aspect.CHANGE in host.thing.measures else thing_of(host.measure)


def _is_of_another(spot: Spot, host: Tie) -> bool:
    """Return whether a thing is named between the figure before and a number: "funding overall, precept and all"."""
    nouns = (spot.parse.noun(j) for j in between(spot))
    named = (noun for noun in nouns if noun is not None and noun.thing is not None)
    return any(not spot.found or noun.end > host.end for noun in named)


def _falls(spot: Spot) -> bool | None:
    """Return whether the sign or words right around a number tell a fall or a rise, ``None`` if neither."""
    if spot.sign:
        return spot.sign != "+"
    if (own := told_down(spot.group.tokens)) is not None:
        return own
    after = spot.parse.after(spot.i)
    if spot.parse.joint(after, Join.COMPARISON):
        return is_down(spot.parse.word(after))
    return _falls_before(spot)


def _falls_before(spot: Spot) -> bool | None:
    """Return whether what stands before a number tells a fall: "a fall of", "down", "it has fallen by"."""
    j = spot.parse.before(spot.i)
    j = spot.parse.before(j) if spot.preposition in {"by", "of"} else j
    verb = spot.parse.verb(j)
    if j not in between(spot) or (verb is not None and not _is_of_host(spot, j, verb)):
        return None
    return told_down(spot.parse.groups[j].tokens)


def _is_of_host(spot: Spot, v: int, verb: VerbGroup) -> bool:
    """Return whether a verb of change has no subject of its own: "it has fallen", not "its horses have fallen"."""
    subject = spot.parse.subject(v)
    noun = None if subject is None else spot.parse.noun(subject)
    return verb.among("rise", "fall") and not (noun is not None and noun.head is Head.OTHER)


def in_other_unit(spot: Spot) -> Tie | None:
    """Return the second of "fell by 29.6% (41,907 offences)", "the grant fell by 21%, £13.5m"."""
    host = spot.found[-1] if spot.found else None
    if host is None or host.aspect is not Aspect.CHANGE or host.thing is None or not _tells_the_same(spot):
        return None
    tie = spot.tie(host.thing, Aspect.CHANGE, how="aside", falls=host.falls, role=Role.ASIDE)
    return tie and replace(tie, end=max(tie.end, spot.group.end))


def _tells_the_same(spot: Spot) -> bool:
    """Return whether only words stand between two numbers that say that they are one: a bracket, "or", "which is"."""
    groups = [spot.parse.groups[j] for j in between(spot)]
    if not all(map(_is_amounting, groups)):
        return False
    thing = spot.group.thing
    counted = thing is not None and thing.id in BROAD | {"people"}
    return spot.headless or (counted and any(_is_equal(group) for group in groups))


def _is_equal(group: Group) -> bool:
    """Return whether a group says that two numbers are one: a bracket, "or", "represents"."""
    if isinstance(group, VerbGroup):
        return group.lemma in _AMOUNTING
    return isinstance(group, Joint) and (group.join is Join.OPEN or group.text == "or")


def _is_amounting(group: Group) -> bool:
    """Return whether a group may stand between two numbers that are one: ", which is", ", that represents"."""
    passing = isinstance(group, Joint) and group.join in {Join.COMMA, Join.ADVERB, Join.RELATIVE}
    return passing or _is_equal(group)


def in_other_length(spot: Spot) -> Tie | None:
    """Return the second of "13,180 kilometres (8,190 miles)"."""
    host = spot.found[-1] if spot.found else None
    if host is None or spot.quantity.unit is None or {host.unit, spot.quantity.unit} not in _LENGTHS:
        return None
    if not spot.parse.joint(spot.i - 1, Join.OPEN):
        return None
    return replace(like(spot, host, "aside", Role.ASIDE), unit=spot.quantity.unit)
