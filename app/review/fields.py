"""The fields of a table of a review file that stand for themselves: choices, measure, period, and whole claims."""

from enum import StrEnum
from typing import TypeVar

from app.review.file import Table
from app.statements.text import PARAGRAPH_BREAK
from app.vocabulary.measures import Measure, Topic, measures
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.periods import Period, parse_period
from app.vocabulary.records import REVIEWED, Note, NoteKind, Place

MONTHS, YEARS = range(1, 13), range(1800, 2101)

Choice = TypeVar("Choice", bound=StrEnum)


def choice_of(table: Table, key: str, choices: type[Choice], *, told: bool = True) -> Choice | None:
    """Return the choice of a table for a key, or ``None``; one that there is not is ``told`` as a fault."""
    said = table.said(key)
    if said is None or said in list(choices):
        return None if said is None else choices(said)
    if told:
        near = suggestion(nearest(said, choices), f"it is {', '.join(choices)}")
        table.fault(key, f"{said!r} is no {key}{near}")
    return None


def measure_of(table: Table) -> Measure | None:
    """Return the measure of a table; ``None`` for a number that is unassigned."""
    id_ = table.said("measure")
    measure = measures().get(id_ or "")
    if id_ is not None and measure is None:
        table.fault("measure", f"no measure is called {id_!r}{suggestion(nearest(id_, measures()))}")
    elif measure is not None and measure.catalogued == (table.said("label") is not None):
        told = "has its name, and no label" if measure.catalogued else "needs a label that says what is counted"
        table.fault("label" if measure.catalogued else "measure", f"{measure.id} {told}")
    return measure


def period_of(table: Table) -> Period | None:
    """Return the period of a table."""
    label = table.said("period")
    period = None if label is None else parse_period(label)
    if label is not None and period is None:
        table.fault("period", f"{label!r} names no period: write 2021/22, 2016, March 2022 or year to March 2022")
    return period


def note_of(table: Table, text_of_page: str) -> Note | None:
    """Return the claim of a table about a page with this text."""
    topic, kind = choice_of(table, "topic", Topic), choice_of(table, "kind", NoteKind)
    text, year, month = table.said("text"), table.values.get("year"), table.values.get("month")
    start, end = table.values.get("place", (0, 0))
    wrong = {
        "topic": topic is None and "topic" not in table.values,
        "kind": kind is None and "kind" not in table.values,
        "text": text is None,
        "year": year is not None and year not in YEARS,
        "month": month is not None and (month not in MONTHS or year is None),
        "place": not start < end <= len(text_of_page),
    }
    for key in (key for key, is_wrong in wrong.items() if is_wrong):
        table.fault(key, f"{key} is missing or cannot be: a note has a topic, a kind, a text and a place")
    if topic is None or kind is None or text is None or any(wrong.values()):
        return None
    place = Place(paragraph_of(start, text_of_page), start, end)
    return Note(topic=topic, kind=kind, text=text, year=year, month=month, place=place, method=REVIEWED)


def paragraph_of(start: int, text: str) -> int:
    """Return the paragraph of a character of a text, 1 being the first."""
    return text.count(PARAGRAPH_BREAK, 0, start) + 1
