"""Figures that lean on the one before, and lists whose words are not repeated."""

import pytest

from app.vocabulary.records import Observation
from tests.builders import read

Row = tuple[str, str, str | None, str | None]


def row(figure: Observation) -> Row:
    return figure.measure, f"{figure.value:f}", figure.period.label if figure.period else None, figure.area


def rows(sentence: str) -> list[Row]:
    return [row(figure) for figure in read(sentence).observations]


@pytest.mark.parametrize(
    ("sentence", "second"),
    [
        ("It recorded 53,229 crimes in 2014/15, a reduction of 4.1%.", ("crime_change", "-4.1", "2014/15", None)),
        ("It recorded 53,229 crimes in 2014/15 (down 4.1%).", ("crime_change", "-4.1", "2014/15", None)),
        ("It recorded 53,229 crimes in 2014/15, 4.1% fewer than before.", ("crime_change", "-4.1", "2014/15", None)),
        ("It recorded 53,229 crimes in 2014/15, which is an 8% rise.", ("crime_change", "8", "2014/15", None)),
        ("The budget is £5m (+5.2%).", ("budget_change", "5.2", None, None)),
        ("It has 3,900 officers, which is 1,100 fewer.", ("officers_change", "-1100", None, None)),
        ("The grant has fallen by 21%, £13.5m.", ("government_grant_change", "-13500000", None, None)),
        ("It recorded 77,903 crimes, or 72.1 per 1,000 people.", ("crime_rate", "72.1", None, None)),
        ("It has taken on 132 extra officers and will recruit 62 more.", ("officers_additional", "62", None, None)),
        ("It has 251 PCSOs, up from 229 in 2012.", ("pcsos", "229", "2012", None)),
        ("It has 2,688 officers (3,632 in 2010).", ("police_officers", "3632", "2010", None)),
        ("Crime has risen by 11%, compared with a national average of 13%.", ("crime_change", "13", None, "national")),
        ("Crime has risen by 11%; nationally it fell by 2%.", ("crime_change", "-2", None, "national")),
        ("Some 32% of people speak Welsh (19% nationally).", ("welsh_speakers_share", "19", None, "national")),
        ("There are 92.3 crimes per 1,000 people, against 88.8 nationally.", ("crime_rate", "88.8", None, "national")),
        (
            "It has 69 crimes per 1,000 people, 68.8 in similar forces.",
            ("crime_rate", "68.8", None, "similar forces"),
        ),
        ("Some 12% of residents speak Welsh, in Brackwater 8%.", ("welsh_speakers_share", "8", None, "Brackwater")),
        (
            "Women make up 37% of officers and ethnic minorities 11%.",
            ("ethnic_minority_workforce_share", "11", None, None),
        ),
        ("Burglary fell by 3%, robbery by 4%.", ("robbery_change", "-4", None, None)),
        ("Burglary fell by 3%; robbery by 4%.", ("robbery_change", "-4", None, None)),
        ("Burglary fell by 3%, robbery rose by 4%.", ("robbery_change", "4", None, None)),
        ("Recorded crime fell by 4% to 51,000.", ("recorded_crimes", "51000", None, None)),
        # a later value
        ("It has reserves of £14.1m, falling to £6m by March 2018.", ("reserves", "6000000", "by March 2018", None)),
        (
            "About 712,000 people live in Brackshire; by 2025 the number is expected to reach 760,000.",
            ("population", "760000", "by 2025", None),
        ),
        ("The budget has shrunk by £29.5m and now stands at £159.8m.", ("budget_total", "159800000", None, None)),
        ("Crime was up 1.4% in 2014/15, having fallen by 41% before.", ("crime_change", "-41", None, None)),
        # officers that came
        ("It will recruit 248 additional officers and 163 have joined us.", ("officers_additional", "163", None, None)),
        ("Its target is 283 officers; 188 had been recruited in 2021.", ("officers_additional", "188", "2021", None)),
        ("It was to recruit 291 officers and took on 304.", ("officers_additional", "304", None, None)),
        # what is told of a population after it
        ("It has 421,000 residents, an increase of 8.2%.", ("population_growth", "8.2", None, None)),
        ("It serves 421,000 people, an increase of 8.2%.", ("population_growth", "8.2", None, None)),
    ],
)
def test_a_figure_goes_with_the_one_before_it(sentence: str, second: Row) -> None:
    assert rows(sentence)[1] == second


def test_a_sentence_that_only_compares_goes_with_the_one_before_it() -> None:
    assert rows("Some 32% of people speak Welsh. The national average is 19%.")[1] == (
        "welsh_speakers_share",
        "19",
        None,
        "national",
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 251 PCSOs, up from 229.",  # an old value without a date is not told from the new one
        "It has 251 PCSOs, and 19% of horses nationally.",
        "It has 251 PCSOs; the national average is 300.",  # counts of others say nothing of the force
        "Burglary fell by 3%. Robbery, 4%.",
    ],
)
def test_what_does_not_clearly_go_with_it_is_left(sentence: str) -> None:
    extraction = read(sentence)
    assert len(extraction.observations) == 1
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Burglary and robbery fell by 4% and 7% respectively.",
            [("burglary_change", "-4", None, None), ("robbery_change", "-7", None, None)],
        ),
        (
            "Hate crime, burglary and robbery rose by 1%, 2% and 3% respectively.",
            [
                ("hate_crime_change", "1", None, None),
                ("burglary_change", "2", None, None),
                ("robbery_change", "3", None, None),
            ],
        ),
        (
            "The numbers of PCSOs and cadets are 90 and 40 respectively.",
            [("pcsos", "90", None, None), ("cadets", "40", None, None)],
        ),
        # one of the two has no measure, and gets no other's
        ("Public safety and burglary rose by 13% and 15% respectively.", [("burglary_change", "15", None, None)]),
    ],
)
def test_respectively_pairs_a_list_of_things_with_a_list_of_numbers(sentence: str, expected: list[Row]) -> None:
    assert rows(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Since 2010, police officers have fallen from 1,211 to 1,156.",
            [("police_officers", "1211", "2010", None), ("police_officers", "1156", None, None)],
        ),
        (
            "Police officers rose from 1,211 in 2012 to 1,300 in 2014.",
            [("police_officers", "1211", "2012", None), ("police_officers", "1300", "2014", None)],
        ),
        ("PCSOs rose from 229 to 251.", [("pcsos", "251", None, None)]),
        (
            "Officer numbers fell by 24 to 1,031.",
            [("officers_change", "-24", None, None), ("police_officers", "1031", None, None)],
        ),
        (
            "It lost 722 police officers, 448 police staff and 115 PCSOs.",
            [
                ("officers_change", "-722", None, None),
                ("staff_change", "-448", None, None),
                ("pcsos_change", "-115", None, None),
            ],
        ),
        (
            "There are 1,285 fewer posts (722 police officers and 115 PCSOs).",
            [("officers_change", "-722", None, None), ("pcsos_change", "-115", None, None)],
        ),
        ("Its budget is some £32 million less than in 2010.", [("budget_change", "-32000000", "since 2010", None)]),
    ],
)
def test_a_change_is_told_from_what_it_leads_to(sentence: str, expected: list[Row]) -> None:
    assert rows(sentence) == expected
