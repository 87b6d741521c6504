"""Stage 8: check a tie against the wider context, which may rule it out or make it one of a related measure.

"300 officers in neighbourhood teams" is not the force's strength, "320 reports a month" no yearly figure, "savings of
£3m to be found" are not made yet, and "passengers" of a port are not those of an airport.
"""

import re
from collections.abc import Callable

from app.extract.constructions import REACH, Candidate
from app.extract.direction import CHANGE, FALL
from app.extract.skeleton import BARE, MEASURED, PERIOD, THING, Skeleton
from app.vocabulary.measures import Kind, Measure, Topic, measures
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit


class Case:
    """A quantity that a construction ties to a thing, and what it would state.

    Characters count in the skeleton, ``text``: the quantity is ``at``, the first of quantity and thing ``first``, both
    have ended at ``end``, and ``before`` is what stands before both.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - a case is its parts
        self, skeleton: Skeleton, quantity: int, candidate: Candidate, thing: Thing, measure: Measure, unit: Unit
    ) -> None:
        self.skeleton, self.quantity, self.candidate = skeleton, quantity, candidate
        self.thing, self.measure, self.unit = thing, measure, unit
        self.construction = candidate.construction.id
        self.text = skeleton.text
        self.at = skeleton.quantities[quantity]
        named = skeleton.things[candidate.thing]
        self.first, self.end = min(self.at, named), max(self.at, named) + 1
        self.before = self.text[max(0, self.first - 2 * REACH) : self.first]


def settled(case: Case) -> tuple[Measure, Unit] | None:
    """Return the measure and unit that a tie states in its context, or ``None`` if the context rules it out."""
    measure, unit = case.measure, case.unit
    if unit is Unit.PERCENT or case.candidate.construction.aspects[0] is Aspect.CHANGE:
        return measure, unit
    if any(objects(case) for objects in _OBJECTIONS):
        return None
    if measure.kind is Kind.COUNT and (every := _every(case)) is not None:
        return (measure, Unit.PER_DAY) if every == "day" and Unit.PER_DAY in measure.units else None
    for particular in _PARTICULARS:
        if (other := particular(case)) is not None:
            return measures()[other], unit
    return measure, unit


# Objections

_FALLING = re.compile(rf"\b(?:{FALL}) (?:of|by)(?: (?:a|an|about|some))* $")
_PART_OF = re.compile(
    r"\b(?:replac(?:ed|ing)|former|abolished|instead of) $|\bborder(?:s|ed|ing|ing on)?(?: [a-z]+){0,3} $|\b(?:clos"
    r"(?:ed|ing)|closure of)(?: [a-z]+)? $"
    r"|\b(?:factor|present|feature[sd]?|element|involved|part|role) (?:in|of)(?: (?:around|about|some|over))* $"
)


_MORE_THAN = re.compile(r" (?:more|fewer|less) than\b")


def _of_less(case: Case) -> bool:
    """Whether it is less than the measure counts: "a reduction of 458 officers", "142 officers more than in 2010"."""
    if case.measure.kind is not Kind.COUNT:
        return False
    more = case.construction == "count" and _MORE_THAN.match(case.text, case.end) is not None
    return more or bool(_FALLING.search(case.before) or _PART_OF.search(case.before))


FEWEST_POSTS = 100
"""Posts in full-time equivalents below this are a rate: "1.8 officers" are those for a number of residents."""


def _in_parts(case: Case) -> bool:
    """Whether it counts parts: posts are counted in full-time equivalents, all else in whole numbers."""
    if not case.unit.counted or case.skeleton.whole(case.quantity):
        return False
    value = case.skeleton.reading.quantities[case.quantity].value
    return case.measure.topic is not Topic.WORKFORCE or value is None or value < FEWEST_POSTS


_TO_ANOTHER = re.compile(r"[^.;]{0,40}? to ")


def _old_value(case: Case) -> bool:
    """Whether it is the six of "from six divisions to three"."""
    counted = case.construction in {"count", "sum"} and case.before.endswith("from ")
    return counted and _TO_ANOTHER.match(case.text, case.end) is not None


# "Domestic abuse: 14,220 crimes" and "the 14,220 crimes" are not all crimes.
_GENERIC = frozenset({"crime", "offences", "incidents", "calls"})
_OF_ANOTHER = re.compile(rf"{THING}(?: came to| accounted for| accounts for)?(?::| –| -)? $|(?<!all )(?<!of )\bthe $")
_RECORDED = re.compile(r"\brecord(?:ed|s|ing)?(?: [a-z]+){0,3} $")
_AND_OTHER_CALLS = re.compile(rf" and {BARE} {THING}")


def _of_another(case: Case) -> bool:
    """Whether a word as general as "crimes" counts something else that was named before."""
    if case.thing.id == "offences" and not _RECORDED.search(case.before):
        return True
    if (
        case.thing.id == "emergency"
        and case.construction != "listed"
        and not _AND_OTHER_CALLS.match(case.text, case.end)
    ):
        return True
    if case.construction == "count" and case.measure.topic is Topic.DEMAND and _joint(case):
        return True
    return case.construction == "count" and case.thing.id in _GENERIC and bool(_OF_ANOTHER.search(case.before))


_AND_ANOTHER = re.compile(rf" and {THING}")


def _joint(case: Case) -> bool:
    """Return whether another thing is counted with this one: "379,300 crimes and anti-social behaviour incidents"."""
    other = _AND_ANOTHER.match(case.text, case.end)
    if other is None:
        return False
    thing = case.skeleton.mentions[case.skeleton.things.index(other.end() - 1)].thing
    return any(measures()[id_].topic is Topic.DEMAND for id_ in thing.measures.get(Aspect.LEVEL, ()))


_IN_ALL = re.compile(r",? (?:in (?:all|total)|altogether|combined|all told)\b")


def _of_all_of_them(case: Case) -> bool:
    """Whether it is the total of a list, not of its last item: "210 PCSOs and 150 specials: 3,942 in all"."""
    last = case.first < case.at and _IN_ALL.match(case.text, case.end) is not None
    return last and case.skeleton.quantities[0] < case.first


def _not_deprived(case: Case) -> bool:
    words = case.skeleton.reading.sentence.text.lower()
    return case.measure.id == "deprived_neighbourhoods" and "depriv" not in words


_ROLE = (
    r"(?:neighbourhood|response|specialist|local|safer|dedicated|armed|roads?|firearms|front|control|detective|student"
    r"|rural|schools?)"
)
_NARROWED = re.compile(
    r" (?:who|whose|per(?! year| annum)|signed"
    r"|registered (?:for|with|to)|subscribed|affected|for (?:every|each)|assigned|trained|councils?|clubs?|courts?"
    rf"|survey|dedicated|based|in(?:to)? (?:(?:the|our|its|these|those|a) )?{_ROLE}|in (?:care|poverty|need|that|this)"
    r"|of (?:rape|violence|theft|burglary|fraud|domestic|child|modern|serious|criminal|these|anti)"
    r"|on (?:patrol|duty|the streets?|secondment)|with (?:a|an|mental|dementia|disabilities|specialist|long)"
    r"|working (?:in|on|from|within)|training|cars?|vehicles?|patrols?|students?"
    r"|to (?:neighbourhood|response|the (?:neighbourhood|roads|response|unit|team)|help|tackle|work|focus|deal|form"
    r"|be))\b"
)
_POSTS = frozenset({"officers", "staff", "pcsos"})
_IN_TEAMS = re.compile(rf" in(?:to)? (?:(?:the|our|its) )?{THING}")
_OF_A_KIND = re.compile(
    rf"(?: (?:in|during) {PERIOD})? (?:against|involving|relat(?:ing|ed) to|linked to|connected (?:to|with))\b"
)
_PART_BEFORE = re.compile(
    r"\b(?:team|teams|unit|squad|group|taskforce|task force|cohort|command|department|hub|pool|network)"
    r" (?:of|comprising|with)(?: (?:over|some|around|about|more than))* $"
)
_AGED = re.compile(r" (?:are )?(?:aged|of (?:working|school) age)\b")
_PEOPLE_LIVE = re.compile(r" (?:who |currently |that )?(?:live|living|reside|residing)\b(?! within)")
# What may follow and leave the whole: residents "who live here", visitors "who come", languages "in our schools".
_WHOLE_WITH = {
    "population": _PEOPLE_LIVE,
    "visitors": re.compile(r" who (?:come|came|visit|visited|travel|stay|pass)\b"),
    "languages": re.compile(r" in "),
}


def _narrowed(case: Case) -> bool:
    """Whether it is a part of what the measure counts: "300 officers in response teams", "a unit of 40 officers"."""
    if case.thing.id in _OF_PEOPLE and _AGED.match(case.text, case.end):
        return True
    who = _WHOLE_WITH.get(case.measure.id)
    if case.construction == "rate" or (who is not None and who.match(case.text, case.end)):
        return False
    if case.thing.id in _POSTS and _IN_TEAMS.match(case.text, case.end):
        return True
    if case.thing.id in _GENERIC and _OF_A_KIND.match(case.text, case.end):
        return True
    return bool(_NARROWED.match(case.text, case.end) or _PART_BEFORE.search(case.before))


_OF_PEOPLE = frozenset({"people", "population"})
_PEOPLE_SERVED = re.compile(
    r"\b(?:serv(?:e|es|ed|ing|ices? to)|polic(?:e|es|ing)|protect(?:s|ing)?|home to|inhabited by|safe(?:guard(?:s"
    r"|ing)?)?"
    r"|populations?(?: of| is| was| stands at| totals)?|lived in by|populated by|for|keep(?:s|ing)?|service to"
    r"|look(?:s|ing)? after)"
    r"(?: (?:of|by|for|to|the|a|an|some|in|is|are|all|our|its|total|resident|needs|communities|safe|more than))* ?$"
)
_AMONG = re.compile(r"(?:,|\band|\bwith|\bcontains|\bhas)(?: (?:an?|some))* $")
_OF_A_TERRITORY = frozenset({"area", "cities", "households", "local_authorities", "counties", "districts", "boroughs"})
_ATTRACTED = re.compile(
    r"\b(?:attracts?|attracting|attracted|draws?|drawing|drew|brings|welcomes?)(?: (?:in|to it))? $"
)
_COME = re.compile(r" (?:come|came|attend|attended|visit|visited|watch|watched|went)\b")
_IN_AN_AREA = re.compile(rf" (?:(?:are |is )?spread |living )?(?:in|over|across|on) {MEASURED}")
_EMPLOYED = re.compile(r"\b(?:employ(?:s|ing|ed)?|employer of|workforce of|workforce is|team of)(?: (?:of|a|total))* $")


def _not_residents(case: Case) -> bool:
    """Whether people are not the population: neither served nor living there, nor listed with the territory."""
    if case.thing.id != "people" or _EMPLOYED.search(case.before):
        return False
    listed = _AMONG.search(case.before) and any(m.thing.id in _OF_A_TERRITORY for m in case.skeleton.mentions)
    there = (
        _IN_AN_AREA.match(case.text, case.end)
        or _PEOPLE_LIVE.match(case.text, case.end)
        or _COME.match(case.text, case.end)
        or case.before.endswith("(")
    )
    there = there or (case.construction == "is" and not case.before)
    return not (_PEOPLE_SERVED.search(case.before) or _ATTRACTED.search(case.before) or there or listed)


_MADE = re.compile(
    r"\b(?:made|delivered|achieved|realised|generated|secured|yielded|produced|already|saved|taken|removed|released)\b"
)
_TO_COME = re.compile(
    r"\b(?:needs?|needed|required?|requires|requirement|must|plans?|planned|planning|will|aims?|targets?|still|remains?"
    r"|future|expected|expects|forecast|anticipate[sd]?|intends?|proposed|outstanding|remaining|necessary|challenge"
    r"|has to|have to|faces?|facing|to (?:be )?(?:save|find|make|deliver|achieve|identify|secure|realise|reach|meet"
    r"|made|delivered|found|achieved|saved))\b"
)


def _part_of_calls(case: Case) -> bool:
    """Whether it is a part of the calls that are counted: "of which 149,000 were calls for assistance"."""
    return case.measure.id == "calls_total" and case.construction in {"of_which", "of_which_are"}


FEWEST_HOMES = 10_000
"""Fewer homes than these are not those of a force area or a city, but such as were visited or built."""


def _few_homes(case: Case) -> bool:
    """Whether homes are too few to be the households of the area."""
    value = case.skeleton.reading.quantities[case.quantity].value
    return case.measure.id == "households" and value is not None and value < FEWEST_HOMES


_CUT = re.compile(r" (?:cuts?|reductions?)\b")


def _cut(case: Case) -> bool:
    """Whether a sum is what a budget is cut by: "£24m budget cuts"."""
    return case.construction == "sum" and bool(_CUT.match(case.text, case.end))


def _savings_of_another_time(case: Case) -> bool:
    """Whether savings that are made are taken for such as are still to be found, or the other way round."""
    if case.measure.id not in {"savings_made", "savings_required"}:
        return False
    to_come = case.thing.id == "save" or _is_to_come(case.text, case.at)
    return to_come != (case.measure.id == "savings_required")


def _is_to_come(text: str, at: int) -> bool:
    """Return whether savings are still to be made, by the nearest word that tells: before them, else after."""
    before = text[max(0, at - 2 * REACH) : at]
    to_come, made = _last(_TO_COME, before), _last(_MADE, before)
    if to_come < 0 and made < 0:
        after = re.split(r",| and |;", text[at : at + REACH])[0]
        return _first(_TO_COME, after) < _first(_MADE, after)
    infinitive = to_come >= 0 and re.fullmatch(r"to (?:be )?\w+", before[to_come:made].strip()) is not None
    return to_come > made or infinitive


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.start() for match in pattern.finditer(text)), default=-1)


def _first(pattern: re.Pattern[str], text: str) -> int:
    match = pattern.search(text)
    return len(text) if match is None else match.start()


FEWEST_IN_A_YEAR = 2500
"""Fewer crimes, incidents or calls than these are not those of a force in a year, but of a day, a place or a team."""
_OF_A_YEAR = frozenset({"recorded_crimes", "incidents", "calls_total", "calls_999", "calls_101"})


def _too_few(case: Case) -> bool:
    """Whether a number of crimes, incidents or calls is too small to be the force's of a year."""
    value = case.skeleton.reading.quantities[case.quantity].value
    if case.measure.id not in _OF_A_YEAR or value is None or value >= FEWEST_IN_A_YEAR:
        return False
    return _every(case) is None


