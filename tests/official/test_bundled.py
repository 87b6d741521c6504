"""The bundled official statistics: nothing of the tables that they were made from is lost or changed."""

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import groupby

import pytest

from app.official.bundled import bundled_editions, read_compact
from app.official.catalogue import datasets, edition_entries
from app.official.tables import Cell, period_of, read_cells
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis, Edition, GapCode, Grade, OfficialFigure, Vintage
from app.vocabulary.qualifiers import Qualifier
from tests.conftest import ROOT

TABLES = ROOT.parent / "shared" / "official"

HELD = {
    "workforce-march": (
        6_837,
        "surrey designated_officers_headcount 2012-03-31 311",
        "northamptonshire police_officers_fte 2018-03-31 1214.88",
        "north-yorkshire police_staff_headcount 2015-03-31 1059",
    ),
    "workforce-september": (
        1_549,
        "thames-valley designated_officers_fte 2019-09-30 356.28",
        "south-wales police_officers_fte 2018-09-30 2955.23",
        "devon-and-cornwall police_support_volunteers_headcount 2018-09-30 603",
    ),
    "police-officers-2025-2026": (
        86,
        "cleveland police_officers_fte 2025-03-31 1520.13",
        "metropolitan police_officers_fte 2026-03-31 31495",
        "bedfordshire police_officers_fte 2026-03-31 1473",
    ),
    "population": (
        559,
        "gloucestershire population 2012-06-30 601301",
        "northamptonshire population 2017-06-30 759436",
        "derbyshire population 2021-06-30 1057970",
    ),
    "population-before-rebasing": (
        860,
        "gloucestershire population_before_rebasing 2003-06-30 569281",
        "metropolitan population_before_rebasing 2011-06-30 8196995",
        "metropolitan population_before_rebasing 2017-06-30 8817347",
    ),
    "population-as-published": (
        816,
        "surrey population_as_published 2004-06-30 1065100",
        "northamptonshire population_as_published 2011-06-30 694000",
        "greater-manchester population_as_published 2018-06-30 2812600",
    ),
    "population-census-2021": (
        43,
        "northumbria population_census 2021-03-21 1447778",
        "northamptonshire population_census 2021-03-21 785241",
        "devon-and-cornwall population_census 2021-03-21 1788021",
    ),
    "households": (
        773,
        "suffolk households_as_published 2004-06-30 290900",
        "dyfed-powys households_as_published 2010-06-30 220800",
        "metropolitan households_census 2021-03-21 3418976",
    ),
    "area": (
        43,
        "cleveland land_area 2023-12-31 597.6",
        "metropolitan land_area 2023-12-31 1569.14",
        "lancashire land_area 2023-12-31 3065.8",
    ),
    "recorded-crime": (
        7_671,
        "suffolk recorded_crime_burglary 2019-01-01/2019-12-31 3375",
        "cambridgeshire recorded_crime_robbery 2014-07-01/2015-06-30 503",
        "north-yorkshire recorded_crime_theft_offences 2018/19 17265",
    ),
    "recorded-crime-financial-year": (
        4_300,
        "cleveland recorded_crime_criminal_damage_and_arson 2017/18 9554",
        "metropolitan recorded_crime_public_order_offences 2012/13 26836",
        "metropolitan recorded_crime_theft_offences 2012/13 425602",
    ),
    "recorded-crime-quarter": (
        1_763,
        "gloucestershire recorded_crime 2013-07-01/2013-09-30 7269",
        "northamptonshire recorded_crime 2018-04-01/2018-06-30 14723",
        "devon-and-cornwall recorded_crime 2021-04-01/2021-06-30 25279",
    ),
    "crime-rate": (
        42,
        "northumbria recorded_crime_rate 2025/26 90.3",
        "northamptonshire recorded_crime_rate 2025/26 70.4",
        "devon-and-cornwall recorded_crime_rate 2025/26 66.5",
    ),
    "crime-severity": (
        882,
        "metropolitan crime_severity_score 2005/06 21.78",
        "northamptonshire crime_severity_score 2012/13 9.86",
        "devon-and-cornwall crime_severity_score 2018/19 10.68",
    ),
    "asb-incidents": (
        516,
        "surrey asb_incidents 2008/09 58459",
        "metropolitan asb_incidents 2013/14 343172",
        "bedfordshire asb_incidents 2016/17 23416",
    ),
    "police-grant": (
        84,
        "west-midlands council_tax_precept 2025/26 175423018",
        "cumbria police_grant_total 2025/26 84899111",
        "hertfordshire police_grant_total 2025/26 155245239",
    ),
    "ethnicity": (
        774,
        "suffolk ethnic_group_asian 2011-03-27 13131",
        "metropolitan ethnic_group_other 2021-03-21 556290",
        "derbyshire ethnic_minority_share_excluding_white_minorities 2011-03-27 6.74",
    ),
    "rural-urban": (
        86,
        "cleveland rural_population 2021-03-21 56167",
        "metropolitan rural_population_share 2021-03-21 0",
        "bedfordshire rural_population_share 2021-03-21 23.16",
    ),
}
"""How many numbers the table of each dataset has, and three of them, as the long table gives them."""

