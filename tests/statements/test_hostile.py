"""Pages as nobody publishes them: published ones, changed at random. Each is read or refused, and places stay right."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.extract.observations import Extraction
from app.reading import Page, TooLargeError, read_here
from app.statements.identity import address_of, is_name, language_of
from app.statements.statement import NotAStatementError
from app.vocabulary.records import Note, Observation, Unassigned
from tests.builders import OPENING, number_like_text
from tests.statements.test_page import HTML, TEXT

PAGES = (
    HTML,
    TEXT,
    HTML.replace(
        "</h3>", "</h3><p>It has 2,242 officers, up 5% since 2016/17, and a budget of £223.2m for 2021/22.</p>"
    ),
    TEXT.replace("64 miles", "about 1.1 million people, 12% of them aged 65 or over, and 64 miles"),
)
TAGS = "<p> </p> <div> <td> <table> <b> <i> <a> <template> <svg> <math> <select> <form> <nav> <!-- --> <![CDATA[ <br>"
ODD = (
    *TAGS.split(),
    *(
        '<html lang="{{x}}">',
        '<link rel=canonical href="javascript:x">',
        "<base href=//x>",
        "<img alt='",
        "<plaintext>",
    ),
    *(
        "&#0;",
        "&#x9b;",
        "&#xd800;",
        "&#x202e;",
        "&zwj;",
        "&",
        "\x00",
        "\x1b[31m",
        "\x9b31m",
        "\u202e",
        "\u2028",
        "\ufffe",
    ),
    *("The force says...", "Disclaimer: prepared by", "Kent Police 2021/22", "٢٠١٦", "20١٦", "½", "😀", "e\u0301", "ﬃ"),
)
odd = st.one_of(
    st.sampled_from(ODD),
    st.text(max_size=8),
    st.binary(max_size=8).map(lambda noise: noise.decode(errors="replace")),
    number_like_text,
)
changes = st.lists(
    st.tuples(st.sampled_from(["insert", "repeat", "drop", "double"]), st.floats(0, 1), st.integers(1, 40), odd),
    min_size=1,
    max_size=8,
)


def changed(page: str, how: str, where: float, length: int, noise: str) -> str:
    """Return a page with one change: something put in (once or nested), a part left out, or a part twice."""
    start = int(where * len(page))
    before, part, after = page[:start], page[start : start + length], page[start + length :]
    return {
        "insert": before + noise + part + after,
        "repeat": before + noise * length + part + after,
        "drop": before + after,
        "double": before + part * 2 + after,
    }[how]


def all_said(extraction: Extraction) -> tuple[Observation | Unassigned | Note, ...]:
    return (*extraction.observations, *extraction.unassigned, *extraction.notes)


def assert_read_or_refused(text: str) -> None:
    try:
        statement, extraction = read_here(Page(text=text))
    except (NotAStatementError, TooLargeError):
        return
    for figure in all_said(extraction):
        place = figure.place
        assert place is not None
        words = statement.text[place.start : place.end]
        assert words == getattr(figure, "as_stated", words)
        assert words
        assert words in statement.paragraphs[place.paragraph - 1]
    assert statement.url is None or address_of(statement.url) == statement.url
    assert language_of(statement.language) == statement.language
    assert statement.title.isprintable()
    assert is_name(statement.force_name)
    assert statement.round.replace("-", "").isdecimal()
    assert statement.round.isascii()
    assert all(unicodedata.category(character) != "Cc" for part in statement.paragraphs for character in part)


@settings(derandomize=True, deadline=None, max_examples=600)
@given(st.sampled_from(PAGES), changes)
def test_a_page_changed_at_random_is_read_or_refused(page: str, made: list[tuple[str, float, int, str]]) -> None:
    for change in made:
        page = changed(page, *change)
    assert_read_or_refused(page)


FOUND = {
    "digits of another script for a round": "Kent Police 20١٦\n\nThe force says...\n\nIt has 5 ports.",
    "a control of the second set": OPENING + "It has 5&#x9b;31m ports.",
    "a control of the second set in the title": OPENING.replace("Kent", "\x9b31mBrackshire") + "It has 5 ports.",
    "marks that turn letters round": OPENING + "It has \u202e5 ports\u202c.",
    "a language of a template": f'<html lang="{{{{page.lang}}}}">{OPENING}It has 5 ports.',
    "an address that runs": f'<link rel=canonical href="javascript:x">{OPENING}It has 5 ports.',
    "a private character in a name": OPENING.replace("Kent", "Brack\ue000shire") + "It has 5 ports.",
    "a name without an end": "The force says...\n\nIt has 5 ports.\n\nDisclaimer: prepared by " + "x" * 200,
    "many names": "The force says...\n\nIt has 5 ports.\n\nDisclaimer: " + "prepared by " * 5_000,
    "blocks without an end": OPENING + "<div>" * 9_000 + "It has 5 ports.",
    "words within many tags": OPENING + "<i>It has 5 ports. " * 4_000,
}


@pytest.mark.parametrize("kind", FOUND)
def test_what_was_found_before_is_read_or_refused(kind: str) -> None:
    assert_read_or_refused(FOUND[kind])
