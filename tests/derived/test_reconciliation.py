"""What a force states beside what is officially counted: which count, how the two compare, and how that is told."""

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derived.checks import warnings_of
from app.derived.reconciliation import agreeing, reconciliations_of
from app.official.bundled import bundled_figures
from app.official.catalogue import datasets
from app.vocabulary.bounds import Bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import Kind, measures
from app.vocabulary.official import Basis, Grade, PublishedFigure, Vintage
from app.vocabulary.qualifiers import Qualifier, Status
from app.vocabulary.reconciliations import Candidate, Reason, Reconciliation, Relation
from app.vocabulary.records import Observation
from app.vocabulary.units import Unit, conversion
from app.vocabulary.warnings import WarningCode
from tests.builders import observation, period, properties
from tests.bundled import RECORDS, reconciled
from tests.conftest import ROOT

FORCE = "kent"
"""The figures of the tests are invented, but not its name, which sentences begin with."""

MARCH = "workforce-march"
SEPTEMBER = "workforce-september"


def count(
    measure: str,
    value: str,
    when: str,
    *,
    dataset: str = MARCH,
    basis: Basis = Basis.NONE,
    unit: Unit | None = None,
    rounded_to: str = "0",
    edition: str = "2023-07-26",
) -> PublishedFigure:
    number, margin = Decimal(value), Decimal(rounded_to) / 2
    return PublishedFigure(
        force=FORCE,
        measure=measure,
        basis=basis,
        value=number,
        unit=unit or measures()[measure].unit,
        qualifier=Qualifier.ROUNDED if margin else Qualifier.EXACT,
        bounds=Bounds(number - margin, number + margin),
        period=period(when),
        dataset=dataset,
        edition=date.fromisoformat(edition),
        grade=Grade.ORIGINAL,
        vintage=Vintage.FIRST,
    )


def fte(measure: str, value: str, when: str) -> PublishedFigure:
    return count(measure, value, when, basis=Basis.FTE, dataset=SEPTEMBER if "September" in when else MARCH)


def heads(measure: str, value: str, when: str) -> PublishedFigure:
    return count(measure, value, when, basis=Basis.HEADCOUNT, dataset=SEPTEMBER if "September" in when else MARCH)


def people(value: str, when: str, dataset: str = "population", edition: str = "2024-07-15") -> PublishedFigure:
    return count("population", value, when, dataset=dataset, edition=edition)


def crimes(value: str, when: str, dataset: str = "recorded-crime") -> PublishedFigure:
    return count("recorded_crimes", value, when, dataset=dataset, edition="2015-10-15")


def land(value: str) -> PublishedFigure:
    return count("area", value, "31 December 2023", dataset="area", unit=Unit.SQUARE_KM)


def share(measure: str, value: str, when: str = "27 March 2011") -> PublishedFigure:
    return count(measure, value, when, dataset="ethnicity", rounded_to="0.01")


def beside(figure: Observation, *counts: PublishedFigure, round_: str = "2016") -> Reconciliation:
    [found] = reconciliations_of(FORCE, {round_: [figure]}, counts).values()
    return found


def primary(figure: Observation, *counts: PublishedFigure, round_: str = "2016") -> str | None:
    """Return when and on what basis the primary candidate is, and its dataset if that is none of the workforce."""
    one = beside(figure, *counts, round_=round_).primary
    return None if one is None else f"{one.period.label} {one.basis}"


OFFICERS = [fte("police_officers", "3000", f"31 March {year}") for year in range(2010, 2024)]
OFFICERS += [fte("police_officers", "3000", f"30 September {year}") for year in range(2014, 2020)]


@pytest.mark.parametrize(
    ("stated_of", "round_", "expected"),
    [
        (None, "2015", "31 March 2015"),
        (None, "2016", "30 September 2016"),
        (None, "2018-19", "31 March 2019"),
        (None, "2021-22", "31 March 2022"),
        (None, "2023-25", "31 March 2023"),
        ("last year", "2016", "30 September 2016"),
        ("1 April 2010", "2016", "31 March 2010"),
        ("March 2017", "2016", "31 March 2017"),
        ("31 July 2023", "2023-25", "31 March 2023"),
        ("December 2019", "2018-19", "30 September 2019"),
        ("31 March 2024", "2023-25", "31 March 2023"),  # a year away, which a leap day does not change
        ("30 April 2024", "2023-25", None),  # more than a year
        ("2009/10", "2016", "31 March 2010"),
        ("2008", "2016", None),
    ],
)
def test_the_date_is_the_nearest_to_the_stated_one_else_the_newest_the_round_knew(
    stated_of: str | None, round_: str, expected: str | None
) -> None:
    found = beside(observation("police_officers", "3000", period_label=stated_of), *OFFICERS, round_=round_)

    assert (None if found.primary is None else found.primary.period.label) == expected
    assert found.relation is (Relation.NOT_COMPARABLE if expected is None else Relation.AGREES)
    assert (Reason.NO_OFFICIAL_FIGURE in found.reasons) == (expected is None)


