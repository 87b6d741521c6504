"""A quantity in its clause: the list it stands in, its verb and its sign, and what "it" and "the total" point to."""

from decimal import Decimal

import pytest

from app.extract.clauses import Parse
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.things import Aspect, things
from tests.extract.parsed import parsed, place, words_at


def spot_of(text: str, number: str, previous: Tie | None = None) -> Spot:
    """Return the spot of the quantity that begins with some words."""
    parse = parsed(text)
    n = next(n for n, quantity in enumerate(parse.reading.quantities) if text.startswith(number, quantity.start))
    return Spot(parse, n, previous=previous)


def tie_of(thing: str, aspect: Aspect = Aspect.LEVEL) -> Tie:
    """Return a tie of a figure that stands before."""
    tie = spot_of("There are 2,242.", "2,242").tie(things()[thing], aspect, how="count")
    assert tie is not None
    return tie


@pytest.mark.parametrize(
    ("sentence", "number", "anchor"),
    [
        ("It has 40 cars.", "40", "40 cars"),
        ("It has 40 cars and 12 vans.", "12", "40 cars"),
        ("It has 40 cars, 12 vans and 9 boats.", "9", "40 cars"),
        ("It has 40 cars, 12 vans, and 9 boats.", "9", "40 cars"),
        ("It has 40 cars, including 12 vans.", "12", "40 cars"),
        ("It has a total of 40 cars.", "40", "a total"),
        ("It has a fleet of 40 cars.", "40", "40 cars"),
        ("It has cars and 12 vans.", "12", "12 vans"),
        ("It rose by 4 and 12 vans.", "12", "12 vans"),
    ],
)
def test_the_first_of_a_list_stands_in_the_clause_for_all(sentence: str, number: str, anchor: str) -> None:
    spot = spot_of(sentence, number)

    assert words_at(spot.parse, spot.anchor) == anchor


@pytest.mark.parametrize(
    ("sentence", "number", "is_object"),
    [
        ("It has 40 cars.", "40", True),
        ("It has, in 2016, 40 cars.", "40", True),
        ("It has 40 cars and 12 vans.", "12", True),
        ("It has a total of 40 cars.", "40", True),
        ("It has a fleet of 40 cars.", "40", False),
        ("It was given 40 cars.", "40", False),
        ("It has offices, 40 of which are new.", "40", False),
        ("40 cars came.", "40", False),
    ],
)
def test_a_number_is_the_object_of_its_verb_or_of_a_list_that_is(
    sentence: str, number: str, *, is_object: bool
) -> None:
    assert spot_of(sentence, number).is_object is is_object


def test_the_verbs_and_the_subject_of_a_number() -> None:
    spot = spot_of("The force has 40 cars that stood idle.", "40")

    assert (spot.verb is not None and spot.verb.lemma, spot.next_verb is not None and spot.next_verb.lemma) == (
        "have",
        "stand",
    )
    assert words_at(spot.parse, spot.subject) == "The force"


@pytest.mark.parametrize(
    ("text", "number", "sign"),
    [
        ("Change: -5%", "5%", "-"),
        ("Change +5%", "5%", "+"),
        ("(−5%)", "5%", "−"),
        ("mid-5%", "5%", ""),
        ("5%", "5%", ""),
    ],
)
def test_a_sign_stands_right_before_a_number_and_after_no_word(text: str, number: str, sign: str) -> None:
    assert spot_of(text, number).sign == sign


@pytest.mark.parametrize(
    ("text", "number", "in_words"),
    [("It has one.", "one", True), ("It has 1.", "1", False), ("one per cent", "one", False)],
)
def test_a_bare_word_is_a_number_in_words(text: str, number: str, *, in_words: bool) -> None:
    assert spot_of(text, number).in_words is in_words


def test_the_words_of_a_group_around_its_number() -> None:
    spot = spot_of("It has an additional 40 new police officers.", "40")

    assert (spot.before_number, spot.headless) == (["an", "additional"], False)


@pytest.mark.parametrize("words", ["It", "This", "The total", "The figure"])
def test_a_pointer_is_about_what_the_figure_before_was(words: str) -> None:
    spot = spot_of(f"{words} is 40.", "40", tie_of("officers"))

    topic = spot.topic(place(spot.parse, words))
    assert topic is not None
    assert (topic[0].id, spot.pointed) == ("officers", True)


@pytest.mark.parametrize("words", ["They", "There", "We", "The cars"])
def test_other_words_point_to_nothing(words: str) -> None:
    spot = spot_of(f"{words} are 40.", "40", tie_of("officers"))

    assert (spot.topic(place(spot.parse, words)), spot.pointed) == (None, False)


def test_a_pointer_without_a_figure_before_it_is_about_nothing() -> None:
    spot = spot_of("It is 40.", "40")

    assert spot.topic(place(spot.parse, "It")) is None


@pytest.mark.parametrize(
    ("words", "before", "thing"),
    [
        ("The establishment", None, "officers"),
        ("The establishment", "staff", "staff"),
        ("The headcount", None, "workforce"),
        ("The headcount", "staff", "staff"),
    ],
)
def test_an_establishment_is_of_officers_unless_staff_were_spoken_of(
    words: str, before: str | None, thing: str
) -> None:
    spot = spot_of(f"{words} is 40.", "40", None if before is None else tie_of(before))

    topic = spot.topic(place(spot.parse, words))
    assert topic is not None
    assert topic[0].id == thing


def test_a_list_of_things_has_no_figure_of_the_last() -> None:
    both, one = spot_of("Burglary and robbery fell by 4%.", "4%"), spot_of("Robbery fell by 4%.", "4%")

    assert both.topic(both.subject) is None
    assert one.topic(one.subject) is not None


def test_a_tie_spans_the_number_and_the_words_that_name_its_thing() -> None:
    spot = spot_of("Police officers in towns number 2,242 today.", "2,242")
    tie = spot.tie(things()["officers"], Aspect.RATE, Aspect.LEVEL, how="is", named=0, role=Role.OWN)

    assert tie is not None
    assert spot.parse.text[tie.start : tie.end] == "Police officers in towns number 2,242"
    assert (tie.measure.id, tie.aspect, spot.quantity.value) == ("police_officers", Aspect.LEVEL, Decimal(2242))


def test_a_level_does_not_fall() -> None:
    spot = spot_of("It has 2,242 officers, 4% fewer.", "2,242")
    level = spot.tie(things()["officers"], Aspect.LEVEL, how="count", falls=True)

    assert level is not None
    assert not level.falls


def test_a_unit_without_a_measure_of_a_thing_states_nothing() -> None:
    assert spot_of("It has 40 miles.", "40").tie(things()["officers"], Aspect.LEVEL, how="count") is None


@pytest.mark.parametrize(("found", "per"), [([None], False), ([], False)])
def test_without_a_tie_before_nothing_is_for_each_officer(found: list[Tie | None], *, per: bool) -> None:
    assert Spot(parsed("It is 40."), 0, found).previous_per is per


def test_a_quantity_in_no_group_has_no_spot() -> None:
    parse = Parse(parsed("It has 40 cars.").reading, [])

    with pytest.raises(LookupError):
        Spot(parse, 0)
