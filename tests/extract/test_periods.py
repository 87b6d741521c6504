from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extract.periods import find_periods
from app.vocabulary.periods import PeriodKind, parse_period
from tests.builders import any_text, only_figure, properties, quoted
from tests.vocabulary.test_periods import (
    DAY_SPELLINGS,
    MONTH_SPELLINGS,
    SHORT_DAY_SPELLINGS,
    SHORT_MONTH_SPELLINGS,
)


def labels(sentence: str) -> list[str]:
    return [mention.period.label for mention in find_periods(sentence)]


@properties
@given(any_text)
def test_periods_of_any_text_come_in_order_and_name_what_they_say(text: str) -> None:
    end = 0
    for mention in find_periods(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert mention.period.label


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("It spent £5m in 2016.", "2016"),
        ("It spent £5m (2022/2023).", "2022/23"),
        ("It spent £5m in the year to March 2022.", "year to March 2022"),
        ("As of 31 March 2022, it had 5 cars.", "31 March 2022"),
        ("It fell since 2010.", "since 2010"),
        ("It will fall by the end of 2020.", "by 2020"),
        ("It fell from 2011/12 to 2016/17.", "2011/12 to 2016/17"),
        ("It rose over the last five years.", "last five years"),
        ("The 2011 census counted it.", "2011"),
        ("Census 2021 counted it.", "2021"),
        ("It had 5 (mid-2020).", "2020"),
        ("It rose between September 2023 and March 2024.", "September 2023 to March 2024"),
    ],
)
def test_a_sentence_names_its_period(sentence: str, label: str) -> None:
    assert labels(sentence) == [label]


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 1983 police officers.",
        "In 1983 police officers came.",
        "It made 2016 arrests and no more.",
        "It spent £2016 on cars.",
        "It covers 2016.5 acres.",
        "It has 2,016 cars.",
        "It saw a rise to 2020% of that.",
        "The 2023-25 round is open.",
        "The B2016 is closed.",
    ],
)
def test_four_digits_are_a_year_only_in_the_company_of_a_year(sentence: str) -> None:
    assert labels(sentence) == []


def test_a_count_that_looks_like_a_year_is_a_count() -> None:
    figure = only_figure("The force has 1983 police officers.")

    assert (figure.measure, figure.value, figure.period) == ("police_officers", Decimal(1983), None)


@pytest.mark.parametrize(
    "sentence",
    [
        "Set up in 2020, the force has 300 police officers.",
        "The force, launched in May 2019, has 300 police officers.",
        "The force has 300 police officers and a unit that was established in 2020.",
    ],
)
def test_the_date_of_an_event_is_not_the_period_of_a_figure(sentence: str) -> None:
    assert only_figure(sentence).period is None


def test_a_baseline_is_no_event_even_beside_a_verb_of_beginning() -> None:
    [mention] = find_periods("It was launched since 2010.")

    assert mention.period.kind is PeriodKind.SINCE
    assert not mention.event


@pytest.mark.parametrize(
    ("sentence", "label"),
    [
        ("Recorded crime has fallen by 5% since 2010.", "since 2010"),
        ("The force has 300 police officers since 2010.", "since 2010"),
        ("The force will have 300 police officers by 2024.", "by 2024"),
    ],
)
def test_a_period_that_is_quoted_with_a_figure_is_its_period(sentence: str, label: str) -> None:
    figure = only_figure(sentence)

    assert figure.as_stated.endswith(label)
    assert figure.period is not None
    assert figure.period.label == label


@properties
@given(
    st.sampled_from((*DAY_SPELLINGS, *SHORT_DAY_SPELLINGS, *MONTH_SPELLINGS, *SHORT_MONTH_SPELLINGS)),
    st.dates(date(1970, 1, 1), date(2069, 12, 31)),
)
def test_a_date_is_read_in_prose_as_it_is_alone(spelling: Callable[[date], str], day: date) -> None:
    spelled = spelling(day)
    sentence = f"At {spelled}, the force had 2,242 police officers."
    [mention] = find_periods(sentence)

    assert sentence[mention.start : mention.end] == spelled
    assert mention.period == parse_period(spelled)


@pytest.mark.parametrize("words", ["FY22", "Mar-22", "21/22", "'22", "31.03.22", "Q4 2021/22", "2010-12", "31/02/2022"])
def test_every_digit_of_a_date_leaves_a_trace(words: str) -> None:
    sentence = f"It was so in {words}."
    found = quoted(sentence)
    traced = "".join(part for kind in ("unassigned", "dates", "names") for part in found[kind])

    assert sorted(filter(str.isdigit, traced)) == sorted(filter(str.isdigit, words))
