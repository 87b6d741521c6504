"""Apply stages 7 to 13: what each quantity of a sentence states, by the surest rule that applies."""

from collections.abc import Collection, Sequence

from app.extract.asides import aside_tie
from app.extract.claims import holds
from app.extract.continuing import continuing_tie
from app.extract.direct import direct_tie, extent_tie, place_in_brackets
from app.extract.owners import is_of_another
from app.extract.places import PlaceMention, area_of
from app.extract.quantities import Reading
from app.extract.respectively import respective_ties
from app.extract.skeleton import Skeleton, skeleton_of
from app.extract.ties import Tie
from app.vocabulary.areas import COMPARED


def stated_by(
    reading: Reading,
    places: Sequence[PlaceMention] = (),
    previous: Tie | None = None,
    own_names: Collection[str] = (),
) -> list[Tie | None]:
    """Return, for each quantity of a sentence, what it states or ``None`` if that is unclear.

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
    return [
        tie if tie is not None and _is_so(skeleton, n, tie, places, own_names) else None for n, tie in enumerate(found)
    ]


def _is_so(skeleton: Skeleton, n: int, tie: Tie, places: Sequence[PlaceMention], own_names: Collection[str]) -> bool:
    """Return whether a figure is so, and the force's or of others that its area tells."""
    area = area_of(skeleton.reading.sentence.text, tie, skeleton.reading.quantities[n], places)
    return holds(skeleton, n, tie) and (area in COMPARED or not is_of_another(skeleton, n, tie, own_names))
