"""The whole of extraction: a statement in, its observations, notes and unassigned numbers out."""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.extract.notes import find_notes
from app.extract.periods import PeriodMention, adjacent_period
from app.extract.places import PlaceMention, area_of, sole_place
from app.extract.quantities import Quantity, Reading, read_sentence
from app.extract.rules import WINDOW, Rule, rules_for
from app.statements.page import Statement
from app.statements.text import Sentence, sentences
from app.vocabulary.bounds import HUNDRED, stated_bounds
from app.vocabulary.forces import Force
from app.vocabulary.measures import Kind, Measure, measures
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import MAX_WORDS, Note, Observation, Place, StatementRecord, Unassigned


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a statement says. ``dates`` and ``names`` are the places of the numbers that are no figures."""

    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    unassigned: tuple[Unassigned, ...]
    dates: tuple[Place, ...]
    names: tuple[Place, ...]


def extract(statement: Statement) -> Extraction:
    """Return what a statement says: each of its numbers is an observation, unassigned, or part of a date or a name."""
    observations: list[Observation] = []
    unassigned: list[Unassigned] = []
    notes: list[Note] = []
    dates: list[Place] = []
    names: list[Place] = []
    for sentence in sentences(statement.paragraphs):
        reading = read_sentence(sentence)
        place = sole_place(sentence.text, statement.force)
        for quantity in reading.quantities:
            observation = _observation(reading, quantity, place)
            if observation is not None:
                observations.append(observation)
            else:
                unassigned.append(_unassigned(sentence, quantity))
        notes.extend(find_notes(sentence))
        dates.extend(_place(sentence, mention.start, mention.end) for mention in reading.periods)
        names.extend(_place(sentence, start, end) for start, end in reading.names)
    return Extraction(tuple(observations), tuple(notes), tuple(unassigned), tuple(dates), tuple(names))


def record_of(statement: Statement, force: Force) -> StatementRecord:
    """Return a page's statement with all that is read of it, ready to be taken in."""
    extraction = extract(statement)
    return StatementRecord(
        force=force.id,
        round=statement.round,
        url=statement.url,
        title=statement.title,
        language=statement.language,
        complete=True,
        disclaimer=statement.disclaimer,
        sha256=statement.sha256,
        text=statement.text,
        observations=extraction.observations,
        notes=extraction.notes,
        unassigned=extraction.unassigned,
    )


def _observation(reading: Reading, quantity: Quantity, place: PlaceMention | None) -> Observation | None:
    """Return the observation that a quantity makes, or ``None`` where no rule fits or the value cannot be."""
    text = reading.sentence.text
    if quantity.value is None:
        return None
    for rule in rules_for(quantity.unit):
        span = rule.match(text, quantity.start, quantity.end)
        if span is None:
            continue
        measure = measures()[rule.measure]
        if measure.kind is Kind.SHARE and (quantity.value_max or quantity.value) > HUNDRED:
            continue
        if rule.bare and measure.kind is Kind.COUNT and _CHANGE_OF.search(text, max(0, span[0] - WINDOW), span[0]):
            continue
        beside = adjacent_period(text, span[1], list(reading.periods))
        period = quantity.period if beside is None else beside.period
        start, end = _quoted(text, span, quantity, reading.periods)
        sign = _sign(measure, text[span[0] : span[1]])
        value = quantity.value * sign + 0  # no fall of "-0"
        value_max = None if quantity.value_max is None else quantity.value_max * sign + 0
        if value_max is not None and value_max < value:
            value, value_max = value_max, value
        return Observation(
            measure=rule.measure,
            label=None,
            value=value,
            value_max=value_max,
            unit=rule.unit,
            qualifier=quantity.qualifier,
            bounds=stated_bounds(
                value,
                value_max=value_max,
                qualifier=quantity.qualifier,
                resolution=quantity.resolution,
                unit=rule.unit,
                kind=measure.kind,
            ),
            period=period,
            area=area_of(text, *span, measure, place),
            status=_status(rule, text, span[0], quantity, period),
            as_stated=text[start:end],
            place=_place(reading.sentence, start, end),
            method=rule.id,
        )
    return None


