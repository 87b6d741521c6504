from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.comparison import (
    Comparison,
    Order,
    Position,
    Sort,
    Standing,
    compare,
    median,
    one_time,
    positions,
)
from app.derived.indicators import DEFINITIONS
from app.derived.said import Stated
from app.vocabulary.bounds import Bounds
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.records import Observation
from app.vocabulary.units import Unit
from app.vocabulary.warnings import Absence, AbsenceCode, CaveatCode, FigureWarning, WarningCode
from tests.builders import observation, properties


def interval(low: int, width: int) -> Bounds:
    return Bounds(Decimal(low), Decimal(low + width))


intervals = st.lists(st.builds(interval, st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=5)


@properties
@given(intervals)
def test_the_ranks_are_those_that_some_values_within_the_bounds_give(bounds: list[Bounds]) -> None:
    """Every whole value within the bounds is tried: the ranks found are the highest and the lowest of any of them."""
    ranges = [range(int(b.low or 0), int(b.high or 0) + 1) for b in bounds]
    seen: list[list[int]] = [[] for _ in bounds]
    for values in product(*ranges):
        for n, value in enumerate(values):
            seen[n].append(1 + sum(other > value for other in values))
    assert positions(bounds) == [Position(min(ranks), max(ranks)) for ranks in seen]


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
    assert position.display == words


Statements = dict[str, list[Stated[Observation]]]


def kinds(comparison: Comparison[Observation]) -> set[CaveatCode]:
    return {caveat.code for caveat in comparison.caveats}


def ranks(comparison: Comparison[Observation]) -> dict[str, str]:
    return {item.figure.force: item.position.display for item in comparison.items if item.position is not None}


def said(round_: str, *observations: Observation, complete: bool = True) -> Stated[Observation]:
    return Stated(observations, round_, complete)


def test_a_force_is_compared_by_the_newest_statement_that_gives_the_figure() -> None:
    older = observation("police_officers", "900", period_label="2015")
    other = observation("police_officers", "1001", period_label="2015")
    statements: Statements = {
        "norfolk": [said("2021-22"), said("2016", older)],
        "cumbria": [said("2016", other)],
        "sussex": [said("2016")],
        "kent": [],
    }
    comparison = compare(measures()["police_officers"], statements)

    assert ranks(comparison) == {"cumbria": "1st", "norfolk": "2nd"}
    assert {item.figure.said.name for item in comparison.items} == {"2016"}
    assert set(comparison.missing) == {"sussex", "kent"}
    assert comparison.missing["kent"].detail == "it has no statement of the rounds asked for"
    assert kinds(comparison) == {CaveatCode.OWN_ACCOUNTS, CaveatCode.FORCES_MISSING}


def test_what_a_reader_must_know_is_said() -> None:
    comparison = compare(
        measures()["population"],
        {
            "cumbria": [
                said("2018-19", observation("population", "1000000", qualifier=Qualifier.OVER, period_label="2020"))
            ],
            "sussex": [said("2021-22", observation("population", "1500000", period_label="2021"))],
            "kent": [said("2021-22", observation("population", "2"))],
        },
    )

    assert ranks(comparison) == {"cumbria": "1st to 2nd", "sussex": "1st to 2nd", "kent": "3rd"}
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
            "cumbria": [said("2016", observation("area", "999", unit=Unit.SQUARE_KM))],
            "sussex": [said("2016", observation("area", "386", unit=Unit.SQUARE_MILES))],
            "kent": [said("2016", observation("area", "386", unit=Unit.KM))],
        },
    )

    assert [item.figure.force for item in comparison.items] == ["sussex", "cumbria"]
    converted = comparison.items[1].figure
    assert converted.value == Decimal("385.716056")  # six places, as the database has
    assert converted.bounds == Bounds(Decimal("385.523005"), Decimal("385.909108"))
    assert "km" in comparison.missing["kent"].detail
    assert CaveatCode.CONVERTED in kinds(comparison)