def test_of_two_dates_as_near_the_earlier_is_taken() -> None:
    counts = people("1000000", "30 June 2021"), people("1000001", "30 June 2022")
    assert primary(observation("population", "1000000", period_label="2021"), *counts) == "30 June 2021 none"


@pytest.mark.parametrize(
    ("round_", "expected", "dataset"),
    [
        ("2015", 2014, "population-before-rebasing"),
        ("2016", 2015, "population-before-rebasing"),
        ("2017", 2016, "population-before-rebasing"),
        ("2018-19", 2017, "population-before-rebasing"),
        ("2021-22", 2020, "population-before-rebasing"),
        ("2023-25", 2022, "population"),
    ],
)
def test_a_statement_knew_the_estimate_of_a_year_before_and_not_what_replaced_it_later(
    round_: str, expected: int, dataset: str
) -> None:
    counts = [people("1000000", f"30 June {year}") for year in range(2011, 2024)]
    counts += [people("900000", f"30 June {year}", "population-before-rebasing") for year in range(2001, 2021)]
    counts += [people("950000", f"30 June {year}", "population-as-published") for year in range(2002, 2025)]
    counts += [people("990000", "21 March 2021", "population-census-2021")]
    found = beside(observation("population", "1000000"), *counts, round_=round_)

    assert found.primary is not None
    assert (found.primary.period.label, found.primary.dataset) == (f"30 June {expected}", dataset)
    vintages = {one.dataset for one in (found.primary, *found.candidates) if one.period == found.primary.period}
    assert vintages == {counted.dataset for counted in counts if counted.period == found.primary.period}
    assert len(vintages) > 1


def test_a_statement_after_the_rebased_estimate_came_out_is_laid_beside_it() -> None:
    counts = people("1000000", "30 June 2020"), people("900000", "30 June 2020", "population-before-rebasing")
    found = beside(observation("population", "1000000", period_label="June 2020"), *counts, round_="2025-27")
    assert found.primary is not None
    assert found.primary.dataset == "population"


@pytest.mark.parametrize(("round_", "census"), [("2016", "27 March 2011"), ("2021-22", "27 March 2011")])
def test_a_census_is_known_when_it_is_published(round_: str, census: str) -> None:
    counts = share("ethnic_minority_share", "5.00"), share("ethnic_minority_share", "8.00", "21 March 2021")
    assert primary(observation("ethnic_minority_share", "5"), *counts, round_=round_) == f"{census} none"


def test_a_later_census_is_the_one_of_a_later_round() -> None:
    counts = share("ethnic_minority_share", "5.00"), share("ethnic_minority_share", "8.00", "21 March 2021")
    assert primary(observation("ethnic_minority_share", "5"), *counts, round_="2023-25") == "21 March 2021 none"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("3,000 officers", "31 March 2016 fte"),
        ("3,000 FTE officers", "31 March 2016 fte"),
        ("a headcount of 3,000 officers", "31 March 2016 headcount"),
    ],
)
def test_full_time_equivalents_are_compared_unless_the_words_say_headcount(words: str, expected: str) -> None:
    counts = fte("police_officers", "3000", "31 March 2016"), heads("police_officers", "3000", "31 March 2016")
    found = beside(observation("police_officers", "3000", as_stated=words), *counts)

    assert found.primary is not None
    assert f"{found.primary.period.label} {found.primary.basis}" == expected
    assert [one.basis for one in found.candidates] == [Basis.FTE if "headcount" in expected else Basis.HEADCOUNT]
    assert (Reason.BASIS_UNKNOWN in found.reasons) == (words == "3,000 officers")


def test_who_is_only_counted_by_head_is_compared_by_head() -> None:
    found = beside(observation("special_constables", "150"), heads("special_constables", "150", "31 March 2016"))
    assert (found.relation, found.reasons) == (Relation.AGREES, (Reason.PERIOD_UNKNOWN,))


