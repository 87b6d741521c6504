"""Stage 12: whether a figure is said to be so: not denied, not supposed, not of a time long past, nor of another.

"The force does not have 2,000 officers", "would need 3,000" and "used to have 3,500" tie a quantity to a thing as well
as "has 2,242" does, and state no figure of the force as it is.
"""

from collections.abc import Collection
from enum import Enum

from app.extract.bygone import is_bygone
from app.extract.denial import is_denied
from app.extract.governing import governors
from app.extract.owners import is_of_another
from app.extract.spots import Spot
from app.extract.supposition import is_supposed
from app.extract.ties import Tie
from app.vocabulary.areas import COMPARED


class Refusal(Enum):
    """Why what a quantity states is no figure of the force as it is."""

    DENIED = "it is denied"
    SUPPOSED = "it is only supposed, wished for or asked about"
    BYGONE = "it is of a time long past, and no date is told"
    OF_ANOTHER = "it is of another force or body"


_SO = ((Refusal.DENIED, is_denied), (Refusal.SUPPOSED, is_supposed), (Refusal.BYGONE, is_bygone))


def refusal(spot: Spot, tie: Tie, own_names: Collection[str]) -> Refusal | None:
    """Return why a tied quantity is no figure of the force, known by ``own_names``, as it is; ``None`` if it is one.

    Those of the country, the region or similar forces are compared with the force's.
    """
    governing = governors(spot)
    untrue = next((why for why, objects in _SO if objects(spot, tie, governing)), None)
    if untrue is not None or tie.area in COMPARED:
        return untrue
    return Refusal.OF_ANOTHER if is_of_another(spot, tie, own_names) else None
