"""The entry point of extraction: the observations, notes and unassigned numbers of a statement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.extract.headings import Headings
from app.extract.notes import find_notes
from app.extract.numbers import find_numbers
from app.extract.periods import PeriodMention, adjacent_period
from app.extract.places import PlaceMention, places_in
from app.extract.quantities import Quantity, read_sentence
from app.extract.readings import parse, stated_by
from app.extract.scope.area import area_of
from app.extract.scope.period import period_of
from app.extract.scope.status import status_of
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.extract.times import Times
from app.statements.statement import Statement
from app.statements.text import Sentence, sentences
from app.vocabulary.bounds import HUNDRED, stated_bounds
from app.vocabulary.forces import Force
from app.vocabulary.hedges import hedge_after_noun
from app.vocabulary.measures import Kind
from app.vocabulary.periods import Period
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.records import MAX_WORDS, Note, Observation, Place, StatementRecord, Unassigned


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is read from a statement. ``dates`` and ``names`` are the places of numbers that are not figures."""

    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    unassigned: tuple[Unassigned, ...]
    dates: tuple[Place, ...]
    names: tuple[Place, ...]


def extract(statement: Statement) -> Extraction:
    """Extract a statement. Each of its numbers is an observation, unassigned, or part of a date or a name."""
    observations: list[Observation] = []
    unassigned: list[Unassigned] = []
    notes: list[Note] = []
    dates: list[Place] = []
    names: list[Place] = []
    own_names = (statement.force_name,) if statement.force is None else statement.force.spellings
    headings = Headings(statement.force, statement.force_name)
    times = Times()
    last: Tie | None = None
    for sentence in sentences(statement.paragraphs):
        alone = sentence.text == statement.paragraphs[sentence.paragraph - 1]
        reading = times.read_on(headings.read_on(read_sentence(sentence), alone=alone), alone=alone)
        places = places_in(sentence.text, statement.force)
        parsed, previous = parse(reading), last
        stated = stated_by(parsed, places, previous, own_names)
        ties = [tie and headings.placed(reading, tie, places) for tie in stated]
        last = next((tie for tie in reversed(ties) if tie is not None), None)
        beside: Period | None = None
        for n, (quantity, tie) in enumerate(zip(reading.quantities, ties, strict=True)):
            told = None if tie is None else (Spot(parsed, n, ties[:n], previous), tie)
            observation = None if told is None else _observation(*told, places, beside)
            beside = beside if observation is None else observation.period
            if observation is not None:
                observations.append(observation)
            else:
                unassigned.extend(_unassigned(sentence, quantity))
        notes.extend(find_notes(sentence))
        dates.extend(_place(sentence, mention.start, mention.end) for mention in reading.periods)
        names.extend(_place(sentence, start, end) for start, end in reading.names)
    return Extraction(tuple(observations), tuple(notes), tuple(unassigned), tuple(dates), tuple(names))


def record_of(statement: Statement, force: Force, extraction: Extraction) -> StatementRecord:
    """Return the record of a page's statement and everything read from it, ready to be stored."""
    return StatementRecord(
        force=force.id,
        round=statement.round,
        url=statement.url,
        title=statement.title,
        archived_url=statement.archived_url,
        published=statement.published,
        language=statement.language,
        complete=True,
        disclaimer=statement.disclaimer,
        sha256=statement.sha256,
        text=statement.text,
        observations=extraction.observations,
        notes=extraction.notes,
        unassigned=extraction.unassigned,
    )


