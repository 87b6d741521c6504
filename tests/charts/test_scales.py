"""Scales: whatever numbers there are, a few round ticks reach from the least to the greatest."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.charts.scales import Scale, brief, briefest, reach, shortened, ticks, written
from app.derived.indicators import IndicatorUnit
from app.vocabulary.units import Unit
from tests.builders import properties

NUMBERS = st.decimals(-(10**12), 10**12, places=6, allow_nan=False, allow_infinity=False)


@properties
@given(one=NUMBERS, other=NUMBERS, most=st.integers(2, 12))
def test_ticks_are_few_even_and_round_and_reach_over_all(one: Decimal, other: Decimal, most: int) -> None:
    low, high = sorted((one, other))
    found = ticks(low, high, most)
    assert 2 <= len(found) <= most + 1
    assert found[0] <= low
    assert high <= found[-1]
    [step] = {after - before for before, after in pairwise(found)}
    assert step.normalize().scaleb(-step.adjusted()) in {1, 2, Decimal("2.5"), 5}
    assert all(tick % step == 0 for tick in found)


@properties
@given(numbers=st.lists(NUMBERS, min_size=2), most=st.integers(2, 12))
def test_a_scale_keeps_the_order_and_stays_on_its_paper(numbers: list[Decimal], most: int) -> None:
    scale = Scale(ticks(*reach(numbers), most), 100, 500)
    places = [scale(number) for number in sorted(numbers)]
    assert places == sorted(places)
    assert all(100 <= place <= 500 for place in places)


@properties
@given(numbers=st.lists(NUMBERS, min_size=1))
def test_bars_always_begin_at_0(numbers: list[Decimal]) -> None:
    low, high = reach(numbers, from_zero=True)
    assert low <= 0 <= high
    assert low <= min(numbers) <= max(numbers) <= high


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ((3100, 4300), (3100, 4300)),
        ((996, 33766), (0, 33766)),
        ((-5, 12), (-5, 12)),
        ((-90, -40), (-90, 0)),
        ((), (0, 0)),
        ((990, 1000), (945, 1045)),
        ((1000,), (950, 1050)),
        ((-1000,), (-1050, -950)),
    ],
)
def test_a_scale_begins_at_0_unless_the_numbers_are_far_from_it_and_spans_a_tenth_of_them(
    numbers: tuple[int, ...], expected: tuple[int, int]
) -> None:
    low, high = reach(map(Decimal, numbers))
    assert (int(low), int(high)) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("223200000", Unit.GBP, "£223.2m"),
        ("-1500000", Unit.GBP, "-£1.5m"),
        ("203", IndicatorUnit.GBP_PER_PERSON, "£203"),
        ("60", Unit.PERCENT, "60%"),
        ("2500000", Unit.PEOPLE, "2.5m"),
        ("10000", Unit.COUNT, "10,000"),
        ("2.5", IndicatorUnit.PER_1000_PEOPLE, "2.5"),
    ],
)
def test_ticks_are_written_as_the_service_writes_numbers(
    number: str, unit: Unit | IndicatorUnit, expected: str
) -> None:
    assert written(Decimal(number), unit) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("1931700", Unit.PEOPLE, "1.93m"),
        ("645076", Unit.PEOPLE, "645,076"),
        ("3719.82", Unit.PEOPLE, "3,720"),
        ("2.704", IndicatorUnit.PER_1000_PEOPLE, "2.70"),
        ("202.91", IndicatorUnit.GBP_PER_PERSON, "£203"),
        ("33.333", Unit.PERCENT, "33.3%"),
        ("-6.1", Unit.PERCENT, "-6.1%"),
        ("0", Unit.COUNT, "0"),
    ],
)
def test_tiles_have_numbers_in_short(number: str, unit: Unit | IndicatorUnit, expected: str) -> None:
    assert brief(Decimal(number), unit) == expected


@pytest.mark.parametrize(
    ("number", "unit", "expected"),
    [
        ("645076", Unit.PEOPLE, "645k"),
        ("1500", Unit.PEOPLE, "1.5k"),
        ("-1931700", Unit.PEOPLE, "-1.9m"),
        ("223200000", Unit.GBP, "£223m"),
        ("2.704", IndicatorUnit.PER_1000_PEOPLE, "2.7"),
        ("0", Unit.COUNT, "0"),
    ],
)
def test_tiles_without_room_have_numbers_to_two_digits(number: str, unit: Unit | IndicatorUnit, expected: str) -> None:
    assert briefest(Decimal(number), unit) == expected


@properties
@given(number=NUMBERS)
def test_what_is_shortened_stays_near(number: Decimal) -> None:
    assume(number)
    assert abs(shortened(number) - number) <= max(abs(number) / 100, Decimal("0.5") if abs(number) >= 100 else 0)
    assert shortened(shortened(number)) == shortened(number)
