from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vocabulary.bounds import Bounds, stated_bounds, unhedged
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.units import Unit
from tests.builders import properties


@dataclass(frozen=True)
class Stated:
    value: Decimal
    value_max: Decimal | None
    qualifier: Qualifier
    resolution: Decimal
    kind: Kind

    def bounds(self, *, sign: int = 1) -> Bounds:
        return stated_bounds(
            self.value * sign,
            value_max=None if self.value_max is None else self.value_max * sign,
            qualifier=self.qualifier,
            resolution=self.resolution,
            kind=self.kind,
        )


@st.composite
def stated_figures(draw: st.DrawFn, kinds: tuple[Kind, ...] = tuple(Kind)) -> Stated:
    kind = draw(st.sampled_from(kinds))
    qualifier = draw(st.sampled_from(Qualifier))
    power = draw(st.integers(-5, 0 if kind is Kind.SHARE else 9))
    digits = draw(st.integers(0, 100 * 10**-power if kind is Kind.SHARE else 10**6))
    more = draw(st.integers(1, 1000))
    value = Decimal(digits).scaleb(power)
    value_max = value + Decimal(more).scaleb(power)
    return Stated(
        value,
        (min(value_max, Decimal(100)) if kind is Kind.SHARE else value_max) if qualifier is Qualifier.RANGE else None,
        qualifier,
        Decimal(1).scaleb(power),
        kind,
    )


def bounds_of(
    value: str,
    *,
    qualifier: Qualifier | None = None,
    resolution: str = "1",
    unit: Unit = Unit.PEOPLE,
    kind: Kind = Kind.COUNT,
) -> Bounds:
    """Return what a figure allows; without a qualifier, that of a number without a hedge."""
    stated, step = Decimal(value), Decimal(resolution)
    qualifier = qualifier or unhedged(stated, step, unit)
    return stated_bounds(stated, value_max=None, qualifier=qualifier, resolution=step, kind=kind)


def between(low: str | None, high: str | None) -> Bounds:
    return Bounds(None if low is None else Decimal(low), None if high is None else Decimal(high))


@properties
@given(stated_figures())
def test_a_stated_value_is_within_its_bounds(stated: Stated) -> None:
    bounds = stated.bounds()

    assert stated.value in bounds
    assert stated.value_max is None or stated.value_max in bounds


@properties
@given(stated_figures())
def test_a_quantity_never_goes_below_zero(stated: Stated) -> None:
    low = stated.bounds().low

    assert low is not None
    assert low >= 0


@properties
@given(stated_figures(kinds=(Kind.SHARE,)))
def test_a_share_stays_between_0_and_100(stated: Stated) -> None:
    bounds = stated.bounds()

    assert bounds.low is not None
    assert bounds.high is not None
    assert 0 <= bounds.low <= bounds.high <= 100


@properties
@given(stated_figures(kinds=(Kind.CHANGE,)).filter(lambda stated: stated.value > 0))
def test_the_bounds_of_a_fall_mirror_those_of_a_rise(stated: Stated) -> None:
    rise, fall = stated.bounds(), stated.bounds(sign=-1)

    assert fall.low == (None if rise.high is None else -rise.high)
    assert fall.high == (None if rise.low is None else -rise.low)


def test_a_range_of_falls_may_name_the_greater_fall_first() -> None:
    bounds = stated_bounds(
        Decimal(-6),
        value_max=Decimal(-5),
        qualifier=Qualifier.RANGE,
        resolution=Decimal(1),
        kind=Kind.CHANGE,
    )

    assert bounds == Bounds(Decimal(-6), Decimal(-5))


def test_a_whole_count_written_out_is_exact() -> None:
    assert bounds_of("2242") == between("2242", "2242")


def test_a_count_in_millions_is_rounded_to_half_of_its_last_digit() -> None:
    assert bounds_of("1100000", resolution="100000") == between("1050000", "1150000")


def test_money_in_millions_is_rounded_to_half_of_its_last_digit() -> None:
    assert bounds_of("223200000", resolution="100000", unit=Unit.GBP, kind=Kind.MONEY) == between(
        "223150000", "223250000"
    )


def test_a_percentage_is_rounded_even_where_it_is_a_whole_number() -> None:
    assert bounds_of("96.8", resolution="0.1", unit=Unit.PERCENT, kind=Kind.SHARE) == between("96.75", "96.85")
    assert bounds_of("20", unit=Unit.PERCENT, kind=Kind.SHARE) == between("19.5", "20.5")


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        ("2700", "2650", "2750"),
        ("40000", "36000", "44000"),
        ("1000", "900", "1100"),
        ("1134200", "1134150", "1134250"),
        ("2710", "2710", "2710"),  # ends in one zero
        ("900", "900", "900"),  # less than a thousand
    ],
)
def test_a_whole_number_that_ends_in_zeros_is_rounded_to_its_last_other_digit(value: str, low: str, high: str) -> None:
    assert bounds_of(value) == between(low, high)


@properties
@given(st.integers(0, 10**9), st.sampled_from(Unit))
def test_a_number_without_a_hedge_is_exact_where_its_bounds_leave_nothing_open(value: int, unit: Unit) -> None:
    bounds = bounds_of(str(value), unit=unit)

    assert (unhedged(Decimal(value), Decimal(1), unit) is Qualifier.EXACT) == (bounds.low == bounds.high)


@pytest.mark.parametrize(
    ("value", "resolution", "low", "high"),
    [
        ("1100000", "100000", "1050000", "1150000"),
        ("1000000", "1000000", "900000", "1100000"),
        ("590000", "1", "585000", "595000"),
        ("2242", "1", "2241.5", "2242.5"),
        ("96.8", "0.1", "96.75", "96.85"),
        ("0", "1", "0", "0"),
    ],
)
def test_about_allows_half_of_the_last_digit_that_is_not_0_and_at_most_a_tenth(
    value: str, resolution: str, low: str, high: str
) -> None:
    assert bounds_of(value, qualifier=Qualifier.ABOUT, resolution=resolution) == between(low, high)