SUMS = [
    ("workforce-march", "police_officers", Basis.FTE, "31 March 2023", "147429.63"),
    ("workforce-march", "police_officers", Basis.FTE, "31 March 2022", "140228.33"),
    ("workforce-march", "police_officers", Basis.FTE, "31 March 2021", "135301.42"),
    ("workforce-march", "police_officers", Basis.FTE, "31 March 2020", "129110.01"),
    ("workforce-march", "police_officers", Basis.HEADCOUNT, "31 March 2010", "146030"),
    ("workforce-march", "police_officers", Basis.HEADCOUNT, "31 March 2018", "125094"),
    ("workforce-march", "police_officers", Basis.HEADCOUNT, "31 March 2023", "149566"),
    ("police-officers-2025-2026", "police_officers", Basis.FTE, "31 March 2025", "146442.46"),
    ("police-officers-2025-2026", "police_officers", Basis.FTE, "31 March 2026", "145886"),
    ("population", "population", Basis.NONE, "30 June 2023", "60854727"),
    ("population-before-rebasing", "population", Basis.NONE, "30 June 2020", "59719724"),
    ("population-before-rebasing", "population", Basis.NONE, "30 June 2018", "59115809"),
    ("population-as-published", "population", Basis.NONE, "30 June 2024", "61806700"),
    ("population-census-2021", "population", Basis.NONE, "21 March 2021", "59597529"),
    ("households", "households", Basis.NONE, "21 March 2021", "24783192"),
    ("area", "area", Basis.NONE, "31 December 2023", "151047.01"),  # published 151,046.99: each is rounded to 0.01
    ("recorded-crime", "recorded_crimes", Basis.NONE, "2017/18", "4816497"),
    ("recorded-crime", "recorded_crimes", Basis.NONE, "year to December 2022", "5466017"),
    ("recorded-crime-financial-year", "recorded_crimes", Basis.NONE, "2012/13", "3501491"),
    ("recorded-crime-financial-year", "recorded_crimes", Basis.NONE, "2017/18", "4830715"),
    ("recorded-crime-financial-year", "recorded_crimes", Basis.NONE, "2022/23", "5516196"),
    ("police-grant", "government_grant", Basis.NONE, "2025/26", "9806553487"),
    ("police-grant", "precept", Basis.NONE, "2025/26", "5873300578"),
    ("ethnicity", "population", Basis.NONE, "27 March 2011", "56075912"),
    ("ethnicity", "population", Basis.NONE, "21 March 2021", "59597578"),
]
"""What all forces come to, as the publishers give it or as the sources of the figures were checked."""


@cache
def editions() -> tuple[Edition, ...]:
    return bundled_editions()


def figures_of(dataset: str) -> list[OfficialFigure]:
    return [figure for edition in editions() if edition.dataset == dataset for figure in edition.figures]


def cells_of(dataset: str) -> list[Cell]:
    text = (files("app.data") / "official" / f"{dataset}.csv").read_text(encoding="utf-8")
    return [cell for cells in read_compact(text).values() for cell in cells]


@pytest.mark.parametrize("dataset", datasets())
def test_the_bundled_tables_have_what_the_long_ones_have(dataset: str) -> None:
    table = TABLES / f"{dataset}.csv"
    if not table.exists():
        pytest.skip("the long tables are not at hand beside the checkout")

    def names(cell: Cell) -> tuple[str, ...]:
        return tuple(map(str, cell))

    long = read_cells(table.read_text(encoding="utf-8"), datasets()[dataset])
    assert sorted(cells_of(dataset), key=names) == sorted(long, key=names)


