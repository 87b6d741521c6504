"""Which period a figure has: a time has a start, a direction and what stops it."""

import pytest

from tests.builders import read


def periods(*paragraphs: str) -> list[str | None]:
    return [figure.period.label if figure.period else None for figure in read(*paragraphs).observations]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In 2020/21 it recorded 31,440 crimes, made 4,100 arrests and took 97,300 calls.", ["2020/21"] * 3),
        ("It has 300 officers, 200 police staff and 10 PCSOs (March 2019).", ["March 2019"] * 3),
        ("Workforce (at 30 June 2018): officers – 1,021; PCSOs – 96.", ["30 June 2018"] * 2),
        ("Half a million people attended races and concerts at Marlow Arena in 2015.", ["2015"]),
        ("In 2014 it recorded 31,440 crimes, in 2015 it recorded 30,112 crimes.", ["2014", "2015"]),
    ],
)
def test_a_time_that_leads_a_sentence_or_closes_a_list_covers_all_of_it(
    sentence: str, expected: list[str | None]
) -> None:
    assert periods(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The commissioner was elected in May 2016 and the population is 604,000.", [None]),
        ("It had a budget of £5m in 2010, and now has 2,700 police officers.", ["2010", None]),
        ("It has 300 officers but in 2016 it had 200 PCSOs.", [None, "2016"]),
        ("The budget in 2015/16 was £109.6m and in 2016/17 is £110.2m.", ["2015/16", "2016/17"]),
        ("Its population (2011 census) of 1.5 million is served by five councils.", ["2011", None]),
        ("Marlow Airport, one of two airports in the county, carried 5.1m passengers in 2016.", [None, "2016"]),
        ("£22.6m of savings have been made, with £2.9m still to find in 2019/20.", [None, "2019/20"]),
    ],
)
def test_a_time_belongs_to_its_clause_and_is_not_lent_to_the_next(sentence: str, expected: list[str | None]) -> None:
    assert periods(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The workforce is 13% smaller than in 2010.", ["since 2010"]),
        ("The workforce of 1,941 in March 2014 is 20% smaller than it was in 2010.", ["March 2014", "since 2010"]),
        ("The budget was £51m in 2016/17, 4% up on 2015/16.", ["2016/17", "2016/17"]),
        ("Crime rose from 36,114 crimes in 2016/17 to 40,953 crimes in 2017/18.", ["2016/17", "2017/18"]),
        ("The workforce, up 320 between 2019 and 2021, numbers 3,870.", ["2019 to 2021", None]),
        ("In 2016 it had 3,205 officers; today it has 3,630 officers.", ["2016", None]),
        ("In 2016 there were 3,205 officers; now there are 3,630.", ["2016", None]),
        ("Officer numbers fell from 1,906 to 1,622 between 2010 and 2016.", [None]),
    ],
)
def test_the_time_of_a_change_is_not_that_of_the_level_it_leads_to(sentence: str, expected: list[str | None]) -> None:
    assert periods(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("By 2031 the population will reach 1.2 million.", ["by 2031"]),
        ("The population is projected to rise by 6% by 2024, and 19,500 new homes are planned.", ["by 2024", None]),
        ("It has to save £19m by 2020, and the budget is forecast to be £110m by then.", ["by 2020", "by 2020"]),
        ("By 2023 it plans to have 1,900 officers (51 officers were recruited in 2020/21).", ["by 2023", "2020/21"]),
    ],
)
def test_a_deadline_is_for_what_is_still_to_be(sentence: str, expected: list[str | None]) -> None:
    assert periods(sentence) == expected


def test_the_same_period_is_the_one_named_before_it_in_the_sentence() -> None:
    assert (
        periods(
            "In 2011 it was calm.",
            "The workforce has shrunk by 24% since 2016, and £148m was saved in the same period.",
        )
        == ["since 2016"] * 2
    )
    assert (
        periods("On 30 June 2018 it had 900 officers.", "The number of PCSOs was 116 on the same date.")
        == ["30 June 2018"] * 2
    )


def test_a_baseline_that_leads_a_list_is_of_its_changes_and_not_of_its_levels() -> None:
    assert periods("Since 2010 we have:", "lost 944 officers and 85 PCSOs;", "kept 3 prisons;") == [
        "since 2010",
        "since 2010",
        None,
    ]


def test_the_period_that_leads_a_sentence_goes_on_for_what_it_did_and_not_for_what_it_has() -> None:
    first = "In 2017/18 the force took 121,350 emergency calls."

    assert periods(f"{first} It dealt with 286,911 incidents.") == ["2017/18", "2017/18"]
    assert periods(f"{first} Compared with the year before crime rose by 6%.") == ["2017/18", "2017/18"]
    assert periods(f"{first} It has 90 PCSOs.") == ["2017/18", None]
    assert periods(first, "It dealt with 286,911 incidents.") == ["2017/18", None]
