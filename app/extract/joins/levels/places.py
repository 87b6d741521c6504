"""The residents of a place in the brackets after its name: "Brackwater (287,000)"."""

from app.extract.groups import Join, NounGroup
from app.extract.joins.levels.bare import may_be_residents
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, things, topic_of


def place_in_brackets(spot: Spot) -> Tie | None:
    """Return the residents of "Brackwater (287,000)", where the words before speak of places and people alone."""
    opened, closed = spot.i - 1, spot.parse.after(spot.i)
    if not spot.parse.joint(opened, Join.OPEN) or not spot.parse.joint(closed, Join.CLOSE, Join.COMMA):
        return None
    place = spot.parse.noun(spot.parse.before(opened))
    if place is None or not place.tokens[-1].named or not may_be_residents(spot) or _speaks_of_others(spot):
        return None
    return spot.tie(things()["population"], Aspect.LEVEL, how="place_in_brackets", role=Role.IN_PLACE)


def _speaks_of_others(spot: Spot) -> bool:
    """Return whether the number may be of something else: "crime is highest in Brackwater (12,400)"."""
    nouns = (group for group in spot.parse.groups[: spot.i] if isinstance(group, NounGroup))
    topics = {topic_of(token.thing.thing) for noun in nouns for token in noun.things if token.thing}
    return not topics <= {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, None}
