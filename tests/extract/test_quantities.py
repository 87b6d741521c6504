from decimal import Decimal

import pytest
from hypothesis import given

from app.extract.quantities import Quantity, read_sentence
from app.statements.text import Sentence
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit
from tests.builders import any_text, properties, quoted


def quantities(text: str) -> tuple[Quantity, ...]:
    return read_sentence(Sentence(text, 0, 1)).quantities


def the_quantity(text: str) -> Quantity:
    [quantity] = quantities(text)
    return quantity


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("£5m", Unit.GBP),
        ("£ 5", Unit.GBP),
        ("5 million pounds", Unit.GBP),
        ("5%", Unit.PERCENT),
        ("5 %", Unit.PERCENT),
        ("5 per cent", Unit.PERCENT),
        ("5 percent", Unit.PERCENT),
        ("five percent", Unit.PERCENT),
        ("half", Unit.PERCENT),
        ("one in five", Unit.PERCENT),
        ("5 percentage points", Unit.PERCENTAGE_POINTS),
        ("5% points", Unit.PERCENTAGE_POINTS),
        ("520 square miles", Unit.SQUARE_MILES),
        ("520 sq. miles", Unit.SQUARE_MILES),
        ("520-square-mile", Unit.SQUARE_MILES),
        ("520 miles²", Unit.SQUARE_MILES),
        ("8,320km2", Unit.SQUARE_KM),
        ("8,320 km²", Unit.SQUARE_KM),
        ("8,320 square kilometres", Unit.SQUARE_KM),
        ("8,320 sq km", Unit.SQUARE_KM),
        ("64 miles", Unit.MILES),
        ("64-mile", Unit.MILES),
        ("64 km", Unit.KM),
        ("64 kilometres", Unit.KM),
        ("82 per 1,000 people", Unit.PER_1000_PEOPLE),
        ("82 for every 1,000 people", Unit.PER_1000_PEOPLE),
        ("82 per 1000 population", Unit.PER_1000_PEOPLE),
        ("82/1,000", Unit.PER_1000_PEOPLE),
        ("82 per 100,000 residents", Unit.PER_100000_PEOPLE),
        ("500 a day", Unit.PER_DAY),
        ("500 daily", Unit.PER_DAY),
        ("15 minutes", Unit.MINUTES),
        ("two hours", Unit.HOURS),
        ("12th", Unit.RANK),
        ("500", None),
    ],
)
def test_the_words_beside_a_number_are_its_unit_and_belong_to_it(words: str, unit: Unit | None) -> None:
    text = f"It is {words}, they say."

    quantity = the_quantity(text)

    assert quantity.unit is unit
    assert text[quantity.start : quantity.end] == words


@pytest.mark.parametrize("text", ["5 kmph", "5 mileages", "5 per centimetre", "8 km2a", "5 hourly", "5 days"])
def test_a_longer_word_is_no_unit(text: str) -> None:
    assert quantities(text)[0].unit is None


@pytest.mark.parametrize("denominator", ["1,000,000", "10000", "10,000", "1,000.5"])
def test_a_rate_per_another_number_is_no_rate_per_1000(denominator: str) -> None:
    assert quantities(f"It saw 5 crimes per {denominator} people.")[0].unit is not Unit.PER_1000_PEOPLE


@pytest.mark.parametrize(
    ("words", "low", "high", "unit"),
    [
        ("5 to 6", "5", "6", None),
        ("5-6", "5", "6", None),
        ("5 – 6", "5", "6", None),
        ("five to six", "5", "6", None),
        ("between 6 and 8", "6", "8", None),
        ("between six and eight hours", "6", "8", Unit.HOURS),
        ("£5.5 - £6m", "5500000", "6000000", Unit.GBP),
        ("£5-6m", "5000000", "6000000", Unit.GBP),
        ("between £5m and £6m", "5000000", "6000000", Unit.GBP),
        ("900,000 to 1.1 million", "900000", "1100000", None),
        ("12% to 14%", "12", "14", Unit.PERCENT),
        ("12-14%", "12", "14", Unit.PERCENT),
    ],
)
def test_two_numbers_joined_are_a_range(words: str, low: str, high: str, unit: Unit | None) -> None:
    text = f"It is {words}, they say."

    quantity = the_quantity(text)

    assert (quantity.value, quantity.value_max) == (Decimal(low), Decimal(high))
    assert (quantity.qualifier, quantity.unit) == (Qualifier.RANGE, unit)
    assert text[quantity.start : quantity.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "It went from 6 to 8.",
        "It went from £6m to £8m.",
        "It has 6 and 8.",
        "It is 8 to 6.",
        "It is 6 to 6.",
        "It is 6, to 8.",
        "It came 6th to 8th.",
        "It scored 6 towns to 8.",
    ],
)
def test_a_change_a_list_or_a_descent_is_no_range(text: str) -> None:
    assert [(quantity.value_max, quantity.qualifier) for quantity in quantities(text)] == [
        (None, Qualifier.EXACT),
        (None, Qualifier.EXACT),
    ]


def test_the_number_of_a_unit_is_no_number_of_its_own() -> None:
    assert [quantity.value for quantity in quantities("It covers 8,320km2 and sees 82 crimes per 1,000 people.")] == [
        8320,
        82,
    ]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("The M25, the A55 and the A1(M) cross it.", ["M25", "A55", "A1(M)"]),
        ("COVID-19 came.", ["COVID-19"]),
        ("It answers 999 calls.", ["999"]),
        ("999: up again", ["999"]),
        ("Founded in 1831, it is old.", ["in 1831"]),
        ("Many are younger than 25.", ["younger than 25"]),
        ("It answers 999 and 101 calls.", ["999", "101"]),
        ("People write or turn to 101.", ["to 101"]),
        ("It is open 24/7.", ["24/7"]),
        ("It is open 24 hours a day, seven days a week.", ["24 hours a day", "seven days a week"]),
        ("The K9 unit is at Level 2.", ["K9", "Level 2"]),
        ("It is called One Brackshire.", ["One Brackshire"]),
    ],
)
def test_a_number_that_is_part_of_a_name_is_no_figure(sentence: str, names: list[str]) -> None:
    assert quoted(sentence) == {"observations": [], "unassigned": [], "dates": [], "names": names}


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("It saw thefts and 101,456 burglaries.", 101456),
        ("It rose to 999,000 people.", 999000),
        ("It rose to 101.5 people.", Decimal("101.5")),
        ("The Band-30,000 people came.", 30000),
        ("One Hundred people came.", 100),
        ("It grew to 101 police officers.", 101),
        ("It has 999 police officers.", 999),
        ("It has 999; that is all.", 999),
        ("It rose in 1831 cases.", 1831),
        ("It has 24 police officers.", 24),
    ],
)
def test_a_number_that_only_begins_like_a_name_is_a_figure(sentence: str, value: Decimal) -> None:
    assert [quantity.value for quantity in quantities(sentence)] == [value]


def test_a_number_inside_a_date_is_no_figure() -> None:
    assert quoted("It began on 31 March 2022 and in the last 12 months ended.") == {
        "observations": [],
        "unassigned": [],
        "dates": ["31 March 2022", "the last 12 months"],
        "names": [],
    }


@properties
@given(any_text)
def test_quantities_of_any_text_stand_inside_it(text: str) -> None:
    for quantity in quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.value_max is None or quantity.value is None or quantity.value < quantity.value_max
        assert (quantity.qualifier is Qualifier.RANGE) == (quantity.value_max is not None)
