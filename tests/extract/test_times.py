"""Which period a figure has, across a sentence, a list and sentences that point back."""

import pytest

from tests.builders import read


def periods(*paragraphs: str) -> list[str | None]:
    return [figure.period.label if figure.period else None for figure in read(*paragraphs).observations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In 2020/21 it recorded 31,440 crimes and attended 97,300 incidents.", ["2020/21", "2020/21"]),
        ("It recorded 31,440 crimes and attended 97,300 incidents in 2020/21.", ["2020/21", "2020/21"]),
        ("It has 300 officers, 200 police staff and 10 PCSOs (March 2019).", ["March 2019"] * 3),
        ("As at 31 March 2016: 1,796 police officers (31 March 2010: 2,256).", ["31 March 2016", "31 March 2010"]),
        ("The budget for 2015/16 is £5m.", ["2015/16"]),
        ("In 2014/15, 51,246 crimes were recorded, 1,318 fewer than in 2013/14.", ["2014/15", "2014/15"]),
        ("It has 300 officers; in 2010 it had 200 PCSOs.", [None, "2010"]),
        ("It had a budget of £5m in 2010, and now has 2,700 police officers.", ["2010", None]),
        ("It has 300 officers and will recruit 62 more officers in 2022/23.", [None, "2022/23"]),
        ("The budget is £5m, an increase of 4% on the previous year.", [None, None]),
        ("Since 2010 it has saved £5m and has 300 officers.", ["since 2010", None]),
        ("Crime fell by 16% 2011-2016.", ["2011 to 2016"]),
        ("Crime rose by 3% in the 12 months to 31 March 2016.", ["year to March 2016"]),
        ("It must save £5m, with savings of £2m to be found by 2020/21.", [None, "by 2020/21"]),
    ],
)
def test_a_figure_has_the_period_that_its_sentence_gives_it(text: str, expected: list[str | None]) -> None:
    assert periods(text) == expected


def test_the_same_period_is_the_one_named_last() -> None:
    assert periods("In 2017/18 it recorded 31,440 crimes. In the same period burglary rose by 3%.") == ["2017/18"] * 2


def test_a_period_that_is_pointed_back_to_and_was_never_named_is_none() -> None:
    assert periods("In the same period burglary rose by 3%.") == [None]


def test_the_lead_of_a_list_holds_for_its_items_and_not_beyond() -> None:
    assert (
        periods("In the 12 months to September 2023 we:", "recorded 31,440 crimes", "dealt with 90,000 incidents")
        == ["year to September 2023"] * 2
    )
    assert periods("In 2022/23 we:", "recorded 31,440 crimes", "It has 90 PCSOs. All is well.") == ["2022/23", None]


def test_a_sentence_does_not_pass_its_period_to_the_next() -> None:
    assert periods("In 2017/18 it recorded 31,440 crimes. It has 90 PCSOs.") == ["2017/18", None]
