"""How far a thing rose or fell, and the values that a change leads to and from: sentences and near misses."""

from decimal import Decimal

import pytest

from app.extract.joins.signs import is_down
from app.vocabulary.bounds import Bounds
from app.vocabulary.qualifiers import Qualifier, Status
from tests.builders import only_figure, read

Told = tuple[str, str]


def told(sentence: str) -> list[Told]:
    """Return the rules by which the figures of a sentence are read, with their measures, and their values."""
    return [(figure.method, f"{figure.value:f}") for figure in read(sentence).observations]


@pytest.mark.parametrize(
    ("word", "down"),
    [("fewer", True), ("cuts", True), ("shrank", True), ("up", False), ("growth", False), ("rising", False)],
)
def test_a_word_tells_a_fall_or_a_rise(word: str, down: bool) -> None:
    assert is_down(word) is down


@pytest.mark.parametrize("word", ["officers", "has", "and"])
def test_other_words_tell_neither(word: str) -> None:
    assert is_down(word) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # a sign
        ("Recorded crime: -5%.", ("crime_change.signed", "-5")),
        ("Recorded crime changed by +2%.", ("crime_change.signed", "2")),
        # a noun
        ("It saw a 44% decrease in recorded crime.", ("crime_change.change_in", "-44")),
        ("There was a reduction in recorded crime of 4.1%.", ("crime_change.change_in", "-4.1")),
        ("There was an increase of 4.1% in burglary.", ("burglary_change.change_in", "4.1")),
        ("There was a 6.3% (3,212) decrease in burglary.", ("burglary_change.change_in", "-6.3")),
        ("It saw a 13% population increase.", ("population_growth.change_noun", "13")),
        ("Burglary saw a fall of 4%.", ("burglary_change.change_noun", "-4")),
        # a verb
        ("Recorded crime has fallen by 44%.", ("crime_change.changed_by", "-44")),
        ("Recorded crime fell 44%.", ("crime_change.changed_by", "-44")),
        ("Recorded crime rose last year by 44%.", ("crime_change.changed_by", "44")),
        ("It cut burglary by 4%.", ("burglary_change.changed_by", "-4")),
        ("Officer numbers fell by 24.", ("officers_change.changed_by", "-24")),
        ("It has lost a tenth of its staff.", ("staff_change.lost_share", "-10")),
        ("It has lost a tenth of its people.", ("population_growth.lost_share", "-10")),
        # a comparison
        ("Officer numbers are 12% up since 2019.", ("officers_change.is_up", "12")),
        ("Burglary was down by 4%.", ("burglary_change.is_up", "-4")),
        ("The workforce, up 320, is large.", ("workforce_change.is_up", "320")),
        ("Burglary is 4% lower.", ("burglary_change.is_up", "-4")),
        ("Burglary: up 4%.", ("burglary_change.is_up", "4")),
        ("Burglary is another matter: up 9% in 2015/16.", ("burglary_change.is_up", "9")),
        ("Its budget is some £32 million less than in 2010.", ("budget_change.is_up", "-32000000")),
        ("The force is 15% smaller.", ("workforce_change.is_up", "-15")),
        ("We are 15% smaller.", ("workforce_change.is_up", "-15")),
        ("It took 6% more calls.", ("calls_change.more_percent", "6")),
        ("It recorded 6% fewer crimes.", ("crime_change.more_percent", "-6")),
        ("There are 17% fewer people working for it.", ("workforce_change.more_percent", "-17")),
    ],
)
def test_a_change_is_told_by_a_sign_a_noun_a_verb_or_a_comparison(sentence: str, expected: Told) -> None:
    assert told(sentence) == [expected]


@pytest.mark.parametrize(
    "sentence",
    [
        "The force has a budget of -£223.2m.",
        "Recorded crime and 4,000 others: -5%.",
        "It saw a 12% increase in crime against shops.",
        "There was a rise in crime and a turnover of 4%.",
        "It raised prices by 4%.",
        "Its officers cut paperwork by 5%.",
        "Crime is 5% above the average.",
        "Crime is 5% lower than that of its neighbours.",
        "The force is 15% better.",
        "It has 15% smaller stations.",
        "It fell to 12% of cases.",
    ],
)
def test_what_is_no_change_of_a_known_thing_is_left(sentence: str) -> None:
    extraction = read(sentence)
    assert not [figure for figure in extraction.observations if "change" in figure.measure]
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("sentence", "second"),
    [
        ("Burglary fell by 3%, robbery by 4%.", "-4"),
        ("Burglary fell by 3%; robbery by 4%.", "-4"),
        ("Burglary fell by 3%, robbery 4%.", "-4"),
        ("Burglary fell by 3%, robbery rose by 4%.", "4"),
        ("There was a rise of 3% in burglary and 4% in robbery.", "4"),
        ("Reports of burglary rose by 3%, and of robbery by 4%.", "4"),
    ],
)
def test_a_second_change_may_leave_out_its_words(sentence: str, second: str) -> None:
    figure = read(sentence).observations[1]
    assert (figure.measure, f"{figure.value:f}") == ("robbery_change", second)


