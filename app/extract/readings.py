"""Stages 6 to 10: what each quantity of a sentence states, by the first join that fits."""

from collections.abc import Callable, Collection, Sequence

from dataclasses import replace

from app.extract.certainty import certainty_of
from app.extract.chunks import chunks
from app.extract.clauses import Parse
from app.extract.joins.changes import change, moved_to
from app.extract.joins.counted import counted
from app.extract.joins.depending import DEPENDING, comparator, in_other_unit, in_place
from app.extract.joins.extents import extent
from app.extract.joins.levels import complement, label_list, labelled, of_quantity, place_in_brackets, served, subject
from app.extract.joins.money import money
from app.extract.joins.rates import rate
from app.extract.joins.respectively import paired
from app.extract.joins.shares import share
from app.extract.joins.sums import sum_of
from app.extract.meaning import meant
from app.extract.owners import is_of_another
from app.extract.places import PlaceMention
from app.extract.quantities import Reading
from app.extract.scope.area import area_of
from app.extract.spots import Spot
from app.extract.standing import holds
from app.extract.ties import Tie
from app.extract.tokens import tokens_of
from app.vocabulary.measures import Kind
from app.vocabulary.areas import COMPARED

JOINS: tuple[Callable[[Spot], Tie | None], ...] = (
    label_list,
    rate,
    extent,
    money,
    in_other_unit,
    change,
    moved_to,
    counted,
    comparator,
    sum_of,
    of_quantity,
    complement,
    served,
    subject,
    share,
    in_place,
    labelled,
    place_in_brackets,
    *DEPENDING,
)


def parse(reading: Reading) -> Parse:
    """Return a sentence in groups."""
    groups = chunks(tokens_of(reading)) if reading.quantities else []
    return Parse(reading, groups)


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
