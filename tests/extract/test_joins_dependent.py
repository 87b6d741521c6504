"""Figures that depend on the one before, lists whose words are not repeated, and what "respectively" pairs."""

import pytest

from app.extract.joins.enumerations import list_after, list_before, things_listed
from app.extract.quantities import read_sentence
from app.extract.readings import parse
from app.statements.text import sentences
from app.vocabulary.records import Observation
from tests.builders import read

Row = tuple[str, str, str | None, str | None]


def row(figure: Observation) -> Row:
    return figure.measure, f"{figure.value:f}", figure.period.label if figure.period else None, figure.area


def rows(text: str) -> list[Row]:
    return [row(figure) for figure in read(text).observations]


def rules(text: str) -> list[str]:
    return [figure.method for figure in read(text).observations]


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
        ("It solved 29% of crimes, better than the 26% England average.", ("detection_rate", "26", None, "national")),
        ("Policing cost £131 per resident (all forces: £171.50).", ("cost_per_head", "171.50", None, "national")),
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
            "Violence was low in 2021; burglary and robbery fell by 4% and by 7% respectively in that year.",
            [("burglary_change", "-4", "2021", None), ("robbery_change", "-7", "2021", None)],
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
    ("text", "second"),
    [
        ("It recorded 53,229 crimes. It has fallen by 37% since.", ("crime_change", "-37", None, None)),
        (
            "It recorded 53,229 crimes. Over the last ten years this has risen by 37%.",
            ("crime_change", "37", "last ten years", None),
        ),
        ("It recorded 53,229 crimes. The number has fallen slightly by 2%.", ("crime_change", "-2", None, None)),
        ("It recorded 53,229 crimes. The rate, 62.2 per 1,000 people, is low.", ("crime_rate", "62.2", None, None)),
        ("It recorded 53,229 crimes. That rate is 62.2 per 1,000 people.", ("crime_rate", "62.2", None, None)),
        ("Some 32% of people speak Welsh. In Brackwater it is 8%.", ("welsh_speakers_share", "8", None, "Brackwater")),
        (
            "Some 32% of people speak Welsh. In Brackwater that figure is 8%.",
            ("welsh_speakers_share", "8", None, "Brackwater"),
        ),
        ("Its officer target is 730. The actual strength was 711.", ("police_officers", "711", None, None)),
        ("It has 730 officers. Strength in March 2020 was 711.", ("police_officers", "711", "March 2020", None)),
        ("It must save £30m. £28.1m of it has been achieved.", ("savings_made", "28100000", None, None)),
        ("It must save £30m. It has delivered £18.1m so far.", ("savings_made", "18100000", None, None)),
        ("It has saved £30m. We will need £4.8m more.", ("savings_required", "4800000", None, None)),
        ("It has 730 officers. It has recruited 141 of them since.", ("officers_additional", "141", None, None)),
    ],
)
def test_a_first_figure_goes_on_with_the_thing_of_the_sentence_before(text: str, second: Row) -> None:
    assert rows(text)[1] == second


@pytest.mark.parametrize(
    "text",
    [
        "It recorded 53,229 crimes. Its horses have fallen by 37%.",
        "It recorded 53,229 crimes. It has three horses.",
        "It has two prisons. The rate, 62.2 per 1,000 people, is low.",
        "It recorded 53,229 crimes. In Brackwater it is 8%.",
        "It recorded 53,229 crimes. Strength in March 2020 was 711.",
        "It has 730 officers. £28.1m of it has been achieved.",
        "It must save £30m. It has delivered 18 plans so far.",
        "It recorded 53,229 crimes. It has recruited 141 horses.",
        "It recorded 53,229 crimes. There was much else. It has fallen by 37%.",
    ],
)
def test_a_first_figure_of_something_else_is_left(text: str) -> None:
    assert len(rows(text)) == 1


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It has 251 PCSOs, up from 229 in 2012.", "pcsos.earlier"),
        ("It has 251 PCSOs, compared with 229 in 2012.", "pcsos.earlier"),
        ("It has 251 PCSOs (2012: 229).", "pcsos.earlier"),
        ("Reserves: £14.1m, falling to £6m by March 2018.", "reserves.later"),
        ("It serves 712,000 people; 760,000 are expected by 2030.", "population.later"),
        ("People numbered 311,000 in 2015; they are expected to number 330,000 by 2025.", "population.later"),
        ("PCSO numbers were trimmed by a quarter, leaving 141.", "pcsos.later"),
        ("Burglary, up 47% to 16,733.", "burglaries.later"),
        ("The airport had 3 million passengers in 2019 and 2.4 million in 2020.", "airport_passengers.series"),
        ("There were 3,205 officers; now there are 3,630.", "police_officers.series"),
        ("It has 1,310 police officers; in 2012 there were 1,190.", "police_officers.series"),
        ("It dealt with 701,880 incidents, 1,923 a day.", "incidents.each_day"),
        ("It recorded 77,903 crimes. In all that comes to 62.2 per 1,000 people.", "crime_rate.its_rate"),
        ("It is to have 750 police officers, and 711 are in post.", "police_officers.strength"),
        ("Its target is 283 officers; 188 had been recruited.", "officers_additional.recruited_too"),
        (
            "It recruited 1,153 officers with the grant and 350 more with the precept.",
            "officers_additional.recruited_too",
        ),
        ("Unemployment is 12%, in Brackwater 8%.", "unemployment_rate.in_place"),
        ("Unemployment is 12%; it is 8% in Brackwater.", "unemployment_rate.in_place"),
        ("Its area has 69 crimes per 1,000 people; Brackwater had 80.", "crime_rate.in_place"),
        ("About 712,000 people live there, 412,000 of them in Brackwater.", "population.in_place"),
        ("It has a population of 712,000, of which 2,300 live on Fen Marlow.", "population.in_place"),
        ("Marlow has 143,000 residents, Brackwater 84,000.", "population.in_place"),
        ("Crime rose by 11%, nationally down 2%.", "crime_change.comparator"),
        ("Crime rose by 11%; that is in line with the 13% national rise.", "crime_change.comparator"),
        ("Crime fell by 29.6% (41,907 offences).", "crime_change.aside"),
        ("Crime fell by 5.7%, that is 8,610 offences.", "crime_change.aside"),
        ("It has 13,180 kilometres of roads (8,190 miles).", "road_length.aside"),
    ],
)
def test_the_second_of_two_figures_is_read_by_its_rule(text: str, rule: str) -> None:
    assert rules(text)[1:] == [rule]


