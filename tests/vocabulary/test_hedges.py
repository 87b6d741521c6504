import pytest

from app.extract.quantities import Quantity, read_sentence
from app.statements.text import Sentence
from app.vocabulary.hedges import hedge_after, hedge_before
from app.vocabulary.qualifiers import Qualifier

BEFORE = {
    Qualifier.OVER: (
        "over", "more than", "in excess of", "at least", "no less than", "no fewer than", "not less than", "upwards of",
        "a minimum of", "upward of", "north of", "greater than", "≥", ">=", "not under",
        "above", ">", "just over", "well over", "a little over",
    ),
    Qualifier.UNDER: ("under", "less than", "fewer than", "below", "<", "well under"),
    Qualifier.UP_TO: (
        "up to", "as many as", "no more than", "not more than", "a maximum of", "at most", "≤", "<=", "not over",
    ),
    Qualifier.ALMOST: (
        "nearly", "almost", "very nearly", "just under", "slightly fewer than", "just below", "a little less than",
        "just shy of", "just short of", "close on", "getting on for", "not quite", "verging on",
    ),
    Qualifier.ABOUT: (
        "around", "about", "approximately", "approx.", "approx", "roughly", "close to", "circa", "c.", "c", "ca.", "~",
        "≈", "some", "an estimated", "estimated at", "in the region of", "in the order of", "of the order of",
        "something like", "more or less",
    ),
}  # fmt: skip
AFTER = {
    Qualifier.OVER: ("+", " or more", " and over", " and above", " plus", " or greater", " and counting", " at least"),
    Qualifier.ABOUT: (" or so", " approximately", "-odd", " odd", " or thereabouts", ", give or take"),
    Qualifier.UNDER: (" or less", " or fewer", " and under", " or below"),
    Qualifier.UP_TO: (" at most",),
}
NUMBERS = (
    "5",
    "2,242",
    "1.1 million",
    "half",
    "twenty-five",
    "£223.2m",
    "£ 5",
    "96.8%",
    "520 square miles",
    "a million",
)


def quantity_of(sentence: str) -> Quantity:
    [quantity] = read_sentence(Sentence(sentence, 0, 1)).quantities
    return quantity


def hedging_of(words: str) -> tuple[Qualifier, str]:
    """Return how the number in ``words`` is qualified inside a sentence, and the characters taken for it."""
    sentence = f"It has {words}, they say."
    quantity = quantity_of(sentence)
    return quantity.qualifier, sentence[quantity.start : quantity.end]


@pytest.mark.parametrize(
    ("qualifier", "wording"), [(qualifier, wording) for qualifier, wordings in BEFORE.items() for wording in wordings]
)
def test_a_hedge_before_a_number_of_any_form_qualifies_it_and_is_quoted(qualifier: Qualifier, wording: str) -> None:
    for number in NUMBERS:
        assert hedging_of(f"{wording} {number}") == (qualifier, f"{wording} {number}")


@pytest.mark.parametrize("verb", ["exceeding", "exceeds", "passing", "topping"])
def test_a_verb_of_excess_qualifies_the_number_and_stays_in_the_sentence(verb: str) -> None:
    for number in NUMBERS:
        assert hedging_of(f"{verb} {number}") == (Qualifier.OVER, number)


@pytest.mark.parametrize(
    ("qualifier", "wording"), [(qualifier, wording) for qualifier, wordings in AFTER.items() for wording in wordings]
)
def test_a_hedge_after_a_number_of_any_form_qualifies_it_and_is_quoted(qualifier: Qualifier, wording: str) -> None:
    for number in NUMBERS:
        assert hedging_of(f"{number}{wording}") == (qualifier, f"{number}{wording}")


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 5 ports.",
        "The cover 5 gave.",
        "It was over when 5 came.",
        "Moreover 5 came.",
        "It has some ports and 5 zoos.",
        "A hand-over 5 saw.",
        "It has 5 more towns.",
    ],
)
def test_a_number_without_a_hedge_right_beside_it_is_exact(sentence: str) -> None:
    assert quantity_of(sentence).qualifier is Qualifier.EXACT


def test_a_hedge_holds_for_the_number_right_after_it_alone() -> None:
    reading = read_sentence(Sentence("It has over 5 ports, 6 zoos and nearly 7 fairs.", 0, 1))

    assert [quantity.qualifier for quantity in reading.quantities] == [
        Qualifier.OVER,
        Qualifier.EXACT,
        Qualifier.ALMOST,
    ]


def test_what_hedges_one_number_does_not_hedge_the_next() -> None:
    first, second = read_sentence(Sentence("Of 5 or more 6 came.", 0, 1)).quantities

    assert (first.qualifier, second.qualifier) == (Qualifier.OVER, Qualifier.EXACT)


def test_a_hedge_says_where_it_begins_and_ends() -> None:
    assert hedge_before("It has just over £5", len("It has just over ")) == (Qualifier.OVER, len("It has "))
    assert hedge_after("5 or more ports", 1) == (Qualifier.OVER, len("5 or more"))
    assert hedge_before("It has £5", len("It has ")) is None
    assert hedge_after("5 ports", 1) is None
