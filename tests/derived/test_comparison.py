from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.checked import CheckedObservation
from app.derived.comparison import Comparison, Position, compare, median, positions
from app.derived.indicators import DEFINITIONS
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.units import Unit
from app.vocabulary.warnings import CaveatCode, FigureWarning, WarningCode
from tests.builders import observation, properties


def interval(low: int, width: int) -> Bounds:
    return Bounds(Decimal(low), Decimal(low + width))


intervals = st.lists(st.builds(interval, st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=5)


@properties
@given(intervals)
def test_the_ranks_are_those_that_some_values_within_the_bounds_give(bounds: list[Bounds]) -> None:
    """Every whole value within the bounds is tried: the ranks found are the highest and the lowest of any of them."""
    ranges = [range(int(b.low or 0), int(b.high or 0) + 1) for b in bounds]
    seen: list[list[tuple[int, int]]] = [[] for _ in bounds]
    for values in product(*ranges):
        for n, value in enumerate(values):
            above = sum(other > value for other in values)
            level = sum(other >= value for other in values)
            seen[n].append((1 + above, level))
    assert positions(bounds) == [
        Position(min(highest for highest, _ in ranks), max(lowest for _, lowest in ranks)) for ranks in seen
    ]


@properties
@given(intervals)
def test_the_median_lies_within_its_bounds_whatever_the_values(bounds: list[Bounds]) -> None:
    found = median(bounds)

    assert found is not None
    for end in ("low", "high"):
        values = sorted(getattr(b, end) for b in bounds)
        middle = (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2
        assert middle in found


def test_an_open_bound_may_rank_anywhere_above() -> None:
    at_least_five, six, four = Bounds(Decimal(5), None), interval(6, 0), interval(4, 0)

    assert positions([at_least_five, six, four]) == [Position(1, 2), Position(1, 2), Position(3, 3)]
    assert median([at_least_five]) == at_least_five
    assert median([]) is None


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (Position(1, 1), "1st"),
        (Position(2, 3), "2nd to 3rd"),
        (Position(11, 13), "11th to 13th"),
        (Position(21, 22), "21st to 22nd"),
        (Position(4, 7), "4th to 7th"),
    ],
)
def test_positions_are_said_in_words(position: Position, words: str) -> None:
    assert position.in_words == words


Statements = dict[str, dict[str, list[CheckedObservation]]]


def kinds(comparison: Comparison[CheckedObservation]) -> set[CaveatCode]:
    return {caveat.code for caveat in comparison.caveats}


def test_a_force_is_compared_by_the_newest_statement_that_gives_the_figure() -> None:
    older = observation("police_officers", "900", period_label="2015")
    other = observation("police_officers", "1001", period_label="2015")
    statements: Statements = {
        "marlow": {"2021-22": [], "2016": [older]},
        "fen": {"2016": [other]},
        "moor": {"2016": []},
        "holt": {},
    }
    comparison = compare(measures()["police_officers"], statements)

    assert [(position.in_words, item.force, item.round) for position, item in comparison.items] == [
        ("1st", "fen", "2016"),
        ("2nd", "marlow", "2016"),
    ]
    assert set(comparison.missing) == {"moor", "holt"}
    assert comparison.missing["holt"] == "it has no statement of the rounds asked for"
    assert kinds(comparison) == {CaveatCode.OWN_ACCOUNTS, CaveatCode.FORCES_MISSING}


def test_what_a_reader_must_know_is_said() -> None:
    comparison = compare(
        measures()["population"],
        {
            "fen": {"2016": [observation("population", "1000000", qualifier=Qualifier.OVER, period_label="2015")]},
            "moor": {"2021-22": [observation("population", "1500000", period_label="2021")]},
            "holt": {"2021-22": [observation("population", "2")]},
        },
    )

    assert [position.in_words for position, _ in comparison.items] == ["1st to 2nd", "1st to 2nd", "3rd"]
    assert kinds(comparison) == {
        CaveatCode.OWN_ACCOUNTS,
        CaveatCode.ORDER_UNKNOWN,
        CaveatCode.PERIODS_DIFFER,
        CaveatCode.NO_PERIOD,
        CaveatCode.ROUNDS_DIFFER,
    }


def test_a_figure_in_another_unit_is_converted_or_left_out() -> None:
    comparison = compare(
        measures()["area"],
        {
            "fen": {"2016": [observation("area", "999", unit=Unit.SQUARE_KM)]},
            "moor": {"2016": [observation("area", "386", unit=Unit.SQUARE_MILES)]},
            "holt": {"2016": [observation("area", "386", unit=Unit.KM)]},
        },
    )

    assert [item.force for _, item in comparison.items] == ["moor", "fen"]
    converted = comparison.items[1][1]
    assert converted.value == Decimal("385.716056")  # six places, as the database has
    assert converted.bounds == Bounds(Decimal("385.523005"), Decimal("385.909108"))
    assert "km" in comparison.missing["holt"]
    assert CaveatCode.CONVERTED in kinds(comparison)


