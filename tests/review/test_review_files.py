"""Review files: what is written of any statement is taken in as it was read, and what is wrong is told by line."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from app.extract.observations import Extraction, extract, record_of
from app.review.checking import reviewed_record
from app.review.file import Fault, FaultyReviewError, read_review
from app.review.numbers import numbers_of
from app.review.writing import review_of
from app.statements.statement import Statement
from app.vocabulary.bounds import Bounds
from app.vocabulary.forces import forces
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import REVIEWED, Observation, Place, StatementRecord, Unassigned
from app.vocabulary.units import Unit
from app.vocabulary.warnings import FigureWarning, WarningCode
from tests.builders import any_text, paragraphs_of, properties, statement

KENT = forces()["kent"]
WORDS = (
    "The force serves some 1.2 million people across 645 square miles.",
    "It trained 340 mentors, and crime fell by between 4% and 6% in 2023/24. It works closely with local councils.",
    "Its budget is £309.7m. Of its officers 41% are women. It has no more and no less than 340 cars.",
)


def in_order(figures: tuple[Observation, ...]) -> list[Observation]:
    """Return figures by their place, as the file has them."""
    return sorted(figures, key=lambda figure: figure.place.start if figure.place else 0)


def as_reviewed(figure: Observation) -> Observation:
    return replace(figure, method=REVIEWED, certainty=Certainty.CERTAIN)


def left(numbers: tuple[Unassigned, ...]) -> list[Unassigned]:
    return sorted(numbers, key=lambda number: number.place.start if number.place else 0)


@properties
@given(st.lists(any_text, max_size=6))
@example(list(WORDS))
@example(["All figures in £m", "Budget: 223.2", "Staff costs (2022/23): 101.5"])
@example(["It has 2 x 1,340 and 12345678901234567890123456789012345 officers. It has 1.1m (1,134,200) people."])
@example(["Our budget rose by one hundred and twenty-three million, four hundred and fifty-six thousand pounds."])
def test_what_is_not_corrected_is_taken_in_as_it_was_read(texts: list[str]) -> None:
    page = statement(*paragraphs_of(texts), force=KENT)
    extraction = extract(page)
    file = review_of(page, KENT, extraction, {}, "page.txt")
    found = reviewed_record(read_review(file), page, KENT, extraction)
    read = record_of(page, KENT, extraction, accept_likely=True)
    assert list(found.observations) == [
        replace(figure, method=REVIEWED, certainty=Certainty.CERTAIN) for figure in in_order(read.observations)
    ]
    assert list(found.unassigned) == left(read.unassigned)
    assert {replace(note, method=REVIEWED) for note in read.notes} == set(found.notes)
    assert found.sha256 == read.sha256


@properties
@given(st.lists(any_text, max_size=4), st.data())
def test_no_number_is_lost(texts: list[str], data: st.DataObject) -> None:
    """A number without a measure is unassigned, and one that no table has any more is told."""
    page = statement(*paragraphs_of(texts), force=KENT)
    extraction = replace(extract(page), notes=())
    head, *tables = review_of(page, KENT, extraction, {}, "page.txt").split("[[figure]]")
    assume(tables)
    n = data.draw(st.integers(0, len(tables) - 1))
    without = "\n".join(line for line in tables[n].split("\n") if not line.startswith("measure"))
    found = taken_in([head, *tables[:n], without, *tables[n + 1 :]], page, extraction)
    assert len(found.observations) + len(found.unassigned) == len(tables)

    kept = [*tables[:n], *tables[n + 1 :]]
    places = [Place(0, *read.values["place"]) for read in read_review("[[figure]]".join([head, *kept])).tables]
    all_ = [number.place for number in numbers_of(page)]
    lost = [one for one in all_ if not any(one.start < place.end and place.start < one.end for place in places)]
    if lost:
        with pytest.raises(FaultyReviewError) as told:
            taken_in([head, *kept], page, extraction)
        assert len(told.value.faults) == len(lost)
        assert "is missing" in str(told.value)
    else:
        taken_in([head, *kept], page, extraction)


def taken_in(parts: list[str], page: Statement, extraction: Extraction) -> StatementRecord:
    return reviewed_record(read_review("[[figure]]".join(parts)), page, KENT, extraction)


PAGE = statement(*WORDS, force=KENT)
READ = extract(PAGE)
FILE = review_of(PAGE, KENT, READ, {}, "page.txt")


def reviewed(*changes: tuple[str, str]) -> StatementRecord:
    """Return what is taken in of the words above after changes of their review file."""
    text = FILE
    for old, new in changes:
        assert old in text, text
        text = text.replace(old, new, 1)
    return reviewed_record(read_review(text), PAGE, KENT, READ)


def figure_of(record: StatementRecord, measure: str) -> Observation:
    [figure] = [figure for figure in record.observations if figure.measure == measure]
    return figure


ABOUT = 'qualifier = "about"\n'
RANGE = 'value = -6\nvalue_max = -4\nunit = "percent"\nqualifier = "range"\n'
FALL = 'value = -6\nunit = "percent"\n'
TURNED = 'value = -4\nvalue_max = -6\nunit = "percent"\nqualifier = "range"\n'
IN_RANGE = 'words = "crime fell by between 4% and 6%"'
TWICE = "[[figure]]" + "\n".join(FILE.partition("[[figure]]")[2].splitlines()[:8]) + "\n\n[[figure]]"
LONG = f'words = "{" ".join(WORDS[0].split()[2:])}"'


@pytest.mark.parametrize(
    ("old", "new", "at", "detail"),
    [
        ('sha256 = "', 'sha256 = "0', "sha256", "the page has another text than this file was written for"),
        ('page = "page.txt"\n', "", "# Brackshire", "page is missing: write the file again"),
        (
            "value = 1_200_000",
            "value = 1_250_000",
            "value",
            "1,250,000 is not what is read: “some 1.2 million",
        ),
        ("value = 1_200_000", 'value = "1.2 million"', "value", "value is a number without quotation marks"),
        ("value = 1_200_000", "value = nan", "value", "value is a number without quotation marks"),
        ("value = 1_200_000", "value = 1e-999999999", "value", "value is a number without quotation marks"),
        ("value = 1_200_000", "value = 1e999999999", "value", "value is a number without quotation marks"),
        ("value = 1_200_000", f"value = {'1' * 5000}", "place", "this is not TOML: Exceeds the limit"),
        ("value = 1_200_000", f"value = {'[' * 5000}", "place", "this is not TOML: maximum recursion depth"),
        ("value = 1_200_000", "value = true", "value", "value is a number without quotation marks"),
        ("value = 1_200_000", "value = 1.2 million", "value", "this is not TOML"),
        (
            "value = 1_200_000",
            "value = 1_200_000\nvalue = 1",
            "value = 1",
            "this is not TOML: Cannot overwrite a value",
        ),
        ("value = 1_200_000", "value = -1_200_000", "value", "population is no change, and cannot be below 0"),
        (ABOUT, 'qualifier = "over"\n', "qualifier", "the words say about, not over"),
        (ABOUT, 'qualifier = "exact"\n', "qualifier", "the words say about, not exact"),
        (ABOUT, 'qualifier = "abuot"\n', "qualifier", "'abuot' is no qualifier; did you mean about?"),
        (ABOUT, 'qualifer = "about"\n', "qualifer", "'qualifer' is no key; did you mean qualifier?"),
        ('unit = "square_miles"', 'unit = "square_km"', "unit", "the words say square miles, not square km"),
        ('unit = "square_miles"', 'unit = "acres"', "unit", "'acres' is no unit"),
        ('measure = "area"', 'measure = "population"', "unit", "population is stated in people, not in square_miles"),
        ('measure = "area"', 'measure = "aera"', "measure", "no measure is called 'aera'"),
        ('measure = "area"', 'measure = "area"\nlabel = "Area"', "label", "area has its name, and no label"),
        ('measure = "area"', 'measure = "other_geography"', "measure", "other_geography needs a label"),
        ('measure = "area"', 'measure = "area"\narea = "Atlantis"', "area", "the page names no area 'Atlantis'"),
        ('measure = "area"', 'measure = "area"\nstatus = "plan"', "status", "'plan' is no status"),
        (RANGE, FALL, "value", "-6 is not what is read: “crime fell by between 4% and 6%” says 4 to 6 (range)"),
        (RANGE, TURNED, "value_max", "more than its value"),
        ('period = "2023/24"', 'period = "yesteryear"', "period", "'yesteryear' names no period"),
        ("value = 41", 'value = 141\nbecause = "so"', "value", "female_share is a share, 100 at most"),
        ("value = 41", 'value = 41.0000001\nbecause = "so"', "value", "six decimal places at most"),
        ("value = 309_700_000", 'value = 1e12\nbecause = "so"', "value", "below 1,000,000,000,000"),
        (
            'words = "645 square miles"',
            'words = "646 square miles"',
            "words",
            "“646 square miles” is not in the page at",
        ),
        ('words = "645 square miles"\n', "", "[[figure]]", "words are missing: write those of the page that carry"),
        ('words = "645 square miles"', 'words = "45 square"', "words", "has no whole number of the page: quote “645"),
        (
            'words = "645 square miles"',
            'words = "square miles"',
            "words",
            "has no whole number of the page: quote “645",
        ),
        (IN_RANGE, 'words = "6%"', "words", "“6%” has no whole number of the page: quote “between 4% and 6%”"),
        ("[[figure]]", TWICE, "[[figure]]", " already: remove one of them"),
        ('words = "645 square miles"', LONG, "words", "no more than 8 words"),
        ("place = [48, 64]", "place = [46]", "place", "place is the first character and the end"),
        ("[[figure]]", "[figure]", "[figure]", "a table is [[figure]] or [[note]], not [figure]"),
        ("[[figure]]", "[[figures]]", "[[figures]]", "a table is [[figure]] or [[note]], not [[figures]]"),
        ('topic = "demand"', 'topic = "crime"', "topic", "'crime' is no topic"),
        ('kind = "partnership"', "", "[[note]]", "kind is missing or cannot be"),
        ('kind = "partnership"', 'kind = "partnership"\nmonth = 13', "month", "month is missing or cannot be"),
    ],
)
def test_a_fault_is_told_in_its_line_with_what_to_do(old: str, new: str, at: str, detail: str) -> None:
    with pytest.raises(FaultyReviewError) as told:
        reviewed((old, new))
    [fault] = told.value.faults
    assert detail in fault.detail
    assert FILE.replace(old, new, 1).splitlines()[fault.line - 1].startswith(at)


def test_words_are_sought_at_their_place_only() -> None:
    with pytest.raises(FaultyReviewError) as told:
        reviewed(("place = [48, 64]", "place = [0, 9]"))
    missing, elsewhere = told.value.faults
    assert "“645 square miles” of the page is missing" in missing.detail
    assert "“645 square miles” is not in the page at [0, 9], which has “The force”" in elsewhere.detail


def test_what_is_likely_only_is_in_doubt_and_what_a_check_finds_too() -> None:
    first, *others = READ.observations
    read = replace(READ, observations=(replace(first, certainty=Certainty.LIKELY), *others))
    odd = FigureWarning(WarningCode.LIMITS, "it is odd")
    file = review_of(PAGE, KENT, read, {0: [odd], 1: [odd]}, "page.txt")
    doubted = ["# DOUBT: this reading is likely, but not certain", "# DOUBT: it is odd", "[[figure]]"]
    assert "\n".join([*doubted, f'measure = "{first.measure}"']) in file
    assert "\n".join([*doubted[1:], f'measure = "{others[0].measure}"']) in file
    assert f"figures: {len(READ.observations)} (2 in doubt)" in file
    taken = reviewed_record(read_review(file), PAGE, KENT, read)
    assert {figure.certainty for figure in taken.observations} == {Certainty.CERTAIN}


def test_what_is_left_out_is_what_the_words_say() -> None:
    assert reviewed(("value = 1_200_000\n", ""), (ABOUT, ""), ('unit = "square_miles"\n', "")) == reviewed()
    assert reviewed(("place = [48, 64]", "")) == reviewed()
    risen = figure_of(reviewed(("value = -6\nvalue_max = -4\n", "")), "crime_change")
    assert (risen.value, risen.value_max) == (Decimal(4), Decimal(6))


def test_a_number_takes_the_unit_of_the_measure_it_is_given() -> None:
    mentors = figure_of(reviewed(('measure = ""', 'measure = "police_staff"')), "police_staff")
    assert (mentors.value, mentors.unit, mentors.as_stated) == (Decimal(340), Unit.PEOPLE, "340 mentors")
    incidents = figure_of(reviewed(('measure = "population"', 'measure = "incidents"')), "incidents")
    assert incidents.unit is Unit.COUNT


def test_a_value_that_the_words_do_not_say_is_taken_with_the_reason() -> None:
    changed = reviewed(("value = 645", 'value = 640\nbecause = "the map beside it says so"'))
    assert figure_of(changed, "area").value == Decimal(640)
    hedged = reviewed(('unit = "square_miles"', 'unit = "square_miles"\nqualifier = "over"\nbecause = "“fully”"'))
    assert figure_of(hedged, "area").bounds == Bounds(Decimal(645), None)


def test_words_that_stand_twice_need_their_place() -> None:
    mentors = ('words = "340 mentors"', 'words = "340"')
    assert reviewed(mentors).unassigned[0].as_stated == "340"
    place = FILE[FILE.index("\n", FILE.index(mentors[0])) :].splitlines()[1]
    with pytest.raises(FaultyReviewError, match="the page has “340” 2 times: say which with place"):
        reviewed(mentors, (place, ""))


@properties
@given(st.lists(st.tuples(st.sampled_from(["cut", "twice", "odd"]), st.integers(0, 200), any_text), max_size=4))
def test_whatever_is_done_to_a_file_it_is_taken_in_or_its_faults_are_told(changes: list[tuple[str, int, str]]) -> None:
    lines = FILE.splitlines()
    for change, n, odd in changes:
        at = n % len(lines)
        key = lines[at].partition("=")[0]
        lines[at : at + 1] = {"cut": [], "twice": [lines[at]] * 2, "odd": [f"{key}= {odd}"]}[change]
    text = "\n".join(lines)
    faults: list[Fault] = []
    figures: list[Observation | Unassigned] = []
    try:
        record = reviewed_record(read_review(text), PAGE, KENT, READ)
        figures = [*record.observations, *record.unassigned]
    except FaultyReviewError as error:
        faults = error.faults
    assert bool(figures) is not bool(faults)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in faults)
    for figure in figures:
        assert figure.place is not None
        assert PAGE.text[figure.place.start : figure.place.end] == figure.as_stated
