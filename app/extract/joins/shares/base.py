"""What a percentage is a share of: the "residents" of "20% of residents"."""

from app.extract.groups import Head, Join
from app.extract.spots import Spot
from app.vocabulary.measures import Topic
from app.vocabulary.things import Thing, things, topic_of
from app.vocabulary.units import Unit

NOTHING = Thing("nothing", None, needs_base=True, measures={})
"""What a share is of that has no measure of shares: "three quarters of it"."""


def is_of(spot: Spot) -> bool:
    """Return whether a percentage is said to be "of" something."""
    return spot.parse.word(spot.parse.after(spot.i)) == "of"


def base_of(spot: Spot) -> tuple[Thing | None, int]:
    """Return what a percentage is said to be "of", and where; ``None`` and its own place if it is not said."""
    if not is_of(spot):
        return None, spot.i
    j = spot.parse.after(spot.i) + 1
    if (pointed := _pointed_at(spot, j)) is not None:
        return (pointed if pointed.base is not None else NOTHING), j
    if _is_own_money(spot, j):
        return things()["budget"], j
    topic = spot.topic(j)
    return (None, spot.i) if topic is None or topic[0].base is None else topic


def _pointed_at(spot: Spot, j: int) -> Thing | None:
    """Return what "it", "these" or "which" at ``j`` points back to."""
    if spot.parse.joint(j, Join.RELATIVE):
        return None if spot.host is None else spot.host.thing
    noun = spot.parse.noun(j)
    topic = spot.topic(j) if noun is not None and noun.head is Head.POINTER else None
    return None if topic is None else topic[0]


def _is_own_money(spot: Spot, j: int) -> bool:
    """Return whether it is the budget: "51% of the constabulary's £131m"."""
    noun = spot.parse.noun(j)
    if noun is None or noun.quantity is None:
        return False
    return bool(noun.owner) and spot.parse.quantity(noun.quantity).unit is Unit.GBP


def is_of_another(spot: Spot) -> bool:
    """Return whether a percentage is "of" what no share of the catalogue is: "7% of neighbourhoods"."""
    noun = spot.parse.noun(spot.parse.after(spot.i) + 1) if is_of(spot) else None
    if noun is None or noun.thing is None:
        return False
    return noun.thing.id == "deprived_places" or topic_of(noun.thing) is Topic.GEOGRAPHY
