"""Tables of official figures: what is read of them, what is refused, what is doubted, and the compact form."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.official.bundled import bundled_editions, read_compact
from app.official.catalogue import datasets
from app.official.tables import COLUMNS, Cell, TableError, doubts, period_of, read_cells, read_table
from app.vocabulary.forces import forces
from app.vocabulary.official import Basis, Dataset, Edition, GapCode, OfficialFigure
from app.vocabulary.periods import PeriodKind
from tools.official import compact, main

WORKFORCE = datasets()["workforce-march"]
CRIME = datasets()["recorded-crime"]
KENT = "E23000032,kent,police_officers_fte,2024-03-31,4000.5,fte"


def table(*rows: str) -> str:
    return "\n".join([",".join(COLUMNS), *rows, ""])


NO_PERIOD = "is no day, financial year, twelve months or quarter"
COLUMNS_TOLD = "ons_code, force, measure, period, value, unit"


def mistakes(text: str, dataset: Dataset = WORKFORCE) -> tuple[str, ...]:
    with pytest.raises(TableError) as refused:
        read_table(text, dataset)
    return refused.value.mistakes


def test_a_table_gives_figures_and_gaps() -> None:
    figures, gaps = read_table(table(KENT, KENT.replace("police", "designated", 1).replace("4000.5", "0")), WORKFORCE)

    [figure], [gap] = figures, gaps
    assert (figure.force, figure.measure, figure.basis) == ("kent", "police_officers", Basis.FTE)
    assert (figure.value, figure.period.label) == (Decimal("4000.5"), "31 March 2024")
    assert (gap.measure, gap.code) == ("designated_officers", GapCode.COUNTED_ELSEWHERE)


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_before_them() -> None:
    text = "\ufeffunit,value,period,measure,force,ons_code\r\nfte,1,2024-03-31,pcsos_fte,kent,E23000032\r\n"

    assert [figure.measure for figure in read_table(text, WORKFORCE)[0]] == ["pcsos"]


def test_a_gap_that_is_known_of_the_dataset_is_one_of_a_newer_table_too() -> None:
    _, gaps = read_table(table("E23000032,kent,crime_severity_score,2023/24,12.5,score"), datasets()["crime-severity"])

    assert [(gap.force, gap.code, gap.period.label) for gap in gaps] == [
        ("city-of-london", GapCode.COUNTED_ELSEWHERE, "2023/24")
    ]


@pytest.mark.parametrize(
    ("row", "mistake"),
    [
        (KENT.replace("kent", "knt"), "unknown force 'knt'; near: kent"),
        (KENT.replace("E23000032", "E23000001"), "the code of kent is E23000032 and not 'E23000001'"),
        (KENT.replace("police_officers_fte", "pcso_fte"), "unknown measure 'pcso_fte'; near: pcsos_fte"),
        (KENT.replace("police_officers_fte", "burglaries"), "unknown measure 'burglaries'"),
        *(
            (KENT.replace("2024-03-31", period), f"{period!r} {NO_PERIOD}")
            for period in (
                *("", "2024", "2024-02-31", " 2024-03-31", "31/03/2024", "2023/25", "2023/4", "last year"),
                *("2023-01-01/2023-08-31", "2023-12-31/2023-01-01", "2023-01-02/2024-01-01", "2023-01-01/2023-13-31"),
            )
        ),
        (KENT.replace("4000.5,fte", "4000.5,people"), "'people' is not the unit of police_officers_fte: that is fte"),
        (
            KENT.replace("4000.5,fte", "4000.5,officers"),
            "'officers' is not the unit of police_officers_fte: that is fte",
        ),
        (
            KENT.replace("officers_fte", "officers_headcount"),
            "'fte' is not the unit of police_officers_headcount: that is people",
        ),
        *(
            (KENT.replace("4000.5", value), f"{value!r} is no number of at most 15 digits and 6 decimals")
            for value in ("", "..", "-4", "4e3", "NaN", "4.", "0.1234567", "1234567890123456", "٤")
        ),
        (KENT.replace(",fte", ""), "there are not 6 values"),
        (f"{KENT},1", "there are not 6 values"),
    ],
)
def test_a_row_that_is_wrong_is_refused_with_its_line(row: str, mistake: str) -> None:
    good = KENT.replace("2024", "2023")

    assert mistakes(table(good, row)) == (f"line 3: {mistake}",)


@pytest.mark.parametrize(
    ("dataset", "row", "mistake"),
    [
        ("recorded-crime", "recorded_crime,2023/24,10.5,offences", "10.5 is no whole number"),
        ("rural-urban", "rural_population_share,2021-03-21,100.01,percent", "100.01 percent is more than all"),
        (
            "area",
            "land_area,2023-12-31,3500,square_miles",
            "'square_miles' is not the unit of land_area: that is square_km",
        ),
    ],
)
def test_a_number_that_cannot_be_is_refused(dataset: str, row: str, mistake: str) -> None:
    assert mistakes(table(f"E23000032,kent,{row}"), datasets()[dataset]) == (f"line 2: {mistake}",)


def test_all_mistakes_are_told_at_once() -> None:
    told = mistakes(table(KENT.replace("kent", "cent"), KENT, KENT.replace("4000.5,fte", "many,heads")))

    assert [line.partition(":")[0] for line in told] == ["line 2", "line 4", "line 4"]


@pytest.mark.parametrize(
    ("first", "second", "dataset"),
    [
        (KENT, KENT.replace("4000.5", "4001"), WORKFORCE),
        (  # the same twelve months by two names
            "E23000032,kent,recorded_crime,2023/24,10,offences",
            "E23000032,kent,recorded_crime,2023-04-01/2024-03-31,10,offences",
            CRIME,
        ),
    ],
)
def test_a_figure_that_stands_twice_is_refused(first: str, second: str, dataset: Dataset) -> None:
    assert mistakes(table(first, second), dataset) == ("line 3: the figure stands in line 2 already",)


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", f"line 1: the columns are none and not {COLUMNS_TOLD}"),
        ("force,value\n", f"line 1: the columns are force, value and not {COLUMNS_TOLD}"),
        (
            f"{','.join(COLUMNS)},note\n{KENT},x\n",
            f"line 1: the columns are {COLUMNS_TOLD}, note and not {COLUMNS_TOLD}",
        ),
        ('"force', "line 1: unexpected end of data"),
        (table(), "line 1: the table has no rows"),
        (table(f'"{KENT}'), "line 2: unexpected end of data"),
    ],
)
def test_what_is_no_such_table_is_refused(text: str, mistake: str) -> None:
    assert mistakes(text) == (mistake,)


@pytest.mark.parametrize(
    ("text", "label", "kind", "start", "end"),
    [
        ("2023-03-31", "31 March 2023", PeriodKind.DATE, "2023-03-31", "2023-03-31"),
        ("2018/19", "2018/19", PeriodKind.FINANCIAL_YEAR, "2018-04-01", "2019-03-31"),
        ("1999/00", "1999/00", PeriodKind.FINANCIAL_YEAR, "1999-04-01", "2000-03-31"),
        ("2014-07-01/2015-06-30", "year to June 2015", PeriodKind.YEAR_TO, "2014-07-01", "2015-06-30"),
        ("2023-03-01/2024-02-29", "year to February 2024", PeriodKind.YEAR_TO, "2023-03-01", "2024-02-29"),
        ("2012-04-01/2012-06-30", "April 2012 to June 2012", PeriodKind.SPAN, "2012-04-01", "2012-06-30"),
    ],
)
def test_periods_are_days_years_and_quarters(text: str, label: str, kind: PeriodKind, start: str, end: str) -> None:
    period = period_of(text)

    assert period is not None
    assert (period.label, period.kind, str(period.start), str(period.end)) == (label, kind, start, end)


VALUES = st.decimals(0, 10**9, places=2).map(lambda value: value.quantize(Decimal("0.01")))
NUMBERS = st.dictionaries(
    st.tuples(
        st.sampled_from([name for name in WORKFORCE.series if name.endswith("_fte")]),
        st.dates(date(2007, 1, 1), date(2040, 12, 31)).map(str),
        st.sampled_from(list(forces())),
    ),
    VALUES,
    min_size=1,
)


@given(NUMBERS)
def test_a_table_comes_back_the_same_from_the_long_and_the_compact_form(
    numbers: dict[tuple[str, str, str], Decimal],
) -> None:
    cells = [Cell(*place, value) for place, value in numbers.items()]
    rows = [f"{forces()[c.force].ons_code},{c.force},{c.series},{c.period},{c.value},fte" for c in cells]
    edition = date(2041, 7, 1)

    assert read_cells(table(*rows), WORKFORCE) == cells
    again = read_compact(compact(WORKFORCE, ((edition, cell) for cell in cells)))
    assert {edition: set(cells)} == {day: set(those) for day, those in again.items()}
    figures, gaps = read_table(table(*rows), WORKFORCE)
    assert len(figures) + len(gaps) == len(cells)


def test_the_maker_writes_the_bundled_tables_of_the_long_ones(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (long := tmp_path / "long").mkdir()
    (made := tmp_path / "made").mkdir()
    of = {edition.dataset: edition for edition in bundled_editions()}
    (long / "workforce-march.csv").write_text(table(KENT.replace("2024", "2023")), encoding="utf-8")

    assert main([str(long), "--to", str(made)]) == 1  # for there is no other table
    rows = (made / "workforce-march.csv").read_text(encoding="utf-8").splitlines()
    assert rows[1].startswith(f"{of['workforce-march'].date},police_officers_fte,2023-03-31,,")
    assert rows[1].replace(",", "").endswith("4000.5")
    assert "workforce-march: 1 figures" in capsys.readouterr().out


def edition_of(figures: Sequence[OfficialFigure]) -> Edition:
    march = bundled_editions()[0]
    return replace(march, date=date(2024, 7, 24), figures=tuple(figures), gaps=())


def everywhere(series: str, value: int, year: int = 2024) -> list[str]:
    unit = "fte" if series.endswith("_fte") else "people"
    return [f"{f.ons_code},{f.id},{series},{year}-03-31,{value},{unit}" for f in forces().values()]


def read(*rows: str, dataset: Dataset = WORKFORCE) -> list[OfficialFigure]:
    return list(read_table(table(*rows), dataset)[0])


def test_nothing_is_doubted_where_nothing_is_odd() -> None:
    rows = everywhere("police_officers_fte", 1300)

    assert doubts(edition_of(read(*rows)), read(*everywhere("police_officers_fte", 1000, 2023))) == []


def test_forces_that_are_missing_are_told() -> None:
    rows = [row for row in everywhere("pcsos_headcount", 100) if "kent" not in row and "gwent" not in row]

    assert doubts(edition_of(read(*rows)), []) == [
        "PCSOs (headcount), 31 March 2024: nothing of 2 of 43 forces: gwent, kent"
    ]


def test_a_count_of_a_time_after_the_release_is_told() -> None:
    rows = everywhere("pcsos_headcount", 100, 2025)

    assert doubts(edition_of(read(*rows)), []) == [
        "PCSOs (headcount), 31 March 2025: it had not ended on the day of the release, 2024-07-24"
    ]


@pytest.mark.parametrize(("value", "told"), [(1300, False), (1301, True), (700, False), (699, True), (0, True)])
def test_leaps_of_more_than_30_percent_from_the_year_before_are_told(value: int, told: bool) -> None:
    rows = [row if ",kent," not in row else row.replace("1000", str(value)) for row in everywhere("pcsos_fte", 1000)]
    wanted = f"kent: PCSOs (fte), 31 March 2024: {value:,}, after 1,000 the year before"

    assert doubts(edition_of(read(*rows)), read(*everywhere("pcsos_fte", 1000, 2023))) == [wanted] * told


def test_the_year_before_may_stand_in_the_same_table() -> None:
    rows = [*everywhere("pcsos_fte", 100, 2023), *everywhere("pcsos_fte", 200)]

    assert len(doubts(edition_of(read(*rows)), [])) == len(forces())


def test_a_part_above_its_whole_is_told() -> None:
    rows = [
        f"{force.ons_code},{force.id},{series},2023/24,{value},offences"
        for force in forces().values()
        for series, value in (("recorded_crime", 500), ("recorded_crime_robbery", 501 if force.id == "kent" else 500))
    ]

    assert doubts(edition_of(read(*rows, dataset=CRIME)), []) == [
        "kent: robberies, 2023/24: 501 is more than the 500 of recorded crimes"
    ]
