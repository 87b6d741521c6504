"""Stage 8: what the wider context makes of a tie. It may object, or tell a related measure from the nearest one.

"300 officers in neighbourhood teams" is not the force's strength, "320 reports a month" no yearly figure, "savings of
£3m to be found" are not made yet, and "passengers" of a port are not those of an airport.
"""

import re

from app.extract.constructions import REACH, Candidate
from app.extract.direction import FALL
from app.extract.skeleton import BARE, THING, Skeleton
from app.extract.things import Aspect, Thing
from app.vocabulary.measures import Kind, Measure, Topic, measures
from app.vocabulary.units import Unit

_ROLE = r"(?:neighbourhood|response|specialist|local|safer|dedicated|armed|roads?|firearms|front|control|detective|student|rural|schools?)"
# What narrows a count to a part of what the measure counts.
_NARROWED = re.compile(
    rf" (?:who|whose|against|involving|relat(?:ing|ed) to|linked to|connected (?:to|with)|per(?! year| annum)|signed|registered (?:for|with|to)|subscribed|affected|for (?:every|each)|assigned"
    rf"|trained|councils?|clubs?|courts?|survey|dedicated|based|in (?:(?:the|our|its|these|those|a) )?{_ROLE}|in (?:care|poverty|need|that|this)"
    rf"|of (?:rape|violence|theft|burglary|fraud|which|whom|domestic|child|modern|serious|criminal|these|anti)"
    rf"|on (?:patrol|duty|the streets?|secondment)|with (?:a|an|mental|dementia|disabilities|specialist|long)"
    rf"|working (?:in|on|from|within)|training|cars?|vehicles?|patrols?|students?"
    rf"|to (?:neighbourhood|response|the (?:neighbourhood|roads|response|unit|team)|help|tackle|work|focus|deal|form|be))\b"
)
# People are the population only where they are served or live there.
_PEOPLE_SERVED = re.compile(
    r"\b(?:serv(?:e|es|ed|ing|ices? to)|polic(?:e|es|ing)|protect(?:s|ing)?|populations?(?: of| is| was| stands at| totals)?"
    r"|home to|inhabited by|safe(?:guard(?:s|ing)?)?|lived in by|populated by|for|keep(?:s|ing)?|service to|look(?:s|ing)? after)"
    r"(?: (?:of|by|for|to|the|a|an|some|in|is|are|all|our|its|total|resident|needs|communities|safe|more than))* $"
)
_AMONG = re.compile(r"(?:,|\band|\bwith|\bcontains|\bhas)(?: (?:an?|some))* $")
_OF_A_TERRITORY = frozenset({"area", "cities", "households", "local_authorities", "counties", "districts", "boroughs"})
_PEOPLE_LIVE = re.compile(r" (?:(?:who |currently |that )?(?:live|living|reside|residing)\b)")
_EMPLOYED = re.compile(r"\b(?:employ(?:s|ing|ed)?|employer of|workforce of|workforce is|team of)(?: (?:of|a|total))* $")
_AGED = re.compile(r" (?:are )?(?:aged|of (?:working|school) age)\b")
_PART_BEFORE = re.compile(
    r"\b(?:team|teams|unit|squad|group|taskforce|task force|cohort|command|department|hub|pool|network) (?:of|comprising|with)"
    r"(?: (?:over|some|around|about|more than))* $"
)
# "Domestic abuse: 14,220 crimes" and "the 14,220 crimes" are not all crimes.
_GENERIC = frozenset({"crime", "offences", "incidents", "calls"})
_OF_ANOTHER = re.compile(rf"{THING}(?: came to| accounted for| accounts for)?(?::| –| -)? $|(?<!all )(?<!of )\bthe $")
_EVERY = re.compile(
    rf"(?:(?:,| and) {BARE} {THING})*,? ?(?:[a-z]+ ){{0,4}}(?:(?:on )?(?:an )?average )?(?:(?:a|per|each|every) (?P<span>day|week|month|hour|shift|night|weekend)\b"
    r"|(?P<adverb>daily|weekly|monthly|hourly)\b)"
)
_EVERY_BEFORE = re.compile(
    r"(?<!hours )(?<!days )\b(?:(?:each|every|per|an|average|typical|given) (?:average |typical )?"
    r"(?P<span>day|week|month|hour|shift|night|weekend)|(?P<adverb>daily|weekly|monthly|hourly))\b(?! of\b)"
)
_PART_OF = re.compile(
    r"\b(?:replac(?:ed|ing)|former|abolished|instead of) $|\b(?:clos(?:ed|ing)|closure of)(?: [a-z]+)? $|\b(?:factor|present|feature[sd]?|element|involved|part|role) (?:in|of)(?: (?:around|about|some|over))* $"
)
_RECORDED = re.compile(r"\brecord(?:ed|s|ing)?(?: [a-z]+){0,3} $")
_FALLING = re.compile(rf"\b(?:{FALL}) (?:of|by)(?: (?:a|an|about|some))* $")
_BY_SEA = re.compile(r"\b(?:ferry|ferries|cruise|port|ports|sea|seaport|docks?|channel tunnel|eurotunnel)\b")
_BY_AIR = re.compile(r"\b(?:airports?|air|flights?|airline)\b")
_EVENT = re.compile(
    r"\b(?:festivals?|races|racecourse|grand national|shows?|carnival|stadium|concerts?|theme park|gold cup|regatta"
    r"|tournament|grand prix|marathon|events?|matches|mela|pride|fair|arena)\b"
)
_MADE = re.compile(
    r"\b(?:made|delivered|achieved|realised|generated|secured|yielded|produced|already|saved|taken|removed|released)\b"
)
_TO_COME = re.compile(
    r"\b(?:needs?|needed|required?|requires|requirement|must|plans?|planned|planning|will|aims?|targets?|still|remains?|future"
    r"|expected|expects|forecast|anticipate[sd]?|intends?|proposed|outstanding|remaining|necessary|challenge|has to|have to"
    r"|faces?|facing|to (?:be )?(?:save|find|make|deliver|achieve|identify|secure|realise|reach|meet|made|delivered|found"
    r"|achieved|saved))\b"
)


