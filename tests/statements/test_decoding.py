"""Bytes as text: the encoding that they show or that is said, and files that are no text."""

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.statements.decoding import NotTextError, decoded
from tests.builders import properties

WORDS = "The force’s budget is £223.2m – “more” than before."
PLAIN = "£5"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (WORDS.encode(), None),
        (WORDS.encode(), "windows-1252"),
        (codecs.BOM_UTF8 + WORDS.encode(), None),
        (codecs.BOM_UTF16_LE + WORDS.encode("utf-16-le"), None),
        (codecs.BOM_UTF16_BE + WORDS.encode("utf-16-be"), "windows-1252"),
        (WORDS.encode("utf-16-le"), "utf-16"),
        (WORDS.encode("utf-16-be"), "UTF-16BE"),
        (WORDS.encode("cp1252"), "windows-1252"),
        (WORDS.encode("cp1252"), "ISO-8859-1"),
        (WORDS.encode("cp1252"), "latin1"),
        (WORDS.encode("cp1252"), "us-ascii"),
        (WORDS.encode("mac-roman"), "macintosh"),
    ],
)
def test_text_is_read_in_the_encoding_that_it_shows_or_that_is_said(content: bytes, said: str | None) -> None:
    assert decoded(content, said) == WORDS


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1252">',
        "<META CHARSET=iso-8859-1>",
        "<meta charset = 'cp1252' />",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1252">',
        "<!--" + "x" * 6000 + "--><meta charset=latin1>",
        '<?xml version="1.0" encoding="windows-1252"?>',
    ],
)
def test_a_page_is_read_in_the_encoding_that_it_says(head: str) -> None:
    page = f"{head}<p>{WORDS}</p>"
    assert decoded(page.encode("cp1252")) == page
    assert decoded(page.encode("iso8859-15", "replace"), "iso-8859-15") != page


@pytest.mark.parametrize(
    ("content", "said", "told"),
    [
        (b"", None, "empty"),
        (b" \r\n\t", None, "empty"),
        (codecs.BOM_UTF8, None, "empty"),
        (b"%PDF-1.7\n%\xe2\xe3", None, "a PDF"),
        (b"PK\x03\x04\x14", None, "Office document or an archive"),
        (b"\xd0\xcf\x11\xe0\xa1", None, "Office document"),
        (b"{\\rtf1 x", None, "RTF"),
        (b"\x1f\x8b\x08", None, "compressed"),
        (b"\x89PNG\r\n", None, "picture"),
        (b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n", None, "MHTML"),
        (b"\xa3223.2m", None, "does not say what it is in"),
        (b"<meta charset=utf-8>\xa3", None, "not text in utf-8"),
        (b"<meta charset=klingon>\xa3", None, "in klingon"),
        (b"<meta charset=utf-7>\xa3", None, "in utf-7"),
        (b"<meta charset=unicode_escape>\xa3", None, "in unicode_escape"),
        (b"\xff\xfe\x00", None, "not text in utf-16"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, said: str | None, told: str) -> None:
    with pytest.raises(NotTextError) as refusal:
        decoded(content, said)
    assert told in str(refusal.value)


@properties
@given(st.binary(max_size=300), st.sampled_from([None, "windows-1252", "utf-16", "utf-8", "rot13", "x", "\x00"]))
def test_any_bytes_are_text_or_named(content: bytes, said: str | None) -> None:
    with suppress(NotTextError):
        assert isinstance(decoded(content, said), str)
