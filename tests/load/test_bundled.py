import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.derived.headlines import headline
from app.extract.numbers import find_numbers
from app.load.bundled import bundled_statement, bundled_statements, stated_resolution, written
from app.vocabulary.bounds import Bounds
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.records import MAX_WORDS, REVIEWED, Observation, StatementRecord, Unassigned

RECORDS = tuple(bundled_statements())
FILES = sorted((Path(__file__).parents[2] / "app" / "data" / "statements").iterdir())
FIGURES = tuple((record, figure) for record in RECORDS for figure in record.observations)

NOT_WRITTEN_AS_A_NUMBER = {
    ("cambridgeshire/2015", "44p per person per day"),
    ("cambridgeshire/2015", "55p"),
    ("cumbria/2016", "threefold"),
    ("humberside/2015", "bottom quartile"),
    ("leicestershire/2015", "ninth"),
    ("leicestershire/2016", "ninth"),
    ("north-wales/2023-25", "first"),
    ("north-wales/2023-25", "second nationally for dealing with"),
    ("lincolnshire/2016", "£5.5 – £6m in subsequent years"),  # the scale of the second holds for both
    ("north-wales/2023-25", "fourth"),
    ("surrey/2023-25", "almost double the national average"),
}
"""Figures whose words a reader understands, but no parser of numbers."""


def numbers_of(record: StatementRecord) -> list[Observation | Unassigned]:
    return [*record.observations, *record.unassigned]


def test_what_is_written_of_a_statement_is_its_file() -> None:
    assert [written(record) for record in RECORDS] == [file.read_text(encoding="utf-8") for file in FILES]


def test_a_figure_that_its_words_alone_do_not_allow_is_not_written() -> None:
    [record, *_] = (record for record in RECORDS if record.observations)
    figure = replace(record.observations[0], bounds=Bounds(None, None))
    with pytest.raises(ValueError, match="alone does not allow"):
        written(replace(record, observations=(figure,)))


def test_all_43_forces_have_statements_and_some_a_history() -> None:
    assert len(RECORDS) >= 123
    assert {record.force for record in RECORDS} == set(forces())
    assert len(FIGURES) >= 1590


def test_every_bundled_file_is_read_and_named_by_its_statement() -> None:
    assert sorted(path.stem for path in FILES) == sorted(f"{record.force}--{record.round}" for record in RECORDS)


def test_no_prose_is_bundled() -> None:
    assert {record.text for record in RECORDS} == {None}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_bundled_statement_quotes_at_most_eight_words_for_a_number(record: StatementRecord) -> None:
    for number in numbers_of(record):
        assert 0 < len(number.as_stated.split()) <= MAX_WORDS


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_bundled_figure_keeps_to_the_catalogue_and_its_bounds(record: StatementRecord) -> None:
    for figure in record.observations:
        measure = measures()[figure.measure]
        assert figure.unit in measure.units
        assert (figure.label is None) == measure.catalogued
        assert figure.method == REVIEWED
        assert figure.value in figure.bounds
        assert figure.value_max is None or figure.value_max in figure.bounds


LABELS = sorted({figure.label for _, figure in FIGURES if figure.label is not None})
OWN_WORDS = frozenset(
    (
        "adults arterial assessments assisted attack august back bases beauty better busiest businesses child"
        " collaboration collaborations come committee commuting concerns contribution core countries dealing"
        " distance due earlier economy england expenditure exploitation fewest floods freight global high"
        " homicides hubs independent inhabited interest investigations islands issues jobs journey july killed"
        " landscape leanest level lines london lowest male metropolitan military month months moorland"
        " movements natural occurrences october operational outcomes outside overseas partnership partnerships"
        " placement portal principal priorities priority protected protection rail railway recording referrals"
        " reported rise risk routes safeguarding safest searched signed significant speedwatch staying stopped"
        " strategic student summer survey terrorist thousand tiers tourism trade traffic trunk uk"
        " understanding up vulnerable waiting wales week within workload"
    ).split()
)
"""Words of labels that no entry of the catalogue has: whoever adds one has looked at it."""

UNITS_IN_LABELS = re.compile(r"\b(?:percent|percentage|miles?|km|minutes?|hours?|pounds?|gbp)\b|[%£]", re.IGNORECASE)


@pytest.mark.parametrize("label", LABELS)
def test_a_label_is_in_words_that_a_reader_understands(label: str) -> None:
    assert re.fullmatch(r"[A-Z][a-z]+(?:[ ,’-]+(?:[A-Za-z]+|\d{2,3}))*", label)
    assert UNITS_IN_LABELS.search(label) is None
    assert not label.startswith("Rank") or re.match(r"Rank (?:by|for|among) \w+", label)
    assert words_of(label) <= CATALOGUE_WORDS | OWN_WORDS


def words_of(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.casefold()))


CATALOGUE_WORDS = words_of(" ".join(f"{measure.label} {measure.description}" for measure in measures().values()))


def test_every_own_word_of_labels_is_in_use() -> None:
    assert words_of(" ".join(LABELS)) - CATALOGUE_WORDS == OWN_WORDS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_bundled_statement_says_when_it_was_published_or_that_nobody_knows(path: Path) -> None:
    published = json.loads(path.read_text(encoding="utf-8"))["published"]

    assert published is None or re.fullmatch(r"20\d\d-\d\d(?:-\d\d)?", published)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_bundled_place_is_as_long_as_the_words_that_stand_there(record: StatementRecord) -> None:
    for number in numbers_of(record):
        if number.place is not None:
            assert number.place.end - number.place.start == len(number.as_stated)
            assert number.place.paragraph >= 1


def test_the_words_of_a_bundled_figure_give_its_value() -> None:
    unread = {
        (record.id, figure.as_stated)
        for record, figure in FIGURES
        if not {abs(value) for value in values(figure)} <= {number.value for number in find_numbers(figure.as_stated)}
    }

    assert unread == NOT_WRITTEN_AS_A_NUMBER


def values(figure: Observation) -> list[Decimal]:
    return [value for value in (figure.value, figure.value_max) if value is not None]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_a_national_comparator_never_leads(record: StatementRecord) -> None:
    leaders = [headline(record.observations, measure) for measure in measures().values() if measure.catalogued]

    assert all(leader is None or leader.area is None for leader in leaders)


def test_there_are_national_comparators_to_keep_from_leading() -> None:
    assert [figure.area for _, figure in FIGURES].count("national") >= 9


@pytest.mark.parametrize(
    ("words", "value", "resolution"),
    [
        ("over 1.1 million", "1100000", "100000"),
        ("£223.2m", "223200000", "100000"),
        ("2,242 officers", "2242", "1"),
        ("fell by 4.1%", "-4.1", "0.1"),
        ("between 5 and 6.5", "6.5", "0.1"),
        ("ninth", "9", "1"),
    ],
)
def test_the_resolution_of_a_figure_is_that_of_the_number_in_its_words(words: str, value: str, resolution: str) -> None:
    assert stated_resolution(words, Decimal(value)) == Decimal(resolution)


def test_a_bundled_statement_is_found_by_force_and_round() -> None:
    record = bundled_statement("leicestershire", "2021-22")

    assert record is not None
    assert record.id == "leicestershire/2021-22"
    assert bundled_statement("leicestershire", "1999") is None
