"""The residents that the force serves or who live there: "it serves a community of 726,800"."""

from app.extract.groups import Join
from app.extract.joins.levels.bare import may_be_residents
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, things


def served(spot: Spot) -> Tie | None:
    """Return "serves a community of 726,800", "1.37 million of us live here", "looks after 813,000 neighbours"."""
    if not may_be_residents(spot):
        return None
    following = spot.next_verb
    if following is not None and following.among("visit") and spot.headless and not following.passive:
        return spot.tie(things()["visitors"], Aspect.LEVEL, how="served", end=following.end)
    if spot.parse.joint(spot.i + 1, Join.RELATIVE) or _goes_on_with_people(spot):
        return None
    lives = following is not None and following.among("live")
    serves = spot.verb is not None and spot.verb.among("serve") and not spot.verb.passive
    return spot.tie(things()["population"], Aspect.LEVEL, how="served", end=spot.group.end) if lives or serves else None


def _goes_on_with_people(spot: Spot) -> bool:
    """Return whether what it counts is not the people who follow: "serves 12,000 and 813,000 people"."""
    beyond = spot.parse.noun(spot.i + 2) if spot.parse.joint(spot.i + 1, Join.AND) else None
    return beyond is not None and beyond.thing is not None and beyond.thing.id in {"people", "population"}
