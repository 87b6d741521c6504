"""Changes whose verb or noun is that of the change before: "burglary fell by 3%, robbery by 4%"."""

from app.extract.groups import Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, Thing


def gapped(spot: Spot) -> Tie | None:
    """Return the change of what stands beside a number, in the direction of the change before it."""
    host = spot.found[-1] if spot.found else None
    if host is None or host.aspect is not Aspect.CHANGE or host.unit is not spot.quantity.unit or not spot.headless:
        return None
    if _is_told_anew(spot) or (topic := _beside(spot)) is None:
        return None
    return spot.tie(topic[0], Aspect.CHANGE, how="gapped", named=topic[1], falls=host.falls)


def _is_told_anew(spot: Spot) -> bool:
    """Return whether a verb, or a stop without "by" after it, parts a number from the one before."""
    between = range(spot.parse.spots[spot.n - 1] + 1, spot.i)
    stopped = spot.preposition != "by" and any(spot.parse.joint(j, Join.STOP) for j in between)
    return stopped or any(spot.parse.verb(j) for j in between)


def _beside(spot: Spot) -> tuple[Thing, int] | None:
    """Return the thing after a number, "4% in robbery", or before it, "robbery by 4%"."""
    after = spot.parse.after(spot.i)
    if spot.parse.word(after) in {"in", "of", "for"} and (topic := spot.topic(after + 1)) is not None:
        return topic
    j = spot.parse.before(spot.i)
    j = spot.parse.before(j) if spot.preposition == "by" else j
    return spot.topic(j)
