"""A sum and what it is of, before or after it: "£31m of savings", "£1.2m in reserves"."""

from app.extract.groups import Join
from app.vocabulary.lexicon import members
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, topic_of
from app.vocabulary.units import Unit


def sum_of(spot: Spot) -> Tie | None:
    """Return a sum and the thing that it is "of", "in" or "from"."""
    j = spot.parse.after(spot.i)
    if spot.quantity.unit is None and spot.headless and spot.parse.word(j) == "of":
        topic = spot.topic(j + 1)
        all_of_them = {"all"} & {token.text for token in spot.group.tokens} and topic is not None and topic_of(topic[0]) is Topic.WORKFORCE
        partitive = topic is not None and (topic[0].id == "deprived_places" or all_of_them)
        return spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1]) if topic is not None and partitive else None
    if spot.quantity.unit is not Unit.GBP or not spot.headless:
        return None
    verb = spot.parse.verb(j)
    if verb is not None and (verb.among("raise", "come") or verb.lemma in {"collect", "provide", "receive", "generate"}):
        j = spot.parse.after(j)
        if spot.parse.word(j) in {"from", "through", "by", "in"} and (topic := spot.topic(j + 1)) is not None:
            return spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1])
        return None
    if spot.parse.word(j) in {"of", "in", "from", "on", "through"} and (topic := spot.parse.topic(j + 1)) is not None:
        if topic[0].id == "reserves" and spot.parse.word(j) in {"of", "from"}:
            return None
        told = [t.text for t in spot.group.tokens if t.text in members("more") | members("less")]
        if told:
            return spot.tie(topic[0], Aspect.CHANGE, how="more", named=topic[1], falls=told[-1] in members("less"))
        return spot.tie(topic[0], Aspect.LEVEL, how="sum", named=topic[1])
    return None
