"""Changes that a plus or minus sign tells: "Recorded crime: -5%", "crime changed by +2%"."""

from app.extract.scope.clause import is_figure
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit


def signed(spot: Spot) -> Tie | None:
    """Return the change by a percentage with a sign of the thing named before it, with no number between."""
    if spot.sign == "" or spot.quantity.unit is not Unit.PERCENT:
        return None
    for j in spot.parse.back(spot.i):
        if is_figure(spot.parse, j):
            return None
        if (topic := spot.topic(j)) is not None:
            return spot.tie(topic[0], Aspect.CHANGE, how="signed", named=topic[1], falls=spot.sign != "+")
    return None
