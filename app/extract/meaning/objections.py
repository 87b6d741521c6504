"""What the words around a number object to: a part, a day's count, or something else than its measure."""

from collections.abc import Callable
from decimal import Decimal

from app.extract.groups import NounGroup
from app.extract.meaning.each import each
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import topic_of
from app.vocabulary.units import Unit

FEWEST = {
    # Fewer are those of a team or an event: no force has so few.
    "police_officers": 100,
    # Fewer are people who were met or asked, not those of an area or a year.
    "population": 1000,
    "visitors": 10_000,
    "event_visitors": 1000,
    "airport_passengers": 10_000,
    "port_passengers": 1000,
    # Fewer are homes that were visited or built.
    "households": 10_000,
}
"""The fewest that a measure is read as counting."""

FEWEST_IN_A_YEAR = dict.fromkeys(("recorded_crimes", "incidents", "calls_total", "calls_999", "calls_101"), 2500)
"""Fewer are not those of a force in a year, but of a day, a place or a team."""

FEWEST_POSTS = 100
"""Posts in full-time equivalents below this are a rate: "1.8 officers" are those for a number of residents."""


def objection(spot: Spot, tie: Tie) -> str | None:
    """Return what says that a number does not count what its tie says, in words such as "too few", or ``None``."""
    return next((objects.__name__.strip("_").replace("_", " ") for objects in _OBJECTIONS if objects(spot, tie)), None)


def _too_few(spot: Spot, tie: Tie) -> bool:
    """Return whether it is too small a number to be that of a force or a city: "there were 254 crimes"."""
    value = spot.quantity.value or 0
    counted = tie.how != "of"  # "a population of 300" is told to be one, whatever it is
    if counted and value < FEWEST.get(tie.measure.id, 0):
        return True
    return value < FEWEST_IN_A_YEAR.get(tie.measure.id, 0) and each(spot) is None


def _in_parts(spot: Spot, tie: Tie) -> bool:
    """Return whether it counts parts: posts are counted in full-time equivalents, all else in whole numbers."""
    value = spot.quantity.value or Decimal(0)
    if not tie.unit.counted or value == value.to_integral_value():
        return False
    return tie.measure.topic is not Topic.WORKFORCE or value < FEWEST_POSTS


def _for_one_officer(spot: Spot, tie: Tie) -> bool:
    """Return whether it counts the residents for whom there is one officer, where it is not told as that."""
    return tie.measure.id == "population" and (spot.group.determiner in {"every", "each"} or spot.preposition == "per")


def _savings_without_a_verb(_spot: Spot, tie: Tie) -> bool:
    """Return whether nothing tells if savings are made or still to be made: "the savings, £1.5m, are welcome"."""
    return tie.measure.id == "savings_made" and tie.how == "apposition"


def _removed(spot: Spot, _tie: Tie) -> bool:
    """Return whether it counts what was closed, replaced or bordered on: "it closed five stations"."""
    return spot.verb is not None and spot.is_object and spot.verb.lemma in members("removing_verb")


def _not_deprived(spot: Spot, tie: Tie) -> bool:
    """Return whether nothing says that neighbourhoods are deprived: "nine neighbourhoods are pretty"."""
    return tie.measure.id == "deprived_neighbourhoods" and "depriv" not in spot.parse.text.lower()


def _not_residents(spot: Spot, tie: Tie) -> bool:
    """Return whether people are not said to be those who live here or are served: "300,000 people came"."""
    if tie.measure.id != "population" or tie.how != "count" or spot.group.thing is None:
        return False
    if spot.group.thing.id != "people":
        return False
    if spot.next_verb is not None:
        return not _live(spot)
    if spot.verb is None:
        return not _is_among_places(spot)
    resides = spot.verb.among("serve", "have", "live", "be") or spot.verb.lemma in members("residing_verb")
    return not resides and spot.preposition not in {"for", "to", "of", "by"}


def _is_among_places(spot: Spot) -> bool:
    """Return whether people are told of beside a territory, or led to: "979 square miles and 1.1 million people"."""
    units = {quantity.unit for quantity in spot.parse.reading.quantities}
    named = (
        token.thing.thing for g in spot.parse.groups if isinstance(g, NounGroup) for token in g.things if token.thing
    )
    places = any(topic_of(thing) is Topic.GEOGRAPHY or thing.id == "households" for thing in named)
    return places or spot.preposition != "" or not units.isdisjoint({Unit.SQUARE_MILES, Unit.SQUARE_KM})


def _live(spot: Spot) -> bool:
    """Return whether people live here: "1.2 million people call it home", not "live within an hour of it"."""
    v, verb, following = spot.parse.following(spot.i), spot.verb, spot.next_verb
    if v is None or following is None or spot.parse.word(spot.parse.after(v)) == "within":
        return False
    live = following.among("live", "be") or following.lemma in {"call", "make", "have"}
    return live or (verb is not None and verb.among("serve", "live"))


_OBJECTIONS: tuple[Callable[[Spot, Tie], bool], ...] = (
    _too_few,
    _not_residents,
    _in_parts,
    _for_one_officer,
    _savings_without_a_verb,
    _removed,
    _not_deprived,
)
