"""Highlights: a text is cut where something that was read from it begins or ends, and nowhere loses a character."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.explorer.highlights import Place, highlighted


def test_words_that_are_read_as_several_things_are_marked_as_all_of_them() -> None:
    text = "Our plan of 300 officers is set."
    places = [Place(4, 31, 1, "claim", "a plan", 0), Place(12, 24, 2, "figure", "officers", 0)]
    [stretches] = highlighted([text], places)
    assert [(one.text, one.kinds, [p.number for p in one.ending]) for one in stretches] == [
        ("Our ", (), []),
        ("plan of ", ("claim",), []),
        ("300 officers", ("claim", "figure"), [2]),
        (" is set", ("claim",), [1]),
        (".", (), []),
    ]


@given(st.lists(st.text("abc £1", max_size=20), min_size=1, max_size=4), st.data())
def test_no_character_is_lost_wherever_places_are(paragraphs: list[str], data: Any) -> None:  # noqa: ANN401 - hypothesis's
    places: list[Place] = []
    begin = 0
    for paragraph in paragraphs:
        for _ in range(data.draw(st.integers(0, 3)) if paragraph else 0):
            start = data.draw(st.integers(0, len(paragraph) - 1))
            end = data.draw(st.integers(start + 1, len(paragraph)))
            places.append(Place(begin + start, begin + end, len(places), "figure", "it", 0))
        begin += len(paragraph) + 2
    shown = list(highlighted(paragraphs, places))
    assert ["".join(stretch.text for stretch in stretches) for stretches in shown] == paragraphs
    ended = [place for stretches in shown for stretch in stretches for place in stretch.ending]
    assert sorted(ended, key=lambda place: place.number) == places
