"""How wide text is in the font of the charts, which lays it out so that nothing overlaps or is cut off."""

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path
from struct import unpack_from

from app.vocabulary.words import Word

FAMILY = "Inter"
ALLOWANCE = 1.14
"""How much wider than in our font text may be in that of a reader's machine: as in DejaVu Sans, the widest of them."""


class Weight(Word):
    """The weights that the font is bundled in."""

    REGULAR = "400"
    BOLD = "600"


FONTS = {
    Weight.REGULAR: Path(__file__).parent / "fonts" / "Inter-Regular.ttf",
    Weight.BOLD: Path(__file__).parent / "fonts" / "Inter-SemiBold.ttf",
}
"""The files of the font: of Inter, the letters of Latin languages, Welsh among them, with figures of one width."""


@lru_cache(maxsize=2**12)  # names of forces, and words of the legend, stand in every chart
def width(text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
    """Return how wide a line of text is at most."""
    advances = _advances(weight)
    widest = advances["W"]  # what the font does not have is drawn from another, and may be wide
    return sum(advances.get(character, widest) for character in text) * size * ALLOWANCE


def lines(text: str, room: float, size: float, weight: Weight = Weight.REGULAR) -> list[str]:
    """Return a text in lines that have room. A word that alone has none is broken."""
    found = [""]
    for word in _words(text, room, size, weight):
        longer = f"{found[-1]} {word}".strip()
        if width(longer, size, weight) <= room:
            found[-1] = longer
        else:
            found.append(word)
    return [line for line in found if line]


def _words(text: str, room: float, size: float, weight: Weight) -> Iterator[str]:
    """Yield the words of a text, in pieces that have room: each character is measured once, for a word may be long."""
    for word in text.split():
        start, reached = 0, 0.0
        for at, character in enumerate(word):
            wide = width(character, size, weight)
            if at > start and reached + wide > room:
                yield word[start:at]
                start, reached = at, 0.0
            reached += wide
        yield word[start:]


@cache
def _advances(weight: Weight) -> Mapping[str, float]:
    """Return the advance of every character of the font, in parts of its size."""
    font = FONTS[weight].read_bytes()
    (tables,) = unpack_from(">H", font, 4)
    at = dict(unpack_from(">4s4xI", font, 12 + 16 * n) for n in range(tables))
    (units,) = unpack_from(">H", font, at[b"head"] + 18)
    (measured,) = unpack_from(">H", font, at[b"hhea"] + 34)
    advances = [unpack_from(">H", font, at[b"hmtx"] + 4 * glyph)[0] / units for glyph in range(measured)]
    return {chr(code): advances[min(glyph, measured - 1)] for code, glyph in _glyphs(font, at[b"cmap"])}


def _glyphs(font: bytes, cmap: int) -> Iterator[tuple[int, int]]:
    """Yield the characters of a font, each with the number of its glyph (OpenType's ``cmap``, format 4)."""
    (first,) = unpack_from(">I", font, cmap + 8)
    table = cmap + first
    (twice,) = unpack_from(">H", font, table + 6)
    segments = [table + 14 + part * twice + 2 * (part > 0) for part in range(4)]
    for segment in range(0, twice, 2):
        end, start, delta, offset = (unpack_from(">H", font, part + segment)[0] for part in segments)
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offset:
                (glyph,) = unpack_from(">H", font, segments[3] + segment + offset + 2 * (code - start))
            yield code, (glyph + delta) % 2**16