def test_what_is_passed_over_repeats_a_series() -> None:
    table = TABLES / "area.csv"
    if not table.exists():
        pytest.skip("the long tables are not at hand beside the checkout")
    with table.open(encoding="utf-8", newline="") as file:
        hectares = {r["force"]: Decimal(r["value"]) for r in csv.DictReader(file) if r["unit"] == "hectares"}

    assert len(hectares) == len(forces())
    for figure in figures_of("area"):
        assert hectares[figure.force] / 100 in figure.bounds


@pytest.mark.parametrize("dataset", HELD)
def test_the_bundled_tables_have_so_many_numbers_and_these(dataset: str) -> None:
    count, *told = HELD[dataset]
    cells = cells_of(dataset)

    assert set(HELD) == set(datasets())
    assert len(cells) == count
    assert set(map(str, told)) <= {f"{cell.force} {cell.series} {cell.period} {cell.value}" for cell in cells}


@pytest.mark.parametrize(("dataset", "measure", "basis", "period", "total"), SUMS)
def test_all_forces_come_to_what_the_publisher_gives(
    dataset: str, measure: str, basis: Basis, period: str, total: str
) -> None:
    wanted = (measure, basis, period)
    found = [f.value for f in figures_of(dataset) if (f.measure, f.basis, f.period.label) == wanted]

    assert sum(found) == Decimal(total)


def test_every_number_is_a_figure_or_a_gap() -> None:
    for dataset in datasets():
        elsewhere = {
            (gap.force, gap.measure, gap.basis, gap.period.label)
            for edition in editions()
            if edition.dataset == dataset
            for gap in edition.gaps
        }
        zeros = [c for c in cells_of(dataset) if not c.value and datasets()[dataset].series[c.series].zero]
        for cell in zeros:
            series, period = datasets()[dataset].series[cell.series], period_of(cell.period)
            assert period is not None
            assert (cell.force, series.measure, series.basis, period.label) in elsewhere
        assert len(figures_of(dataset)) + len(zeros) == len(cells_of(dataset))


def test_editions_come_by_dataset_and_date_and_are_each_of_what_is_known_of_them() -> None:
    held = [(edition.dataset, edition.date) for edition in editions()]

    assert held == [(id_, entry.date) for id_ in datasets() for entry in edition_entries()[id_]]
    for _, those in groupby(held, key=lambda key: key[0]):
        dates = [date for _, date in those]
        assert dates == sorted(set(dates))
    assert len({edition.sha256 for edition in editions()}) == len(held)


def test_an_edition_has_one_row_at_most_for_a_figure_and_only_what_the_catalogue_allows() -> None:
    for edition in editions():
        assert edition.url.startswith("https://")
        assert edition.figures
        keys = Counter((row.force, row.measure, row.basis, row.period.start, row.period.end) for row in edition.figures)
        keys.update((row.force, row.measure, row.basis, row.period.start, row.period.end) for row in edition.gaps)
        assert set(keys.values()) == {1}, edition.id
        for figure in edition.figures:
            assert figure.period.is_dated
            assert figure.unit in measures()[figure.measure].units
            assert figure.value in figure.bounds
            assert (figure.qualifier is Qualifier.EXACT) == (figure.bounds.low == figure.bounds.high)


def grades_of(dataset: str) -> dict[str, tuple[Grade, Vintage]]:
    return {
        figure.period.label: (edition.grade, edition.vintage)
        for edition in editions()
        if edition.dataset == dataset
        for figure in edition.figures
        if figure.force == "kent"
    }


def test_of_a_table_put_together_each_figure_has_its_own_grade_and_vintage() -> None:
    crime, people = grades_of("recorded-crime"), grades_of("population-as-published")

    assert crime["year to June 2015"] == (Grade.EXTRACT, Vintage.FIRST)
    assert crime["2017/18"] == (Grade.ORIGINAL, Vintage.FIRST)
    assert crime["year to December 2022"] == (Grade.EXTRACT, Vintage.REVISED)
    assert people["30 June 2016"] == (Grade.ORIGINAL, Vintage.REVISED)
    assert people["30 June 2018"] == (Grade.ORIGINAL, Vintage.FIRST)
    assert people["30 June 2022"] == (Grade.EXTRACT, Vintage.FIRST)
    [alone] = [e for e in editions() if e.dataset == "population-as-published" and len(e.figures) == 1]
    assert (alone.figures[0].force, alone.grade) == ("greater-manchester", Grade.EXTRACT)