@pytest.mark.parametrize(
    "sentence",
    [
        "Burglary fell by 3%. Robbery, 4%.",
        "Burglary fell by 3%, and it attended 4% of robberies.",
        "Burglary fell by 3%; 4% of robberies were solved.",
        "Burglary fell by 3%, robbery by 400.",
    ],
)
def test_a_number_that_is_told_anew_is_no_second_change(sentence: str) -> None:
    assert told(sentence) == [("burglary_change.changed_by", "-3")]


@pytest.mark.parametrize(
    ("sentence", "value", "low", "high"),
    [
        ("Recorded crime has fallen by 44%.", "-44", "-44.5", "-43.5"),
        ("Recorded crime fell 44%.", "-44", "-44.5", "-43.5"),
        ("It saw a 44% decrease in recorded crime.", "-44", "-44.5", "-43.5"),
        ("There was a reduction in recorded crime of 4.1%.", "-4.1", "-4.15", "-4.05"),
        ("Recorded crime has fallen by over 25%.", "-25", None, "-25"),
        ("Recorded crime has fallen by up to 25%.", "-25", "-25", "0"),
        ("Recorded crime has risen by 44%.", "44", "43.5", "44.5"),
    ],
)
def test_a_fall_is_negative_and_a_rise_is_not(sentence: str, value: str, low: str | None, high: str) -> None:
    figure = only_figure(sentence)

    assert (figure.measure, figure.value) == ("crime_change", Decimal(value))
    assert figure.bounds.low == (None if low is None else Decimal(low))
    assert figure.bounds.high == Decimal(high)


@pytest.mark.parametrize("words", ["5 to 6%", "between 5 and 6%", "5% to 6%"])
def test_a_fall_stated_as_a_range_begins_with_the_greater_fall(words: str) -> None:
    figure = only_figure(f"Recorded crime has fallen by {words}.")

    assert (figure.value, figure.value_max, figure.qualifier) == (Decimal(-6), Decimal(-5), Qualifier.RANGE)
    assert figure.bounds == Bounds(Decimal(-6), Decimal(-5))


def test_a_fall_by_nothing_is_plain_0() -> None:
    figure = only_figure("Recorded crime has fallen by 0%.")

    assert str(figure.value) == "0"


Row = tuple[str, str, str | None]


def rows(sentence: str) -> list[Row]:
    observations = read(sentence).observations
    return [
        (figure.measure, f"{figure.value:f}", figure.period.label if figure.period else None) for figure in observations
    ]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Since 2010, police officers have fallen from 1,211 to 1,156.",
            [("police_officers", "1211", "2010"), ("police_officers", "1156", None)],
        ),
        (
            "Police officers rose from 1,211 in 2012 to 1,300 in 2014.",
            [("police_officers", "1211", "2012"), ("police_officers", "1300", "2014")],
        ),
        (
            "Staff numbers from 1,344 in 2010 to 1,071 in 2016.",
            [("police_staff", "1344", "2010"), ("police_staff", "1071", "2016")],
        ),
        ("An increase in officers from 229 to 251.", [("police_officers", "251", None)]),
        ("PCSOs rose from 229 to 251.", [("pcsos", "251", None)]),
        ("Recorded crime fell by 4% to 51,000.", [("crime_change", "-4", None), ("recorded_crimes", "51000", None)]),
        ("Officer numbers fell by 24 to 1,031.", [("officers_change", "-24", None), ("police_officers", "1031", None)]),
        ("Officer numbers rose to 2,100 members.", [("police_officers", "2100", None)]),
        ("Officer numbers fell below 1,500.", [("police_officers", "1500", None)]),
        ("It brings the number of officers to 1,500.", [("police_officers", "1500", None)]),
        ("The detection rate rose to 13.2%.", [("detection_rate", "13.2", None)]),
    ],
)
def test_a_change_is_told_from_what_it_leads_to(sentence: str, expected: list[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Crime fell thanks to 20 helicopters.",
        "A rise in crime has led to 300 officers.",
        "It rose to 40 officers in neighbourhood teams.",
        "Officer numbers rose to 40 temporary officers.",
        "PCSO numbers fell from 229.",
    ],
)
def test_a_number_that_no_change_leads_to_or_without_a_time_is_left(sentence: str) -> None:
    extraction = read(sentence)
    assert extraction.observations == ()
    assert extraction.unassigned


def test_a_change_from_one_number_to_another_is_no_range() -> None:
    extraction = read("It grew from 6 to 8 prisons.")

    assert [(figure.value, figure.value_max) for figure in extraction.observations] == [(Decimal(8), None)]
    assert [number.value for number in extraction.unassigned] == [6]


def test_a_change_before_the_value_that_it_leads_to_is_no_range() -> None:
    assert read("Officer numbers rose 120 to 2,100.").observations == ()


def test_posts_that_have_grown_are_no_people() -> None:
    extraction = read("The establishment for PCSOs has increased from 229 to 251.")

    assert [(o.measure, o.value, o.status) for o in extraction.observations] == [("pcsos", Decimal(251), Status.TARGET)]
