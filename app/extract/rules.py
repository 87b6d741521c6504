"""Stage 5: named rules that tell what a quantity counts from the words right before and right after it.

The rules are tried in order, the particular before the general, and the first that fits names the measure. The words
a rule matches become part of ``as_stated``. Each rule carries an example, which the tests read with it.
"""

import re
from dataclasses import dataclass
from functools import cache

from app.vocabulary.qualifiers import Status
from app.vocabulary.units import Unit

WINDOW = 90
"""How many characters on either side of a quantity a rule may look at."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. ``unit`` is what it reads: of a bare number where ``bare`` is set, as stated otherwise."""

    id: str
    measure: str
    unit: Unit
    bare: bool
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    status: Status | None
    example: str

    def match(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Return where the words of the rule begin and end around a quantity, or ``None`` where it does not fit."""
        if self.after is not None:
            after = self.after.match(text, end, end + WINDOW)
            if after is None:
                return None
            end = after.end()
        if self.before is not None:
            before = self.before.search(text, max(0, start - WINDOW), start)
            if before is None:
                return None
            start = before.start()
        return start, end


def _rule(  # noqa: PLR0913 - a rule is its parts
    id_: str,
    example: str,
    *,
    unit: Unit = Unit.COUNT,
    before: str | None = None,
    after: str | None = None,
    measure: str | None = None,
    status: Status | None = None,
) -> Rule:
    """Return a rule; its measure is the first part of its id unless it is named."""
    return Rule(
        id=id_,
        measure=measure or id_.partition(".")[0],
        unit=unit,
        bare=unit.counted,
        before=re.compile(rf"(?<![\w-])(?:{before})\s$", re.IGNORECASE) if before else None,
        after=re.compile(rf"(?:{after})(?!\w)", re.IGNORECASE) if after else None,
        status=status,
        example=example,
    )


# Parts that several rules share.
_OFFICERS = (
    r"\s(?:(?:full[\s-]time(?:[\s-]equivalent)?|FTE|warranted|sworn|serving)\s){0,2}"
    r"(?:police\s)?(?:officers|constables)"
)
_PCSOS = r"(?:PCSOs|police community support officers(?:\s\(PCSOs\))?)"
_STAFF = r"\s(?:(?:full[\s-]time(?:[\s-]equivalent)?|FTE)\s)?(?:police\s)?staff(?:\smembers|\sposts)?"
_ROSE_OR_FELL = (
    r"(?:increased|risen|rose|grown|grew|fallen|fell|decreased|dropped|reduced|declined|gone up|gone down)(?:\sby)?"
)
_RISE_OR_FALL = r"(?:increase|rise|growth|decrease|fall|drop|decline|reduction)"
_HAS = r"(?:\s(?:has|have))?(?:\salso)?"
_ALL_CRIME = r"(?:(?:overall|total|all|police|the number of)\s)?(?:recorded\s)?crimes?"
_OF_RESIDENTS = r"\sof\s(?:the\s|its\s|our\s)?(?:force’s\s|resident\s|total\s)?(?:population|residents|people)"
_OF_PLACE = r"(?:\sof(?:\s(?-i:[A-Z])[\w’-]+)+)?"

RULES: tuple[Rule, ...] = (
    # Geography
    _rule(
        "area.stated",
        "Its force area of 520 square miles is mostly farmland.",
        unit=Unit.SQUARE_MILES,
        before=r"(?:force )?area(?: of| is| covers)?|cover(?:s|ing)|polic(?:es|ing)|spans?(?:ning)?",
    ),
    _rule(
        "area.stated_metric",
        "The force covers 1,340 square kilometres.",
        unit=Unit.SQUARE_KM,
        measure="area",
        before=r"(?:force )?area(?: of| is| covers)?|cover(?:s|ing)|polic(?:es|ing)|spans?(?:ning)?",
    ),
    _rule(
        "coastline_length.of_coast",
        "It has 64 miles of coastline.",
        unit=Unit.MILES,
        after=r"(?:\sof)?\s(?:[a-z]+\s)?coast(?:line)?",
    ),
    _rule(
        "motorway_length.of_motorway",
        "Over 30 miles of motorway cross the county.",
        unit=Unit.MILES,
        after=r"\sof\smotorways?",
    ),
    _rule(
        "road_length.of_road",
        "It has 2,900 miles of road.",
        unit=Unit.MILES,
        after=r"\sof\s(?:[a-z]+\s)?(?:roads?|highways?)",
    ),
    _rule("universities.named", "The city has two universities.", after=r"\s(?:[a-z]+\s)?universities"),
    _rule("airports.named", "It has two international airports.", after=r"\s(?:international\s|major\s)*airports"),
    _rule("ports.named", "There are two major seaports.", after=r"\s(?:major\s|large\s|busy\s)*(?:sea)?ports"),
    _rule("prisons.named", "It has three prisons.", after=r"\sprisons"),
    _rule(
        "football_clubs.named",
        "It hosts two professional football clubs.",
        after=r"\s(?:professional\s|league\s|Premier League\s)*football\sclubs",
    ),
    _rule(
        "counties.with_city", "Needs differ in the city and two counties.", before="the city and", after=r"\scounties"
    ),
    _rule("counties.named", "The force serves three counties.", after=r"\s(?:[a-z]+\s)?counties"),
    _rule("districts.named", "It is made up of seven districts.", after=r"\s(?:local\s|council\s)*districts"),
    _rule(
        "boroughs.named",
        "It works with 11 boroughs and districts.",
        after=r"\s(?:[a-z]+\s)?boroughs(?:\sand\sdistricts)?",
    ),
    _rule(
        "local_authorities.named",
        "It works with five local authorities.",
        after=r"\s(?:(?:[a-z]+\s){0,2}authorit(?:y\sareas|ies)|councils)",
    ),
    _rule("cities.named", "It includes two cities.", after=r"\s(?:[a-z]+\s){0,2}cities"),
    _rule("towns.named", "It has five major towns.", after=r"\s(?:[a-z]+\s){0,2}towns"),
    # Demographics
    _rule(
        "population_growth.population_rose",
        "The population has grown by 9% since 2011.",
        unit=Unit.PERCENT,
        before=rf"population{_HAS} {_ROSE_OR_FELL}",
    ),
    _rule(
        "population_growth.rise_in_population",
        "It saw a 13% population increase.",
        unit=Unit.PERCENT,
        after=rf"\spopulation\s{_RISE_OR_FALL}|\s{_RISE_OR_FALL}\sin\s(?:the\s)?population",
    ),
    _rule(
        "non_white_british_share.of_population",
        "Over half of the population of Brackwater is from non-White British backgrounds.",
        unit=Unit.PERCENT,
        after=rf"{_OF_RESIDENTS}{_OF_PLACE}(?=[^.;]{{0,40}}\bnon-White\sBritish\b)",
    ),
    _rule(
        "ethnic_minority_share.of_population",
        "Around 12% of the population are from ethnic minority backgrounds.",
        unit=Unit.PERCENT,
        after=rf"{_OF_RESIDENTS}{_OF_PLACE}"
        r"(?=[^.;]{0,50}\b(?:ethnic minorit|minority ethnic|Black|BAME|non-White(?!\sBritish)))",
    ),
    _rule(
        "age_65_plus_share.aged",
        "Some 20 percent of residents are aged 65 or over.",
        unit=Unit.PERCENT,
        after=rf"(?:{_OF_RESIDENTS})?(?:\sare)?\saged\s(?:over\s65|65\s(?:and|or)\s(?:over|older|above)|65\+)",
    ),
    _rule(
        "deprivation_share.of_population",
        "About 46% of the population live in the most deprived areas.",
        unit=Unit.PERCENT,
        after=rf"{_OF_RESIDENTS}(?=\sliv(?:e|es|ing)\sin[^.;]{{0,40}}\bdepriv)",
    ),
    _rule(
        "languages.spoken",
        "The city has 130 languages and dialects spoken.",
        after=r"\s(?:different\s)?languages(?:\s(?:and|or|and/or)\sdialects)?(?:\s(?:are\s|is\s)?spoken)?",
    ),
    _rule("households.named", "It has 231,000 households.", after=r"\shouseholds"),
    _rule(
        "students.named", "The area is home to 21,000 students.", unit=Unit.PEOPLE, after=r"\s(?:university\s)?students"
    ),
    _rule(
        "visitors.named",
        "It welcomes over 8 million visitors a year.",
        unit=Unit.PEOPLE,
        after=r"\s(?:day[\s-]|overnight\s|annual\s|tourism\s)?(?:visitors|tourists)(?:\s(?:a|per|each|every)\syear)?",
    ),
    _rule(
        "population.of",
        "The force serves a population of over 1.1 million.",
        unit=Unit.PEOPLE,
        before=r"an? (?:resident |total |growing |diverse )*population of|populations? (?:of|is|was|stands at)",
        after=r"(?:\s(?:people|residents|inhabitants))?",
    ),
    _rule(
        "population.served",
        "The force serves around 590,000 residents.",
        unit=Unit.PEOPLE,
        before=r"serv(?:es|ing)|polic(?:es|ing)|protect(?:s|ing)|home to",
        after=r"\s(?:local\s)?(?:people|residents|inhabitants)(?!\s(?:who|with|aged|in\s(?:poverty|care)))",
    ),
    # Budget
    _rule(
        "savings_required.to_find",
        "It must find further savings of £3m by 2026.",
        unit=Unit.GBP,
        status=Status.PLANNED,
        before=r"(?:(?:needs?|has|have|required|must) (?:to )?"
        r"(?:find|make|deliver|achieve)(?: further| additional)? savings of"
        r"|(?:needs?|has|have|required) to save(?: a further)?|savings (?:requirement|target) of|must save)",
    ),
    _rule(
        "savings_made.of",
        "The force has made savings of £25 million.",
        unit=Unit.GBP,
        before=r"(?:cashable |annual )?savings of|(?:has|have|had) saved|delivered|saved",
        after=r"(?:\s(?:of|in)\s(?:cashable\s)?savings)?",
    ),
    _rule("savings_made.in_savings", "It made £36.11m in savings.", unit=Unit.GBP, after=r"\s(?:of|in)\ssavings"),
    _rule(
        "precept.of",
        "A council tax precept of £88.4m was raised.",
        unit=Unit.GBP,
        before=r"precept (?:of|is|was|raises)",
    ),
    _rule(
        "reserves.of", "It holds general reserves of £12m.", unit=Unit.GBP, before=r"reserves (?:of|are|were|stand at)"
    ),
    _rule(
        "reserves.in",
        "It holds £12m in reserves.",
        unit=Unit.GBP,
        after=r"\s(?:of|in)\s(?:general\s|usable\s)?reserves",
    ),
    _rule(
        "investment.of",
        "An investment of £3m was made.",
        unit=Unit.GBP,
        before=r"investments? of|invest(?:ed|ing|s)(?: a further)?",
    ),
    _rule(
        "budget_total.of",
        "The force operates a budget of £223.2m (2022/2023).",
        unit=Unit.GBP,
        before=r"(?:an? )?(?:(?:annual|total|net|gross|revenue|overall|current) )*budget"
        r"(?: (?:for|in) \S{4,9})? (?:of|is|was|stands at)",
    ),
    _rule(
        "budget_total.budget",
        "It runs on a £145.8m annual budget.",
        unit=Unit.GBP,
        after=r"\s(?:(?:annual|total|net|gross|revenue|overall)\s)*budget",
    ),
    _rule(
        "funding_government_share.from",
        "It gets 52% of its funding from central government.",
        unit=Unit.PERCENT,
        after=r"(?:\sof\s(?:its|our|the|total)\s(?:total\s)?(?:funding|budget|income))?"
        r"\s(?:is\s|comes\s|came\s)?(?:funded\s)?(?:by|from)\s(?:the\s)?(?:central\s)?government(?:\sgrants?)?",
    ),
    _rule(
        "funding_local_share.from",
        "Another 48% comes from council tax.",
        unit=Unit.PERCENT,
        after=r"(?:\sof\s(?:its|our|the|total)\s(?:total\s)?(?:funding|budget|income))?"
        r"\s(?:is\s|comes\s|came\s)?(?:funded\s)?(?:by|from)\s(?:the\s)?(?:local\s)?(?:council\stax|precept)",
    ),
    # Workforce
    _rule(
        "officers_frontline_share.in_roles",
        "A proportion of 96.8% are in frontline roles.",
        unit=Unit.PERCENT,
        after=r"(?:\sof\s(?:our\s|its\s|the\s)?(?:police\s)?officers)?(?:\sare|\swork|\sserve)?\s(?:in|on)\s"
        r"(?:the\s)?front[\s-]?line\s(?:roles|duties|posts)",
    ),
    _rule(
        "officers_target.establishment",
        "It is recruiting to an establishment of 2,242 police officers.",
        unit=Unit.PEOPLE,
        status=Status.TARGET,
        before=r"an? (?:\w+ )?(?:establishment|target) of|(?:establishment|target)(?: of| is| for)",
        after=_OFFICERS,
    ),
    _rule(
        "officers_additional.more",
        "It recruited 115 additional police officers.",
        unit=Unit.PEOPLE,
        after=r"\s(?:additional|extra|more|new)\s(?:police\s)?officers",
    ),
    _rule(
        "officers_additional.additional",
        "There will be an additional 80 police officers.",
        unit=Unit.PEOPLE,
        before=r"(?:an )?(?:additional|extra)",
        after=_OFFICERS,
    ),
    _rule(
        "workforce_total.officers_and_staff",
        "The force employs 3,400 officers and staff.",
        unit=Unit.PEOPLE,
        after=r"\s(?:police\s)?(?:officers,?\s(?:and\s)?(?:police\s)?staff(?:,?\sand\s(?:PCSOs|volunteers))?|employees|people\sin\sits\sworkforce)",
    ),
    _rule(
        "workforce_total.workforce_of",
        "It has a workforce of 4,900.",
        unit=Unit.PEOPLE,
        before=r"an? (?:total )?workforce of|workforce (?:of|is|was)",
    ),
    _rule(
        "staff_and_pcsos.named",
        "It has 1,465 staff, including PCSOs.",
        unit=Unit.PEOPLE,
        after=rf"{_STAFF}(?:,?\sincluding|\sand)\s{_PCSOS}",
    ),
    _rule("pcsos.named", "The force has 282 PCSOs.", unit=Unit.PEOPLE, after=rf"\s(?:FTE\s)?{_PCSOS}"),
    _rule(
        "special_constables.named",
        "It has 163 special constables.",
        unit=Unit.PEOPLE,
        after=r"\s(?:special\sconstables|specials|members\sof\sthe\sspecial\sconstabulary)",
    ),
    _rule(
        "cadets.named",
        "The force supports 131 police cadets.",
        unit=Unit.PEOPLE,
        after=r"\s(?:volunteer\s)?(?:police\s)?cadets",
    ),
    _rule(
        "volunteers.named",
        "It has 113 police support volunteers.",
        unit=Unit.PEOPLE,
        after=r"\s(?:(?:active|police|support|citizens in policing)\s){0,2}volunteers",
    ),
    _rule(
        "police_officers.named",
        "The force has 2,238 police officers.",
        unit=Unit.PEOPLE,
        after=rf"{_OFFICERS}(?!\s(?:and\s(?:police\s)?staff|per|for\severy))",
    ),
    _rule(
        "police_staff.named", "It has 1,801 police staff.", unit=Unit.PEOPLE, after=rf"{_STAFF}(?!\s(?:per|for\severy))"
    ),
    _rule(
        "workforce_change.workforce_fell",
        "Its workforce has been reduced by 20 percent.",
        unit=Unit.PERCENT,
        before=rf"workforce{_HAS}(?: been)? {_ROSE_OR_FELL}",
    ),
    # Demand
    _rule(
        "calls_999_change.rose",
        "Calls to 999 have increased by 11%.",
        unit=Unit.PERCENT,
        before=rf"(?:999 calls|calls to 999|emergency calls){_HAS} {_ROSE_OR_FELL}",
    ),
    _rule(
        "calls_999_change.rise_in",
        "It saw a 10.9% increase in 999 calls.",
        unit=Unit.PERCENT,
        after=rf"\s{_RISE_OR_FALL}\sin\s(?:(?:emergency\s)?999\scalls|calls\sto\s999|emergency\scalls)",
    ),
    _rule(
        "calls_101_change.rose",
        "101 calls have fallen by 4.6%.",
        unit=Unit.PERCENT,
        before=rf"(?:101 calls|calls to 101|non-emergency calls){_HAS} {_ROSE_OR_FELL}",
    ),
    _rule(
        "calls_101_change.rise_in",
        "It saw a 4.6% decrease in 101 calls.",
        unit=Unit.PERCENT,
        after=rf"\s{_RISE_OR_FALL}\sin\s(?:101\scalls|calls\sto\s101|non-emergency\scalls)",
    ),
    _rule(
        "crime_change.crime_rose",
        "Recorded crime has fallen by 44%.",
        unit=Unit.PERCENT,
        before=rf"{_ALL_CRIME}{_HAS} {_ROSE_OR_FELL}",
    ),
    _rule(
        "crime_change.rise_of",
        "There was a reduction in recorded crime of 4.1%.",
        unit=Unit.PERCENT,
        before=rf"{_RISE_OR_FALL} in {_ALL_CRIME} of",
    ),
    _rule(
        "crime_change.rise_in",
        "It saw a 12 percent increase in recorded crime.",
        unit=Unit.PERCENT,
        after=rf"\s{_RISE_OR_FALL}\sin\s{_ALL_CRIME}(?!\s(?:against|of|involving|types?))",
    ),
    _rule(
        "calls_999.named",
        "It answered 143,317 emergency 999 calls.",
        after=r"\s(?:emergency\s(?:999\s)?calls|999\s(?:emergency\s)?calls|calls\sto\s999)",
    ),
    _rule(
        "calls_101.named",
        "It answered 714,328 calls to 101.",
        after=r"\s(?:non-emergency\s(?:101\s)?calls|101\s(?:non-emergency\s)?calls|calls\sto\s101)",
    ),
    _rule(
        "calls_total.named",
        "The force receives over 600,000 calls for service.",
        after=r"\s(?:telephone\s|phone\s)?calls(?:\s(?:for\sservice|from\sthe\spublic|a\syear))?(?!\sto\b)",
    ),
    _rule(
        "incidents.named",
        "The force dealt with 246,130 incidents.",
        before=r"(?:(?:dealt|dealing) with|attend(?:s|ed)|record(?:s|ed)|respond(?:s|ed) to|manag(?:es|ed))",
        after=r"\sincidents",
    ),
    _rule("incidents.bare", "There were 170,191 incidents.", after=r"\sincidents(?!\sof\b)"),
    _rule(
        "recorded_crimes.recorded",
        "The force recorded 86,160 crimes in 2020/2021.",
        before=r"record(?:s|ed)",
        after=r"\s(?:recorded\s)?(?:crimes|offences)",
    ),
    _rule(
        "recorded_crimes.bare",
        "There were 53,229 crimes.",
        after=r"\s(?:recorded\s)?crimes(?:\srecorded)?(?!\s(?:of|against)\b)",
    ),
    _rule("arrests.named", "Officers made 28,851 arrests.", before=r"made", after=r"\sarrests"),
    _rule("arrests.bare", "There were 12,400 arrests.", after=r"\sarrests"),
    _rule("contacts.named", "The force handled 1,174,634 contacts.", after=r"\scontacts(?:\sfrom\sthe\spublic)?"),
)


@cache
def rules_for(unit: Unit | None) -> tuple[Rule, ...]:
    """Return the rules for quantities stated in a unit, in order; ``None`` is a bare number."""
    return tuple(rule for rule in RULES if (rule.bare if unit is None else not rule.bare and rule.unit is unit))
