"""How far a thing rose or fell, by a sign, a noun, a verb or a comparison, or by the change before."""

from collections.abc import Callable

from app.extract.joins.changes.comparisons import compared, more_of_it
from app.extract.joins.changes.gaps import gapped
from app.extract.joins.changes.nouns import noun_of_change
from app.extract.joins.changes.signed import signed
from app.extract.joins.changes.verbs import lost_share, verb_of_change
from app.extract.spots import Spot
from app.extract.ties import Tie

CHANGES: tuple[Callable[[Spot], Tie | None], ...] = (
    signed,
    noun_of_change,
    verb_of_change,
    compared,
    more_of_it,
    lost_share,
    gapped,
)