def settled(  # noqa: PLR0911 - an objection each
    skeleton: Skeleton, n: int, candidate: Candidate, thing: Thing, measure: Measure, unit: Unit
) -> tuple[Measure, Unit] | None:
    """Return the measure and unit that a tie states in its context, or ``None`` where the context objects."""
    if unit is Unit.PERCENT or candidate.construction.aspects[0] is Aspect.CHANGE:
        return measure, unit
    text, at = skeleton.text, skeleton.quantities[n]
    first, last = sorted((at, skeleton.things[candidate.thing]))
    end = last + 1
    before = text[max(0, first - 2 * REACH) : first]
    if measure.kind is Kind.COUNT and (_FALLING.search(before) or _PART_OF.search(before)):
        return None
    if unit.counted and not skeleton.whole(n) and measure.topic is not Topic.WORKFORCE:
        return None  # posts are counted in full-time equivalents, all else in whole numbers
    if candidate.construction.id in {"count", "sum"} and before.endswith("from ") and _TO_ANOTHER.match(text, end):
        return None
    if candidate.construction.id == "count" and thing.id in _GENERIC and _OF_ANOTHER.search(before):
        return None
    if measure.kind is Kind.COUNT:
        every = _EVERY.match(text, end) or _EVERY_BEFORE.search(before)
        if every is not None:
            daily = every["span"] == "day" or every["adverb"] == "daily"
            return (measure, Unit.PER_DAY) if daily and Unit.PER_DAY in measure.units else None
    if thing.id == "emergency" and not _AND_OTHER_CALLS.match(text, end):
        return None
    if measure.id == "deprived_neighbourhoods" and "depriv" not in text:
        return None
    if thing.id == "offences" and not _RECORDED.search(before):
        return None
    if thing.id in {"people", "population"} and _AGED.match(text, end):
        return None
    if thing.id == "people":
        if _EMPLOYED.search(before):
            return measures()["workforce_total"], unit
        if not (
            _PEOPLE_SERVED.search(before)
            or before.endswith("(")
            or _PEOPLE_LIVE.match(text, end)
            or (_AMONG.search(before) and any(mention.thing.id in _OF_A_TERRITORY for mention in skeleton.mentions))
        ):
            return None
        return None if _NARROWED.match(text, end) and not _PEOPLE_LIVE.match(text, end) else (measure, unit)
    if candidate.construction.id != "rate" and (_NARROWED.match(text, end) or _PART_BEFORE.search(before)):
        return None
    if measure.id in {"savings_made", "savings_required"}:
        to_come = thing.id == "save" or _is_to_come(text, at)
        return (measure, unit) if to_come == (measure.id == "savings_required") else None
    return _particular(measure, skeleton, first, last), unit