def _not_one(case: Case) -> bool:
    """Whether it is not one officer for whom there are so many residents."""
    if case.construction != "one_for_every":
        return False
    before = case.skeleton.things[case.candidate.thing] - 2
    if before not in case.skeleton.quantities:
        return case.text.startswith(" to ", before + 3) and not case.text.startswith(" to e", before + 3)
    return case.skeleton.reading.quantities[case.skeleton.quantities.index(before)].value != 1


_EVERY_SO_MANY = re.compile(rf" (?:to|for|per)(?: (?:every|each))? {BARE} {THING}")
_OUT_OF = re.compile(rf"{BARE} (?:of|out of)(?: the| its| our)? $")


def _of_so_many(case: Case) -> bool:
    """Whether it is the whole or the part of a share: "1 officer to every 506 people", "2,242 of 2,300 officers"."""
    if case.construction != "count" or case.measure.kind is not Kind.COUNT:
        return False
    before = case.skeleton.reading.quantities[case.quantity - 1].value if case.quantity else None
    one_of = before is None or before == 1  # "one of 12 towns" tells how many there are
    return _EVERY_SO_MANY.match(case.text, case.end) is not None or (not one_of and bool(_OUT_OF.search(case.before)))


_OBJECTIONS: tuple[Callable[[Case], bool], ...] = (
    _of_less,
    _of_so_many,
    _in_parts,
    _old_value,
    _of_another,
    _of_all_of_them,
    _not_deprived,
    _narrowed,
    _not_residents,
    _part_of_calls,
    _few_homes,
    _cut,
    _savings_of_another_time,
    _too_few,
    _not_one,
)