def _observation(spot: Spot, tie: Tie, places: Sequence[PlaceMention], beside: Period | None) -> Observation | None:
    """Return the observation of a tied quantity, or ``None`` if its value is impossible.

    ``beside`` is the period of the figure before it, which an aside shares.
    """
    reading, quantity = spot.parse.reading, spot.quantity
    text = reading.sentence.text
    measure = tie.measure
    if quantity.value is None or (measure.kind is Kind.SHARE and (quantity.value_max or quantity.value) > HUNDRED):
        return None
    qualifier = quantity.qualifier_in(tie.unit)
    if quantity.qualifier is Qualifier.EXACT and tie.end > quantity.end:
        after = hedge_after_noun(text, tie.end)
        if after is not None:
            qualifier, tie = after[0], replace(tie, end=after[1])
    if quantity.qualifier is Qualifier.EXACT and _ESTIMATED.search(text, max(0, tie.start - _LEAD_WINDOW), tie.start):
        qualifier = Qualifier.ABOUT
    sign = Decimal(-1 if tie.falls else 1)
    value = quantity.value * sign + 0  # no fall of "-0"
    value_max = None if quantity.value_max is None else quantity.value_max * sign + 0
    if value_max is not None and value_max < value:
        value, value_max = value_max, value
    area = area_of(spot, tie, places)
    if tie.role is Role.IN_PLACE and area is None:
        return None
    period = period_of(spot, tie, beside)
    quoted = _quoted(text, tie, quantity, reading.periods)
    if quoted is None:
        return None
    start, end = quoted
    return Observation(
        measure=measure.id,
        label=None,
        value=value,
        value_max=value_max,
        unit=tie.unit,
        qualifier=qualifier,
        bounds=stated_bounds(
            value,
            value_max=value_max,
            qualifier=qualifier,
            resolution=quantity.resolution,
            kind=measure.kind,
        ),
        period=period,
        area=area,
        status=status_of(spot, tie, period),
        as_stated=text[start:end],
        place=_place(reading.sentence, start, end),
        method=tie.method,
    )


# "The estimated population of Brackshire was 877,700".
_ESTIMATED = re.compile(r"\bestimated\s(?:mid-year\s)?$")


def _unassigned(sentence: Sentence, quantity: Quantity) -> Iterator[Unassigned]:
    """Yield an unassigned number, quoted with the next few words, which hint at what it counts.

    One that is longer than may be quoted is given in parts, of which the first has the value.
    """
    text, start, value = sentence.text, quantity.start, quantity.value
    following = _NEXT_WORDS.match(text, quantity.end)
    end = _end_of_words(text, start, following.end() if following else quantity.end)
    while start < quantity.end:
        yield Unassigned(
            as_stated=text[start:end],
            value=value,
            unit=quantity.unit,
            qualifier=quantity.qualifier_in(quantity.unit),
            place=_place(sentence, start, end),
        )
        start, value = end + 1, None
        end = _end_of_words(text, start, quantity.end)


_WORD = re.compile(r"\S+")
_NEXT_WORDS = re.compile(r"(?:\s[^\W\d_][\w’'-]*){0,3}")


def _place(sentence: Sentence, start: int, end: int) -> Place:
    return Place(sentence.paragraph, sentence.start + start, sentence.start + end)


def _quoted(text: str, tie: Tie, quantity: Quantity, periods: tuple[PeriodMention, ...]) -> tuple[int, int] | None:
    """Return the characters to quote: the tied words and an adjacent period, or as much of it as eight words hold.

    ``None`` where they do not hold the number.
    """
    start, end = tie.start, tie.end
    if (lead := _LEAD.search(text, max(0, start - _LEAD_WINDOW), start)) is not None:
        start = lead.start()
    candidates = [(start, end), (tie.start, end), (quantity.start, end), (quantity.start, quantity.end)]
    if (period := adjacent_period(text, end, list(periods))) is not None:
        closed = (
            period.end + 1
            if "(" in text[end : period.start] and text[period.end : period.end + 1] == ")"
            else period.end
        )
        candidates.insert(0, (start, closed))
    if tie.base_end is not None:  # "half of the population of Brackwater", without who they are
        place = _OF_PLACE.match(text, tie.base_end)
        candidates.insert(2, (quantity.start, place.end() if place else tie.base_end))
    if (fits := next((c for c in candidates if len(text[slice(*c)].split()) <= MAX_WORDS), None)) is not None:
        return fits
    last = list(_WORD.finditer(text, quantity.start, quantity.end))[-MAX_WORDS].start()
    return None if any(find_numbers(text[quantity.start : last])) else (last, quantity.end)


# Words before a figure to quote with it: the verb that says it was counted, the article, the target that it is.
_LEAD = re.compile(
    r"(?<![\w-])(?:an?|(?:an? |the )?(?:establishment|target) of|the city and|dealt with|recorded|attended|answered"
    r"|received"
    r"|made|handled)\s$",
    re.IGNORECASE,
)
_LEAD_WINDOW = 24
_OF_PLACE = re.compile(r"(?:\sof(?:\s[A-Z][\w’-]+)+)?")


def _end_of_words(text: str, start: int, end: int) -> int:
    """Return the end of the words that may be quoted: ``end``, or the end of the eighth word."""
    return next((word.end() for n, word in enumerate(_WORD.finditer(text, start, end), 1) if n == MAX_WORDS), end)
