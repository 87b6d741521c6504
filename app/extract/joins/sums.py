"""A number and what it is of, after it: "£31m of savings", "£1.2m in reserves", "all 300 of our officers"."""

from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, topic_of
from app.vocabulary.units import Unit


def sum_of(spot: Spot) -> Tie | None:
    """Return a sum, or a count of all, and the thing that it is of."""
    if not spot.headless:
        return None
    if spot.quantity.unit is None:
        return _all_of(spot)
    return (_raised(spot) or _in(spot)) if spot.quantity.unit is Unit.GBP else None


def _all_of(spot: Spot) -> Tie | None:
    """Return "all 300 of our officers", "three of the most deprived neighbourhoods"."""
    j = spot.parse.after(spot.i)
    topic = spot.topic(j + 1) if spot.parse.word(j) == "of" else None
    if topic is None:
        return None
    whole = any(token.text == "all" for token in spot.group.tokens) and topic_of(topic[0]) is Topic.WORKFORCE
    if not whole and topic[0].id not in {"deprived_places", "deprived_areas"}:
        return None
    return spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1])


def _raised(spot: Spot) -> Tie | None:
    """Return "£92m comes from the precept", "£5m is raised through grants"."""
    j = spot.parse.after(spot.i)
    verb, source = spot.parse.verb(j), spot.parse.after(j)
    if verb is None or not (verb.among("raise", "come") or verb.lemma in members("yielding")):
        return None
    topic = spot.topic(source + 1) if spot.parse.word(source) in {"from", "through", "by", "in"} else None
    return None if topic is None else spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1])


def _in(spot: Spot) -> Tie | None:
    """Return "£31m of capital spending", "£1.2m in reserves", not "£1.2m from reserves", a part of them."""
    j = spot.parse.after(spot.i)
    topic = spot.parse.topic(j + 1) if spot.parse.word(j) in {"of", "in", "from", "on", "through"} else None
    if topic is None or (topic[0].id in {"reserves", "budget"} and spot.parse.word(j) in {"of", "from"}):
        return None
    told = [token.text for token in spot.group.tokens if token.text in members("more") | members("less")]
    if told:
        return spot.tie(topic[0], Aspect.CHANGE, how="more", named=topic[1], falls=told[-1] in members("less"))
    return spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1])
