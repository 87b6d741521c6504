from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.extract.numbers import LIMIT, Form, Number, find_numbers
from tests.builders import any_text, properties

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()
_POWERS = {"thousand": 3, "k": 3, "hundred": 2, "million": 6, "m": 6, "mn": 6, "billion": 9, "bn": 9}


def below_1000(number: int, hyphen: str) -> str:
    hundreds, rest = divmod(number, 100)
    tens, units = divmod(rest, 10)
    words = _SMALL[rest] if rest < 20 else _TENS[tens] + (hyphen + _SMALL[units] if units else "")
    if not hundreds:
        return words
    return f"{_SMALL[hundreds]} hundred" + (f" and {words}" if rest else "")


def in_words(number: int, hyphen: str = "-", comma: str = "") -> str:
    """Write a number below a million as a British writer would."""
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return below_1000(rest, hyphen)
    joint = " and " if rest < 100 else f"{comma} "
    return f"{below_1000(thousands, hyphen)} thousand" + (joint + below_1000(rest, hyphen) if rest else "")


def the_number(words: str) -> Number:
    """Return the number that the whole of ``words`` is, read inside a sentence."""
    [found] = find_numbers(f"There, {words}, are.")
    assert (found.start, found.end) == (len("There, "), len("There, ") + len(words))
    return found


@properties
@given(st.integers(0, int(LIMIT) - 1), st.booleans())
def test_a_whole_number_in_digits_is_read_with_and_without_commas(number: int, commas: bool) -> None:
    found = the_number(f"{number:,}" if commas else str(number))

    assert (found.value, found.resolution, found.form) == (Decimal(number), Decimal(1), Form.DIGITS)


@properties
@given(st.integers(0, 10**8), st.integers(1, 5), st.booleans())
def test_decimal_places_set_the_resolution(digits: int, places: int, commas: bool) -> None:
    number = Decimal(digits).scaleb(-places)

    found = the_number(f"{number:,f}" if commas else f"{number:f}")

    assert (found.value, found.resolution) == (number, Decimal(1).scaleb(-places))


@properties
@given(st.integers(0, 10**6 - 1), st.integers(0, 4), st.sampled_from(sorted(_POWERS)), st.booleans())
def test_a_scale_multiplies_the_value_and_the_resolution(digits: int, places: int, scale: str, space: bool) -> None:
    number, power = Decimal(digits).scaleb(-places), _POWERS[scale]
    gap = " " if len(scale) > 2 and space else ""

    found = the_number(f"{number:f}{gap}{scale}")

    assert found.value == (number.scaleb(power) if number.scaleb(power) < LIMIT else None)
    assert found.resolution == Decimal(1).scaleb(power - places)
    assert found.power == power


@properties
@given(st.integers(0, 999_999), st.sampled_from("- "), st.sampled_from(["", ","]), st.booleans())
@example(999_999, "-", ",", True)
def test_a_number_in_words_is_read_up_to_999_999(number: int, hyphen: str, comma: str, capital: bool) -> None:
    words = in_words(number, hyphen, comma)

    found = the_number(words.capitalize() if capital else words)

    assert (found.value, found.resolution, found.form) == (Decimal(number), Decimal(1), Form.WORDS)


@properties
@given(st.integers(1, 999), st.sampled_from(["million", "billion"]))
def test_words_take_a_scale(number: int, scale: str) -> None:
    found = the_number(f"{in_words(number)} {scale}")

    assert found.value == number * 10 ** _POWERS[scale]
    assert found.resolution == 10 ** _POWERS[scale]


@pytest.mark.parametrize(
    ("words", "value", "resolution"),
    [
        ("1,234,567", "1234567", "1"),
        ("1.2 million", "1200000", "100000"),
        ("223.2m", "223200000", "100000"),
        ("1.50 million", "1500000", "10000"),
        ("a million", "1000000", "1000000"),
        ("a hundred", "100", "100"),
        ("half a million", "500000", "100000"),
        ("a quarter of a million", "250000", "100000"),
        ("quarter of a billion", "250000000", "100000000"),
        ("1.2 bn", "1200000000", "100000000"),
        ("223.2-million", "223200000", "100000"),
        ("223·2m", "223200000", "100000"),
        ("2.3 millions", "2300000", "100000"),
        ("a million and a half", "1500000", "100000"),
        ("one and a half million", "1500000", "100000"),
        ("three quarters of a million", "750000", "100000"),
        ("half-a-million", "500000", "100000"),
        ("1½ million", "1500000", "100000"),
        ("1 1/2 million", "1500000", "100000"),
        ("one point two five million", "1250000", "10000"),
        ("a hundred and twenty million", "120000000", "1000000"),
        ("two thousand two hundred forty two", "2242", "1"),
        ("1 million two hundred thousand", "1200000", "1"),
        ("1 340", "1340", "1"),
        ("1'134'200", "1134200", "1"),
        ("1.134.200", "1134200", "1"),
        ("1,134, 200", "1134200", "1"),
        ("two dozen", "24", "1"),
        ("2,242¹", "2242", "1"),
        ("2,242[1]", "2242", "1"),
        ("2,242*", "2242", "1"),
    ],
)
def test_a_scaled_number_is_as_precise_as_it_is_written(words: str, value: str, resolution: str) -> None:
    found = the_number(words)

    assert (found.value, found.resolution) == (Decimal(value), Decimal(resolution))


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("half", "50"),
        ("Half", "50"),
        ("a third", "33.3"),
        ("two-thirds", "66.7"),
        ("two thirds", "66.7"),
        ("three quarters", "75"),
        ("one quarter", "25"),
        ("a fifth", "20"),
        ("a tenth", "10"),
        ("one in five", "20.0"),
        ("one in three", "33.3"),
        ("¾", "75"),
        ("⅔", "66.7"),
        ("a sixth", "16.7"),
        ("an eighth", "12.5"),
        ("five eighths", "62.5"),
        ("three-fifths", "60"),
    ],
)
def test_a_fraction_is_a_share_in_percent(words: str, percent: str) -> None:
    found = the_number(words)

    assert (found.value, found.form) == (Decimal(percent), Form.FRACTION)


