"""Stage 12: how sure a reading is: by its rule, what the words leave open, and what else the page says."""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
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
    return Certainty.LIKELY if any(doubts(spot, tie)) else rules()[tie.how].certainty


def doubts(spot: Spot, tie: Tie) -> Iterator[str]:
    """Yield what makes a reading less sure than its rule is."""
    if spot.pointed:
        yield "what it counts is what was spoken of before"  # "it", "the figure"
    if Effect.UNKNOWN in effects(spot):
        yield "a word before what it counts is not known"
    if spot.in_words and spot.quantity.value == 1:
        yield "the number is a bare “one”"
    if _distance(spot, tie) > FARTHEST:
        yield "what it counts is far from it"
    if _acts(spot, tie):
        yield "what it counts may be some of them"
    if _is_of_land(spot, tie):
        yield "the land may be a part of the area"


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
    first, last = spot.parse.first_of(tie.start), spot.parse.last_of(tie.end)
    return sum(tie.start <= group.start and group.end <= tie.end for group in spot.parse.groups[first : last + 1])


def confirmed(observations: Sequence[Observation]) -> tuple[Observation, ...]:
    """Return the figures of a page; one that the page states twice, in whatever words, is certain."""
    said = Counter(map(_figure, observations))
    return tuple(replace(o, certainty=Certainty.CERTAIN) if said[_figure(o)] > 1 else o for o in observations)


def _figure(observation: Observation) -> Hashable:
    """Return what an observation states, without its words."""
    return (observation.measure, observation.value, observation.value_max, observation.unit, observation.area)
