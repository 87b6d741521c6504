"""The residents for each officer: "one officer for every 480 residents", "570 people for each officer", "1:450"."""

from app.extract.groups import NounGroup
from app.extract.joins.named import things_back_from
from app.extract.joins.rates import in_unit
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, things, topic_of
from app.vocabulary.units import Unit

_FOR = frozenset({"for", "per", "to"})
_EACH = frozenset({"each", "every"})


def ratio(spot: Spot) -> Tie | None:
    """Return for how many residents there is one officer."""
    if spot.quantity.unit is Unit.RATIO:
        return _one_to(spot)
    officer = _officer_before(spot)
    if officer is None and _counts_people(spot):
        officer = _officer_after(spot)
    if officer is None:
        return None
    return spot.tie(things()["officers"], Aspect.PER, how="one_for_every", named=officer)


def _one_to(spot: Spot) -> Tie | None:
    """Return the residents of "the ratio of officers to residents is 1:450", where no other workforce is named."""
    named = things_back_from(spot.parse, len(spot.parse.groups) - 1)
    if {thing.id for thing, _ in named if topic_of(thing) is Topic.WORKFORCE} != {"officers"}:
        return None
    return in_unit(spot, None).tie(things()["officers"], Aspect.PER, how="ratio")


def _officer_before(spot: Spot) -> int | None:
    """Return the place of the officer in "one officer for every 480 residents", also of "and one for 520 in Marlow"."""
    if spot.preposition not in _FOR or not (_counts_people(spot) or spot.group.thing is None):
        return None
    j = spot.parse.before(spot.parse.before(spot.i))
    noun = spot.parse.noun(j)
    again = noun is not None and noun.noun in {"", "one"} and spot.previous_per
    return j if again or _is_one_officer(spot, noun) else None


def _officer_after(spot: Spot) -> int | None:
    """Return the place of the officer in "570 people for each officer", "for every 634 people there is one officer"."""
    j = spot.parse.after(spot.i)
    if spot.parse.word(j) in _FOR and _is_one_officer(spot, spot.parse.noun(j + 1)):
        return j + 1
    if spot.preposition == "for" and spot.group.determiner in _EACH:
        places = spot.parse.ahead(spot.i)
        return next((k for k in places if _is_one_officer(spot, spot.parse.noun(k))), None)
    if (per := _per_officer(spot)) is not None:
        return per
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    each = subject is not None and subject.determiner in _EACH
    return spot.subject if each and _is_one_officer(spot, subject) else None


def _per_officer(spot: Spot) -> int | None:
    """Return the place of the officer in "per officer this is 690 residents", not in "£200 per officer"."""
    per = next((k for k in spot.parse.back(spot.i) if spot.parse.word(k) == "per"), None)
    if per is None or spot.parse.noun(per - 1) is not None or (noun := spot.parse.noun(per + 1)) is None:
        return None
    alone = noun.quantity is None and noun.thing is not None and noun.thing.id == "officers"
    return per + 1 if alone else None


def _counts_people(spot: Spot) -> bool:
    return spot.group.thing is not None and spot.group.thing.id in {"people", "population"}


def _is_one_officer(spot: Spot, noun: NounGroup | None) -> bool:
    """Return whether a noun group is one officer: "1 officer", "a police officer", "every officer"."""
    if noun is None or noun.thing is None or noun.thing.id != "officers":
        return False
    if noun.quantity is None:
        return noun.determiner in _EACH | {"a", "an", "one"}
    return spot.parse.quantity(noun.quantity).value == 1