DATE = "31 March 2016"
STAFF = (fte("police_staff", "1000", DATE), fte("pcsos", "200", DATE), fte("designated_officers", "150", DATE))


@pytest.mark.parametrize(
    ("measure", "value", "definition", "others"),
    [
        (
            "police_staff",
            "1000",
            None,
            ["police staff and designated officers", "police staff, PCSOs and designated officers"],
        ),
        (
            "staff_and_pcsos",
            "1350",
            "police staff, PCSOs and designated officers",
            ["police staff and PCSOs"],
        ),
        (
            "workforce_total",
            "4350",
            "police officers, police staff, PCSOs and designated officers",
            ["police officers, police staff and PCSOs"],
        ),
    ],
)
def test_sums_are_of_one_table_day_and_basis_and_say_what_they_are_of(
    measure: str, value: str, definition: str | None, others: list[str]
) -> None:
    officers = fte("police_officers", "3000", DATE)
    found = beside(observation(measure, value, period_label=DATE), *STAFF, officers)

    assert found.primary is not None
    assert (found.primary.value, found.primary.definition) == (Decimal(value), definition)
    assert [one.definition for one in found.candidates] == others
    assert found.relation is Relation.AGREES
    ids = {one.measure: one.id for one in (*STAFF, officers)}
    assert found.primary.figures == tuple(ids[part] for part in measures()[measure].counted_as[0])


def test_where_designated_officers_are_no_figure_they_are_counted_as_staff() -> None:
    found = beside(observation("staff_and_pcsos", "1200", period_label=DATE), *STAFF[:2])
    assert found.primary is not None
    assert (found.primary.value, found.primary.definition) == (Decimal(1200), "police staff and PCSOs")
    assert not found.candidates


def test_a_sum_is_never_of_two_bases_or_without_a_part() -> None:
    mixed = fte("police_staff", "1000", DATE), heads("pcsos", "200", DATE)
    found = beside(observation("staff_and_pcsos", "1200", period_label=DATE), *mixed)
    assert (found.primary, found.candidates, found.reasons) == (None, (), (Reason.NO_OFFICIAL_FIGURE,))


QUARTERS = (
    "April 2014 to June 2014",
    "July 2014 to September 2014",
    "October 2014 to December 2014",
    "January 2015 to March 2015",
    "April 2015 to June 2015",
)


def test_four_quarters_in_a_row_are_a_year_and_three_are_none() -> None:
    counts = [crimes("10000", quarter, "recorded-crime-quarter") for quarter in QUARTERS]
    figure = observation("recorded_crimes", "40000")
    found = beside(figure, *counts, round_="2015")

    assert found.primary is not None
    assert (found.primary.period.label, found.primary.value) == ("year to June 2015", Decimal(40000))
    assert len(found.primary.figures) == 4
    assert [one.period.label for one in found.candidates] == ["year to March 2015"]
    assert beside(figure, *counts[:2], *counts[3:], round_="2015").primary is None


@pytest.mark.parametrize(
    ("stated_of", "unit", "expected"),
    [
        ("2014/15", Unit.COUNT, "2014/15"),
        ("year to June 2015", Unit.COUNT, "year to June 2015"),
        ("2013/14", Unit.COUNT, "2014/15"),  # a year away
        (None, Unit.COUNT, "year to June 2015"),
        ("last year", Unit.COUNT, "year to June 2015"),
        ("March 2015", Unit.COUNT, None),
        ("since 2010", Unit.COUNT, None),
        ("2012/13 to 2014/15", Unit.COUNT, None),
        ("March 2015", Unit.PER_DAY, "2014/15"),
    ],
)
def test_what_is_counted_over_a_year_is_compared_with_what_is_stated_of_one(
    stated_of: str | None, unit: Unit, expected: str | None
) -> None:
    figure = observation("recorded_crimes", "100", unit=unit, period_label=stated_of)
    found = beside(figure, crimes("36500", "2014/15"), crimes("36500", "year to June 2015"), round_="2015")
    assert (None if found.primary is None else found.primary.period.label) == expected
    assert (found.relation is Relation.AGREES) == (unit is Unit.PER_DAY)


def test_the_first_edition_is_the_one_that_a_statement_of_the_time_knew() -> None:
    revised = count(
        "recorded_crimes", "41000", "2014/15", dataset="recorded-crime-financial-year", edition="2023-10-19"
    )
    figure = observation("recorded_crimes", "40000", period_label="2014/15")
    for round_, known in (("2015", 40000), ("2023-25", 41000)):
        found = beside(figure, revised, crimes("40000", "2014/15"), round_=round_)
        assert found.primary is not None
        assert found.primary.value == known
        assert len(found.candidates) == 1


