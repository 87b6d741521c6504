"""Stages 6 to 10: what each quantity of a sentence states, by the first join that fits."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from app.extract.certainty import certainty_of
from app.extract.chunks import chunks
from app.extract.clauses import Parse
from app.extract.groups import NounGroup
from app.extract.joins.changes import CHANGES
from app.extract.joins.counted import counted
from app.extract.joins.dependent import DEPENDENT
from app.extract.joins.dependent.change import in_other_length, in_other_unit
from app.extract.joins.dependent.comparator import comparator
from app.extract.joins.dependent.place import in_place
from app.extract.joins.extents import extent
from app.extract.joins.levels.complement import complement
from app.extract.joins.levels.labelled import label_list, labelled
from app.extract.joins.levels.of import of_quantity
from app.extract.joins.levels.of_which import of_which
from app.extract.joins.levels.places import place_in_brackets
from app.extract.joins.levels.served import served
from app.extract.joins.moving import moved_to
from app.extract.joins.rates import rate
from app.extract.joins.ratios import ratio
from app.extract.joins.respectively import paired
from app.extract.joins.savings.savings import savings
from app.extract.joins.shares.share import share
from app.extract.joins.spending import cost_of_each, invested, spent
from app.extract.joins.sums import sum_of
from app.extract.meaning.meant import meant
from app.extract.owners import is_of_another
from app.extract.places import PlaceMention
from app.extract.quantities import Reading
from app.extract.scope.area import area_of
from app.extract.spots import Spot
from app.extract.standing import holds
from app.extract.ties import Tie
from app.extract.tokens import tokens_of
from app.vocabulary.areas import COMPARED
from app.vocabulary.measures import Kind

JOINS: tuple[Callable[[Spot], Tie | None], ...] = (
    label_list,
    rate,
    ratio,
    extent,
    savings,
    invested,
    spent,
    cost_of_each,
    in_other_length,
    in_other_unit,
    *CHANGES,
    moved_to,
    counted,
    comparator,
    sum_of,
    of_quantity,
    complement,
    served,
    of_which,
    share,
    in_place,
    labelled,
    place_in_brackets,
    *DEPENDENT,
)


def parse(reading: Reading) -> Parse:
    """Return a sentence in groups."""
    groups = chunks(tokens_of(reading)) if reading.quantities else []
    spots = {g.quantity: i for i, g in enumerate(groups) if isinstance(g, NounGroup) and g.quantity is not None}
    return Parse(reading, groups, tuple(spots.get(n, -1) for n in range(len(reading.quantities))))


def stated_by(
    parsed: Parse,
    places: Sequence[PlaceMention] = (),
    previous: Tie | None = None,
    own_names: Collection[str] = (),
) -> list[Tie | None]:
    """Return, for each quantity of a sentence, what it states or ``None`` if that is unclear."""
    found: list[Tie | None] = []
    pairs = paired(parsed, places, _stated)
    for n, quantity in enumerate(parsed.reading.quantities):
        if n in pairs:
            found.append(pairs[n])
            continue
        known = quantity.value is not None and parsed.spots[n] >= 0
        found.append(_stated(Spot(parsed, n, found, previous)) if known else None)
    return [
        tie if tie is not None and _is_so(Spot(parsed, n), tie, places, own_names) else None
        for n, tie in enumerate(found)
    ]


def _is_so(spot: Spot, tie: Tie, places: Sequence[PlaceMention], own_names: Collection[str]) -> bool:
    """Return whether a figure is so, and the force's or of others that its area tells."""
    area = area_of(spot, tie, places)
    return holds(spot, tie) and (area in COMPARED or not is_of_another(spot, tie, own_names))


def _stated(spot: Spot) -> Tie | None:
    """Return what the first join that fits makes of a quantity, if its clause means that."""
    for join in JOINS:
        spot.pointed = False
        tie = join(spot)
        if tie is not None and spot.sign not in {"", "+"} and tie.measure.kind is not Kind.CHANGE:
            return None
        if tie is not None and (tie := meant(spot, tie)) is not None:
            return replace(tie, certainty=certainty_of(spot, tie))
    return None