def test_an_indicator_is_compared_with_what_it_is_derived_from() -> None:
    def statement(round_: str, officers: Observation) -> Stated[Observation]:
        return said(round_, officers, observation("population", "500001", period_label="2016"))

    statements: Statements = {
        "cumbria": [statement("2016", observation("police_officers", "1000", period_label="2016"))],
        "sussex": [statement("2016", observation("officers_target", "900", status=Status.TARGET))],
        "kent": [said("2016")],
    }
    comparison = compare(DEFINITIONS["officers_per_1000_people"], statements)

    assert [(item.figure.force, item.figure.display) for item in comparison.items] == [
        ("cumbria", "about 2.00 per 1,000 people"),
        ("sussex", "1.80 per 1,000 people, by a target"),
    ]
    assert comparison.missing["kent"].detail.startswith("in 2016, the statement gives no police officers")
    assert {CaveatCode.TARGETS_USED, CaveatCode.NO_PERIOD} <= kinds(comparison)
    assert [item.figure.status for item in comparison.items] == [Status.ACTUAL, Status.TARGET]


def detail(comparison: Comparison[Observation], kind: CaveatCode) -> str:
    [found] = [caveat.detail for caveat in comparison.caveats if caveat.code is kind]
    return found


def compared(measure: str, **figures: Observation) -> Comparison[Observation]:
    return compare(measures()[measure], {force: [said("2016", figure)] for force, figure in figures.items()})


def test_figures_that_their_words_count_differently_are_told() -> None:
    comparison = compared(
        "police_officers",
        cumbria=observation("police_officers", "900", as_stated="900 FTE officers"),
        sussex=observation("police_officers", "800", as_stated="800 police officer posts"),
        kent=observation("police_officers", "700", as_stated="700 officers"),
    )
    told = detail(comparison, CaveatCode.DEFINITIONS_DIFFER)
    assert "full-time equivalents for Cumbria Constabulary" in told
    assert "posts for Sussex Police" in told
    assert "not said for 1 more" in told
    alike = [observation("police_officers", n, as_stated=f"{n} FTE officers") for n in ("900", "800")]
    assert CaveatCode.DEFINITIONS_DIFFER not in kinds(compared("police_officers", cumbria=alike[0], sussex=alike[1]))
    named = [observation("incidents", "900", as_stated=words) for words in ("900 incidents", "900")]
    assert CaveatCode.DEFINITIONS_DIFFER not in kinds(compared("incidents", cumbria=named[0], sussex=named[1]))


def test_facts_and_intentions_side_by_side_are_told() -> None:
    planned = observation("savings_required", "5", status=Status.PLANNED)
    fact = observation("savings_required", "6")

    told = detail(compared("savings_required", cumbria=planned, sussex=fact), CaveatCode.STATUSES_DIFFER)
    assert "a plan for Cumbria Constabulary" in told
    assert CaveatCode.STATUSES_DIFFER not in kinds(compared("savings_required", cumbria=planned, sussex=planned))


@pytest.mark.parametrize(("measure", "needs_a_period"), [("area", False), ("counties", False), ("pcsos", True)])
def test_only_what_changes_is_told_to_have_no_period(measure: str, *, needs_a_period: bool) -> None:
    comparison = compared(measure, cumbria=observation(measure, "620"), sussex=observation(measure, "380"))

    assert (CaveatCode.NO_PERIOD in kinds(comparison)) == needs_a_period
    assert [bool(item.figure.warnings) for item in comparison.items] == [needs_a_period] * 2


def test_a_doubted_figure_is_told_beside_all_and_beside_itself() -> None:
    doubt = FigureWarning(WarningCode.AREA_ACROSS_ROUNDS, "it is not the area stated elsewhere")
    comparison = compared(
        "area", cumbria=observation("area", "620", warnings=(doubt,)), sussex=observation("area", "380")
    )

    assert "Cumbria Constabulary" in detail(comparison, CaveatCode.CHECKS_WARN)
    assert [any(doubt.detail in w.detail for w in item.figure.warnings) for item in comparison.items] == [True, False]


