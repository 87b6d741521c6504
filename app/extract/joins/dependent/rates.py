"""The figure before for so many residents or for each day: "The rate, 62.2 per 1,000 people", "1,923 a day"."""

from dataclasses import replace

from app.extract.joins.dependent.hosts import like
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit


def its_rate(spot: Spot) -> Tie | None:
    """Return the rate of what the figure before is of: "The rate, 62.2 per 1,000 people, is low"."""
    host = spot.host
    if host is None or host.thing is None or spot.group.thing is not None:
        return None
    return spot.tie(host.thing, Aspect.RATE, how="its_rate", role=Role.ASIDE)


def each_day(spot: Spot) -> Tie | None:
    """Return the second of "701,880 incidents, 1,923 a day"."""
    host = spot.found[-1] if spot.found else None
    if host is None or spot.quantity.unit is not Unit.PER_DAY or Unit.PER_DAY not in host.measure.units:
        return None
    return replace(like(spot, host, "each_day", Role.ASIDE), unit=Unit.PER_DAY)
