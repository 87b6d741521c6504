"""Figures for readers: hedge, number and unit, and the number as it is stated."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vocabulary.display import display
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit


@pytest.mark.parametrize(
    ("numbers", "unit", "qualifier", "kind", "shown"),
    [
        ("223200000", Unit.GBP, Qualifier.ROUNDED, Kind.MONEY, "£223.2m"),
        ("1200000000", Unit.GBP, Qualifier.UP_TO, Kind.MONEY, "up to £1.2bn"),
        ("236.5", Unit.GBP, Qualifier.ROUNDED, Kind.MONEY, "£236.50"),
        ("236.525", Unit.GBP, Qualifier.ROUNDED, Kind.MONEY, "£236.525"),
        ("2000000 3000000", Unit.GBP, Qualifier.RANGE, Kind.MONEY, "£2m to £3m"),
        ("1100000", Unit.PEOPLE, Qualifier.OVER, Kind.COUNT, "over 1.1 million"),
        ("1134200", Unit.PEOPLE, Qualifier.ROUNDED, Kind.COUNT, "1,134,200"),
        ("0", Unit.COUNT, Qualifier.EXACT, Kind.COUNT, "0"),
        ("1", Unit.MILES, Qualifier.UNDER, Kind.EXTENT, "under 1 mile"),
        ("979", Unit.SQUARE_MILES, Qualifier.ROUNDED, Kind.EXTENT, "979 square miles"),
        ("-6.1", Unit.PERCENT, Qualifier.ROUNDED, Kind.CHANGE, "down 6.1%"),
        ("0", Unit.PERCENT, Qualifier.ROUNDED, Kind.CHANGE, "0%"),
        (
            "-3 -2",
            Unit.PERCENTAGE_POINTS,
            Qualifier.RANGE,
            Kind.CHANGE,
            "down 2 percentage points to 3 percentage points",
        ),
        ("22", Unit.RANK, Qualifier.EXACT, Kind.COUNT, "22nd"),
    ],
)
def test_a_figure_is_shown_as_a_reader_writes_it(
    numbers: str, unit: Unit, qualifier: Qualifier, kind: Kind, shown: str
) -> None:
    value, value_max, *_ = (*map(Decimal, numbers.split()), None)
    assert value is not None
    assert display(value, value_max, unit, qualifier, kind) == shown


@given(st.decimals(0, 10**12, places=5), st.sampled_from([Unit.GBP, Unit.PEOPLE, Unit.PERCENT, Unit.KM]))
def test_the_number_is_never_rounded(value: Decimal, unit: Unit) -> None:
    shown = display(value, None, unit, Qualifier.EXACT, Kind.COUNT).replace(",", "")
    number = re.search(r"[\d.]+", shown)
    assert number is not None
    power = 9 if re.search(r"\d(?:bn| billion)", shown) else 6 if re.search(r"\d(?:m$| million)", shown) else 0
    assert Decimal(number[0]).scaleb(power) == value
