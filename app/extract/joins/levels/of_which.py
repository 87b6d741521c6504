"""A part of a number before, told by what it is: "of which 874 were rapes"."""

from app.extract.groups import Head, Join
from app.extract.joins.levels.bare import is_bare
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, topic_of


def of_which(spot: Spot) -> Tie | None:
    """Return "of which 874 were rapes", "51,877 were victim-based", "131,000 were made to 999"."""
    if (told := _verbless(spot)) is not None:
        return told
    v = spot.parse.following(spot.i)
    verb = None if v is None else spot.parse.verb(v)
    if v is None or verb is None or not (verb.lemma == "be" or verb.passive):
        return None
    if not is_bare(spot) or spot.group.thing is not None or not _is_of_them(spot, v):
        return None
    j = spot.parse.after(v)
    topic = spot.topic(j + 1 if spot.parse.joint(j, Join.PREPOSITION) else j)
    if topic is None or not (spot.found or topic_of(topic[0]) is Topic.DEMAND):
        return None
    return spot.tie(topic[0], Aspect.LEVEL, how="of_which", named=topic[1])


def _verbless(spot: Spot) -> Tie | None:
    """Return the calls of "a quarter of a million calls, 52,670 of them on 999"."""
    j = spot.parse.after(spot.i)
    them, part = spot.parse.noun(j + 1), spot.parse.noun(j + 2)
    points = spot.parse.word(j) == "of" and them is not None and them.head is Head.POINTER
    if (
        not points
        or not spot.headless
        or part is None
        or part.thing is None
        or topic_of(part.thing) is not Topic.DEMAND
    ):
        return None
    return spot.tie(part.thing, Aspect.LEVEL, how="of_which", named=j + 2)


def _is_of_them(spot: Spot, v: int) -> bool:
    """Return whether a number is the subject of the verb at ``v`` by itself, or as one "of which" or "of these"."""
    j = spot.parse.after(spot.i)
    pointer = spot.parse.noun(j + 1)
    points = spot.parse.joint(j + 1, Join.RELATIVE) or (pointer is not None and pointer.head is Head.POINTER)
    return j == v or bool(points)
