import pytest

from app.extract.notes import NOTE_RULES, NoteRule
from app.vocabulary.records import Note
from tests.builders import read, statement


def the_note(sentence: str) -> Note:
    [note] = read(sentence).notes
    return note


@pytest.mark.parametrize("rule", NOTE_RULES, ids=lambda rule: rule.id)
def test_the_example_of_a_note_rule_is_read_by_that_rule_alone(rule: NoteRule) -> None:
    note = the_note(rule.example)

    assert (note.method, note.topic, note.kind) == (rule.id, rule.topic, rule.kind)
    assert "{" not in note.text


def test_no_two_note_rules_have_the_same_id() -> None:
    assert len({rule.id for rule in NOTE_RULES}) == len(NOTE_RULES)


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("“Here For You” is our promise to every caller.", "Commitment named “Here For You”"),
        ("The force opened the Brackshire Skills Academy in 2018.", "Brackshire Skills Academy set up"),
        ("It works closely with local councils and partners.", "Works with local councils and partners"),
        ("Its financial strategy is projected to be balanced.", "Financial plan forecast to balance"),
    ],
)
def test_a_note_is_in_words_of_our_own_with_the_names_of_the_source(sentence: str, text: str) -> None:
    assert the_note(sentence).text == text


@pytest.mark.parametrize(
    ("sentence", "year", "month"),
    [
        ("The force opened the Brackshire Academy in 2018.", 2018, None),
        ("The force opened the Brackshire Academy in May 2018.", 2018, 5),
        ("The force opened the Brackshire Academy on 3 May 2018.", 2018, 5),
        ("In 2017 it began, and the force opened the Brackshire Academy in 2018.", 2018, None),
        ("In 2017 the force opened the Brackshire Academy.", None, None),
        ("The force opened the Brackshire Academy.", None, None),
        ("A new operating model was adopted in May 2019.", 2019, 5),
        ("Its financial plan is expected to balance in 2018.", None, None),
    ],
)
def test_a_note_of_an_event_is_dated_by_the_first_date_after_it(
    sentence: str, year: int | None, month: int | None
) -> None:
    note = the_note(sentence)

    assert (note.year, note.month) == (year, month)


@pytest.mark.parametrize(
    "sentence",
    [
        "Its financial plan is balanced against need.",
        "Its financial plan is old; it is expected to balance other needs.",
        "A horse is on track.",
        "Its officers attended the Brackshire Academy.",
        "It has two international airports.",
        "Its operating model was adopted in May 2019.",
        "“Here For You” is a song.",
        "It works with horses.",
    ],
)
def test_a_sentence_that_only_sounds_alike_gives_no_note(sentence: str) -> None:
    assert not read(sentence).notes


def test_a_note_stands_at_its_words_in_the_statement() -> None:
    source = statement("It has a port.", "It is calm. It has an international airport and a quay.")

    [note] = read(*source.paragraphs).notes

    assert note.place is not None
    assert note.place.paragraph == 2
    assert source.text[note.place.start : note.place.end] == "an international airport"