@pytest.mark.parametrize(
    ("value", "qualifier", "counted_as", "relation", "difference"),
    [
        ("3000", None, "3000.5", Relation.AGREES, "0"),  # 3,000 is rounded
        ("3001", None, "3001.5", Relation.AGREES, "0"),  # to whole people
        ("3001", None, "3001.51", Relation.NEAR, "-0.02"),
        ("3001", None, "2858.1", Relation.NEAR, "5.00"),
        ("3001", None, "2857", Relation.APART, "5.04"),
        ("3001", None, "2728", Relation.DIFFERS, "10.01"),
        ("3001", None, "3335", Relation.DIFFERS, "-10.01"),
        ("3000", Qualifier.OVER, "3300", Relation.AGREES, "0"),
        ("3000", Qualifier.OVER, "3301", Relation.CONSISTENT, "0"),
        ("3000", Qualifier.OVER, "2900", Relation.NEAR, "3.45"),
        ("3000", Qualifier.UNDER, "2700", Relation.AGREES, "0"),
        ("3000", Qualifier.UNDER, "2699", Relation.CONSISTENT, "0"),
        ("3000", Qualifier.UP_TO, "100", Relation.CONSISTENT, "0"),
        ("3000", Qualifier.UP_TO, "3100", Relation.NEAR, "-3.23"),
        ("3000", Qualifier.ALMOST, "2950", Relation.AGREES, "0"),
        ("3000", Qualifier.ABOUT, "3200", Relation.AGREES, "0"),
        ("3000", Qualifier.ABOUT, "3400", Relation.NEAR, "-2.94"),
    ],
)
def test_the_relation_is_by_the_nearest_value_that_the_words_allow(
    value: str, qualifier: Qualifier | None, counted_as: str, relation: Relation, difference: str
) -> None:
    figure = observation("police_officers", value, qualifier=qualifier, period_label=DATE)
    found = beside(figure, fte("police_officers", counted_as, DATE))
    assert (found.relation, found.difference) == (relation, Decimal(difference))


def test_a_range_agrees_with_what_is_in_it() -> None:
    figure = observation("pcsos", "100", value_max="120", qualifier=Qualifier.RANGE, period_label=DATE)
    assert beside(figure, fte("pcsos", "119.9", DATE)).relation is Relation.AGREES
    assert beside(figure, fte("pcsos", "130", DATE)).difference == Decimal("-7.69")


@pytest.mark.parametrize(
    ("figure", "counted_as", "relation"),
    [
        (observation("population", "1021"), people("1000", "30 June 2014"), Relation.APART),
        (observation("population", "1051"), people("1000", "30 June 2014"), Relation.DIFFERS),
        (observation("recorded_crimes", "1031"), crimes("1000", "2014/15"), Relation.APART),
        (observation("pcsos", "15"), fte("pcsos", "20", "31 March 2015"), Relation.NEAR),  # 5 of so few
        (observation("pcsos", "14"), fte("pcsos", "20", "31 March 2015"), Relation.DIFFERS),
        (observation("special_constables", "110"), heads("special_constables", "100", "31 March 2015"), Relation.NEAR),
        (observation("special_constables", "120"), heads("special_constables", "100", "31 March 2015"), Relation.APART),
        (observation("ethnic_minority_share", "3"), share("ethnic_minority_share", "2.17"), Relation.NEAR),
        (observation("ethnic_minority_share", "4"), share("ethnic_minority_share", "2.17"), Relation.APART),
        (observation("ethnic_minority_share", "5"), share("ethnic_minority_share", "2.17"), Relation.DIFFERS),
        (observation("pcsos", "6"), fte("pcsos", "0", "31 March 2015"), Relation.DIFFERS),
        (observation("pcsos", "0"), fte("pcsos", "0", "31 March 2015"), Relation.AGREES),
    ],
)
def test_the_bands_are_those_of_the_measure(
    figure: Observation, counted_as: PublishedFigure, relation: Relation
) -> None:
    assert beside(figure, counted_as, round_="2015").relation is relation


def test_what_the_publisher_rounds_is_compared_as_rounded() -> None:
    figure = observation("population", "1001049", period_label="June 2014")
    rounded = count("population", "1001000", "30 June 2014", dataset="population-as-published", rounded_to="100")
    assert beside(figure, rounded).relation is Relation.AGREES


