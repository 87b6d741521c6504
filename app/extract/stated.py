"""Apply stages 7 to 12: what each quantity of a sentence states, by the surest rule that applies."""

from collections.abc import Sequence

from app.extract.asides import aside_tie
from app.extract.continuing import continuing_tie
from app.extract.direct import direct_tie, extent_tie, place_in_brackets
from app.extract.places import PlaceMention
from app.extract.quantities import Reading
from app.extract.respectively import respective_ties
from app.extract.skeleton import skeleton_of
from app.extract.ties import Tie


def stated_by(reading: Reading, places: Sequence[PlaceMention] = (), previous: Tie | None = None) -> list[Tie | None]:
    """Return, for each quantity of a sentence, what it states, or ``None`` if that is unclear.

    ``places`` are those that the sentence names. ``previous`` is the last tie of the previous sentence, whose thing
    this one may continue with.
    """
    if not reading.quantities:
        return []
    skeleton = skeleton_of(reading)
    paired = respective_ties(skeleton, places)
    found = [paired.get(n) for n in range(len(reading.quantities))]
    for n, quantity in enumerate(reading.quantities):
        if n not in paired and quantity.value is not None:
            found[n] = (
                extent_tie(skeleton, n)
                or direct_tie(skeleton, n)
                or place_in_brackets(skeleton, n)
                or aside_tie(skeleton, n, found)
            )
            if n == 0 and found[0] is None and previous is not None:
                found[0] = continuing_tie(skeleton, previous)
    return found
