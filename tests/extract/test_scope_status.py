"""Whether a figure is a fact, a plan, a forecast or a target: by the verb that governs it and the nouns before it."""

import pytest

from app.vocabulary.qualifiers import Status
from tests.builders import read


def statuses(sentence: str) -> list[Status]:
    return [figure.status for figure in read(sentence).observations]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Capital spending of £8.1m is planned for 2017/18.", Status.PLANNED),
        ("The force is committed to recruiting 200 more officers.", Status.PLANNED),
        ("It is due to recruit 200 more officers.", Status.PLANNED),
        ("The force will recruit 200 more officers.", Status.PLANNED),
        ("By 2031 we shall be policing for an expected 1.2 million residents.", Status.FORECAST),
        ("Reserves will have dwindled to £5.5m.", Status.FORECAST),
        ("Recorded crime is likely to rise by 4%.", Status.FORECAST),
        ("Recorded crime will rise by 4%.", Status.FORECAST),
        ("The force faces a funding gap of £7.3m.", Status.FORECAST),
        ("A funding gap of £7.3m is forecast.", Status.FORECAST),
        ("There is a £7.3m gap forecast.", Status.FORECAST),
        ("It has set a target of savings of £3m.", Status.TARGET),
        ("The establishment for PCSOs has increased to 300.", Status.TARGET),
        ("Its target for 2021/22 is a further 58 officers.", Status.TARGET),
        ("Its uplift allocation for 2021/22 is 88 extra officers.", Status.TARGET),
    ],
)
def test_an_intention_is_told_by_its_verb_or_its_noun(sentence: str, status: Status) -> None:
    assert statuses(sentence) == [status]


@pytest.mark.parametrize(
    "sentence",
    [
        "It has 300 police officers.",
        "Officer numbers went from 663 in 2010 to 571 in 2016.",
        "Council tax went up by 5%, to £224.56 for a band D property.",
        "It had recruited 188 additional officers by December 2021.",
        "Since the establishment of a new team it has 300 PCSOs.",
        "It looks for 41 missing people each day.",
        "On a typical day there will be 461 crimes.",
    ],
)
def test_what_is_or_was_is_a_fact(sentence: str) -> None:
    assert set(statuses(sentence)) == {Status.ACTUAL}


def test_each_figure_has_the_status_of_its_own_clause() -> None:
    assert statuses("It has 300 police officers and will recruit 62 more officers.") == [
        Status.ACTUAL,
        Status.PLANNED,
    ]
    assert statuses("Capital spending of £8.1m is planned and £3m was saved last year.")[-1] is Status.ACTUAL
