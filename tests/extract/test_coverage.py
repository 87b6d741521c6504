"""Nothing is lost: every digit and number word of a text is a figure, unassigned, or part of a date or a name.

The counter here knows nothing of how numbers are read.
"""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extract.observations import extract
from app.statements.statement import Statement
from benchmarks.cases import page_of
from benchmarks.labels import labelled_statements
from tests.builders import any_text, number_like_text, properties, statement
from tests.extract.test_cases import cases

NUMBER_WORD = re.compile(
    r"""\b(?:zero|(?!one\sof\s(?:the|our|its|these|those|only)\b)(?<!at\s)one|two|three|four|five|six|seven|eight|nine|ten
    |eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty
    |(?:hundred|thousand|million|billion|trillion|dozen)s?|half|(?:two|three|ten)fold|twice
    |(?:doubl|tripl|trebl|quadrupl)(?:e[sd]?|ing)|halv(?:e[sd]|ing)|scores(?=\sof\b)
    |(?:halves|thirds|quarters|fifths|sixths|sevenths|eighths|ninths|tenths)
    |(?<=\ba\s)(?:third|quarter|fifth|sixth|seventh|ninth|tenth)(?=\sof\b)|(?<=\ban\s)eighth(?=\sof\b)
    |(?<=\ba\s)quarter(?=\s(?:urban|rural)\b)
    )\b""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
DIGIT = re.compile(r"\d|[¼½¾⅐-⅞]")
LABELLED = [(name, statement) for name, statement, _ in labelled_statements()]


def lost(read: Statement) -> list[str]:
    """Return the digits and number words of a statement that extraction says nothing of, with what is around them."""
    found = extract(read)
    said = [figure.place for figure in found.observations] + [number.place for number in found.unassigned]
    covered = {
        position for place in (*said, *found.dates, *found.names) if place for position in range(place.start, place.end)
    }
    text = "\n\n".join(read.paragraphs)
    return [text[max(0, start - 20) : start + 20] for start in beginnings(text) if start not in covered]


def beginnings(text: str) -> Iterator[int]:
    for pattern in (DIGIT, NUMBER_WORD):
        yield from (match.start() for match in pattern.finditer(text))


@pytest.mark.parametrize("read", [pytest.param(read, id=name) for name, read in LABELLED])
def test_no_number_of_a_labelled_statement_is_lost(read: Statement) -> None:
    assert lost(read) == []


@pytest.mark.parametrize("case", list(cases()))
def test_no_number_of_a_case_is_lost(case: dict[str, object]) -> None:
    assert lost(page_of(case)) == []


NUMBERS = (
    "2,242", "1 340", "1,34,200", "½", "¾ of the area", "1½ million", "a sixth of", "an eighth of", "five eighths",
    "three-fifths", "threefold", "10-fold", "top 10 percent", "several hundred thousand", "dozens", "less than an hour",
    "half an hour", "half a per cent", "FY22", "Mar-22", "2016", "21/22", "31/03/2022", "the year to March 2022", "£5m",
    "£223·2m", "one in five", "20 in every 100", "4 out of 10", "2,000 ± 50", "2-3,000", "two to three hundred", "999",
    "101", "24/7", "M25", "12th", "a million and a half", "one point one million", "two thousand two hundred forty two",
    "2,242¹", "2,242[1]", "1:410", "10:30", "9am", "8,320km2", "per 1,000 people", "65 or over", "a couple of hundred",
    "more than doubled", "halved", "twice as many", "scores of", "12 (twelve)", "1.1m (1,134,200)", "10³",
)  # fmt: skip
GLUE = (
    " ",
    ", ",
    " and ",
    " to ",
    "-",
    "–",
    " of ",
    " in ",
    "; ",
    " (",
    ") ",
    " police officers ",
    " fell by ",
    "/",
    ".",
)
made_of_numbers = st.lists(st.tuples(st.sampled_from(NUMBERS), st.sampled_from(GLUE)), min_size=1, max_size=12).map(
    lambda parts: "".join(word + glue for word, glue in parts).strip()
)


@properties
@given(st.one_of(made_of_numbers, number_like_text, any_text))
def test_no_number_of_any_text_is_lost(text: str) -> None:
    paragraph = " ".join(text.split())
    assert lost(statement(paragraph)) == []


def test_the_counter_counts() -> None:
    text = "Some 2,2 in a quarter of one of the half a dozen ½, and one."
    counted = [text[start:].split(maxsplit=1)[0] for start in beginnings(text)]
    assert sorted(counted) == ["2", "2,2", "dozen", "half", "one.", "quarter", "½,"]