# A number for every day has a unit; one for every week or month has none, and is left.
_EVERY = re.compile(
    rf"(?:(?:,| and) {BARE} {THING})*,? ?(?:[a-z]+ ){{0,4}}(?:(?:on )?(?:an )?average )?"
    r"(?:(?:a|per|each|every) (?P<span>day|week|month|hour|shift|night|weekend)\b"
    r"|(?P<adverb>daily|weekly|monthly|hourly)\b)"
)
_DAY = re.compile(r"\bon an? (?:typical|average) day\b")
_EVERY_BEFORE = re.compile(
    r"(?<!hours )(?<!days )\b(?:(?:each|every|per|an|average|typical|given) (?:average |typical )?"
    r"(?P<span>day|week|month|hour|shift|night|weekend)|(?P<adverb>daily|weekly|monthly|hourly))\b(?! of\b)"
)


def _every(case: Case) -> str | None:
    """Return the span that a number is for each of: day, week, month ..., or ``None``."""
    if _DAY.search(case.text):
        return "day"
    every = _EVERY.match(case.text, case.end) or _EVERY_BEFORE.search(case.before)
    if every is None:
        return None
    return "day" if every["adverb"] == "daily" else every["span"] or every["adverb"]


# Related measures that share the words of their thing

_BY_SEA = re.compile(r"\b(?:ferry|ferries|cruise|port|ports|sea|seaport|docks?|channel tunnel|eurotunnel)\b")
_BY_AIR = re.compile(r"\b(?:airports?|air|flights?|airline)\b")
_EVENT = re.compile(
    r"\b(?:festivals?|races|racecourse|grand national|shows?|carnival|stadium|concerts?|theme park|gold cup|regatta"
    r"|tournament|tall ships|grand prix|marathon|tattoo|events?|matches|mela|pride|fair|arena)\b"
)
_ESTABLISHMENT = re.compile(
    rf"\b(?:establishment|planned (?:officer )?strength|planned {THING}|target strength|uplift target|officer target"
    r"|target for)\b"
    rf"[^.;{BARE}]{{0,50}}$|\bplanned {THING} (?:strength )?[^.;{BARE}]{{0,40}}$"
)
_PER_OFFICER = re.compile(rf"\b(?:per|for (?:each|every)) {THING}[^.;]{{0,20}}$")
_KIND_MOVED = re.compile(rf"{THING}[^{THING};.]{{0,50}}\b{CHANGE}\b[^{THING};.]{{0,50}}\b(?:from|to) $")
_SERVICE = re.compile(rf"{THING} (?:service|line|number|operators|call handlers)\b[^.;]{{0,40}}$")
_INCLUDING = re.compile(
    rf",? \(?(?:(?:including|incl|inc|which includes?|made up of|comprising)\.?(?: (?:our|the|its))? {BARE}? ?"
    rf"|of (?:which|whom) {BARE} (?:are|were) ){THING}"
)