def test_periods_without_dates_of_their_own_differ_between_rounds() -> None:
    comparison = compare(
        measures()["calls_total"],
        {
            "cumbria": [said("2018-19", observation("calls_total", "9", period_label="last year"))],
            "sussex": [said("2017", observation("calls_total", "8", period_label="last year"))],
        },
    )
    told = detail(comparison, CaveatCode.PERIODS_DIFFER)
    assert "last year (round 2017); last year (round 2018-19)" in told
    dated = compared(
        "budget_total",
        cumbria=observation("budget_total", "9", period_label="2023"),
        sussex=observation("budget_total", "8", period_label="2024/25"),
    )
    assert "between December 2023 and March 2025" in detail(dated, CaveatCode.PERIODS_DIFFER)


@pytest.mark.parametrize(
    ("figure", "complete", "code", "detail"),
    [
        (observation("pcsos", "9"), True, AbsenceCode.NOT_STATED, "it is not stated"),
        (
            observation("pcsos", "9"),
            False,
            AbsenceCode.NOT_IN_PART_READ,
            "it is not stated in the part that was read",
        ),
        (
            observation("workforce_total", "9", status=Status.FORECAST),
            True,
            AbsenceCode.INTENTION_ONLY,
            "it is stated only as a forecast",
        ),
        (
            observation("workforce_total", "9", area="Brackwater"),
            False,
            AbsenceCode.PLACE_ONLY,
            "it is stated only of Brackwater",
        ),
    ],
)
def test_why_a_force_is_missing_is_told_as_it_is(
    figure: Observation, complete: bool, code: AbsenceCode, detail: str
) -> None:
    comparison = compare(measures()["workforce_total"], {"cumbria": [said("2016", figure, complete=complete)]})

    assert comparison.missing == {"cumbria": Absence(code, f"in 2016, {detail}")}
    assert (CaveatCode.READ_IN_PART in kinds(comparison)) == (code is AbsenceCode.NOT_IN_PART_READ)


def test_of_several_statements_the_one_that_may_give_the_figure_is_the_reason() -> None:
    rounds = [said("2021-22"), said("2016", complete=False), said("2015")]

    [absence] = compare(measures()["population"], {"cumbria": rounds}).missing.values()
    assert (absence.code, absence.detail[:7]) == (AbsenceCode.NOT_IN_PART_READ, "in 2016")


BUDGETS = {
    "cumbria": [said("2023-25", observation("budget_total", "300", period_label="2024/25"))],
    "kent": [said("2016", observation("budget_total", "900", period_label="2010"))],
    "norfolk": [said("2021-22", observation("budget_total", "200", period_label="2022/23"))],
    "sussex": [said("2023-25", observation("budget_total", "400"))],
    "wold": [said("2015", observation("budget_total", "500"))],
}
"""Budgets of one time, two of them dated, and two of another."""


def test_only_figures_of_one_time_are_ranked() -> None:
    comparison = compare(measures()["budget_total"], BUDGETS)

    assert [(item.figure.force, item.position) for item in comparison.items] == [
        ("sussex", Position(1, 1)),
        ("cumbria", Position(2, 2)),
        ("norfolk", Position(3, 3)),
    ]
    assert [(item.figure.force, item.standing, item.position) for item in comparison.apart] == [
        ("kent", Standing.OLDER, None),
        ("wold", Standing.UNDATED, None),
    ]
    assert comparison.median == Bounds(Decimal("299.5"), Decimal("300.5"))
    assert comparison.days == (date(2023, 3, 31), date(2025, 3, 31))
    assert CaveatCode.TIMES_DIFFER in kinds(comparison)


spans = st.lists(
    st.tuples(st.dates(date(2010, 1, 1), date(2020, 12, 31)), st.integers(0, 400)).map(
        lambda drawn: (drawn[0], drawn[0] + timedelta(drawn[1]))
    ),
    min_size=1,
    max_size=8,
)