def test_one_in_none_has_no_value() -> None:
    assert the_number("one in zero").value is None


@pytest.mark.parametrize(("words", "rank"), [("12th", 12), ("1st", 1), ("2nd", 2), ("3rd", 3)])
def test_an_ordinal_in_digits_is_a_rank(words: str, rank: int) -> None:
    found = the_number(words)

    assert (found.value, found.form) == (Decimal(rank), Form.ORDINAL)


def test_an_ordinal_in_words_is_a_rank_only_beside_a_superlative() -> None:
    assert [(found.value, found.form) for found in find_numbers("the fifth busiest, the second most rural")] == [
        (Decimal(5), Form.ORDINAL),
        (Decimal(2), Form.ORDINAL),
    ]
    assert not list(find_numbers("the fifth force, a second chance, first of all"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,23 and 4", [None, 4]),
        ("1234,567", [None]),
        ("1.2.3", [None]),
        ("1,34,200", [None]),
        ("1,134 200", [None]),
        ("2,242 1,340", [None]),
        ("01632 960123", [None]),
        ("21/22", [None]),
        ("five 5", [None]),
        ("nine nine nine", [None]),
        ("two million three million", [None]),
        ("£5m three-fifths", [None]),
        ("$5m", [None]),
        ("’22", [None]),
        ("a5", [None]),
        ("12mph", [12]),
        ("5km", [5]),
        ("someone, often, tent, won", []),
        ("1,234,56", [None]),
        ("two hundred and three hundred", [200, 300]),
        ("52,000, 550 and 600", [52000, 550, 600]),
        ("six-seven", [6, 7]),
    ],
)
def test_what_stands_together_is_one_number_or_none_and_what_is_listed_is_several(
    text: str, values: list[Decimal]
) -> None:
    assert [found.value for found in find_numbers(text)] == values


@pytest.mark.parametrize(
    "words", ["9" * 30, "1000000000000", "1,000,000,000,000", "1000bn", "1234567 billion", "0.123456"]
)
def test_a_number_too_large_or_too_fine_to_be_a_figure_has_no_value(words: str) -> None:
    assert the_number(words).value is None


@pytest.mark.parametrize("words", ["fıve", "ſix", "FİVE", "5 mıllıon", "5 BİLLİON", "fıfty"])
def test_letters_that_only_look_alike_are_read_as_the_letters_they_stand_for(words: str) -> None:
    assert the_number(words).value is not None


@properties
@given(any_text)
def test_numbers_of_any_text_come_in_order_and_hold_every_digit(text: str) -> None:
    found = list(find_numbers(text))

    end = 0
    for number in found:
        assert end <= number.start < number.end <= len(text)
        end = number.end
    inside = {position for number in found for position in range(number.start, number.end)}
    assert {position for position, character in enumerate(text) if character.isdecimal()} <= inside


@pytest.mark.parametrize(
    ("words", "percent"),
    [
        ("1 in 4", "25"),
        ("7 out of 10", "70"),
        ("1 in every 10", "10"),
        ("one in four", "25"),
        ("1-in-4", "25"),
        ("one-in-four", "25"),
        ("one in 4", "25"),
        ("one in a hundred", "1"),
        ("20 in every 100", "20"),
        ("5 in 10,000", "0.05"),
        ("21 out of 40", "52.5"),
        ("four out of every ten", "40"),
        ("1 in 14", "7.14"),
    ],
)
def test_so_many_in_so_many_is_a_share(words: str, percent: str) -> None:
    found = the_number(words)

    assert (found.value, found.form) == (Decimal(percent), Form.FRACTION)


@pytest.mark.parametrize("words", ["1 in 2016", "5 in 10 years", "1 in 10%", "21 in 40", "43 in 18"])
def test_two_numbers_that_are_no_share_stay_two(words: str) -> None:
    assert len(list(find_numbers(f"There, {words}, are."))) == 2


def test_half_a_dozen_is_six() -> None:
    assert the_number("half a dozen").value == 6


@pytest.mark.parametrize("words", ["one of the largest", "one of our cities", "one of its kind"])
def test_one_of_many_counts_nothing(words: str) -> None:
    assert list(find_numbers(f"It is {words}.")) == []


def test_one_of_something_counted_is_a_number() -> None:
    assert [found.value for found in find_numbers("It is one of five.")] == [1, 5]