def bounds_of(dataset: str, force: str, period: str) -> list[str]:
    return [
        f"{f.bounds.low} {f.bounds.high} {f.qualifier}"
        for f in figures_of(dataset)
        if (f.force, f.period.label) == (force, period)
    ]


def test_bounds_are_what_the_publisher_rounds_to() -> None:
    assert bounds_of("population-as-published", "surrey", "30 June 2004") == ["1065050 1065150 rounded"]
    assert bounds_of("police-officers-2025-2026", "bedfordshire", "31 March 2026") == ["1472.5 1473.5 rounded"]
    assert bounds_of("police-officers-2025-2026", "cleveland", "31 March 2025") == ["1520.13 1520.13 exact"]
    assert bounds_of("crime-rate", "northumbria", "2025/26") == ["90.25 90.35 rounded"]
    assert bounds_of("rural-urban", "metropolitan", "21 March 2021") == ["0 0 exact", "0 0.005 rounded"]


GAPS = [
    ("workforce-march", "designated_officers", "cleveland", "31 March 2014", GapCode.COUNTED_ELSEWHERE),
    ("workforce-september", "designated_officers", "northamptonshire", "30 September 2016", GapCode.NOT_SUPPLIED),
    ("workforce-september", "pcsos", "norfolk", "30 September 2019", GapCode.NOT_SUPPLIED),
    ("workforce-september", "police_officers", "kent", "30 September 2018", GapCode.NOT_COLLECTED),
    ("police-officers-2025-2026", "police_officers", "kent", "31 March 2024", GapCode.NOT_HELD),
    ("recorded-crime", "robberies", "greater-manchester", "year to December 2019", GapCode.NOT_SUPPLIED),
    ("recorded-crime", "drug_offences", "kent", "year to June 2015", GapCode.NOT_HELD),
    ("recorded-crime-financial-year", "recorded_crimes", "kent", "2016/17", GapCode.NOT_HELD),
    ("crime-rate", "crime_rate", "city-of-london", "2025/26", GapCode.SUPPRESSED),
    ("crime-severity", "crime_severity_score", "city-of-london", "2002/03", GapCode.COUNTED_ELSEWHERE),
    ("households", "households", "greater-manchester", "30 June 2018", GapCode.NOT_SUPPLIED),
    ("population-as-published", "population", "city-of-london", "30 June 2022", GapCode.NOT_HELD),
    ("police-grant", "precept", "greater-manchester", "2025/26", GapCode.NOT_HELD),
]


@pytest.mark.parametrize(("dataset", "measure", "force", "period", "code"), GAPS)
def test_what_is_missing_is_a_gap_with_its_reason(
    dataset: str, measure: str, force: str, period: str, code: GapCode
) -> None:
    gaps = [gap for edition in editions() if edition.dataset == dataset for gap in edition.gaps]
    codes = {gap.code for gap in gaps if (gap.force, gap.period.label) == (force, period) and gap.measure == measure}

    assert codes == {code}
    assert all(gap.detail for gap in gaps)


def test_where_forces_are_missing_the_reason_is_known() -> None:
    there: defaultdict[tuple[str, str, Basis, str], set[str]] = defaultdict(set)
    for edition in editions():
        for row in edition.figures:
            there[edition.dataset, row.measure, row.basis, row.period.label].add(row.force)
        for gap in edition.gaps:
            there[edition.dataset, gap.measure, gap.basis, gap.period.label].add(gap.force)

    assert {key: set(forces()) - those for key, those in there.items() if len(those) < len(forces())} == {}


def test_quarters_are_a_year_together() -> None:
    quarters = {f.period.label: f.value for f in figures_of("recorded-crime-quarter") if f.force == "kent"}
    [year] = [
        f.value
        for f in figures_of("recorded-crime-financial-year")
        if (f.force, f.measure, f.period.label) == ("kent", "recorded_crimes", "2022/23")
    ]

    names = (
        "April 2022 to June 2022|July 2022 to September 2022|October 2022 to December 2022|January 2023 to March 2023"
    )
    assert sum(quarters[name] for name in names.split("|")) == year