@pytest.mark.parametrize(
    ("stated", "unit", "counted_as", "relation", "slip"),
    [
        ("979", Unit.SQUARE_MILES, "2536", Relation.AGREES, False),
        ("2536", Unit.SQUARE_KM, "2536", Relation.AGREES, False),
        ("2536", Unit.KM, "2536", Relation.AGREES, False),
        ("979", Unit.MILES, "2536", Relation.AGREES, False),
        ("25360", Unit.KM, "2536", Relation.DIFFERS, True),
        ("253.6", Unit.SQUARE_KM, "2536", Relation.DIFFERS, True),
        ("979", Unit.SQUARE_KM, "2536", Relation.DIFFERS, True),  # miles
        ("2536", Unit.SQUARE_MILES, "2536", Relation.DIFFERS, True),  # kilometres
        ("979000", Unit.SQUARE_MILES, "2536", Relation.DIFFERS, True),
        ("9790000", Unit.SQUARE_MILES, "2536", Relation.DIFFERS, False),
        ("27000", Unit.SQUARE_KM, "2536", Relation.DIFFERS, False),  # six percent about ten times
        ("1200", Unit.SQUARE_MILES, "2536", Relation.DIFFERS, False),
    ],
)
def test_a_slip_is_a_power_of_ten_or_one_square_unit_for_another(
    stated: str, unit: Unit, counted_as: str, relation: Relation, *, slip: bool
) -> None:
    found = beside(observation("area", stated, unit=unit), land(counted_as))
    assert (found.relation, Reason.LIKELY_SLIP in found.reasons[:1]) == (relation, slip)
    assert ("read as square" in found.explanation) == (unit in {Unit.KM, Unit.MILES})
    assert ("Probably a slip" in found.explanation) == slip


@pytest.mark.parametrize("unit", [Unit.SQUARE_KM, Unit.KM])
def test_a_slip_of_the_unit_is_told_in_both_units(unit: Unit) -> None:
    found = beside(observation("area", "979", unit=unit), land("2536"))
    assert "gives 2,536 km², which is 979 square miles" in found.explanation


def test_an_area_that_is_more_than_the_land_may_count_water_in() -> None:
    more, less = observation("area", "1100"), observation("area", "880")
    assert beside(more, land("2536")).reasons == (Reason.DEFINITION_DIFFERS,)
    assert beside(less, land("2536")).reasons == ()


def test_another_definition_of_the_day_that_fits_is_told_before_the_difference() -> None:
    found = beside(observation("police_staff", "1155", period_label=DATE), *STAFF)

    assert (found.relation, found.difference) == (Relation.DIFFERS, Decimal("15.50"))
    assert found.reasons == (Reason.DEFINITION_DIFFERS, Reason.BASIS_UNKNOWN)
    assert found.closest is not None
    assert found.closest.definition == "police staff and designated officers"
    assert found.explanation == (
        "Kent says 1,155 police staff on 31 March 2016. The Home Office counted 1,000 in full-time equivalents on 31"
        " March 2016, or 1,150 police staff and designated officers. The figure stated differs from the first by 16%."
    )


def test_the_share_with_white_minorities_may_be_the_one_meant() -> None:
    counts = share("ethnic_minority_share", "12.44"), share("non_white_british_share", "19.16")
    found = beside(observation("ethnic_minority_share", "19.2", resolution="0.1"), *counts)
    other = beside(observation("non_white_british_share", "12.4", resolution="0.1"), *counts)

    assert found.relation is other.relation is Relation.DIFFERS
    assert found.reasons[0] is other.reasons[0] is Reason.DEFINITION_DIFFERS
    assert "12.4% (other than White) for 27 March 2011, or 19.2% (other than White British)." in found.explanation


def test_another_date_that_fits_is_a_reason_unless_the_figure_is_of_the_very_day() -> None:
    counts = [fte("pcsos", "121", "30 September 2017"), fte("pcsos", "142", "31 March 2017")]
    undated = beside(observation("pcsos", "142"), *counts, round_="2017")
    dated = beside(observation("pcsos", "142", period_label="September 2017"), *counts, round_="2017")

    assert undated.reasons == (Reason.OTHER_DATE_FITS, Reason.PERIOD_UNKNOWN, Reason.BASIS_UNKNOWN)
    assert undated.explanation.endswith(
        "or 142 on 31 March 2017. The figure stated differs from the first by 17%, and is the same as the second."
    )
    assert dated.reasons == (Reason.BASIS_UNKNOWN,)
    assert dated.explanation.endswith("30 September 2017. The figure stated differs from it by 17%.")


