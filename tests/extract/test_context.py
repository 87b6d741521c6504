"""What the words around a figure object to, and which of two related measures they tell: sentences and near misses."""

from decimal import Decimal

import pytest

from app.vocabulary.units import Unit
from tests.builders import read


def measures_read(sentence: str) -> list[tuple[str, int]]:
    return [(figure.measure, int(figure.value)) for figure in read(sentence).observations]


@pytest.mark.parametrize(
    "sentence",
    [
        # a part of what the measure counts
        "It has 300 officers in neighbourhood teams.",
        "It has a unit of 300 officers.",
        "It has 300 student officers.",
        "It has 300 officers per 1,243 people.",
        "It has a team of 40 police staff.",
        # not the force's of a year
        "It took 3,200 calls a week.",
        "It sees 320 missing person reports a month.",
        "Every month it deals with 9,000 incidents.",
        "There were 254 crimes.",
        # of something else
        "Alcohol is a factor in 7,000 incidents.",
        "It recorded 7,000 crimes against shops.",
        "It recorded 379,300 crimes and anti-social behaviour incidents.",
        "It closed five police stations.",
        "It replaced four divisions.",
        "It counted 300 people with dementia.",
        "Some 5 million people live within one hour.",
        "It has one county council.",
        "It visited 300 homes.",
        "It welcomes 50 million day visitors.",
        "It borders four London boroughs.",
        "It moved 74 officers into neighbourhood teams.",
        "It runs 60,000 care homes.",
        # half a thing, or a rate
        "It has 2.5 prisons.",
        "That is 1.8 officers.",
        # an old value without a date
        "It went from six divisions to fewer.",
    ],
)
def test_the_context_objects(sentence: str) -> None:
    extraction = read(sentence)
    assert extraction.observations == ()
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It employs 2,300 people.", [("workforce_total", 2300)]),
        ("It serves 230,000 people.", [("population", 230000)]),
        ("It covers 520 square miles, five districts and 230,000 people.", [("population", 230000)]),
        ("Its airport had 3 million passengers.", [("airport_passengers", 3000000)]),
        ("The ferry port had 3 million passengers.", [("port_passengers", 3000000)]),
        ("It welcomes 3 million visitors.", [("visitors", 3000000)]),
        ("The Fen Festival attracts 30,000 visitors.", [("event_visitors", 30000)]),
        ("It has an officer establishment of 1,060.", [("officers_target", 1060)]),
        ("The establishment for officers is set at 1,060.", [("officers_target", 1060)]),
        (
            "It has 1,060 officers against an establishment of 1,070.",
            [("police_officers", 1060), ("officers_target", 1070)],
        ),
        ("Violence accounted for 51,377 offences.", [("violent_crimes", 51377)]),
        ("Its 101 service answered 174,487 calls.", [("calls_101", 174487)]),
        ("It has 1,244 staff including PCSOs.", [("staff_and_pcsos", 1244)]),
        ("It has 1,377 staff, including 133 PCSOs.", [("staff_and_pcsos", 1377), ("pcsos", 133)]),
        ("It has 2,003 staff, made up of 961 police officers.", [("workforce_total", 2003), ("police_officers", 961)]),
        ("There is one officer for every 1,243 people.", [("residents_per_officer", 1243)]),
        ("There are 599 citizens per officer.", [("residents_per_officer", 599)]),
        ("It has one police officer per 334 residents.", [("residents_per_officer", 334)]),
        ("The ratio of officers to residents is 1:410.", [("residents_per_officer", 410)]),
        ("Nine neighbourhoods are among the most deprived.", [("deprived_neighbourhoods", 9)]),
        ("Nine neighbourhoods are pretty.", []),
        ("It polices 60 of the top 100 most deprived communities.", [("deprived_neighbourhoods", 60)]),
    ],
)
def test_the_context_tells_one_measure_from_another(sentence: str, expected: list[tuple[str, int]]) -> None:
    assert [found for found in measures_read(sentence) if found[0] not in {"area", "districts"}] == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It records 461 crimes a day.",
        "It records 461 crimes every day.",
        "On a typical day it records 461 crimes.",
        "On a typical day there will be 461 crimes and 32 people reported missing.",
        "Each day brings 461 crimes.",
    ],
)
def test_a_number_for_each_day_has_that_unit_and_is_a_fact(sentence: str) -> None:
    crimes = next(figure for figure in read(sentence).observations if figure.measure == "recorded_crimes")
    assert (crimes.value, crimes.unit, crimes.status) == (Decimal(461), Unit.PER_DAY, "actual")


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("It has made savings of £25m.", "savings_made"),
        ("Savings of £25m have been delivered.", "savings_made"),
        ("Since 2010 it has saved £25m.", "savings_made"),
        ("Since 2010, £25m has been identified in savings.", "savings_made"),
        ("It must find savings of £25m.", "savings_required"),
        ("It is required to make savings of £25m.", "savings_required"),
        ("It needs to save £25m.", "savings_required"),
        ("It must find a further £25m by 2026.", "savings_required"),
        ("Savings still to come: £25m.", "savings_required"),
        ("Savings of £25m remain to be found.", "savings_required"),
        ("It faces a funding gap of £25m.", "funding_gap"),
        ("There is a shortfall of £25m.", "funding_gap"),
    ],
)
def test_money_that_is_saved_is_told_from_money_to_be_found(sentence: str, measure: str) -> None:
    assert measures_read(sentence) == [(measure, 25_000_000)]


@pytest.mark.parametrize(
    ("sentence", "measure", "value"),
    [
        ("Marlow is a city of 470,000 people.", "population", 470_000),
        ("The force polices a county of over 1.2 million people.", "population", 1_200_000),
        ("It serves a county of 16 towns.", "towns", 16),
        ("Marlow is a city of two universities.", "universities", 2),
    ],
)
def test_a_city_of_so_many_people_is_not_so_many_cities(sentence: str, measure: str, value: int) -> None:
    assert measures_read(sentence) == [(measure, value)]
