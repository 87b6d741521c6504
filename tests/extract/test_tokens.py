"""The tokens of sentences: words apart by spaces, a quantity as "#", a period as "@", a thing as <words>, {rate}."""

import pytest
from hypothesis import given

from app.extract.quantities import read_sentence
from app.extract.tokens import Kind, Token, tokens_of
from app.statements.text import Sentence
from tests.builders import any_text, properties


def tokens(text: str) -> list[Token]:
    return tokens_of(read_sentence(Sentence(text, 0, 1)))


def shown(text: str) -> str:
    signs = {Kind.THING: "<{}>", Kind.RATE: "{{{}}}"}
    return " ".join(signs.get(token.kind, "{}").format(token.text) for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The force employs 2,242 officers.", "the force employs # <officers> ."),
        ("In 2015/16, crime fell by £3m (4%).", "in @ , <crime> fell by # ( # ) ."),
        ("20 calls per 1,000 residents", "# <calls> {per 1,000 residents}"),
        ("the force's officers' 30 days", "the force ’s <officers> ’ # days"),
        ("It hasn't lost 12; they’ve lost 9.", "it has n’t lost # ; they ’ve lost # ."),
        ("30 full-time vehicles", "# full - time vehicles"),
        ("about e.g. 30", "about e.g. #"),
        ("Crime has doubled", "<crime> has doubled"),
        ("Crime* rose by 3%¹", "<crime> rose by #"),
        ("The pay of 300 officers", "the <pay> of # <officers>"),
        ("Residents pay £200", "<residents> pay #"),
        ("They must pay £200", "they must pay #"),
        ("", ""),
    ],
)
def test_a_sentence_is_read_as_tokens(text: str, expected: str) -> None:
    assert shown(text) == expected


def test_a_token_tells_its_number_its_thing_and_how_it_is_written() -> None:
    crime, number, dash, name = tokens("crime 3%-Brackwater")
    assert crime.thing is not None
    assert crime.thing.thing.id == "crime"
    assert (number.kind, number.n, number.joined) == (Kind.QUANTITY, 0, False)
    assert (dash.kind, dash.joined, dash.named) == (Kind.MARK, True, False)
    assert (name.joined, name.named, name.start, name.end) == (True, True, 9, 19)


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    assert [token.named for token in tokens("Brackshire has Brackwater")] == [False, False, True]


@properties
@given(any_text)
def test_the_tokens_of_any_text_are_in_order_and_never_overlap(text: str) -> None:
    reached = 0
    for token in tokens(text):
        assert reached <= token.start < token.end <= len(text)
        reached = token.end