def test_the_headcount_is_told_where_it_fits_and_full_time_equivalents_do_not() -> None:
    counts = fte("pcsos", "120", DATE), heads("pcsos", "140", DATE)
    found = beside(observation("pcsos", "142", period_label=DATE), *counts)
    assert found.reasons == (Reason.BASIS_UNKNOWN,)
    assert "counted 120 in full-time equivalents on 31 March 2016, or 140 by headcount." in found.explanation


@pytest.mark.parametrize(
    ("qualifier", "told"),
    [
        (Qualifier.EXACT, "within 1% of the first, and the same as the second."),
        (Qualifier.OVER, "within 1% of the first, and in agreement with the second."),
    ],
)
def test_another_count_that_agrees_is_told_beside_a_primary_that_is_near(qualifier: Qualifier, told: str) -> None:
    stated = "1714" if qualifier is Qualifier.EXACT else "1710"
    figure = observation("police_officers", stated, qualifier=qualifier)
    found = beside(figure, fte("police_officers", "1698", DATE), heads("police_officers", "1714", DATE), round_="2016")
    assert found.relation is Relation.NEAR
    assert found.reasons == (Reason.PERIOD_UNKNOWN, Reason.BASIS_UNKNOWN)
    assert found.explanation.endswith(f"or 1,714 by headcount: {told}")
    assert agreeing(figure, found) == found.candidates[0]


def test_nothing_is_told_to_agree_where_the_primary_does_or_no_other_may_be_meant() -> None:
    near = observation("police_officers", "1714", period_label=DATE)
    counts = fte("police_officers", "1698", DATE), fte("police_officers", "1714", "31 March 2017")
    assert agreeing(near, beside(near, *counts, round_="2016")) is None
    same = observation("police_officers", "1698", period_label=DATE)
    assert agreeing(same, beside(same, *counts, round_="2016")) is None


def test_the_example_of_the_contract_is_told_so() -> None:
    found = beside(
        observation("pcsos", "90", period_label="31 July 2023"),
        fte("pcsos", "136.17", "31 March 2023"),
        round_="2023-25",
    )
    assert found.explanation == (
        "Kent says 90 PCSOs on 31 July 2023. The Home Office counted 136 in full-time equivalents on 31 March 2023."
        " The figure stated differs from it by 34%."
    )


@pytest.mark.parametrize(
    ("figure", "reason", "told"),
    [
        (
            observation("population", "50000", area="Hillford"),
            Reason.PART_OF_AREA,
            "Kent puts its population at 50,000 (Hillford). It is of a part of the area",
        ),
        (observation("volunteers", "70"), Reason.NO_OFFICIAL_FIGURE, "of the time of the statement is held here"),
        (
            observation("crime_rate", "54", period_label="2015/16"),
            Reason.NO_OFFICIAL_FIGURE,
            "No official figure of that time is held here",
        ),
        (observation("rural_population_share", "46"), Reason.DEFINITION_DIFFERS, "by a definition of its own"),
    ],
)
def test_what_cannot_be_compared_says_why(figure: Observation, reason: Reason, told: str) -> None:
    rural = count("rural_population_share", "23.50", "21 March 2021", dataset="rural-urban", rounded_to="0.01")
    found = beside(figure, people("1000000", "30 June 2020"), rural, round_="2021-22")

    assert (found.relation, found.reasons) == (Relation.NOT_COMPARABLE, (reason,))
    assert (found.difference, found.closest) == (None, None)
    assert (found.primary is not None) == (reason is Reason.DEFINITION_DIFFERS)
    assert told in found.explanation


@pytest.mark.parametrize(
    "figure",
    [
        observation("calls_999", "1000"),
        observation("police_officers", "3000", status=Status.FORECAST),
        observation("police_officers", "3000", status=Status.TARGET),
        observation("recorded_crimes", "5000000", area="national"),
        observation("other_workforce", "10"),
    ],
)
def test_what_is_not_counted_no_fact_or_not_of_the_force_is_left_out(figure: Observation) -> None:
    assert reconciliations_of(FORCE, {"2016": [figure]}, OFFICERS) == {}


def test_figures_are_keyed_by_round_and_place_in_the_statement() -> None:
    statements = {
        "2015": [observation("calls_999", "1"), observation("police_officers", "3000")],
        "2016": [observation("police_officers", "2000")],
    }
    found = reconciliations_of(FORCE, statements, OFFICERS)
    assert {key: one.relation for key, one in found.items()} == {
        ("2015", 1): Relation.AGREES,
        ("2016", 0): Relation.DIFFERS,
    }
    assert found["2015", 1].tried == 1 + len(found["2015", 1].candidates) == 4


