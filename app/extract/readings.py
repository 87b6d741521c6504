"""Stages 6 to 10: what each quantity of a sentence states, by the first join that fits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.extract.certainty import certainty_of
from app.extract.chunks import chunks
from app.extract.clauses import Parse
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
from app.extract.places import PlaceMention
from app.extract.quantities import Reading
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.extract.tokens import tokens_of
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


@dataclass(frozen=True, slots=True)
class Fit:
    """What a join makes of a quantity, and what that means in its clause: ``None`` where it means something else."""

    join: str
    joined: Tie
    tie: Tie | None


def parse(reading: Reading) -> Parse:
    """Return a sentence in groups, of which one without numbers needs none."""
    return Parse(reading, chunks(tokens_of(reading)) if reading.quantities else [])


def spots_with_ties(
    parsed: Parse, places: Sequence[PlaceMention], previous: Tie | None
) -> Iterator[tuple[Spot | None, Tie | None]]:
    """Yield each quantity of a sentence in its clause, with what it states there or ``None`` if that is unclear.

    There is no spot for one that says not how many, or is in no noun group. ``previous`` is the last tie before the
    sentence.
    """
    found: list[Tie | None] = []
    pairs = paired(parsed, places, stated)
    for n, quantity in enumerate(parsed.reading.quantities):
        known = quantity.value is not None and parsed.spots[n] >= 0
        spot = Spot(parsed, n, tuple(found), previous) if known else None
        found.append(pairs[n] if n in pairs else None if spot is None else stated(spot))
        yield spot, found[n]


def stated(spot: Spot) -> Tie | None:
    """Return what the first join that fits makes of a quantity, if its clause means that."""
    return next((fit.tie for fit in fits(spot) if fit.tie is not None), None)


def fits(spot: Spot) -> Iterator[Fit]:
    """Yield what the joins make of a quantity, up to the first whose tie is meant."""
    for join in JOINS:
        spot.pointed = False
        joined = join(spot)
        if joined is None:
            continue
        if spot.sign not in {"", "+"} and joined.measure.kind is not Kind.CHANGE:
            yield Fit(join.__name__, joined, None)  # less than nothing is but a change
            return
        tie = meant(spot, joined)
        if tie is not None and (certainty := certainty_of(spot, tie)) is not tie.certainty:
            tie = replace(tie, certainty=certainty)
        yield Fit(join.__name__, joined, tie)
        if tie is not None:
            return
