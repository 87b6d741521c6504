"""Text is measured in the font that is bundled, so that it is neither cut off nor runs into another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.charts.text import ALLOWANCE, FONTS, Weight, lines, width
from app.vocabulary.forces import forces
from tests.builders import properties
from tests.pictures import ink

MOST_BYTES = 150_000


@pytest.mark.parametrize("weight", Weight)
@pytest.mark.parametrize("text", ["Hampshire and Isle of Wight", "£223.2m", "1,931,700", "Dŵr Ŷd ≥ 5 → 6 – 7"])
def test_words_are_as_wide_as_they_are_drawn(text: str, weight: Weight) -> None:
    measured = width(text, 40, weight) / ALLOWANCE
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100">'
        f'<text x="10" y="60" font-family="Inter" font-size="40" font-weight="{weight}">{text}</text></svg>'
    )
    left, _, right, _ = ink(svg)
    assert right - left == pytest.approx(measured, rel=0.05)


def test_the_font_has_every_letter_of_the_forces_and_of_welsh() -> None:
    names = "".join(force.name for force in forces().values()) + "âêîôûŵŷÂÊÎÔÛŴŶáéíóúẃýàèìòùẁỳäëïöüẅÿ£–—≥≤→²‘’“”…"
    missing = [letter for letter in set(names) if width(letter, 1) == width("W", 1) and letter not in "WŴ"]
    assert not missing
    assert sum(file.stat().st_size for file in FONTS.values()) < MOST_BYTES
    assert "SIL OPEN FONT LICENSE" in (FONTS[Weight.REGULAR].parent / "OFL.txt").read_text(encoding="utf-8")


@properties
@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])), room=st.floats(20, 400))
def test_lines_have_room_and_lose_nothing(text: str, room: float) -> None:
    told = lines(text, room, 12)
    assert "".join("".join(told).split()) == "".join(text.split())
    assert all(width(line, 12) <= room or len(line) <= 2 for line in told)