def _unassigned(sentence: Sentence, quantity: Quantity) -> Unassigned:
    """Return an unassigned number, quoted with the few words after it that hint at what it counts."""
    following = _NEXT_WORDS.match(sentence.text, quantity.end)
    end = _end_of_words(sentence.text, quantity.start, following.end() if following else quantity.end)
    return Unassigned(
        as_stated=sentence.text[quantity.start : end],
        value=quantity.value,
        unit=quantity.unit,
        qualifier=quantity.qualifier,
        place=_place(sentence, quantity.start, end),
    )


# "A decrease of 400 officers, 30 staff" tells how many fewer there are, not how many.
_CHANGE_OF = re.compile(
    r"\b(?:increase|decrease|reduction|rise|fall|loss|cut|drop)s?\s(?:of|in)\s(?:[\d,]+(?:\s[a-z]+){1,4},?\s(?:and\s)?){0,3}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\S+")
_NEXT_WORDS = re.compile(r"(?:\s[^\W\d_][\w’'-]*){0,3}")


def _place(sentence: Sentence, start: int, end: int) -> Place:
    return Place(sentence.paragraph, sentence.start + start, sentence.start + end)


def _quoted(
    text: str, span: tuple[int, int], quantity: Quantity, periods: tuple[PeriodMention, ...]
) -> tuple[int, int]:
    """Return the characters to quote: the rule's words and an adjacent period, or as much of it as eight words hold."""
    start, end = span
    candidates = [(start, end), (quantity.start, end), (quantity.start, quantity.end)]
    if (period := adjacent_period(text, end, list(periods))) is not None:
        closed = (
            period.end + 1
            if "(" in text[end : period.start] and text[period.end : period.end + 1] == ")"
            else period.end
        )
        candidates.insert(0, (start, closed))
    first_words = (quantity.start, _end_of_words(text, quantity.start, quantity.end))
    return next((c for c in candidates if len(text[slice(*c)].split()) <= MAX_WORDS), first_words)


def _end_of_words(text: str, start: int, end: int) -> int:
    """Return where the words that may be quoted end: at ``end``, or after eight of them."""
    return next((word.end() for n, word in enumerate(_WORD.finditer(text, start, end), 1) if n == MAX_WORDS), end)


_FALL = re.compile(r"\b(?:fall(?:en)?|fell|decreas\w+|drop\w*|reduc\w+|declin\w+|gone down)\b", re.IGNORECASE)


def _sign(measure: Measure, matched: str) -> Decimal:
    """Return -1 for a change that the rule's words call a fall."""
    return Decimal(-1 if measure.kind is Kind.CHANGE and _FALL.search(matched) else 1)


_FORECAST = re.compile(r"\b(?:forecast|projected|predicted|expected|set|likely)\sto\s(?:[a-z]+\s){1,5}$", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:will|(?:plan|plans|planning|aims?|intends?)\sto)\s(?:[a-z]+\s){1,5}$", re.IGNORECASE)
_TARGET = re.compile(r"\btarget(?:\sof|\sis|:)?\s(?:an?\s)?$", re.IGNORECASE)
_STATUS_WINDOW = 60


def _status(rule: Rule, text: str, start: int, quantity: Quantity, period: Period | None) -> Status:
    """Return whether a figure is a fact or an intention: by its rule, the verb before it, or a deadline beside it."""
    if rule.status is not None:
        return rule.status
    before = text[max(0, start - _STATUS_WINDOW) : start]
    if _TARGET.search(before):
        return Status.TARGET
    if _FORECAST.search(text[max(0, start - _STATUS_WINDOW) : quantity.start]):
        return Status.FORECAST
    if _PLANNED.search(text[max(0, start - _STATUS_WINDOW) : quantity.start]):
        return Status.PLANNED
    if period is not None and period.kind is PeriodKind.BY:
        return Status.FORECAST
    return Status.ACTUAL
