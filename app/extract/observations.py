"""The entry point of extraction: the observations, notes and unassigned numbers of a statement."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import filterfalse

from app.extract.headings import Headings
from app.extract.notes import find_notes
from app.extract.numbers import find_numbers
from app.extract.periods import PeriodMention, adjacent_period
from app.extract.places import PlaceMention, area_of, places_in
from app.extract.quantities import Quantity, Reading, read_sentence
from app.extract.stated import stated_by
from app.extract.ties import Role, Tie
from app.extract.times import Times, is_back_reference
from app.statements.statement import Statement
from app.statements.text import Sentence, sentences
from app.vocabulary.bounds import HUNDRED, stated_bounds
from app.vocabulary.forces import Force
from app.vocabulary.hedges import hedge_after_noun
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.periods import Period, PeriodKind, parse_period
from app.vocabulary.qualifiers import Certainty, Qualifier, Status
from app.vocabulary.records import MAX_WORDS, Note, Observation, Place, StatementRecord, Unassigned
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit


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
    last: Tie | None = None
    for reading in readings(statement, headings):
        sentence = reading.sentence
        places = places_in(sentence.text, statement.force)
        stated = stated_by(reading, places, last, own_names)
        ties = [tie and headings.placed(reading, tie, places) for tie in stated]
        last = next((tie for tie in reversed(ties) if tie is not None), None)
        beside: Period | None = None
        for quantity, tie in zip(reading.quantities, ties, strict=True):
            observation = None if tie is None else _observation(reading, quantity, tie, places, beside)
            beside = beside if observation is None else observation.period
            if observation is not None:
                observations.append(observation)
            else:
                unassigned.extend(_unassigned(sentence, quantity))
        notes.extend(find_notes(sentence))
        dates.extend(_place(sentence, mention.start, mention.end) for mention in reading.periods)
        names.extend(_place(sentence, start, end) for start, end in reading.names)
    return Extraction(tuple(observations), tuple(notes), tuple(unassigned), tuple(dates), tuple(names))


def readings(statement: Statement, headings: Headings) -> Iterator[Reading]:
    """Yield what each sentence of a statement states, with what ``headings`` and earlier sentences pass on to it."""
    times = Times()
    for sentence in sentences(statement.paragraphs):
        alone = sentence.text == statement.paragraphs[sentence.paragraph - 1]
        yield times.read_on(headings.read_on(read_sentence(sentence), alone=alone), alone=alone)


def record_of(
    statement: Statement, force: Force, extraction: Extraction, *, accept_likely: bool = False
) -> StatementRecord:
    """Return the record of a page's statement and everything read from it, ready to be stored.

    Its figures are those whose reading is certain; with ``accept_likely`` also those whose reading is likely, which are
    else among its unassigned numbers.
    """

    def accepted(figure: Observation) -> bool:
        return accept_likely or figure.certainty is Certainty.CERTAIN

    left = map(_as_unassigned, filterfalse(accepted, extraction.observations))
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
        observations=tuple(filter(accepted, extraction.observations)),
        notes=extraction.notes,
        unassigned=tuple(sorted((*extraction.unassigned, *left), key=_start)),
    )


def _as_unassigned(figure: Observation) -> Unassigned:
    """Return a figure as a number of which only its words are taken over, not what they are read to count."""
    return Unassigned(
        as_stated=figure.as_stated,
        value=figure.value,
        unit=figure.unit,
        qualifier=figure.qualifier,
        place=figure.place,
    )


def _start(number: Unassigned) -> int:
    return 0 if number.place is None else number.place.start


def _observation(
    reading: Reading, quantity: Quantity, tie: Tie, places: Sequence[PlaceMention], beside: Period | None
) -> Observation | None:
    """Return the observation of a tied quantity, or ``None`` if its value is impossible.

    ``beside`` is the period of the figure before it, which an aside shares.
    """
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
    area = tie.area or area_of(text, tie, quantity, places)
    if tie.role is Role.IN_PLACE and area is None:
        return None
    period = tie.period or _period(reading, quantity, tie)
    if period is not None and is_back_reference(period):
        period = None
    if period is None and tie.role in _SHARING:
        period = beside
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
        status=_status(tie, text, quantity, period),
        as_stated=text[start:end],
        place=_place(reading.sentence, start, end),
        method=tie.method,
        certainty=tie.certainty,
    )


# "The estimated population of Brackshire was 877,700".
_ESTIMATED = re.compile(r"\bestimated\s(?:mid-year\s)?$")

# Things that accumulate since a baseline; for anything else, a baseline is not a period.
_SINCE = frozenset({"savings_made", "investment", "officers_additional"})


_SHARING = frozenset({Role.ASIDE, Role.COMPARATOR, Role.IN_PLACE})
"""Roles of figures that share the period of the figure they belong to."""


def _period(reading: Reading, quantity: Quantity, tie: Tie) -> Period | None:
    """Return the period of a figure: one next to or within its words, otherwise that of its sentence.

    A baseline ("since 2010") is the period of changes and of what adds up, a deadline ("by 2025") of intentions.
    """
    beside = adjacent_period(reading.sentence.text, tie.end, list(reading.periods))
    if tie.role is Role.EARLIER:
        within_brackets = [m for m in reading.periods if quantity.start - 3 <= m.end <= quantity.start]
        baseline = (
            beside
            or next(iter(within_brackets), None)
            or next((m for m in reading.periods if m.period.kind is PeriodKind.SINCE), None)
        )
        return None if baseline is None else parse_period(baseline.period.label.removeprefix("since "))
    if beside is None:
        beside = next((m for m in reading.periods if tie.start <= m.start and m.end <= quantity.start), None)
    if beside is None and tie.how == "series":
        beside = next((m for m in reversed(reading.periods) if m.end <= quantity.start), None)
    if beside is not None and not beside.event:
        return beside.period
    if tie.how == "further_change":  # of another time than the change before it, which this does not say
        return None
    if tie.measure.kind is Kind.CHANGE or tie.measure.id in _SINCE:
        since = _baseline(reading, quantity, tie)
        if since is not None:
            return since
    intended = tie.measure.id in _DUE or tie.how == "later" or _intention(reading.sentence.text, quantity, tie)
    period = _deadline(reading, quantity, tie) if intended else quantity.period
    return None if _is_stock(tie) and period is not None and _spans_years(period) else period


def _is_stock(tie: Tie) -> bool:
    """Return whether a figure is a stock at a point in time, not a flow over a period."""
    stock = tie.measure.topic in {Topic.GEOGRAPHY, Topic.DEMOGRAPHICS, Topic.WORKFORCE} and tie.measure.id not in _FLOWS
    return stock and tie.aspect is Aspect.LEVEL


_FLOWS = frozenset({"visitors", "event_visitors", "airport_passengers", "port_passengers", "new_homes"})


def _spans_years(period: Period) -> bool:
    """Return whether a period is of several years: "the last six years", "2011 to 2016"."""
    if period.start is None or period.end is None:
        return period.kind is PeriodKind.RELATIVE and period.label.endswith("years")
    return period.kind is PeriodKind.SPAN and (period.end - period.start).days > _DAYS_OF_A_YEAR


_DAYS_OF_A_YEAR = 366


def _baseline(reading: Reading, quantity: Quantity, tie: Tie) -> Period | None:
    """Return the baseline of a change, if its sentence gives it no other period."""
    than = next((m for m in reading.periods if m.start >= tie.end), None)
    if tie.role is Role.OWN and than is not None and _THAN.fullmatch(reading.sentence.text, tie.end, than.start):
        return parse_period(f"since {than.period.label}")
    since = [m for m in reading.periods if m.period.kind is PeriodKind.SINCE]
    if not since or (quantity.period is not None and tie.measure.id not in _SINCE):
        return quantity.period
    return next((m.period for m in reversed(since) if m.end <= quantity.start), since[0].period)


_THAN = re.compile(r"\s(?:than|on|compared\s(?:to|with))\s(?:it\swas\s)?(?:(?:in|at)\s)?")


def _deadline(reading: Reading, quantity: Quantity, tie: Tie) -> Period | None:
    """Return the deadline of a figure: the one that ends its clause, otherwise one before it."""
    deadlines = [m for m in reading.periods if m.period.kind is PeriodKind.BY]
    after = next((m for m in deadlines if m.start >= tie.end), None)
    if after is not None and not _CLAUSE_END.search(reading.sentence.text, tie.end, after.start):
        return after.period
    before = [m for m in deadlines if m.end <= quantity.start]
    return before[-1].period if before and quantity.period is None else quantity.period


# "grow by 12% to 1.25 million by 2035" and "100 officers and 50 staff by 2025" are a clause each.
_CLAUSE_END = re.compile(r"[;:(]|,\s(?![\d£])|\s(?:and|but|while|whilst|with|which|who|of\swhich)\s(?!(?:by\s)?[\d£])")

# Things that are due by a date.
_DUE = frozenset({"savings_required", "funding_gap", "new_homes", "officers_target", "officers_additional"})


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


_FORECAST = re.compile(
    r"\b(?:forecasts?|forecasted|projected|projection|predicted|expected|expects?|set|likely|anticipated"
    r"|estimated)\sto\s(?:[\w’.,£-]*[\w’%-]\s){0,6}$"
    r"|\b(?:forecasts?|projected|projects|predicted|expected|expects|expect|anticipated|anticipates|foresees|faces"
    r"|facing)\s(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
_FORECAST_AFTER = re.compile(r"\s(?:is|are|was|has been)\s(?:forecast|projected|expected|predicted|anticipated)\b")
_PAST = re.compile(r"\b(?!need|plann|target|expect)\w+ed\s(?:[\w’-]+\s){0,3}$")
_PLANNED = re.compile(
    r"\b(?:will|(?:plan|plans|planning|planned|aim|aims|intends?|intending|commit|committed|hopes?|looking|going"
    r"|due)\sto)\s"
    r"(?:[\w’.,£-]*[\w’%-]\s){0,6}$|\bplan(?:s|ned|ning)?\s(?:[a-z]+\s){0,3}$",
    re.IGNORECASE,
)
_TARGET = re.compile(r"\btarget(?:ed)?(?:\s(?:of|is|for|to\s[a-z]+))?:?\s(?:an?\s)?(?:[a-z]+\s){0,2}$", re.IGNORECASE)
# Posts are no people: "the establishment for PCSOs has increased from 229 to 251".
_POSTS = re.compile(
    r"\bestablishment(?:\sfor(?:\s[\w’-]+){1,4}?)?"
    r"(?:\s(?:of|is|was|has|been|set|at|now|increased|risen|grown|reduced|fallen|from|to)){1,5}\s(?:[\d,.]+\sto\s)?$",
    re.IGNORECASE,
)
# Without one of these in its sentence, a figure is not an intention.
_INTENT = re.compile(
    r"\b(?:target|will|plan|aim|intend|commit|hope|looking|going|due|forecast|project|predict|expect|set|likely"
    r"|anticipat"
    r"|estimat|fores|fac(?:es|ing))",
    re.IGNORECASE,
)
_STATUS_WINDOW = 70
_INTENTIONS = {"officers_target": Status.TARGET, "savings_required": Status.PLANNED, "new_homes": Status.PLANNED}


def _status(tie: Tie, text: str, quantity: Quantity, period: Period | None) -> Status:
    """Return whether a figure is a fact or an intention: by its measure, a verb before it, or a deadline beside it."""
    before = text[max(0, quantity.start - _STATUS_WINDOW) : quantity.start]
    intent = _INTENT.search(text) is not None
    if intent and tie.measure.id != "savings_made" and _TARGET.search(before):
        return Status.TARGET
    if tie.measure.id in _INTENTIONS:
        return _INTENTIONS[tie.measure.id]
    if tie.measure.topic is Topic.WORKFORCE and _POSTS.search(before):
        return Status.TARGET
    if tie.role is Role.EARLIER or tie.unit is Unit.PER_DAY:  # "on a typical day there will be 461 crimes"
        return Status.ACTUAL
    intention = _intention(text, quantity, tie)
    if intention is not None:
        return intention
    return Status.FORECAST if _is_deadline(period) and not _PAST.search(before) else Status.ACTUAL


def _intention(text: str, quantity: Quantity, tie: Tie) -> Status | None:
    """Return the status that a verb gives a figure: a forecast, or a plan of the force; ``None`` for a fact."""
    if _INTENT.search(text) is None:
        return None
    before = text[max(0, quantity.start - _STATUS_WINDOW) : quantity.start]
    if _FORECAST.search(before) or _FORECAST_AFTER.match(text, tie.end):
        return Status.FORECAST
    if _PLANNED.search(before) is None:
        return None
    own = tie.measure.topic in {Topic.WORKFORCE, Topic.BUDGET} or _OWN_DOING.search(before)
    return Status.PLANNED if own else Status.FORECAST


# What the force does to crime or calls is its plan; what these will do is a forecast.
_OWN_DOING = re.compile(
    r"\b(?:plan(?:s|ning|ned)?|aim(?:s|ing)?|intend(?:s|ing)?|commit(?:ted)?|hop(?:es?|ing)|looking)\sto\b"
    r"|\b(?:it|we|force|constabulary|police)\s(?:will|is\sgoing\sto)\s(?!(?:face|see|experience)\b)",
    re.IGNORECASE,
)


def _is_deadline(period: Period | None) -> bool:
    return period is not None and period.kind is PeriodKind.BY