@pytest.mark.parametrize(
    ("figure", "counted_as", "code"),
    [
        (observation("police_officers", "2000"), OFFICERS, WarningCode.DIFFERS_FROM_OFFICIAL),
        (observation("area", "25360", unit=Unit.SQUARE_KM), [land("2536")], WarningCode.LIKELY_SLIP),
        (observation("police_officers", "2800"), OFFICERS, None),
        (observation("volunteers", "2800"), OFFICERS, None),
    ],
)
def test_only_what_differs_is_warned_of(
    figure: Observation, counted_as: list[PublishedFigure], code: WarningCode | None
) -> None:
    statements = {"2016": [figure]}
    reconciled = reconciliations_of(FORCE, statements, counted_as)
    before, after = warnings_of(statements), warnings_of(statements, reconciled)
    added = [warning for warning in after.get(("2016", 0), []) if warning not in before.get(("2016", 0), [])]

    assert [warning.code for warning in added] == ([] if code is None else [code])
    assert all(warning.detail == reconciled["2016", 0].explanation for warning in added)


counts_of_officers = st.integers(250, 9_999_999).map(lambda hundredths: Decimal(hundredths) / 100)


@properties
@given(stated=st.integers(1, 99_999), counted_as=counts_of_officers)
def test_a_figure_agrees_if_and_only_if_the_count_is_within_its_bounds(stated: int, counted_as: Decimal) -> None:
    figure = observation("police_officers", str(stated), period_label=DATE)
    found = beside(figure, fte("police_officers", str(counted_as), DATE))
    half = Decimal("0.5")
    low, high = figure.bounds.low, figure.bounds.high
    assert low is not None
    assert high is not None
    assert (found.relation is Relation.AGREES) == (low - half <= counted_as <= high + half)
    assert found.difference is not None
    assert (found.difference > 0) <= (low > counted_as)
    assert (found.difference < 0) <= (high < counted_as)


@properties
@given(
    stated=st.integers(1, 99_999),
    values=st.lists(counts_of_officers, min_size=len(OFFICERS), max_size=len(OFFICERS)),
    round_=st.sampled_from(["2015", "2016", "2021-22"]),
    label=st.sampled_from([None, "2015", "June 2018", "last year"]),
)
def test_the_choice_of_the_primary_does_not_see_values(
    stated: int, values: list[Decimal], round_: str, label: str | None
) -> None:
    figure = observation("police_officers", str(stated), period_label=label)
    other = [fte("police_officers", str(value), one.period.label) for value, one in zip(values, OFFICERS, strict=True)]
    before, after = (beside(figure, *counts, round_=round_) for counts in (OFFICERS, other))

    assert before.primary is not None
    assert after.primary is not None
    assert before.primary.figures == after.primary.figures
    assert [one.figures for one in before.candidates] == [one.figures for one in after.candidates]


@properties
@given(
    counted_as=counts_of_officers,
    offsets=st.lists(st.integers(0, 5_000), min_size=2, max_size=6),
    up=st.booleans(),
    measure=st.sampled_from(["police_officers", "pcsos"]),
)
def test_the_further_from_the_count_the_weaker_the_relation(
    counted_as: Decimal, offsets: list[int], measure: str, *, up: bool
) -> None:
    order = [Relation.AGREES, Relation.NEAR, Relation.APART, Relation.DIFFERS]
    base = int(counted_as)
    found = []
    for offset in sorted(offsets):
        value = base + 1 + offset if up else max(base - offset, 0)
        figure = observation(measure, str(value), qualifier=Qualifier.EXACT, period_label=DATE)
        found.append(order.index(beside(figure, fte(measure, str(counted_as), DATE)).relation))
    assert found == sorted(found)


def test_the_order_of_what_is_counted_does_not_matter() -> None:
    counts = [*OFFICERS, *STAFF, *(heads("pcsos", "210", DATE), fte("pcsos", "190", "30 September 2016"))]
    statements = {"2016": [observation("police_officers", "3100"), observation("workforce_total", "4000")]}
    assert reconciliations_of(FORCE, statements, counts) == reconciliations_of(FORCE, statements, counts[::-1])


