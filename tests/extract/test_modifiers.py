"""What the words before and after a head do to what it counts: nothing, narrow it, or make it another kind of thing."""

import pytest

from app.extract.modifiers import Effect, effect
from app.extract.postmodifiers import is_narrowed
from app.extract.quantities import read_sentence
from app.extract.readings import parse
from app.statements.text import sentences
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.things import things
from tests.builders import only_figure, read


@pytest.mark.parametrize(
    ("word", "thing", "expected"),
    [
        ("full", "officers", Effect.NEUTRAL),
        ("our", "officers", Effect.NEUTRAL),
        ("mounted", "officers", Effect.NARROWING),
        ("leafy", "districts", Effect.UNKNOWN),
        ("former", "officers", Effect.OTHER),
        ("former", "districts", Effect.OTHER),
        ("new", "officers", Effect.NEW),
        ("extra", "officers", Effect.MORE),
        ("higher", "crime", Effect.MORE),
        ("fewer", "officers", Effect.LESS),
    ],
)
def test_a_word_before_the_head_has_the_effect_of_its_class(word: str, thing: str, expected: Effect) -> None:
    assert effect(word, things()[thing]) is expected


@pytest.mark.parametrize(
    ("sentence", "measure"),
    [
        ("It has 300 full-time officers.", "police_officers"),
        ("It has 300 extra officers.", "officers_additional"),
        ("It has 300 fewer officers.", "officers_change"),
    ],
)
def test_the_effect_decides_what_is_read(sentence: str, measure: str) -> None:
    assert only_figure(sentence).measure == measure


@pytest.mark.parametrize("kind", ["mounted", "former", "student"])
def test_a_part_and_another_kind_are_left_unassigned(kind: str) -> None:
    assert read(f"It has 300 {kind} officers.").observations == ()


def test_a_word_that_may_narrow_lowers_the_certainty() -> None:
    assert only_figure("It has 12 leafy districts.").certainty is Certainty.LIKELY
    assert only_figure("It has 12 large districts.").certainty is Certainty.CERTAIN


def narrowed(sentence: str, thing: str) -> bool:
    """Return whether what follows the first number of a sentence tells but a part of a thing."""
    [only] = sentences((sentence,))
    parsed = parse(read_sentence(only))
    return is_narrowed(parsed, parsed.spots[0], things()[thing])


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("It has 300 officers in neighbourhood teams.", "officers"),
        ("It has 300 officers with dogs.", "officers"),
        ("It has 300 officers for the festival.", "officers"),
        ("It has 300 officers who drive.", "officers"),
        ("Its 300 officers trained in driving were there.", "officers"),
        ("It took 300,000 calls to save lives.", "calls"),
        ("It recorded 7,000 crimes against shops.", "crime"),
        ("It took 7,000 incidents of theft.", "incidents"),
    ],
)
def test_a_part_is_told_by_what_follows(sentence: str, thing: str) -> None:
    assert narrowed(sentence, thing)


@pytest.mark.parametrize(
    ("sentence", "thing"),
    [
        ("It has 300 officers in the county.", "officers"),
        ("It has 300 officers in Marlow.", "officers"),
        ("It has 300 officers in post.", "officers"),
        ("It has 300 officers with 40 dogs.", "officers"),
        ("It has 300 officers who serve the county.", "officers"),
        ("Its 300 officers working in the county were there.", "officers"),
        ("Its 300 officers were trained.", "officers"),
        ("It recorded 7,000 crimes in the year.", "crime"),
        ("It recorded 7,000 incidents of all kinds.", "incidents"),
        ("It serves 300,000 people who love it.", "people"),
        ("It has four towns with castles.", "towns"),
    ],
)
def test_where_and_when_all_is_counted_narrows_nothing(sentence: str, thing: str) -> None:
    assert not narrowed(sentence, thing)
