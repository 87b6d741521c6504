"""Similar forces: the nearest to each by population, density and ethnic minority share.

They are computed here: they are not the Most Similar Groups of the Home Office, nor anybody else's. No figure of crime
goes in, for comparing crime among forces that are picked by their crime would be circular.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import mean, median, stdev

from app.vocabulary.measures import measures
from app.vocabulary.official import Grade, PublishedFigure
from app.vocabulary.warnings import Absence, AbsenceCode, Caveat, CaveatCode

TRAITS = ("population", "area", "ethnic_minority_share")
"""The measures that likeness is told by."""
STANDS_APART = "city-of-london"
"""The force that is like no other: few people live in its area, and many work there."""
NEAREST = 7
FAR = 2
"""How many times the median distance of the last neighbours one may lie away and still be a close match."""
PLACES = Decimal("0.0001")
RULE = (
    "The seven nearest forces by the distance between three traits: the logarithm of the population, the logarithm of "
    "the population per square kilometre of land, and the ethnic minority share, each as standard deviations from the "
    "mean of the forces. Equal distances are in the order of the forces' ids. No match is close beyond twice the "
    "median distance of the forces' seventh neighbours. The City of London stands apart and is counted nowhere."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What a force is compared by. Its area is in square kilometres."""

    population: Decimal
    area: Decimal
    ethnic_minority_share: Decimal

    @property
    def density(self) -> Decimal:
        """The people per square kilometre."""
        return self.population / self.area


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A force near another one: how far from it, and whether that is a close match."""

    force: str
    distance: Decimal
    close: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest neighbours of each force, the nearest first; none farther away than ``limit`` is a close match."""

    of: Mapping[str, tuple[Neighbour, ...]]
    limit: Decimal


def neighbours(traits: Mapping[str, Traits]) -> Neighbours:
    """Return the nearest neighbours of each force, of which there must be three or more that do not stand apart."""
    forces = sorted(traits.keys() - {STANDS_APART})
    columns = (
        [traits[force].population.ln() for force in forces],
        [traits[force].density.ln() for force in forces],
        [traits[force].ethnic_minority_share for force in forces],
    )
    points = dict(zip(forces, zip(*map(_standardised, columns), strict=True), strict=True))
    nearest = {force: _nearest(force, points) for force in forces}
    limit = (FAR * median(found[-1][0] for found in nearest.values())).quantize(PLACES)
    return Neighbours(
        {
            force: tuple(Neighbour(other, distance, distance <= limit) for distance, other in found)
            for force, found in nearest.items()
        },
        limit,
    )


def _standardised(values: Sequence[Decimal]) -> list[Decimal]:
    """Return how many sample standard deviations each value lies from the mean; what all share tells none apart."""
    middle, deviation = mean(values), stdev(values)
    return [(value - middle) / deviation if deviation else Decimal(0) for value in values]


def _nearest(force: str, points: Mapping[str, Sequence[Decimal]]) -> list[tuple[Decimal, str]]:
    here = points[force]
    away = ((_distance(here, there), other) for other, there in points.items() if other != force)
    return sorted(away)[:NEAREST]


def _distance(here: Sequence[Decimal], there: Sequence[Decimal]) -> Decimal:
    squares = ((one - other) ** 2 for one, other in zip(here, there, strict=True))
    return sum(squares, Decimal(0)).sqrt().quantize(PLACES)


def absence_of(force: str, *, held: bool) -> Absence | None:
    """Return why no force is similar to one, if so; ``held`` says whether the figures of all forces are there."""
    if force == STANDS_APART:
        why = "few people live in the City of London and many work there: it is like no other force area"
        return Absence(AbsenceCode.FEW_RESIDENTS, why)
    if not held:
        return Absence(AbsenceCode.NOT_HELD, "the official figures that likeness is told by are not held of all forces")
    return None


def caveats_of(
    found: Sequence[Neighbour], limit: Decimal | None, figures: Mapping[str, PublishedFigure]
) -> Iterator[Caveat]:
    """Yield what to know of the neighbours of a force, and of its own figures by which they were found."""
    yield Caveat(
        CaveatCode.COMPUTED_HERE,
        "Computed here from official figures: they are not the Home Office's Most Similar Groups, and no judgement.",
    )
    if found:
        detail = "A force that is among the nearest of another need not have that one among its own."
        yield Caveat(CaveatCode.NOT_MUTUAL, detail)
    if far := [neighbour.force for neighbour in found if not neighbour.close]:
        detail = f"No close match, because farther away than {limit}: {', '.join(far)}."
        yield Caveat(CaveatCode.NO_CLOSE_MATCH, detail)
    if len({figure.period for figure in figures.values()}) > 1:
        times = "; ".join(f"{measures()[id_].in_words}: {figure.period.label}" for id_, figure in figures.items())
        yield Caveat(CaveatCode.PERIODS_DIFFER, f"The figures are of different times: {times}.")
    if copied := [measures()[id_].in_words for id_, figure in figures.items() if figure.grade is Grade.EXTRACT]:
        detail = f"Read from a copy of the publisher's table: {', '.join(copied)}."
        yield Caveat(CaveatCode.SECOND_HAND, detail)
