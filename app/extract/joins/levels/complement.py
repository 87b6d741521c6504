"""The level that a thing is said to be: "the budget stands at £223m"."""

from app.extract.groups import VerbGroup
from app.extract.joins.levels.bare import is_bare, level_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.units import Unit


def complement(spot: Spot) -> Tie | None:
    """Return "the population is 1.1 million", "the budget stands at £223m", "council tax brings in £92m"."""
    verb, j = spot.verb, spot.parse.before(spot.i)
    if verb is None or not is_bare(spot) or not _equates(spot, verb):
        return None
    if spot.preposition in {"at", "to", "of", "for"}:
        j = spot.parse.before(j)
    return level_of(spot, spot.topic(spot.subject), how="is") if j == spot.v else None


def _equates(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether a verb says of its subject how much it is: "is", "reached", "is set at"; of money "brings in"."""
    yields = verb.lemma in members("yielding") and spot.quantity.unit is Unit.GBP
    return yields or verb.among("be", "reach", "stretch", "raise") or (verb.passive and spot.preposition == "at")
