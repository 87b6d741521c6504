"""Stage 12: whether a figure is said to be so: not denied, not wished for or supposed, not of a time long past.

"The force does not have 2,000 officers", "would need 3,000" and "used to have 3,500" tie a quantity to a thing as well
as "has 2,242" does, and state no figure of the force as it is.
"""

from app.extract.bygone import is_bygone
from app.extract.denial import is_denied
from app.extract.governing import governors
from app.extract.spots import Spot
from app.extract.supposition import is_supposed
from app.extract.ties import Tie


def holds(spot: Spot, tie: Tie) -> bool:
    """Return whether a tied quantity is said to be so, and of a time that is told."""
    governing = governors(spot)
    return not any(objects(spot, tie, governing) for objects in (is_denied, is_supposed, is_bygone))
