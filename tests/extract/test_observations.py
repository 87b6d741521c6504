from dataclasses import replace
from decimal import Decimal
from itertools import chain
from operator import attrgetter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.extract.observations import Extraction, extract, record_of
from app.statements.statement import Statement
from app.vocabulary.measures import measures
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import MAX_WORDS, Observation, Place, Unassigned
from app.vocabulary.units import Unit
from tests.builders import (
    BRACKSHIRE,
    any_text,
    invented_force,
    paragraphs_of,
    period,
    properties,
    quoted,
    read,
    statement,
)

statements = st.lists(any_text, min_size=1, max_size=3).map(lambda texts: statement(*paragraphs_of(texts)))


def places_of(extraction: Extraction) -> list[Place]:
    stated = [figure.place for figure in figures_of(extraction) if figure.place is not None]
    return [*stated, *extraction.dates, *extraction.names]


def figures_of(extraction: Extraction) -> list[Observation | Unassigned]:
    return [*extraction.observations, *extraction.unassigned]


def lost_digits(source: Statement, extraction: Extraction) -> str:
    """Return the digits of a statement that no part of what was read of it holds."""
    held = set(chain.from_iterable(range(place.start, place.end) for place in places_of(extraction)))
    return "".join(
        character for position, character in enumerate(source.text) if character.isdecimal() and position not in held
    )


@properties
@given(statements)
@example(statement("It saw thefts and 101,456 burglaries, and 999.5 more."))
@example(statement("It rose to 999,000 and is Band-30,000 or B1,234."))
@example(statement("It saw 5 crimes per 1,000,000 people and 6 per 10000."))
@example(statement("It covers 8 km2,345 and 9 km2.5."))
@example(statement("In 2016 million and 2016/17 million came."))
def test_no_digit_of_any_text_is_lost(source: Statement) -> None:
    assert lost_digits(source, extract(source)) == ""


@properties
@given(statements)
@example(statement("Recorded crime has fallen by 5 to 6%."))
@example(statement("5 mıllıon people and FİVE prisons"))
def test_what_is_read_of_any_text_stands_at_its_place_as_it_is_quoted(source: Statement) -> None:
    extraction = extract(source)

    for figure in figures_of(extraction):
        place = figure.place
        assert place is not None
        assert source.text[place.start : place.end] == figure.as_stated
        assert figure.as_stated in source.paragraphs[place.paragraph - 1]
    for note in extraction.notes:
        assert note.place is not None
        assert source.text[note.place.start : note.place.end] in source.paragraphs[note.place.paragraph - 1]


@properties
@given(statements)
@example(statement("It has nine hundred and ninety-nine thousand, nine hundred and ninety-nine prisons."))
@example(statement("No fewer than five hundred and ninety-nine thousand, nine hundred prisons."))
def test_no_figure_read_of_any_text_is_quoted_with_more_than_eight_words(source: Statement) -> None:
    for figure in extract(source).observations:
        assert len(figure.as_stated.split()) <= MAX_WORDS


@properties
@given(statements)
def test_a_figure_read_of_any_text_is_within_its_bounds_and_of_a_unit_of_its_measure(source: Statement) -> None:
    for figure in extract(source).observations:
        assert figure.value in figure.bounds
        assert figure.value_max is None or figure.value_max in figure.bounds
        assert (figure.value_max is not None) == (figure.qualifier is Qualifier.RANGE)
        assert figure.unit in measures()[figure.measure].units


def test_every_number_is_a_figure_unassigned_a_date_or_a_name() -> None:
    sentence = "In 2016 it had 3 prisons, 40 horses and 101 calls."

    assert quoted(sentence) == {
        "observations": ["3 prisons"],
        "unassigned": ["40 horses and"],
        "dates": ["2016"],
        "names": ["101"],
    }


@pytest.mark.parametrize("number", ["1" * 30, "1" * 16, "0.123456", "1234567 billion"])
def test_a_number_too_long_to_be_a_figure_is_unassigned_without_a_value(number: str) -> None:
    extraction = read(f"It has {number} prisons.")

    [left] = extraction.unassigned
    assert not extraction.observations
    assert left.value is None
    assert left.as_stated == f"{number} prisons"


def test_an_unassigned_number_keeps_its_unit_and_hedge() -> None:
    [left] = read("It spent over £5m on grey horses last spring.").unassigned

    assert (left.value, left.unit, left.qualifier) == (Decimal(5_000_000), Unit.GBP, Qualifier.OVER)
    assert left.as_stated == "over £5m on grey horses"


def test_figures_are_counted_in_the_text_of_the_whole_statement() -> None:
    source = statement("It has a port.", "It is calm. It has 3 prisons in 2016.")

    [figure] = read(*source.paragraphs).observations

    start = source.text.index("3 prisons")
    assert figure.place == Place(2, start, start + len("3 prisons in 2016"))
    assert figure.period == period("2016")


def test_a_record_carries_the_identity_of_the_page_and_all_that_is_read_of_it() -> None:
    source = statement("It has 3 prisons and 40 horses.", "It has an international airport.")
    extraction = extract(source)

    record = record_of(source, BRACKSHIRE, extract(source))

    assert record.id == "brackshire/2016"
    assert (record.text, record.sha256) == (source.text, source.sha256)
    assert (record.title, record.language, record.complete) == (source.title, "en", True)
    assert len(record.observations) == len(record.notes) == len(record.unassigned) == 1
    assert record.observations == extraction.observations
    assert record.notes == extraction.notes
    assert record.unassigned == extraction.unassigned