@pytest.mark.parametrize(
    ("value", "low"), [("1000000", "900000"), ("590000", "585000"), ("2000", "1800"), ("1100000", "1050000")]
)
def test_almost_ends_at_the_stated_number_and_begins_not_far_below(value: str, low: str) -> None:
    assert bounds_of(value, qualifier=Qualifier.ALMOST) == between(low, value)


def test_over_is_open_above_and_a_share_over_half_ends_at_100() -> None:
    assert bounds_of("1100000", qualifier=Qualifier.OVER, resolution="100000") == between("1100000", None)
    assert bounds_of("50", qualifier=Qualifier.OVER, unit=Unit.PERCENT, kind=Kind.SHARE) == between("50", "100")


@pytest.mark.parametrize("qualifier", [Qualifier.UNDER, Qualifier.UP_TO])
def test_under_and_up_to_begin_at_0(qualifier: Qualifier) -> None:
    assert bounds_of("40", qualifier=qualifier) == between("0", "40")


def test_a_fall_of_over_25_percent_is_25_or_more() -> None:
    assert bounds_of("-25", qualifier=Qualifier.OVER, unit=Unit.PERCENT, kind=Kind.CHANGE) == between(None, "-25")


def test_bounds_that_are_upside_down_are_refused() -> None:
    with pytest.raises(ValueError, match="upside down"):
        Bounds(Decimal(2), Decimal(1))


non_negative = st.decimals(0, 10**15, places=9)


@st.composite
def intervals_with_a_member(draw: st.DrawFn) -> tuple[Bounds, Decimal]:
    low, member, high = sorted(draw(st.tuples(non_negative, non_negative, non_negative)))
    return Bounds(low, draw(st.sampled_from([high, None]))), member


def encloses(bounds: Bounds, value: Fraction) -> bool:
    return (bounds.low is None or Fraction(bounds.low) <= value) and (
        bounds.high is None or value <= Fraction(bounds.high)
    )


@properties
@given(intervals_with_a_member(), intervals_with_a_member())
def test_a_difference_encloses_the_difference_of_any_two_members(
    one: tuple[Bounds, Decimal], other: tuple[Bounds, Decimal]
) -> None:
    assert one[1] - other[1] in one[0] - other[0]


@properties
@given(intervals_with_a_member(), intervals_with_a_member())
def test_a_product_encloses_the_product_of_any_two_members(
    one: tuple[Bounds, Decimal], other: tuple[Bounds, Decimal]
) -> None:
    assert encloses(one[0] * other[0], Fraction(one[1]) * Fraction(other[1]))


@properties
@given(intervals_with_a_member(), intervals_with_a_member().filter(lambda drawn: drawn[1] > 0))
def test_a_quotient_encloses_the_quotient_of_any_two_members(
    one: tuple[Bounds, Decimal], other: tuple[Bounds, Decimal]
) -> None:
    assert encloses(one[0] / other[0], Fraction(one[1]) / Fraction(other[1]))


@properties
@given(intervals_with_a_member(), st.decimals("0.000001", 1000, places=12))
def test_a_scaled_interval_encloses_its_scaled_members(one: tuple[Bounds, Decimal], factor: Decimal) -> None:
    assert encloses(one[0].scaled(factor), Fraction(one[1]) * Fraction(factor))


@properties
@given(intervals_with_a_member(), st.sampled_from([Decimal(1), Decimal("0.01"), Decimal("0.000001")]))
def test_rounding_outwards_encloses_the_interval_and_moves_an_end_by_less_than_a_place(
    one: tuple[Bounds, Decimal], places: Decimal
) -> None:
    bounds, rounded = one[0], one[0].rounded_outwards(places)

    assert bounds.low is not None
    assert rounded.low is not None
    assert 0 <= bounds.low - rounded.low < places
    assert rounded.low % places == 0
    assert (rounded.high is None) == (bounds.high is None)
    if bounds.high is not None and rounded.high is not None:
        assert 0 <= rounded.high - bounds.high < places
        assert rounded.high % places == 0


def test_a_product_with_nothing_is_nothing_even_where_the_other_is_unbounded() -> None:
    assert Bounds(Decimal(0), Decimal(0)) * Bounds(Decimal(3), None) == Bounds(Decimal(0), Decimal(0))


def test_a_product_with_an_unbounded_quantity_is_unbounded() -> None:
    assert Bounds(Decimal(2), Decimal(4)) * Bounds(Decimal(3), None) == Bounds(Decimal(6), None)


def test_dividing_by_what_may_be_0_is_unbounded() -> None:
    assert Bounds(Decimal(6), Decimal(8)) / Bounds(Decimal(0), Decimal(2)) == Bounds(Decimal(3), None)


def test_dividing_by_an_unbounded_quantity_may_come_to_nothing() -> None:
    assert Bounds(Decimal(6), Decimal(8)) / Bounds(Decimal(2), None) == Bounds(Decimal(0), Decimal(4))


@pytest.mark.parametrize("low", [None, Decimal(-1)])
def test_arithmetic_is_refused_for_quantities_that_may_be_negative(low: Decimal | None) -> None:
    signed, plain = Bounds(low, Decimal(1)), Bounds(Decimal(1), Decimal(2))

    with pytest.raises(ValueError, match="cannot be negative"):
        signed * plain
    with pytest.raises(ValueError, match="cannot be negative"):
        plain / signed