@properties
@given(spans)
def test_what_is_of_one_time_lies_within_two_years_and_no_such_time_has_more(spans: list[tuple[date, date]]) -> None:
    found = one_time(spans)

    assert found is not None
    assert found[1].toordinal() - found[0].toordinal() <= 2 * 366
    within = [span for span in spans if found[0] <= span[0] and span[1] <= found[1]]
    for _, end in spans:
        start = end.replace(year=end.year - 2, day=min(end.day, 28) if end.month == 2 else end.day)
        assert len([span for span in spans if start <= span[0] and span[1] <= end]) <= len(within)


def test_an_indicator_of_two_times_is_mixed() -> None:
    figures = (
        observation("police_officers", "900", period_label="2024"),
        observation("population", "500001", period_label="2011"),
    )
    comparison = compare(DEFINITIONS["officers_per_1000_people"], {"cumbria": [said("2023-25", *figures)]})

    assert [(item.standing, item.position) for item in comparison.apart] == [(Standing.MIXED, None)]
    assert (comparison.items, comparison.median, comparison.days) == ((), None, None)


def test_older_figures_than_are_asked_for_are_missing() -> None:
    comparison = compare(measures()["budget_total"], BUDGETS, since=date(2020, 1, 1))

    assert {force: absence.code for force, absence in comparison.missing.items()} == {
        "kent": AbsenceCode.OLDER,
        "wold": AbsenceCode.OLDER,
    }
    assert not comparison.apart


@pytest.mark.parametrize(
    ("order", "forces"),
    [
        (Order(), ["sussex", "cumbria", "norfolk"]),
        (Order(Sort.VALUE, descending=False), ["norfolk", "cumbria", "sussex"]),
        (Order(Sort.FORCE, descending=False), ["cumbria", "norfolk", "sussex"]),
        (Order(Sort.PERIOD, descending=False), ["norfolk", "sussex", "cumbria"]),
    ],
)
def test_figures_are_sorted_as_asked_for(order: Order, forces: list[str]) -> None:
    comparison = compare(measures()["budget_total"], BUDGETS, order=order)

    assert [item.figure.force for item in comparison.items] == forces


def test_the_order_follows_the_stated_number_and_not_a_bound() -> None:
    comparison = compared(
        "police_officers",
        cumbria=observation("police_officers", "500", qualifier=Qualifier.OVER),
        sussex=observation("police_officers", "3212"),
    )

    assert [item.figure.force for item in comparison.items] == ["sussex", "cumbria"]


def test_what_is_known_to_be_equal_shares_a_rank() -> None:
    assert positions([interval(5, 0), interval(4, 0), interval(4, 0), interval(3, 0)]) == [
        Position(1, 1),
        Position(2, 2),
        Position(2, 2),
        Position(4, 4),
    ]


def test_a_figure_of_an_earlier_time_is_not_said_to_be_unstated() -> None:
    told = detail(compare(measures()["budget_total"], BUDGETS, since=date(2099, 1, 1)), CaveatCode.FORCES_MISSING)
    assert "no statement gives" not in told


def test_an_area_has_no_time() -> None:
    figures = [said("2015", observation("area", "620"))], [said("2023-25", observation("area", "380"))]
    comparison = compare(measures()["area"], {"cumbria": figures[0], "sussex": figures[1]})

    assert (len(comparison.items), comparison.apart, comparison.days) == (2, (), None)


def test_a_range_keeps_its_upper_end() -> None:
    figure = observation("area", "1000", value_max="1100", qualifier=Qualifier.RANGE, unit=Unit.SQUARE_KM)
    [item] = (item.figure for item in compared("area", cumbria=figure).items)

    assert (item.value, item.value_max) == (Decimal("386.102159"), Decimal("424.712374"))
    assert item.value_max is not None
    assert item.value_max in item.bounds