@properties
@given(st.lists(st.booleans(), min_size=4, max_size=4))
def test_a_record_has_likely_figures_only_if_they_are_accepted_and_loses_none(likely: list[bool]) -> None:
    source = statement(
        "It has 40 horses, 3 prisons and 2 ports, and a budget of £223.2m.", "It has 300 PCSOs and 7 sites."
    )
    extraction = read(*source.paragraphs)
    figures = tuple(
        replace(figure, certainty=Certainty.LIKELY if unsure else Certainty.CERTAIN)
        for figure, unsure in zip(extraction.observations, likely, strict=True)
    )
    left = [figure for figure in figures if figure.certainty is Certainty.LIKELY]
    extraction = replace(extraction, observations=figures)

    every = record_of(source, BRACKSHIRE, extraction, accept_likely=True)
    certain = record_of(source, BRACKSHIRE, extraction)

    assert (every.observations, every.unassigned) == (figures, extraction.unassigned)
    assert certain.observations == tuple(figure for figure in figures if figure not in left)
    kept = [number for number in certain.unassigned if number not in extraction.unassigned]
    said = attrgetter("as_stated", "value", "unit", "qualifier", "place")
    assert [*map(said, kept)] == [*map(said, left)]
    assert {*extraction.unassigned} <= {*certain.unassigned}
    starts = [number.place.start for number in certain.unassigned if number.place]
    assert starts == sorted(starts)
    assert len(starts) == len(extraction.unassigned) + len(left)


def test_a_statement_without_numbers_gives_nothing() -> None:
    assert read("It is calm.") == Extraction((), (), (), (), ())


def test_no_more_than_eight_words_are_quoted_of_a_number_that_is_unassigned() -> None:
    words = "No fewer than nine hundred and ninety-nine thousand, nine hundred and five"
    first, second = read(f"{words} were odd.").unassigned
    assert (first.as_stated, first.value) == ("No fewer than nine hundred and ninety-nine thousand,", Decimal(999905))
    assert (second.as_stated, second.value) == ("nine hundred and five", None)


def test_a_number_with_a_vulgar_fraction_is_read_with_it() -> None:
    (number,) = read("It has 2½ towns.").unassigned
    assert number.value == Decimal("2.5")


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("It has 300 police officers.", Status.ACTUAL),
        ("It has a target of 300 police officers.", Status.TARGET),
        ("It has set a target of savings of £3m.", Status.TARGET),
        ("The workforce is expected to reach 300 police officers.", Status.FORECAST),
        ("The force will have 300 police officers.", Status.PLANNED),
        ("It plans to have 300 police officers.", Status.PLANNED),
        ("It has 300 police officers by 2024.", Status.FORECAST),
    ],
)
def test_the_words_before_a_figure_tell_fact_from_intention(sentence: str, status: Status) -> None:
    (observation,) = read(sentence).observations
    assert observation.status is status


@pytest.mark.parametrize(
    ("sentence", "area"),
    [
        ("In Brackshire and Marlow, there are 3 prisons.", None),
        ("In Brackshire there are 3 prisons.", None),
        ("In Marlow, there are 3 prisons.", "Marlow"),
    ],
)
def test_the_name_of_the_whole_area_is_not_taken_for_a_part_of_it(sentence: str, area: str | None) -> None:
    force = invented_force(area_names=("Brackshire", "Brackshire and Marlow"))
    (observation,) = read(sentence, force=force).observations
    assert observation.area == area


def test_a_rate_of_the_population_makes_no_population_of_what_follows() -> None:
    sentence = "It has 1.7 officers per 1,000 head of population and in the year to May 2015 responded to 99,886 calls."

    assert [(f.measure, str(f.value)) for f in read(sentence).observations] == [
        ("officers_per_population", "1.7"),
        ("calls_total", "99886"),
    ]


@pytest.mark.parametrize(
    ("sentence", "periods"),
    [
        ("Domestic abuse rose from 4,134 crimes in 2013/14 to 5,900 crimes in 2015/16.", ["2013/14", "2015/16"]),
        ("Officers rose in number from 1938 in 2010 to 2152 in 2015.", ["2010", "2015"]),
        # a census in brackets is that of the population alone
        ("Its population (2011 census) of 1.5 million is served by five councils.", ["2011", None]),
        ("It has 900 officers (31 March 2016), 640 staff and 70 PCSOs.", ["31 March 2016", None, None]),
        # what is saved over years is of those years, the officers that there are now are not
        ("Over the last six years it has saved £30m and it has 1,200 officers.", ["last six years", None]),
    ],
)
def test_each_figure_has_its_own_period(sentence: str, periods: list[str | None]) -> None:
    assert [f.period and f.period.label for f in read(sentence).observations] == periods


def test_the_name_of_a_force_is_no_place() -> None:
    force = invented_force(places=("Brackshire",), area_names=())

    [figure] = read("The Brackshire Constabulary area covers 520 square miles.", force=force).observations
    assert figure.area is None


def test_an_estimated_population_is_about_its_figure() -> None:
    [figure] = read("The estimated population of Brackshire was 877,700.").observations
    assert figure.qualifier is Qualifier.ABOUT
