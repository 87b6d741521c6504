"""The number that begins at a match, whole: a run, a part, a rank, or one without a value."""

import re
from dataclasses import replace
from decimal import Decimal

from app.extract.numbers.fractions import part_in_words, part_of_something
from app.extract.numbers.number import ONE, Form, Number, without_value
from app.extract.numbers.runs import Run
from app.extract.numbers.words import folded
from app.vocabulary.number_words import ORDINALS, VULGAR

_ENDING = re.compile(r"(?P<rank>st|nd|rd|th)\b|(?P<factor>[\s-]?fold)\b|(?P<pence>p)\b|(?P<plural>s)\b", re.IGNORECASE)
_SLASHED_SHARE = re.compile(r"([1-9])[/⁄]([2-9]|10)")
_OF = re.compile(r"\sof\b", re.IGNORECASE)


def number_at(text: str, begins: re.Match[str]) -> Number:
    """Return the number that begins at a match."""
    start, end = begins.span()
    match begins.lastgroup:
        case "digits":
            return _in_digits(text, begins)
        case "word" | "article":
            return _to_its_end(Run(text, begins))
        case "part":
            return part_in_words(text, start, end)
        case "vulgar":
            return part_of_something(text, VULGAR[begins[0]], start, end)
        case "ordinal":
            return Number(Decimal(ORDINALS[folded(begins[0])]), ONE, 0, Form.ORDINAL, start, end)
    number = without_value(Form.WORDS, start, end)  # vague: "dozens"
    return replace(number, value=ONE) if begins.lastgroup == "single" else number


def _in_digits(text: str, begins: re.Match[str]) -> Number:
    """Return the number of a run in digits, which may be a share ("1/2 of") or end in letters ("12th", "1990s")."""
    if (share := _SLASHED_SHARE.fullmatch(begins[0])) and _OF.match(text, begins.end()):
        return part_of_something(text, Decimal(share[1]) / Decimal(share[2]), *begins.span())
    run = Run(text, begins)
    if (ending := _ENDING.match(text, run.end)) is None:
        return _to_its_end(run)
    number = replace(run.number(), end=ending.end())
    return replace(number, form=Form.ORDINAL) if ending.lastgroup == "rank" else replace(number, value=None)


def _to_its_end(run: Run) -> Number:
    run.read_on()
    run.end_clearly()
    return run.number()
