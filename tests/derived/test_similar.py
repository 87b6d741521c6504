"""Similar forces: the nearest by population, density and ethnic minority share."""

import math
from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.similar import NEAREST, STANDS_APART, Neighbours, Traits, neighbours
from app.vocabulary.forces import forces
from tests.builders import properties
from tests.bundled import EDITIONS

NAMES = [f"force-{n:02}" for n in range(12)]


def numbers(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(least), Decimal(most), places=2)


someone = st.builds(
    Traits,
    population=numbers("1000", "10000000"),
    area=numbers("1", "20000"),
    ethnic_minority_share=numbers("0", "100"),
)
some_forces = st.fixed_dictionaries(dict.fromkeys(NAMES, someone))


@properties
@given(some_forces, st.permutations(NAMES))
def test_the_order_of_the_forces_does_not_matter(traits: dict[str, Traits], order: list[str]) -> None:
    assert neighbours({force: traits[force] for force in order}) == neighbours(traits)


@properties
@given(some_forces, numbers("0.01", "1000"), numbers("0.01", "1000"), numbers("0.01", "1000"))
def test_the_units_do_not_matter(traits: dict[str, Traits], people: Decimal, land: Decimal, share: Decimal) -> None:
    scaled = {
        force: Traits(
            population=one.population * people,
            area=one.area * land,
            ethnic_minority_share=one.ethnic_minority_share * share,
        )
        for force, one in traits.items()
    }
    assert neighbours(scaled) == neighbours(traits)


@properties
@given(some_forces, someone)
def test_the_city_of_london_counts_nowhere(traits: dict[str, Traits], city: Traits) -> None:
    assert neighbours(traits | {STANDS_APART: city}) == neighbours(traits)


@properties
@given(some_forces)
def test_every_force_has_seven_others_the_nearest_first(traits: dict[str, Traits]) -> None:
    found = neighbours(traits)
    assert found.of.keys() == traits.keys()
    away = {(force, one.force): one.distance for force, near in found.of.items() for one in near}
    for force, near in found.of.items():
        assert len({one.force for one in near} - {force}) == len(near) == NEAREST
        assert sorted(near, key=lambda one: (one.distance, one.force)) == list(near)
        assert all(one.close == (one.distance <= found.limit) for one in near)
        assert all(away.get((one.force, force), one.distance) == one.distance for one in near)


def test_equal_distances_are_in_the_order_of_ids() -> None:
    alike = Traits(population=Decimal(1), area=Decimal(1), ethnic_minority_share=Decimal(1))
    found = neighbours(dict.fromkeys(NAMES, alike))
    assert [one.force for one in found.of["force-03"]] == [name for name in NAMES if name != "force-03"][:NEAREST]
    assert {one.distance for one in found.of["force-03"]} == {0}


@pytest.fixture(scope="module")
def counted() -> dict[str, tuple[float, float, float]]:
    """Population, land area and ethnic minority share of each force, as the bundled editions have them."""
    wanted = {
        ("population", "population", "2023-06-30"): 0,
        ("area", "area", "2023-12-31"): 1,
        ("ethnicity", "ethnic_minority_share", "2021-03-21"): 2,
    }
    found: dict[str, list[float]] = {force: [0, 0, 0] for force in forces()}
    for edition in EDITIONS:
        for figure in edition.figures:
            place = wanted.get((edition.dataset, figure.measure, str(figure.period.end)))
            if place is not None:
                found[figure.force][place] = float(figure.value)
    return {force: (people, land, share) for force, (people, land, share) in found.items()}


def computed(counted: Mapping[str, tuple[float, float, float]]) -> dict[str, list[tuple[float, str]]]:
    """Return the distances of each force to all others but the City of London, by plain arithmetic."""
    points = {
        force: [math.log(people), math.log(people) - math.log(land), share]
        for force, (people, land, share) in counted.items()
        if force != "city-of-london"
    }
    for place in range(3):
        values = [point[place] for point in points.values()]
        middle = math.fsum(values) / len(values)
        deviation = math.sqrt(math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1))
        for point in points.values():
            point[place] = (point[place] - middle) / deviation
    return {
        force: sorted((math.dist(here, there), other) for other, there in points.items() if other != force)
        for force, here in points.items()
    }


@pytest.fixture(scope="module")
def found(counted: Mapping[str, tuple[float, float, float]]) -> Neighbours:
    return neighbours(
        {
            force: Traits(
                population=Decimal(str(people)), area=Decimal(str(land)), ethnic_minority_share=Decimal(str(share))
            )
            for force, (people, land, share) in counted.items()
        }
    )


def test_the_neighbours_of_the_42_forces_are_those_that_plain_arithmetic_gives(
    counted: Mapping[str, tuple[float, float, float]], found: Neighbours
) -> None:
    distances = computed(counted)
    assert len(distances) == 42
    for force, away in distances.items():
        assert [one.force for one in found.of[force]] == [other for _, other in away[:7]]
        assert [float(one.distance) for one in found.of[force]] == pytest.approx([d for d, _ in away[:7]], abs=1e-4)
    sevenths = sorted(away[6][0] for away in distances.values())
    assert float(found.limit) == pytest.approx(sevenths[20] + sevenths[21], abs=2e-4)


def test_forces_like_no_other_have_no_close_match(found: Neighbours) -> None:
    assert found.of["kent"][0].force == "essex"
    assert all(one.close for one in found.of["kent"])
    assert not any(one.close for one in found.of["metropolitan"])
