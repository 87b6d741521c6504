"""Whose a figure is: the force's by whatever name it goes, or another's."""

import pytest

from app.vocabulary.forces import forces
from tests.builders import read


@pytest.mark.parametrize(
    ("force", "name"),
    [
        ("avon-and-somerset", "Avon and Somerset Police"),
        ("avon-and-somerset", "Avon & Somerset Constabulary"),
        ("metropolitan", "The Metropolitan Police Service"),
        ("city-of-london", "The City of London Police"),
        ("dyfed-powys", "Today Dyfed-Powys Police"),
        ("kent", "Our Special Constabulary"),
    ],
)
def test_a_force_goes_by_many_names(force: str, name: str) -> None:
    [figure] = read(f"{name} has 3,000 officers.", force=forces()[force]).observations
    assert figure.value == 3000


@pytest.mark.parametrize(
    ("force", "name"),
    [
        ("west-yorkshire", "South Yorkshire Police"),
        ("kent", "The Metropolitan Police"),
        ("kent", "Essex and Kent Police"),
        ("kent", "Police Scotland"),
    ],
)
def test_a_name_that_is_like_it_is_of_another(force: str, name: str) -> None:
    extraction = read(f"{name} has 3,000 officers.", force=forces()[force])
    assert not extraction.observations
    [number] = extraction.unassigned
    assert number.value == 3000
