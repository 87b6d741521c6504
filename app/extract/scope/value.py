"""The value of a tied figure with its sign, and how exactly it is stated by all the words that tell it."""

from dataclasses import dataclass
from decimal import Decimal

from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.bounds import HUNDRED, Bounds, stated_bounds
from app.vocabulary.hedges import hedge_after_noun
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier


@dataclass(frozen=True, slots=True)
class Stated:
    """A value as it is stated. ``end`` is the last character of the words that tell it, with a hedge after them."""

    value: Decimal
    value_max: Decimal | None
    qualifier: Qualifier
    bounds: Bounds
    end: int


def stated(spot: Spot, tie: Tie) -> Stated | None:
    """Return the value of a tied figure; a fall is negative. ``None`` if it cannot be, as a share of over 100%."""
    quantity, kind = spot.quantity, tie.measure.kind
    if quantity.value is None or (kind is Kind.SHARE and (quantity.value_max or quantity.value) > HUNDRED):
        return None
    qualifier, end = _hedged(spot, tie)
    sign = Decimal(-1 if tie.falls else 1)
    value = quantity.value * sign + 0  # no fall of "-0"
    value_max = None if quantity.value_max is None else quantity.value_max * sign + 0
    if value_max is not None and value_max < value:
        value, value_max = value_max, value
    bounds = stated_bounds(value, value_max=value_max, qualifier=qualifier, resolution=quantity.resolution, kind=kind)
    return Stated(value, value_max, qualifier, bounds, end)


def _hedged(spot: Spot, tie: Tie) -> tuple[Qualifier, int]:
    """Return how exactly a figure is stated, by a hedge after what it counts or by "the estimated population"."""
    quantity = spot.quantity
    if quantity.qualifier is Qualifier.EXACT:
        if _is_estimated(spot, tie):
            return Qualifier.ABOUT, tie.end
        after = hedge_after_noun(spot.parse.text, tie.end) if tie.end > quantity.end else None
        if after is not None:
            return after
    return quantity.qualifier_in(tie.unit), tie.end


def _is_estimated(spot: Spot, tie: Tie) -> bool:
    """Return whether what is counted is said to be estimated: "the estimated population was 877,700"."""
    group = spot.parse.groups[spot.parse.first_of(tie.start)]
    return any(token.text == "estimated" and token.end <= tie.start for token in group.tokens)