def test_an_indicator_is_compared_with_what_it_is_derived_from() -> None:
    def statement(officers: CheckedObservation) -> list[CheckedObservation]:
        return [officers, observation("population", "500000", period_label="2021")]

    statements: Statements = {
        "fen": {"2016": statement(observation("police_officers", "1000", period_label="2021"))},
        "moor": {"2016": statement(observation("officers_target", "900", status=Status.TARGET))},
        "holt": {"2016": []},
    }
    comparison = compare(DEFINITIONS["officers_per_1000_people"], statements)

    assert [(item.force, item.value) for _, item in comparison.items] == [("fen", 2), ("moor", Decimal("1.8"))]
    assert comparison.missing["holt"].startswith("in 2016, the statement gives no police_officers")
    assert {CaveatCode.TARGETS_USED, CaveatCode.NO_PERIOD} <= kinds(comparison)
    assert [item.status for _, item in comparison.items] == [Status.ACTUAL, Status.TARGET]


def detail(comparison: Comparison[CheckedObservation], kind: CaveatCode) -> str:
    [found] = [caveat.detail for caveat in comparison.caveats if caveat.code is kind]
    return found


def compared(measure: str, **figures: CheckedObservation) -> Comparison[CheckedObservation]:
    return compare(measures()[measure], {force: {"2016": [figure]} for force, figure in figures.items()})


def test_figures_that_their_words_count_differently_are_told() -> None:
    comparison = compared(
        "police_officers",
        fen=observation("police_officers", "900", as_stated="900 FTE officers"),
        moor=observation("police_officers", "800", as_stated="800 police officer posts"),
        holt=observation("police_officers", "700", as_stated="700 officers"),
    )
    told = detail(comparison, CaveatCode.DEFINITIONS_DIFFER)
    assert "full-time equivalents for fen" in told
    assert "posts for moor" in told
    assert "not said for 1 more" in told
    alike = [observation("police_officers", n, as_stated=f"{n} FTE officers") for n in ("900", "800")]
    assert CaveatCode.DEFINITIONS_DIFFER not in kinds(compared("police_officers", fen=alike[0], moor=alike[1]))
    named = [observation("incidents", "900", as_stated=words) for words in ("900 incidents", "900")]
    assert CaveatCode.DEFINITIONS_DIFFER not in kinds(compared("incidents", fen=named[0], moor=named[1]))


def test_facts_and_intentions_side_by_side_are_told() -> None:
    planned = observation("savings_required", "5", status=Status.PLANNED)
    fact = observation("savings_required", "6")

    assert "a plan for fen" in detail(compared("savings_required", fen=planned, moor=fact), CaveatCode.STATUSES_DIFFER)
    assert CaveatCode.STATUSES_DIFFER not in kinds(compared("savings_required", fen=planned, moor=planned))


def test_a_doubted_figure_is_told_beside_all_and_beside_itself() -> None:
    doubt = FigureWarning(WarningCode.AREA_ACROSS_ROUNDS, "it is not the area stated elsewhere")
    comparison = compared("area", fen=observation("area", "620", warnings=(doubt,)), moor=observation("area", "380"))

    assert "fen" in detail(comparison, CaveatCode.CHECKS_WARN)
    assert [any(doubt.detail in w.detail for w in item.warnings) for _, item in comparison.items] == [True, False]


def test_periods_without_dates_of_their_own_differ_between_rounds() -> None:
    comparison = compare(
        measures()["calls_total"],
        {
            "fen": {"2018-19": [observation("calls_total", "9", period_label="last year")]},
            "moor": {"2021-22": [observation("calls_total", "8", period_label="last year")]},
        },
    )
    told = detail(comparison, CaveatCode.PERIODS_DIFFER)
    assert "last year (round 2018-19); last year (round 2021-22)" in told
    dated = compared(
        "budget_total",
        fen=observation("budget_total", "9", period_label="2010"),
        moor=observation("budget_total", "8", period_label="2024/25"),
    )
    assert "between December 2010 and March 2025" in detail(dated, CaveatCode.PERIODS_DIFFER)


def test_why_a_force_is_missing_is_told_as_it_is() -> None:
    comparison = compared("workforce_total", fen=observation("workforce_total", "9", status=Status.FORECAST))

    assert comparison.missing == {"fen": "in 2016, it is stated only as a forecast"}
    part = observation("workforce_total", "9", area="Brackwater")
    assert compared("workforce_total", fen=part).missing == {"fen": "in 2016, it is stated only of Brackwater"}
    other = compared("workforce_total", fen=observation("pcsos", "9"))
    assert other.missing == {"fen": "in 2016, it is not stated"}
    assert "no statement gives the figure" in detail(other, CaveatCode.FORCES_MISSING)


def test_a_range_keeps_its_upper_end() -> None:
    figure = observation("area", "1000", value_max="1100", qualifier=Qualifier.RANGE, unit=Unit.SQUARE_KM)
    [(_, item)] = compared("area", fen=figure).items

    assert (item.value, item.value_max) == (Decimal("386.102159"), Decimal("424.712374"))
    assert item.value_max is not None
    assert item.value_max in item.bounds