def _employees(case: Case) -> str | None:
    return "workforce_total" if case.thing.id == "people" and _EMPLOYED.search(case.before) else None


def _people_who_come(case: Case) -> str | None:
    if case.thing.id != "people" or not (_ATTRACTED.search(case.before) or _COME.match(case.text, case.end)):
        return None
    return "event_visitors" if _EVENT.search(case.text) else "visitors"


def _port_passengers(case: Case) -> str | None:
    by_sea = case.measure.id == "airport_passengers" and _BY_SEA.search(case.text) and not _BY_AIR.search(case.text)
    return "port_passengers" if by_sea else None


def _event_visitors(case: Case) -> str | None:
    begin = max(case.text.rfind(", and ", 0, case.first), case.text.rfind("; ", 0, case.first), 0)
    stop = case.text.find(" and ", case.end)
    within = case.text[begin : stop if stop >= 0 else None]
    return "event_visitors" if case.measure.id == "visitors" and _EVENT.search(within) else None


def _officers_target(case: Case) -> str | None:
    window = (max(0, case.first - REACH), case.at)
    aimed_at = case.measure.id == "police_officers" and _ESTABLISHMENT.search(case.text, *window)
    return "officers_target" if aimed_at else None


def _residents_per_officer(case: Case) -> str | None:
    per = case.measure.id == "population" and _PER_OFFICER.search(case.before)
    return "residents_per_officer" if per else None


