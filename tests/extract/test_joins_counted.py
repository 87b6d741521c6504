"""What a number before a noun counts: a level, what is gained or lost, or only a part; sentences and near misses."""

import pytest

from app.extract.joins.parts import LARGEST_TEAM
from tests.builders import read

Told = tuple[str, str]


def told(sentence: str) -> list[Told]:
    """Return the rules by which the figures of a sentence are read, with their measures, and their values."""
    return [(figure.method, f"{figure.value:f}") for figure in read(sentence).observations]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("It has 2,238 police officers.", ("police_officers.count", "2238")),
        ("It has one airport.", ("airports.count", "1")),
        ("It has 300 officers and staff.", ("workforce_total.count", "300")),
        ("It serves 230,000 people.", ("population.count", "230000")),
        # what is added
        ("It has 300 further officers.", ("officers_additional.more", "300")),
        ("It has 115 additional police officers.", ("officers_additional.more", "115")),
        ("It has 40 more police staff.", ("staff_change.more", "40")),
        ("It has recruited 267 police officers.", ("officers_additional.recruited", "267")),
        ("Last year 267 police officers were recruited.", ("officers_additional.recruited", "267")),
        ("It gained 256 police staff.", ("staff_change.gained", "256")),
        # what is lost
        ("It has 458 fewer police officers.", ("officers_change.fewer", "-458")),
        ("It has 458 police officers fewer than before.", ("officers_change.fewer", "-458")),
        ("It has lost 211 police officers.", ("officers_change.lost", "-211")),
        ("It has cut 211 police officers.", ("officers_change.lost", "-211")),
        ("Some 211 police officers have disappeared.", ("officers_change.lost", "-211")),
        ("Some 211 police officers were cut.", ("officers_change.lost", "-211")),
        ("It saw a reduction of 458 police officers.", ("officers_change.change_of", "-458")),
        ("It saw an increase of 458 police officers.", ("officers_change.change_of", "458")),
        ("It is down by 458 police officers.", ("officers_change.changed_by", "-458")),
        ("It has shrunk by 458 police officers.", ("officers_change.changed_by", "-458")),
        ("The workforce has shrunk by 850 police officers.", ("workforce_change.changed_by", "-850")),
    ],
)
def test_a_number_before_a_noun_counts_it_or_what_is_gained_or_lost(sentence: str, expected: Told) -> None:
    assert told(sentence) == [expected]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "It lost 722 police officers, 448 police staff and 115 PCSOs.",
            [("officers_change.lost", "-722"), ("staff_change.lost", "-448"), ("pcsos_change.lost", "-115")],
        ),
        (
            "There are 1,285 fewer posts (722 police officers and 115 PCSOs).",
            [("officers_change.lost", "-722"), ("pcsos_change.lost", "-115")],
        ),
        (
            "The grant has shrunk by £37m, at the price of 470 officers and 45 PCSOs.",
            [
                ("government_grant_change.changed_by", "-37000000"),
                ("officers_change.change_of", "-470"),
                ("pcsos_change.change_of", "-45"),
            ],
        ),
        (
            "It recorded 83,412 crimes, up by 5,118 offences.",
            [("recorded_crimes.count", "83412"), ("crime_change.changed_by", "5118")],
        ),
    ],
)
def test_the_parts_of_a_loss_are_lost_and_the_change_of_a_figure_is_of_its_thing(
    sentence: str, expected: list[Told]
) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        # another kind, or only a part
        "It has 300 former officers.",
        "It has 300 student officers.",
        "It has 300 officers in neighbourhood teams.",
        "It moved 74 officers into neighbourhood teams.",
        "It counted 300 people with dementia.",
        "It has a unit of 300 officers.",
        "It has a team of 40 police staff.",
        "It has 300 officers per 1,243 people.",
        "It gives training to 300 officers.",
        "It has five stations with 400 officers.",
        "It has 2,242 of 2,300 officers.",
        "It has 90 new police staff.",
        "Alcohol is a factor in 7,000 incidents.",
        "It recorded 379,300 crimes and anti-social behaviour incidents.",
        "Of the 9,204 crimes it solved some.",
        # an old value, or one of a country's
        "It went from six divisions to fewer.",
        "It has the one airport in the land.",
        # no change of the force's own
        "Bicycle theft was cut by 9,684 offences.",
        "It has 900 officers above the average.",
        "It is one busy towns.",
        "It has 16,350 more special 101 calls.",
    ],
)
def test_what_is_told_to_be_a_part_or_of_another_kind_is_left(sentence: str) -> None:
    extraction = read(sentence)
    assert extraction.observations == ()
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"It has a team of {LARGEST_TEAM} officers.", [("police_officers.count", f"{LARGEST_TEAM}")]),
        (f"It has a team of {LARGEST_TEAM - 1} officers.", []),
        ("It has a network of 8 police stations.", [("police_stations.count", "8")]),
        ("It records 461 crimes per day.", [("recorded_crimes.count", "461")]),
        ("Its five towns have 20,000 people.", [("towns.count", "5")]),
        ("From 48,912 offences, crime fell to 40,000.", [("recorded_crimes.changed_to", "40000")]),
        (
            "It polices 980 square miles with 2,242 officers.",
            [("area.extent", "980"), ("police_officers.count", "2242")],
        ),
        (
            "Its 2,242 officers serve 1.1 million people.",
            [("police_officers.count", "2242"), ("population.count", "1100000")],
        ),
        (
            "It recorded 9,204 crimes and 40,000 calls.",
            [("recorded_crimes.count", "9204"), ("calls_total.count", "40000")],
        ),
        ("One of those is an airport with 3 prisons.", [("prisons.count", "3")]),
    ],
)
def test_the_whole_is_told_from_a_part(sentence: str, expected: list[Told]) -> None:
    assert told(sentence) == expected