def test_how_many_there_are_now_is_of_the_one_thing_before_or_of_nothing() -> None:
    assert len(rules("It had 898 officers and 577 staff; in 2014 there were 763.")) == len(("officers", "staff"))


def test_a_list_of_places_goes_on() -> None:
    found = rows("It serves 712,000 people: 412,000 in Brackwater and 300,000 in Marlow.")
    assert found[1:] == [("population", "412000", None, "Brackwater"), ("population", "300000", None, "Marlow")]


@pytest.mark.parametrize(
    "text",
    [
        # no old or new value, and no other time
        "It has 251 PCSOs, up from 229.",
        "It has 251 PCSOs; its horses rose to 600.",
        "It has 251 PCSOs and saw 229 in 2012.",
        "The budget was £5m in 2011 and 300 in 2012.",
        "It had 251 PCSOs in 2011 and attended 300 in 2012.",
        # no change of it
        "It has 251 PCSOs. Its horses have fallen by 37%.",
        "Crime fell by 4% (down 5%).",
        "Officers fell by 5% (40 horses).",
        "It has a coastline of 64 miles, 12 km from the capital.",
        # of others a count, a part or a difference
        "It has 251 PCSOs; the national average is 300.",
        "Some 32% of people speak Welsh, 4% fewer than nationally.",
        "Some 32% of people speak Welsh, and one in England.",
        # of a place something else
        "Unemployment is 12%, in Brackwater 8% of horses.",
        "It has 251 PCSOs, in Brackwater 30.",
        # no officers
        "It must save £30m; it has recruited 5.",
        "It has 900 officers; it hired £5.",
        "It has 251 PCSOs, and 1,923 a day.",
    ],
)
def test_a_second_number_of_something_else_is_left(text: str) -> None:
    extraction = read(text)
    assert len(extraction.observations) == 1
    assert extraction.unassigned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It had 4% and 7% respectively.", []),
        ("Burglary, robbery and crime fell by 4% and 7% respectively.", []),
        (
            "Women and ethnic minorities make up 37% and 11% of officers respectively.",
            [("female_share", "37", None, None), ("ethnic_minority_workforce_share", "11", None, None)],
        ),
        (
            "In 2021 and 2022 it had, respectively, 1,844 and 1,812 officers.",
            [("police_officers", "1844", "2021", None), ("police_officers", "1812", "2022", None)],
        ),
        (
            "It has 2,242 and 1,205 police officers and staff respectively.",
            [("police_officers", "2242", None, None), ("police_staff", "1205", None, None)],
        ),
        (
            "Burglary and robbery are 4% and 7% down respectively.",
            [("burglary_change", "-4", None, None), ("robbery_change", "-7", None, None)],
        ),
        (
            "Marlow and Brackwater have, respectively, 84,000 and 61,000 residents.",
            [("population", "84000", None, "Marlow"), ("population", "61000", None, "Brackwater")],
        ),
    ],
)
def test_respectively_pairs_things_times_or_places_of_equal_number(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


def test_lists_of_numbers_and_things_are_found_around_a_place() -> None:
    [sentence] = sentences(("In 2021 burglary, robbery and crime fell by 4%, by 5% and by 6%, it cost £7m.",))
    parsed = parse(read_sentence(sentence))
    at = parsed.spots[-1]

    assert list_before(parsed, at) == [0, 1, 2]
    assert list_after(parsed, parsed.spots[0]) == [1, 2]
    named = [mention.thing.id for mention in things_listed(parsed, range(parsed.spots[0]))]
    assert named == ["burglary", "robbery", "crime"]
