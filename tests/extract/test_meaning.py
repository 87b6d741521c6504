"""What the words around a figure object to, and which of several related measures they tell."""

from decimal import Decimal

import pytest

from app.extract.meaning.each import each
from app.extract.meaning.objections import FEWEST, FEWEST_IN_A_YEAR
from app.extract.quantities import read_sentence
from app.extract.readings import parse
from app.extract.spots import Spot
from app.statements.text import sentences
from app.vocabulary.measures import measures
from app.vocabulary.units import Unit
from tests.builders import read


def measures_read(sentence: str) -> list[tuple[str, int]]:
    return [(figure.measure, int(figure.value)) for figure in read(sentence).observations]


@pytest.mark.parametrize(
    "sentence",
    [
        # not the force's of a year
        "It took 3,200 calls a week.",
        "It sees 320 missing person reports a month.",
        "Every month it deals with 9,000 incidents.",
        "It recorded 46,100 crimes weekly.",
        "There were 254 crimes.",
        "It has 40 officers.",
        # of something else
        "It recorded 7,000 crimes against shops.",
        "It closed five police stations.",
        "It replaced four divisions.",
        "Some 5 million people live within one hour.",
        "It has one county council.",
        "It visited 300 homes.",
        "It borders four London boroughs.",
        "It runs 60,000 care homes.",
        # half a thing, or a rate
        "It has 2.5 prisons.",
        "That is 1.8 officers.",
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
        ("It has a workforce of 2,300 people.", [("workforce_total", 2300)]),
        ("It has 2,300 people on the payroll.", [("workforce_total", 2300)]),
        ("Some 2,300 people work for the force.", [("workforce_total", 2300)]),
        ("It serves 230,000 people.", [("population", 230000)]),
        ("It serves 230,000 people who rely on it.", [("population", 230000)]),
        ("It delivers policing for 230,000 people.", [("population", 230000)]),
        ("Some 230,000 people call it home.", [("population", 230000)]),
        ("A population of 230,000 people depends on the force.", [("population", 230000)]),
        ("It covers 520 square miles, five districts and 230,000 people.", [("population", 230000)]),
        ("It attracts 230,000 people a year.", [("visitors", 230000)]),
        ("The Fen Festival attracts 230,000 people.", [("event_visitors", 230000)]),
        ("Its airport had 3 million passengers.", [("airport_passengers", 3000000)]),
        ("The ferry port had 3 million passengers.", [("port_passengers", 3000000)]),
        ("It welcomes 3 million visitors.", [("visitors", 3000000)]),
        ("It welcomes 50 million day visitors.", [("visitors", 50000000)]),
        ("The county hosts a marathon; it welcomes 3 million visitors.", [("visitors", 3000000)]),
        ("It welcomes 3 million visitors and hosts a festival.", [("visitors", 3000000)]),
        ("The Fen Festival attracts 30,000 visitors.", [("event_visitors", 30000)]),
    ],
)
def test_people_are_residents_employees_passengers_or_visitors(sentence: str, expected: list[tuple[str, int]]) -> None:
    assert [found for found in measures_read(sentence) if found[0] not in {"area", "districts"}] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It has an officer establishment of 1,060.", [("officers_target", 1060)]),
        ("The establishment for officers is set at 1,060.", [("officers_target", 1060)]),
        ("It is funded for 1,060 officers.", [("officers_target", 1060)]),
        ("It is funded for horses and has 1,060 officers.", [("police_officers", 1060)]),
        (
            "It has 1,060 officers against an establishment of 1,070.",
            [("police_officers", 1060), ("officers_target", 1070)],
        ),
        ("It has 1,244 staff including PCSOs.", [("staff_and_pcsos", 1244)]),
        ("It has 1,377 staff, including 133 PCSOs.", [("staff_and_pcsos", 1377), ("pcsos", 133)]),
        ("It has 1,377 staff, of whom 133 are PCSOs.", [("staff_and_pcsos", 1377), ("pcsos", 133)]),
        ("It has 1,377 staff, excluding 133 PCSOs.", [("police_staff", 1377), ("pcsos", 133)]),
        ("It has 2,003 staff, made up of 961 police officers.", [("workforce_total", 2003), ("police_officers", 961)]),
    ],
)
def test_officers_and_staff_are_those_there_are_or_should_be_alone_or_with_others(
    sentence: str, expected: list[tuple[str, int]]
) -> None:
    assert measures_read(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Violence accounted for 51,377 offences.", [("violent_crimes", 51377)]),
        ("Violent crime came to 28,316 offences.", [("violent_crimes", 28316)]),
        ("Domestic abuse: 14,220 crimes.", [("domestic_abuse", 14220)]),
        ("Mental health was a factor in 7,000 incidents.", [("mental_health_incidents", 7000)]),
        ("Its 101 service answered 174,487 calls.", [("calls_101", 174487)]),
        ("Domestic abuse is rare; it took 174,487 calls.", [("calls_total", 174487)]),
        ("There is one officer for every 1,243 people.", [("residents_per_officer", 1243)]),
        ("There are 599 citizens per officer.", [("residents_per_officer", 599)]),
        ("It has one police officer per 334 residents.", [("residents_per_officer", 334)]),
        ("The ratio of officers to residents is 1:410.", [("residents_per_officer", 410)]),
        ("Nine neighbourhoods are among the most deprived.", [("deprived_neighbourhoods", 9)]),
        ("Nine neighbourhoods are pretty.", []),
        ("The precept is £224.56.", [("council_tax_band_d", 224)]),
        ("The precept is £92m.", [("precept", 92_000_000)]),
    ],
)
def test_another_noun_tells_the_kind(sentence: str, expected: list[tuple[str, int]]) -> None:
    assert measures_read(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It records 461 crimes a day.",
        "It records 461 crimes every day.",
        "It records 461 crimes per day.",
        "It records 461 crimes daily.",
        "On a typical day it records 461 crimes.",
        "On a typical day there will be 461 crimes and 32 people reported missing.",
        "Each day brings 461 crimes.",
    ],
)
def test_a_number_for_each_day_has_that_unit_and_is_a_fact(sentence: str) -> None:
    crimes = next(figure for figure in read(sentence).observations if figure.measure == "recorded_crimes")
    assert (crimes.value, crimes.unit, crimes.status) == (Decimal(461), Unit.PER_DAY, "actual")


@pytest.mark.parametrize(
    ("sentence", "span"),
    [
        ("It recorded 461 crimes a day.", "day"),
        ("It recorded 461 crimes and 32 burglaries every week.", "week"),
        ("Each month brings 461 crimes.", "month"),
        ("It recorded 461 crimes hourly.", "hour"),
        ("In an average day there were 461 crimes.", "day"),
        ("It recorded 46,100 crimes a year.", None),
        ("It recorded 46,100 crimes, and every day counts.", None),
        ("Every day counts; it recorded 46,100 crimes.", None),
        ("It recorded 46,100 crimes in the day.", None),
    ],
)
def test_a_number_is_for_each_of_the_span_in_its_clause(sentence: str, span: str | None) -> None:
    [only] = sentences((sentence,))
    assert each(Spot(parse(read_sentence(only)), 0)) == span


def test_every_threshold_is_of_a_measure() -> None:
    assert FEWEST.keys() | FEWEST_IN_A_YEAR.keys() <= measures().keys()
