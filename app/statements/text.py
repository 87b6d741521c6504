"""Normalised text, whose characters places refer to, and its sentences."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

PARAGRAPH_BREAK = "\n\n"
LONGEST_SENTENCE = 1200
"""The maximum length of a sentence. Real ones have less than 700 characters."""

# Characters that look like a space, and invisible ones: controls, which a terminal may obey, and marks that hide
# letters or change their shape or direction (Unicode categories Cc and Cf, selectors, tags).
_SPACES = re.compile(r"[\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000\u3164]+")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)

# UTF-8 decoded as windows-1252: Latin letters, signs such as £ and ½, dashes, quotation marks and bullets.
_BYTES = {bytes([byte]).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_CONTINUING = "".join(_BYTES)[:64]  # those that go on a character in UTF-8: 0x80 to 0xBF
_MOJIBAKE = re.compile(f"Â[\xa0-\xbf]|[Ã-Å][{_CONTINUING}]|â[€‚„][{_CONTINUING}]|ï»¿")

_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.$")
# A bullet begins a sentence, and a full stop ends one before a capital, a digit or an opening mark; not inside
# "approx. 5" or "e.g. Kent". Before a capital that begins a word, the space may be missing: "people.It has".
_SENTENCE_END = re.compile(
    r"(?!(?<=\d\s)\.\s\d)[.!?][”’\"')\]]*\s+(?=[A-Z0-9“‘\"'(\[£•])|\s+(?=[•●▪‣◦]\s)"
    r"|(?<=[a-z0-9%)]{2})[.!?](?=[A-Z][a-z’']*\s)"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:approx|circa|c|ca|e\.g|i\.e|etc|no|nos|sq|st|dr|mr|mrs|ms|vs|incl|inc|est|pop|[A-Z]))\.$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its words, its offset in the normalised text, and its paragraph (1 is the first)."""

    text: str
    start: int
    paragraph: int


def normalised(text: str) -> str:
    """Return a paragraph with composed characters, without invisible ones, and with single spaces between words.

    Quotation marks and dashes are kept, because figures are quoted exactly. Garbled characters are repaired.
    """
    plain = _plain(text)
    while (mended := _plain(_MOJIBAKE.sub(_mended, plain))) != plain:  # it may have been garbled more than once
        plain = mended
    return plain


def _plain(text: str) -> str:
    text = _INVISIBLE.sub("", _MOJIBAKE.sub(_mended, text))
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _mended(garbled: re.Match[str]) -> str:
    return bytes(_BYTES[character] for character in garbled[0]).decode()


def sentences(paragraphs: tuple[str, ...]) -> Iterator[Sentence]:
    """Yield the sentences of a statement in order; together with the gaps between them they are its whole text."""
    offset = 0
    for number, paragraph in enumerate(paragraphs, start=1):
        begin = 0
        for end in _SENTENCE_END.finditer(paragraph):
            stop = end.start() + len(end[0].rstrip())
            before = paragraph[max(begin, stop - 12) : stop]
            if _ABBREVIATION.search(before) or (_MONTH.search(before) and paragraph[end.end()].isdecimal()):
                continue
            yield from _parts(paragraph, begin, stop, offset, number)
            begin = end.end()
        yield from _parts(paragraph, begin, len(paragraph), offset, number)
        offset += len(paragraph) + len(PARAGRAPH_BREAK)


def _parts(paragraph: str, begin: int, stop: int, offset: int, number: int) -> Iterator[Sentence]:
    """Yield a sentence, split between words if it is longer than any real one.

    This keeps extraction linear in the length of a text, even if its rules are quadratic in that of a sentence.
    """
    while stop - begin > LONGEST_SENTENCE:
        space = paragraph.rfind(" ", begin + 1, begin + LONGEST_SENTENCE)
        end = space if space > 0 else begin + LONGEST_SENTENCE
        yield Sentence(paragraph[begin:end], offset + begin, number)
        begin = end + (space > 0)
    if begin < stop:
        yield Sentence(paragraph[begin:stop], offset + begin, number)
