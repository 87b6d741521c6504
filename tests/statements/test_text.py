import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.statements.text import PARAGRAPH_BREAK, normalised, sentences
from tests.builders import any_text, paragraphs_of, properties


@properties
@given(st.text())
@example("e\u200b\u0301")
@example("\ufeff a \u00ad b\u3000")
def test_normalising_twice_is_normalising_once(text: str) -> None:
    assert normalised(normalised(text)) == normalised(text)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a\u00a0budget\u2009of \n\t £5m ", "a budget of £5m"),
        ("Bracks\u00adhire\u200b \ufeffPolice", "Brackshire Police"),
        ("Heddlu Llanfa\u0302r", "Heddlu Llanfâr"),
        ("“Here – for ‘you’”", "“Here – for ‘you’”"),
        (" \u200b ", ""),
    ],
)
def test_spaces_are_single_and_plain_and_quotes_and_dashes_stay(text: str, plain: str) -> None:
    assert normalised(text) == plain


@properties
@given(st.lists(any_text, max_size=4))
def test_sentences_stand_where_they_say_and_only_spaces_stand_between_them(texts: list[str]) -> None:
    paragraphs = paragraphs_of(texts)
    text = PARAGRAPH_BREAK.join(paragraphs)
    left = text

    end = 0
    for sentence in sentences(paragraphs):
        assert sentence.text
        assert sentence.start >= end
        end = sentence.start + len(sentence.text)
        assert text[sentence.start : end] == sentence.text
        assert sentence.text in paragraphs[sentence.paragraph - 1]
        left = left[: sentence.start] + " " * len(sentence.text) + left[end:]

    assert not left.strip()


def words_of(*paragraphs: str) -> list[tuple[int, str]]:
    return [(sentence.paragraph, sentence.text) for sentence in sentences(paragraphs)]


def test_a_paragraph_ends_a_sentence_and_paragraphs_are_counted_from_1() -> None:
    assert words_of("It has a port. It has a zoo", "and a fair!") == [
        (1, "It has a port."),
        (1, "It has a zoo"),
        (2, "and a fair!"),
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "It has approx. 5 ports",
        "Some areas, e.g. Marlow, differ",
        "It is near St. Mary",
        "It covers 520 sq. Miles",
        "Roads such as the A. B. Smith way",
        "The budget is £5.5m",
        "It works with others, etc. and so on",
    ],
)
def test_a_full_stop_inside_a_sentence_does_not_end_it(paragraph: str) -> None:
    assert words_of(paragraph) == [(1, paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "first"),
    [
        ("It has 5. It grows.", "It has 5."),
        ("“It grows.” It has 5.", "“It grows.”"),
        ("Does it grow? 5 towns do.", "Does it grow?"),
        ("It grows (a bit.) £5m was spent.", "It grows (a bit.)"),
    ],
)
def test_a_sentence_ends_before_a_capital_a_digit_or_an_opening_mark(paragraph: str, first: str) -> None:
    assert words_of(paragraph)[0] == (1, first)
    assert len(words_of(paragraph)) == 2


def test_sentences_lose_no_word() -> None:
    paragraph = "It has 5 ports. It grows! Does it? Yes, e.g. In Marlow."

    joined = " ".join(sentence.text for sentence in sentences((paragraph,)))

    assert re.split(r"\s+", joined) == paragraph.split(" ")
