"""Stage 11: the measure that a tie means in its clause, or none: what people are served, which passengers, whose savings."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from app.extract.clauses import Parse, once
from app.extract.groups import Join, VerbGroup
from app.vocabulary.lexicon import members
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.measures import Kind, Topic, measures
from app.vocabulary.things import Aspect, thing_of
from app.vocabulary.units import Unit

_BY_SEA = frozenset("ferry ferries cruise port ports sea seaport dock docks channel eurotunnel harbour quay terminal".split())
_BY_AIR = frozenset("airport airports air flight flights airline runway".split())
_EVENTS = frozenset(
    """festival festivals races racecourse show shows carnival stadium concert concerts regatta tournament prix
    marathon tattoo event events match matches mela pride fair arena meeting fixtures final""".split()
)
_ESTABLISHMENT = frozenset("establishment planned target uplift complement".split())
FEWEST_IN_A_YEAR = 2500
"""Fewer crimes, incidents or calls than these are not those of a force in a year, but of a day, a place or a team."""
_OF_A_YEAR = frozenset({"recorded_crimes", "incidents", "calls_total", "calls_999", "calls_101"})
FEWEST_HOMES = 10_000
"""Fewer homes than these are not those of a force area or a city, but such as were visited or built."""
FEWEST_POSTS = 100
"""Posts in full-time equivalents below this are a rate: "1.8 officers" are those for a number of residents."""
LARGEST_TAX = 5000
"""No home pays more council tax for policing in a year, and no force raises less."""


def meant(spot: Spot, tie: Tie) -> Tie | None:
    """Return a tie with the measure that is meant, or ``None`` where its clause says that it counts something else."""
    if tie.aspect is Aspect.CHANGE or tie.unit is Unit.PERCENT:
        return tie
    for particular in _PARTICULARS:
        other = particular(spot, tie)
        if other is not None:
            measure = measures()[other]
            tie = replace(tie, measure=measure, thing=thing_of(measure) or tie.thing)
            break
    if objection(spot, tie) is not None:
        return None
    every = each(spot)
    if tie.measure.kind is Kind.COUNT and every not in {None, "year"} and tie.how in {"count", "of", "is", "listed", "in_brackets", "rate"}:
        return replace(tie, unit=Unit.PER_DAY) if every == "day" and Unit.PER_DAY in tie.measure.units else None
    return tie


def objection(spot: Spot, tie: Tie) -> str | None:
    """Return what says that a tie means something else, in a word such as "too few"; ``None`` if nothing does."""
    if tie.role is not Role.OWN:
        return None
    return next((objects.__name__.strip("_").replace("_", " ") for objects in _OBJECTIONS if objects(spot, tie)), None)


# What a number is for each of


def each(spot: Spot) -> str | None:
    """Return the span that a number is for each of: day, week, month ..., or ``None``."""
    groups = spot.parse.groups
    if _is_of_a_day(spot.parse):
        return "day"
    j = spot.i + 1
    while j < len(groups) and not spot.parse.joint(j, Join.STOP) and spot.parse.verb(j) is None:
        listed = (noun := spot.parse.noun(j + 1)) is not None and noun.quantity is not None and noun.thing is not None
        if spot.parse.joint(j, Join.COMMA, Join.AND) and not listed:
            break
        if (own := spot.parse.noun(j)) is not None and own.quantity is not None and own.thing is None:
            break
        if (span := _span(spot, j)) is not None:
            return span
        j += 1
    if spot.parse.joint(j, Join.COMMA) and (span := _span(spot, j + 1)) is not None:
        return span
    for j in spot.parse.back(spot.i):
        if spot.parse.joint(j, Join.STOP):
            return "day" if spot.parse.reading.daily else None
        if (span := _span(spot, j)) is not None:
            return span
    return "day" if spot.parse.reading.daily else None


@once
def _is_of_a_day(parse: Parse) -> bool:
    """Return whether a sentence tells of "a typical day" or "an average day"."""
    words = [token.text for group in parse.groups for token in group.tokens]
    return any(a in {"typical", "average"} and b == "day" for a, b in pairwise(words))


_SPANS = frozenset("day week month hour shift night weekend fortnight".split())
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month", "hourly": "hour"}


def _span(spot: Spot, j: int) -> str | None:
    group, noun = spot.parse.at(j), spot.parse.noun(j)
    if group is None:
        return None
    if spot.parse.joint(j, Join.ADVERB):
        return _ADVERBS.get(group.text)
    if noun is not None and noun.noun in {"year", "annum"} and noun.determiner in {"a", "each", "every"}:
        return "year"
    if noun is None or noun.noun not in _SPANS or noun.quantity is not None:
        return None
    if noun.determiner in {"a", "an", "each", "every", "any"} or "average" in noun.modifiers or "typical" in noun.modifiers or spot.parse.word(j - 1) == "per":
        return noun.noun
    return None


# Objections


def _whole(spot: Spot) -> bool:
    value = spot.quantity.value
    return value is not None and value == value.to_integral_value()


def _in_parts(spot: Spot, tie: Tie) -> bool:
    """Whether it counts parts: posts are counted in full-time equivalents, all else in whole numbers."""
    if not tie.unit.counted or _whole(spot) or tie.unit is Unit.PER_DAY:
        return False
    value = spot.quantity.value
    return tie.measure.topic is not Topic.WORKFORCE or value is None or value < FEWEST_POSTS


def _too_few(spot: Spot, tie: Tie) -> bool:
    value = spot.quantity.value
    return tie.measure.id in _OF_A_YEAR and value is not None and value < FEWEST_IN_A_YEAR and each(spot) in {None, "year"} and spot.quantity.unit is None


def _few_homes(spot: Spot, tie: Tie) -> bool:
    value = spot.quantity.value
    return tie.measure.id == "households" and value is not None and value < FEWEST_HOMES


def _single(spot: Spot, tie: Tie) -> bool:
    """Whether it is the one officer for whom there are so many residents."""
    j = spot.parse.after(spot.i)
    following = spot.parse.noun(j + 1) if spot.parse.word(j) in {"for", "per", "to"} else None
    return tie.measure.id == "police_officers" and spot.quantity.value == 1 and following is not None and following.quantity is not None


def _per(spot: Spot, tie: Tie) -> bool:
    """Whether it counts the residents for whom there is one officer, where it is not told as that."""
    return tie.measure.id == "population" and (spot.group.determiner in {"every", "each"} or spot.preposition == "per")


def _removed(spot: Spot, tie: Tie) -> bool:
    """Whether it counts what was closed, replaced or bordered on."""
    verb = spot.verb
    return verb is not None and spot.is_object and verb.lemma in {"close", "replace", "border", "abolish", "adjoin", "surround"}


def _savings_without_a_verb(spot: Spot, tie: Tie) -> bool:
    """Whether nothing tells if savings are made or still to be made."""
    return tie.measure.id == "savings_made" and tie.how in {"of", "is", "listed", "apposition", "in_brackets", "count", "sum"}


def _not_deprived(spot: Spot, tie: Tie) -> bool:
    return tie.measure.id == "deprived_neighbourhoods" and "depriv" not in spot.parse.text.lower()


FEWEST_PEOPLE = {"population": 1000, "airport_passengers": 10_000, "port_passengers": 1000, "visitors": 10_000, "event_visitors": 1000}
"""Fewer residents, passengers or visitors than these are such as were met, not those of an area or a year."""
FEWEST_OFFICERS = 100
"""Fewer officers than these are those of a team or an event: no force has so few."""


def _few(spot: Spot, tie: Tie) -> bool:
    value = spot.quantity.value
    if value is None:
        return False
    if tie.measure.id == "police_officers" and value < FEWEST_OFFICERS:
        return True
    return value < FEWEST_PEOPLE.get(tie.measure.id, 0)


def _not_residents(spot: Spot, tie: Tie) -> bool:
    """Whether people are not said to be those who live here or are served."""
    if tie.measure.id != "population" or spot.group.thing is None or spot.group.thing.id != "people" or tie.how != "count":
        return False
    verb, following = spot.verb, spot.next_verb
    if following is not None:
        v = spot.parse.following(spot.i)
        if v is not None and spot.parse.word(spot.parse.after(v)) == "within":
            return True  # so many live within an hour of it, not in it
        return not (following.among("live", "be") or following.lemma in {"call", "make", "have"}) and not (verb is not None and verb.among("serve", "live"))
    if verb is None:
        return False
    return not (verb.among("serve", "have", "live", "be") or verb.lemma in {"keep", "give", "provide", "make", "contain", "look", "police"}) and spot.preposition not in {"for", "to", "of", "by"}


_OBJECTIONS: tuple[Callable[[Spot, Tie], bool], ...] = (_savings_without_a_verb, _few, _not_residents, _in_parts, _too_few, _few_homes, _single, _per, _removed, _not_deprived)


# People who are residents, employees or visitors


def _people(spot: Spot, tie: Tie) -> str | None:
    if tie.thing is None or tie.thing.id != "people" or tie.role is not Role.OWN:
        return None
    verb, following = spot.verb, spot.next_verb
    if verb is not None and (spot.is_object or spot.preposition == "of") and verb.lemma in {"employ"} or _of_workforce(spot):
        return "workforce_total"
    after = spot.parse.after(spot.i)
    payroll = spot.parse.word(after) == "on" and (books := spot.parse.noun(after + 1)) is not None and books.noun in {"payroll", "books", "strength"}
    if payroll or (following is not None and following.lemma in {"work", "employ"}):
        return "workforce_total"
    for told in (verb if spot.is_object or spot.preposition in {"to", "of"} else None, following):
        if told is not None and told.among("attract", "visit"):
            return "event_visitors" if _words(spot.parse) & _EVENTS else "visitors"
    return None


def _of_workforce(spot: Spot) -> bool:
    before = spot.parse.noun(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition == "of" else None
    return before is not None and before.thing is not None and before.thing.id == "workforce"


@once
def _words(parse: Parse) -> set[str]:
    return {word for group in parse.groups for token in group.tokens for word in token.text.split()}


def _passengers(spot: Spot, tie: Tie) -> str | None:
    words = _words(spot.parse)
    return "port_passengers" if tie.measure.id == "airport_passengers" and words & _BY_SEA and not words & _BY_AIR else None


def _visitors(spot: Spot, tie: Tie) -> str | None:
    if tie.measure.id != "visitors":
        return None
    clause: set[str] = set()
    for j in (spot.i, *spot.parse.back(spot.i)):
        if j < spot.i and (spot.parse.joint(j, Join.STOP) or (spot.parse.joint(j, Join.AND) and spot.parse.joint(j - 1, Join.COMMA))):
            break
        clause |= {word for token in spot.parse.groups[j].tokens for word in token.text.split()}
    for j in spot.parse.ahead(spot.i):
        if spot.parse.joint(j, Join.STOP, Join.AND) or spot.parse.verb(j) is not None:
            break
        clause |= {word for token in spot.parse.groups[j].tokens for word in token.text.split()}
    return "event_visitors" if clause & _EVENTS else None


def _target(spot: Spot, tie: Tie) -> str | None:
    if tie.measure.id != "police_officers" or tie.role is not Role.OWN:
        return None
    if spot.verb is not None and spot.verb.lemma == "fund" and spot.verb.passive and spot.preposition == "for":
        return "officers_target"
    for j in range(spot.i, max(-1, spot.i - 8), -1):
        group = spot.parse.groups[j]
        noun = spot.parse.noun(j)
        if spot.parse.joint(j, Join.STOP) and spot.parse.word(j) != ":" or (j < spot.i and noun is not None and noun.quantity is not None):
            return None
        if {word for token in group.tokens for word in token.text.split()} & _ESTABLISHMENT:
            return "officers_target"
    return None


def _tax_of_a_home(spot: Spot, tie: Tie) -> str | None:
    value = spot.quantity.value
    return "council_tax_band_d" if tie.measure.id == "precept" and value is not None and value < LARGEST_TAX else None


def _staff_with_others(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of staff that are said to include others: "1,766 staff, including 171 PCSOs"."""
    if tie.measure.id != "police_staff" or tie.role is not Role.OWN:
        return None
    j = spot.i + 1
    while spot.parse.joint(j, Join.COMMA, Join.OPEN, Join.PREPOSITION, Join.RELATIVE, Join.STOP) or (spot.parse.noun(j) is not None and spot.parse.groups[j].text == "them") or spot.parse.noun(j) is not None and spot.parse.groups[j].text in members("part_marker"):
        j += 1
    apart = any(spot.parse.word(k) in {"excluding", "without", "plus", "besides"} for k in range(spot.i + 1, j))
    if j == spot.i + 1 or apart or ((verb := spot.parse.verb(j)) is not None and verb.negated):
        return None
    marked = any(token.text in {"including", "incl", "inc", "which", "whom", "includes", "include", "among", "made"} for k in range(spot.i + 1, j) for token in spot.parse.groups[k].tokens)
    verb = spot.parse.verb(j)
    if verb is not None and verb.lemma in {"include", "be", "count"} or (verb is not None and verb.lemma == "make" and verb.text.startswith("made up")):
        marked, j = True, j + 1
        j = j + 1 if spot.parse.word(j) == "of" else j
    noun = spot.parse.noun(j)
    if noun is not None and noun.thing is None and noun.quantity is not None:
        verb = spot.parse.verb(j + 1)
        noun = spot.parse.noun(j + 2) if verb is not None else noun
    if not marked or noun is None or noun.thing is None:
        return None
    return {"pcsos": "staff_and_pcsos", "officers": "workforce_total"}.get(noun.thing.id)


