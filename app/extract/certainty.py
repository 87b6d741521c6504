"""Stage 12: how sure a reading is: by its rule, what the words leave open, and what else the page says."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace

from app.extract.modifiers import Effect, effects
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import Observation
from app.vocabulary.rules import rules

FARTHEST = 12
"""So many groups may stand between a number and the noun that it belongs to, for the reading to be certain."""


def certainty_of(spot: Spot, tie: Tie) -> Certainty:
    """Return how sure a reading is: as sure as its rule, unless something about its words makes it less so."""
    doubts = (
        spot.pointed,  # "it" and "the figure" are taken for what was spoken of before
        Effect.UNKNOWN in effects(spot),
        spot.in_words and spot.quantity.value == 1,
        _distance(spot, tie) > FARTHEST,
        _acts(spot, tie),
        _is_of_land(spot, tie),
    )
    return Certainty.LIKELY if any(doubts) else rules()[tie.how].certainty


def _acts(spot: Spot, tie: Tie) -> bool:
    """Return whether it counts places that do something, which may be some of them: "four districts do worse"."""
    verb = spot.next_verb
    own = tie.how == "count" and tie.measure.topic is Topic.GEOGRAPHY and spot.preposition == ""
    return own and verb is not None and not verb.among("be", "make_up", "serve", "have") and spot.verb is None


def _is_of_land(spot: Spot, tie: Tie) -> bool:
    """Return whether square miles are of a kind of land, which may be a part: "500 square miles of moorland"."""
    of = spot.parse.noun(spot.parse.after(spot.i) + 1) if tie.measure.id == "area" else None
    land = of is not None and spot.parse.word(spot.parse.after(spot.i)) == "of" and of.thing is None and not of.proper
    return land and of is not None and of.noun not in members("territory_noun")


def _distance(spot: Spot, tie: Tie) -> int:
    """Return how many groups the words of a tie span."""
    return sum(1 for group in spot.parse.groups if tie.start <= group.start and group.end <= tie.end)


def confirmed(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the figures of a page; one that the page states twice, in whatever words, is certain."""
    said = Counter(map(_figure, observations))
    return tuple(replace(o, certainty=Certainty.CERTAIN) if said[_figure(o)] > 1 else o for o in observations)


def _figure(observation: Observation) -> Hashable:
    """Return what an observation states, without its words."""
    return (observation.measure, observation.value, observation.value_max, observation.unit, observation.area)
