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


@pytest.mark.parametrize(
    "sentence",
    [
        "Southmere Police, a smaller force, has 1,111 officers.",
        "Our neighbour, Southmere Police, employs 1,111 officers.",
        "Southmere Police, by contrast, has 1,111 officers.",
        "Southmere Police is smaller than us and has 1,111 officers.",
        "We work with Southmere Police, which has 1,111 officers.",
        "We work with Southmere Police, whose 1,111 officers cover the coast.",
        "Southmere Police serves a population of 600,000.",
        "Southmere Police’s budget is £150m.",
        "The strength of Southmere Police is 1,111 officers.",
        "Southmere Police (1,111 officers) is our neighbour.",
        "Southmere Police: 1,111 officers.",
        "There are 1,111 officers in Southmere Police.",
        "At Southmere Police there are 1,111 officers.",
        "1,111 officers are employed by Southmere Police.",
        "Unlike Southmere Police with its 1,111 officers, we are small.",
        "Most forces have 1,111 officers.",
        "A force our size has 1,111 officers.",
        "Say a force has 1,111 officers.",
        "Compared with forces of 5,000 officers, we are small.",
        "The smallest force has 1,111 officers.",
        "Our neighbours have 1,111 officers.",
        "The national average is 3,000 officers.",
        "The county council employs 3,000 staff.",
        "The fire and rescue service has 400 staff.",
        "More than 3,000 staff are employed by the hospital.",
        "The commissioner’s office employs 30 staff.",
        "A supermarket employs 400 staff.",
        "Tarnby has 1,111 officers.",
    ],
)
def test_a_figure_of_another_force_or_body_is_left(sentence: str) -> None:
    extraction = read(sentence)

    assert not extraction.observations
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("The largest force in the region, Brackshire Police has 1,900 officers.", "police_officers"),
        ("Brackshire Police, a small force, has 1,900 officers.", "police_officers"),
        ("Brackshire Police is the largest force in the region, with 1,900 officers.", "police_officers"),
        ("It is one of the smallest forces, with 1,900 officers.", "police_officers"),
        ("Like other forces, it has 1,900 officers.", "police_officers"),
        ("Unlike Southmere Police, the force has 1,900 officers.", "police_officers"),
        ("With Southmere Police, the force has a joint team, and employs 1,900 officers.", "police_officers"),
        ("Southmere Police borders the force, which has 1,900 officers.", "police_officers"),
        ("The force works with the county council and employs 1,900 officers.", "police_officers"),
        ("Brackshire has 1,900 officers.", "police_officers"),
        ("Crime is lower than in the average force: 52,000 crimes were recorded.", "recorded_crimes"),
        ("The commissioner has set a budget of £223.2m.", "budget_total"),
        ("The county council area has a population of 1.1 million.", "population"),
        ("The university has 20,000 students.", "students"),
        ("The airport handles 5 million passengers a year.", "airport_passengers"),
    ],
)
def test_a_figure_beside_another_is_the_force_s(sentence: str, measure: str) -> None:
    [figure] = read(sentence).observations

    assert figure.measure == measure


def test_each_clause_has_its_own_owner() -> None:
    [figure] = read("Southmere Police recorded 31,000 crimes, while the force recorded 52,000 crimes.").observations

    assert figure.value == 52000