def _calls_of_a_service(case: Case) -> str | None:
    service = _SERVICE.search(case.before) if case.measure.id == "calls_total" else None
    if service is None:
        return None
    named = case.skeleton.mentions[case.skeleton.things.index(case.first - len(case.before) + service.start())]
    return next(iter(named.thing.measures.get(Aspect.LEVEL, ())), None)


LARGEST_TAX = 5000
"""No home pays more council tax for policing in a year, and no force raises less."""


def _tax_of_a_home(case: Case) -> str | None:
    value = case.skeleton.reading.quantities[case.quantity].value
    small = case.measure.id == "precept" and value is not None and value < LARGEST_TAX
    return "council_tax_band_d" if small else None


def _of_that_kind(case: Case) -> str | None:
    """Return the kind of crime of "domestic abuse rose from 4,134 crimes in 2013/14"."""
    kind = _KIND_MOVED.search(case.before) if case.thing.id in _GENERIC else None
    if kind is None or case.construction not in {"count", "from_before"}:
        return None
    named = case.skeleton.mentions[case.skeleton.things.index(case.first - len(case.before) + kind.start())]
    level = next(iter(named.thing.measures.get(Aspect.LEVEL, ())), None)
    return level if level is not None and measures()[level].topic is Topic.DEMAND else None


def _staff_with_others(case: Case) -> str | None:
    including = _INCLUDING.match(case.text, case.end) if case.measure.id == "police_staff" else None
    if including is None:
        return None
    included = case.skeleton.mentions[case.skeleton.things.index(including.end() - 1)]
    return {"pcsos": "staff_and_pcsos", "officers": "workforce_total"}.get(included.thing.id)


_PARTICULARS: tuple[Callable[[Case], str | None], ...] = (
    _employees,
    _people_who_come,
    _port_passengers,
    _event_visitors,
    _officers_target,
    _residents_per_officer,
    _tax_of_a_home,
    _of_that_kind,
    _calls_of_a_service,
    _staff_with_others,
)