@pytest.mark.parametrize("word", ["wrong", "false", "claim", "admit", "inflat", "error", "None", "  ", "..", "E+"])
def test_no_explanation_judges_or_is_badly_written(word: str) -> None:
    assert not [one.explanation for _, one in reconciled().values() if word in one.explanation]


def test_every_explanation_names_the_force_and_what_it_is_compared_with() -> None:
    for (force, _), (_, one) in reconciled().items():
        assert one.explanation.startswith(forces()[force].short_name)
        assert one.explanation.endswith(".")
        if one.primary is not None:
            assert datasets()[one.primary.dataset].publisher in one.explanation


def test_what_is_bundled_is_reconciled_quickly() -> None:
    counts = bundled_figures()
    before = process_time()
    for force in counts:
        reconciliations_of(force, {r.round: r.observations for r in RECORDS if r.force == force}, counts[force])
    assert process_time() - before < 3  # about 0.3 on a machine with nothing else to do


BY_HAND = ROOT.parent / "shared" / "official" / "checks" / "stated-vs-official.csv"
CLASSES = {
    Relation.AGREES: "within bounds",
    Relation.CONSISTENT: "within bounds",
    Relation.NEAR: "<=5%",
    Relation.APART: "5-10%",
    Relation.DIFFERS: ">10%",
}


@pytest.mark.skipif(not BY_HAND.exists(), reason="the comparison made by hand is not at hand beside the checkout")
def test_a_comparison_made_by_hand_has_the_same_figures_and_each_other_relation_is_explained() -> None:
    with BY_HAND.open(encoding="utf-8", newline="") as file:
        causes = Counter(_cause(row) for row in csv.DictReader(file))

    assert causes == {
        "the same": 252,
        "another date by rule": 101,
        "bands of the measure": 21,
        "shares in points": 10,
        "bounds of a rounded figure": 4,
        "a unit of the last digit": 5,
        "not comparable by definition": 2,
        "read otherwise since": 1,
    }


def _cause(row: Mapping[str, str]) -> str:
    """Return why a reconciliation has another relation than a row made by hand, and check that it has its figure."""
    pairs = [
        (figure, one)
        for (force, (round_, _)), (figure, one) in reconciled().items()
        if (force, round_, figure.measure) == (row["force"], row["round"], row["measure"])
        and figure.value == Decimal(row["stated"])
        and figure.area is None
    ]
    if not pairs:
        return "read otherwise since"
    [(figure, found)] = pairs
    assert found.primary is not None
    if not _is_same(found.primary, figure, row):
        [same, *_] = [one for one in found.candidates if _is_same(one, figure, row)]
        assert (same.basis, same.definition) == (found.primary.basis, found.primary.definition)
        assert same.period != found.primary.period
        stated_of = figure.period.end if figure.period is not None else None
        assert stated_of is None or _days(found.primary, stated_of) < _days(same, stated_of)
        return "another date by rule"
    return "the same" if CLASSES.get(found.relation) == row["relation"] else _cause_of_relation(figure, found, row)


def _cause_of_relation(figure: Observation, found: Reconciliation, row: Mapping[str, str]) -> str:
    """Return why a reconciliation with the same official figure has another relation."""
    if found.difference is None:
        return "not comparable by definition"
    measure, size = measures()[figure.measure], abs(found.difference)
    if row["relation"] == "within bounds":
        assert size < Decimal("0.1")
        return "a unit of the last digit"
    if measure.kind is Kind.SHARE:
        return "shares in points"
    if found.relation is not Relation.AGREES and _class_of(size) == row["relation"]:
        assert (measure.near, measure.apart, measure.slight) != (Decimal(5), Decimal(10), Decimal(0))
        return "bands of the measure"
    assert figure.qualifier is Qualifier.ROUNDED
    return "bounds of a rounded figure"


def _days(one: Candidate, stated_of: date) -> int:
    """Return how far a count is from the day that is stated."""
    assert one.period.end is not None
    return abs((one.period.end - stated_of).days)


def _class_of(percent: Decimal) -> str:
    return "<=5%" if percent <= 5 else "5-10%" if percent <= 10 else ">10%"


def _is_same(one: Candidate, figure: Observation, row: Mapping[str, str]) -> bool:
    """Whether a candidate has the official value of a row, which is in the unit of the figure and rounded."""
    unit = Unit.SQUARE_KM if figure.unit is Unit.KM else figure.unit
    factor = conversion(unit, one.unit)
    return factor is not None and abs(one.value - Decimal(row["official"]) * factor) <= Decimal("0.00501") * factor