_GENERIC = frozenset({"crime", "offences", "incidents", "calls"})


def _of_that_kind(spot: Spot, tie: Tie) -> str | None:
    """Return the kind of crime of "Violent crime came to 28,316 offences", "domestic abuse: 14,220 crimes"."""
    if tie.thing is None or tie.thing.id not in _GENERIC or tie.measure.topic is not Topic.DEMAND or tie.role is not Role.OWN:
        return None
    subject = None
    j = spot.parse.before(spot.i)
    host = spot.found[-1] if spot.found else None
    if spot.preposition == "with" and host is not None and host.thing is not None and host.aspect is Aspect.CHANGE and host.thing.id not in _GENERIC:
        level = next(iter(host.thing.measures.get(Aspect.LEVEL, ())), None)
        return level if level is not None and measures()[level].topic is Topic.DEMAND else None
    if spot.preposition in {"to", "for", "in", "at"}:
        j = spot.parse.before(j)
    if spot.parse.joint(j, Join.OPEN) or spot.parse.word(j) in {":", "–", "-", "—"}:
        subject = spot.parse.before(j)
        topic = spot.topic(subject)
        if topic is not None and topic[0].id in _GENERIC and (v := spot.parse.governing(j)) is not None:
            subject = spot.parse.subject(v)
    elif spot.verb is not None and spot.v == j and (spot.verb.among("be", "reach", "rise", "fall", "make_up") or spot.verb.lemma in {"come"}):
        subject = spot.subject
    elif spot.verb is not None and spot.preposition == "to":
        subject = spot.subject
    elif spot.preposition == "in" and (noun := spot.parse.noun(j)) is not None and noun.noun in {"factor", "part", "feature"}:
        subject = None if spot.v is None else spot.subject
    elif spot.v is not None and spot.is_object and tie.thing.id == "calls":
        subject = spot.subject
    noun = None if subject is None else spot.parse.noun(subject)
    topic = spot.topic(subject)
    if topic is None and noun is not None and noun.noun in {"service", "line", "number", "operators", "handlers"} and noun.things:
        topic = (noun.things[-1].thing.thing, subject or 0) if noun.things[-1].thing else None
    if topic is None or topic[0].id in _GENERIC:
        return None
    level = next(iter(topic[0].measures.get(Aspect.LEVEL, ())), None)
    return level if level is not None and measures()[level].topic is Topic.DEMAND else None


_PARTICULARS: tuple[Callable[[Spot, Tie], str | None], ...] = (
    _people,
    _passengers,
    _visitors,
    _target,
    _tax_of_a_home,
    _of_that_kind,
    _staff_with_others,
)
