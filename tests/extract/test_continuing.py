"""First figures of sentences that go on with the thing of the sentence before, and near misses."""

import pytest

from tests.builders import read

Row = tuple[str, str, str | None]


def rows(text: str) -> list[Row]:
    return [(figure.measure, f"{figure.value:f}", figure.area) for figure in read(text).observations]


@pytest.mark.parametrize(
    ("text", "second"),
    [
        ("It recorded 53,229 crimes. It has fallen by 37% since.", ("crime_change", "-37", None)),
        ("It recorded 53,229 crimes. Over the last ten years this has risen by 37%.", ("crime_change", "37", None)),
        ("It recorded 53,229 crimes. The number has fallen slightly by 2%.", ("crime_change", "-2", None)),
        ("It recorded 53,229 crimes. The rate, 62.2 per 1,000 people, is low.", ("crime_rate", "62.2", None)),
        ("It recorded 53,229 crimes. That rate is 62.2 per 1,000 people.", ("crime_rate", "62.2", None)),
        ("Some 32% of people speak Welsh. In Brackwater it is 8%.", ("welsh_speakers_share", "8", "Brackwater")),
        (
            "Some 32% of people speak Welsh. In Brackwater that figure is 8%.",
            ("welsh_speakers_share", "8", "Brackwater"),
        ),
        ("Its officer target is 730. The actual strength was 711.", ("police_officers", "711", None)),
        ("It has 730 officers. Strength in March 2020 was 711.", ("police_officers", "711", None)),
        ("It must save £30m. £28.1m of it has been achieved.", ("savings_made", "28100000", None)),
        ("It must save £30m. It has delivered £18.1m so far.", ("savings_made", "18100000", None)),
        ("It has saved £30m. We will need £4.8m more.", ("savings_required", "4800000", None)),
        ("It has 730 officers. It has recruited 141 of them since.", ("officers_additional", "141", None)),
    ],
)
def test_a_first_figure_goes_on_with_the_thing_of_the_sentence_before(text: str, second: Row) -> None:
    assert rows(text)[1] == second


@pytest.mark.parametrize(
    "text",
    [
        "It recorded 53,229 crimes. Its horses have fallen by 37%.",
        "It recorded 53,229 crimes. It has three horses.",
        "It has two prisons. The rate, 62.2 per 1,000 people, is low.",
        "It recorded 53,229 crimes. In Brackwater it is 8%.",
        "It recorded 53,229 crimes. Strength in March 2020 was 711.",
        "It has 730 officers. £28.1m of it has been achieved.",
        "It must save £30m. It has delivered 18 plans so far.",
        "It recorded 53,229 crimes. It has recruited 141 horses.",
        "It recorded 53,229 crimes. There was much else. It has fallen by 37%.",
    ],
)
def test_a_first_figure_of_something_else_is_left(text: str) -> None:
    assert len(rows(text)) == 1