def _particular(measure: Measure, skeleton: Skeleton, first: int, last: int) -> Measure:
    """Return the measure that the words around speak of, of two that share the words of their thing."""
    text = skeleton.text
    if measure.id == "airport_passengers" and _BY_SEA.search(text) and not _BY_AIR.search(text):
        return measures()["port_passengers"]
    if measure.id == "visitors":
        clause = text[text.rfind(" and ", 0, first) + 1 : (text.find(" and ", last) + 1 or len(text))]
        return measures()["event_visitors"] if _EVENT.search(clause) else measure
    if measure.id == "police_officers" and _ESTABLISHMENT.search(text, max(0, first - REACH), max(first, last)):
        return measures()["officers_target"]
    if measure.id == "population" and _PER_OFFICER.search(text, max(0, first - REACH), first):
        return measures()["residents_per_officer"]
    if measure.id == "calls_total" and (service := _SERVICE.search(text, max(0, first - REACH), first)):
        return measures()[f"calls_{service[1]}"]
    if measure.id == "police_staff" and (including := _INCLUDING.match(text, last + 1)) is not None:
        included = skeleton.mentions[skeleton.things.index(including.end() - 1)]
        return measures()["staff_and_pcsos"] if included.thing.id == "pcsos" else measure
    return measure


_AND_OTHER_CALLS = re.compile(rf" and {BARE} {THING}")
_TO_ANOTHER = re.compile(r"[^.;]{0,40}? to ")
_ESTABLISHMENT = re.compile(
    rf"\b(?:establishment|planned (?:officer )?strength|planned {THING}|target strength|uplift target)\b[^.;{BARE}]{{0,50}}$"
    rf"|\bplanned {THING} (?:strength )?[^.;{BARE}]{{0,40}}$"
)
_PER_OFFICER = re.compile(rf"\b(?:per|for (?:each|every)) {THING}[^.;]{{0,20}}$")
_SERVICE = re.compile(r"\b(101|999) (?:service|line|number|operators|call handlers)\b[^.;]{0,40}$")
_INCLUDING = re.compile(rf",? \(?(?:including|incl|inc|which includes?)\.?(?: (?:our|the|its))? {BARE}? ?{THING}")


def _is_to_come(text: str, at: int) -> bool:
    """Return whether savings are still to be made, by the nearest word that tells: before them, else after."""
    before = text[max(0, at - 2 * REACH) : at]
    to_come, made = _last(_TO_COME, before), _last(_MADE, before)
    if to_come < 0 and made < 0:
        after = re.split(r",| and |;", text[at : at + REACH])[0]
        return _first(_TO_COME, after) < _first(_MADE, after)
    return to_come > made or (
        to_come >= 0 and re.fullmatch(r"to (?:be )?\w+", before[to_come:made].strip()) is not None
    )


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _first(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return len(text) if match is None else match.start()
