"""Stage 7: named constructions that tie a quantity to the thing it counts, and to what it states of that thing.

A construction is a pattern for the words between the two, in the signs of the skeleton. Together with the thing it
gives the measure: "§ fell by %" of recorded crime is a change of recorded crime. The first that fits wins, and a
quantity that none fits stays untied: a wrong figure is worse than a missing one.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from app.extract.direction import CHANGE, FALL, is_fall
from app.extract.skeleton import BARE, MEASURED, MONEY, PERCENT, PERIOD, THING, Skeleton
from app.vocabulary.scales import SCALE_PATTERN
from app.vocabulary.things import Aspect


class Order(Enum):
    """Which of the two comes first."""

    QUANTITY_FIRST = "quantity first"
    THING_FIRST = "thing first"


@dataclass(frozen=True, slots=True)
class Construction:
    """A construction.

    ``signs`` are the quantities it is for, ``between`` what stands between quantity and thing, ``before`` and
    ``after`` what stands around the two. ``aspects`` are tried in order. ``dated`` says that the figure must have a
    period beside it: it is an earlier value, ``over_base`` that the thing is the next but one: the one between
    is what the quantity is a share of. A group ``falls`` of ``between`` is the sign of a fall.
    """

    id: str
    signs: str
    order: Order
    aspects: tuple[Aspect, ...]
    between: re.Pattern[str]
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    dated: bool
    over_base: bool
    example: str


REACH = 70
"""How many signs and letters around a quantity and its thing a construction may look at."""

_QUANTITY = f"[{BARE}{PERCENT}{MONEY}{MEASURED}]"
_MOVE = rf"(?:{CHANGE}|went|gone|moved|drawn down|changed|improved|shifted)"
_TIME = (
    rf"(?:,? \(?(?:(?:in|during|over|for|at|as at|as of|on|by|within|from|to|between|around) )?(?:the )?"
    rf"(?:(?:same|whole|full|financial|calendar|year|period|years|end of|between|mid|census) ){{0,3}}"
    rf"{PERIOD}(?: census)?\)?,?)?"
)
_AUX = (
    r"(?: (?:in|across) (?:the )?[a-z’-]+(?: (?:and )?[a-z’-]+)?(?= (?:by|has|have|had|was|were|is|are|fell|rose"
    r"|increased|decreased|reduced|dropped)))?"
    r"(?: (?:has|have|had|was|were|is|are|been|also|since|overall|itself|continued|continues|will|would|to|numbers"
    r"|levels"
    r"|rates|figures|demand|volumes?|forecast|projected|predicted|expected|set|likely|be|both|all|(?:saw|seen|shows"
    r"|showed|experienced)(?: an?)?"
    r"|being|then|now|actually|further|just|it|which|that|they|and|this|number)){0,6}"
)
_ADVERB = r"(?: (?:[a-z]+ly|too|again|further|overall|year on year))?"
_ARTICLES = r"(?: (?:an?|the|its|our|just|total of|further|another|average of|around|currently|now|some))*"
_NEUTRAL = (
    r"(?:full[ -]time(?:[ -]equivalents?)?|whole[ -]time(?:[ -]equivalents?)?|\(?fte\)?|\(?ftes\)?|\(?wte\)?"
    r"|equivalent|warranted|sworn"
    r"|serving|attested|regular|paid|employed|permanent|dedicated|committed|talented|hard[ -]working|professional|brave"
    r"|local|separate|individual|distinct|different|unique|diverse|recorded|reported|total|of|our|its|the|all|overall"
    r"|known|active|more than|main|large|major|key|busy|principal|current|actual|police|in|incoming|such|these|those"
    r"|other|members|experienced|skilled|strong|ferry|commercial|container|fishing|operational|annual|annually|mile"
    r"|miles|wonderful|fantastic|great|popular|renowned|thriving|successful|leading|growing|most populated"
    r"|most populous|largest|biggest|most deprived)"
)
_NEUTRALS = rf"(?:[ -]{_NEUTRAL}){{0,4}}[ -]?"
_OF = (
    r"(?: (?:the|its|our|overall|total|all|recorded|reported|number|numbers|volume|volumes|level|levels|amount|rate"
    r"|reports?|demand|incidence|of|for|from|in|both))*"
)
# A singular noun that goes on ("crime prevention", "burglary victims") is another thing.
_ENDS = (
    r"(?=$|[^\w ]| (?:in|over|during|since|on|compared|compare|between|from|and|as|with|which|when|than|was|is|has"
    r"|have"
    rf"|were|are|but|while|whilst|by|last|this|for|across|nationally|locally|within|to|at|the|year|against the|per|that"
    rf"|demand|recorded|reported|offences|incidents|levels|numbers|volumes?|overall|or|received|due|following|after"
    r"|throughout|alone|annually|despite|despite|a year|each year|we|it|since)\b"
    rf"| [{BARE}{PERCENT}{MONEY}{PERIOD}{THING}])"
)


def _construction(  # noqa: PLR0913, PLR0917 - a construction is its parts
    id_: str,
    example: str,
    order: Order,
    signs: str,
    aspects: tuple[Aspect, ...],
    between: str,
    *,
    before: str | None = None,
    after: str | None = None,
    dated: bool = False,
    over_base: bool = False,
) -> Construction:
    return Construction(
        id=id_,
        signs=signs,
        order=order,
        aspects=aspects,
        between=re.compile(between),
        before=re.compile(rf"(?:{before})$") if before else None,
        after=re.compile(after) if after else None,
        dated=dated,
        over_base=over_base,
        example=example,
    )


_Q, _T = Order.QUANTITY_FIRST, Order.THING_FIRST
_SHARES = (
    Aspect.AREA_SHARE,
    Aspect.SHARE,
    Aspect.WORKFORCE_SHARE,
    Aspect.CALL_SHARE,
    Aspect.INCIDENT_SHARE,
    Aspect.CRIME_SHARE,
    Aspect.VICTIM_SHARE,
)
_IS = (
    r"(?: of (?:the )?[a-z’-]+(?: (?:and )?[a-z’-]+){0,2}(?= (?:is|was|stands|stood|reached|numbered)\b))?"
    rf"(?:, (?:up|down)(?: by)? [{BARE}{PERCENT}{MONEY}]{_TIME},)?{_TIME}(?: (?:of|is|was|are|were|at|stands?|stood"
    r"|currently|now|total|totals|totalled|totalling|reached|reaches"
    r"|number|numbers|numbered|numbering|being|amounts?|amounted|equates?|to|estimated|be|comprises|comprising"
    r"|consists?|made"
    r"|makes|up|remains|remained|level|levels|size|figure|figures|has|have|had|strength|set|runs?|running|which|that"
    r"|approved|agreed|target|policing|requirement|and|it|will|expected|there|because|in|account|accounts|accounted"
    r"|came|still|period|sustained|maintained|kept|for|exceed|exceeds|exceeded|exceeding|between))*"
    rf"{_TIME}"
    r"(?: (?:of|is|was|are|were|at|to|totals|totalled|totalling|reached|number|numbers|numbered|numbering|being"
    r"|comprises"
    r"|comprising|be"
    r"|exceed|exceeds|exceeded|exceeding|passing|topping|up|for|raises|raised|brings in|provides|generates|pays?"
    r"|total))"
    rf"{_TIME}{_ARTICLES} "
)

# The unit of a labelled line, in brackets of its own or those of its period: "Budget (2021/22, £m): ".
_SCALE = rf"(?:(?:,| \() {{0,2}}{SCALE_PATTERN}\))?"

_ASIDE = rf"(?:,(?! up| down) [^{BARE}{PERCENT}{MONEY}{MEASURED}{THING},;.]{{1,45}},)?"
_ROSE_OR_FELL = (
    rf"(?: of (?:all|every) (?:kinds?|types?))?{_ASIDE}{_TIME}{_AUX}{_ADVERB} {CHANGE}{_ADVERB}"
    rf"(?: (?:in|across) (?:the )?[a-z’-]+(?: (?:and )?[a-z’-]+)?)?{_TIME}"
)
_MOVED = (
    rf"(?: count)?{_ASIDE}{_AUX}{_ADVERB} {_MOVE}{_ADVERB}(?: in numbers?)?{_TIME}"
    rf"(?:,?(?: by)?{_ARTICLES} {_QUANTITY})?{_TIME}"
)
_CHANGED_TO = (
    rf"{_MOVED}(?:,? from{_ARTICLES} {_QUANTITY}(?: {THING})?)?{_TIME},?(?: (?:and|now|currently))*"
    rf" (?:to|stands? at|stood at){_ARTICLES} "
)
_CHANGED_FROM = rf"{_MOVED},? from{_ARTICLES} "

CONSTRUCTIONS: tuple[Construction, ...] = (
    # How far it rose or fell
    _construction(
        "changed_by",
        "Recorded crime has fallen by 44%.",
        _T,
        PERCENT,
        (Aspect.CHANGE,),
        rf"{_ROSE_OR_FELL}(?:,? by| of)?{_ARTICLES}{_TIME}(?: by| of)?{_ARTICLES} ",
    ),
    _construction(
        "changed_by_number",
        "Officer numbers fell by 120.",
        _T,
        BARE + MONEY,
        (Aspect.CHANGE,),
        rf"{_ROSE_OR_FELL}(?: by| of){_ARTICLES} ",
    ),
    _construction(
        "signed",
        "Recorded crime: -5%.",
        _T,
        PERCENT,
        (Aspect.CHANGE,),
        rf"{_TIME}(?: \(? ?change\)?| (?:has |have )?changed by)?{_TIME}:? (?:\+|(?P<falls>[−–-]))",
    ),
    _construction(
        "raised_by",
        "The commissioner has raised the precept by £12.",
        _T,
        PERCENT + BARE + MONEY,
        (Aspect.CHANGE,),
        rf"{_TIME} by{_ARTICLES} ",
        before=r"\b(?:rais(?:ed|e|ing)|increas(?:ed|e|ing)|reduc(?:ed|e|ing)|cut|cutting|lower(?:ed)?|grown|grew"
        r"|shrunk)(?: (?:the|its|our|overall|total|number of|size of))* ",
    ),
    _construction(
        "change_in",
        "It saw a 12 percent increase in recorded crime.",
        _Q,
        PERCENT + BARE + MONEY,
        (Aspect.CHANGE,),
        rf"(?: year[ -]on[ -]year)? {CHANGE}{_TIME} (?:in|to|of|for){_OF} ",
        after=rf"(?! and {THING}|, {THING}|/){_ENDS}",
    ),
    _construction(
        "change_noun_after",
        "It saw a 13% population increase.",
        _Q,
        PERCENT + MONEY,
        (Aspect.CHANGE,),
        rf"{_NEUTRALS}",
        after=r" (?:numbers |levels |rate )?(?:increase|rise|growth|decrease|fall|drop|decline|reductions?|cuts?)\b",
    ),
    _construction(
        "change_of",
        "There was a reduction in recorded crime of 4.1%.",
        _T,
        PERCENT + BARE + MONEY,
        (Aspect.CHANGE,),
        rf"{_TIME}(?:,? (?:of|by|up|down|being|at|was|is|has been|to)|:|,)?{_ARTICLES} \(?|{_TIME} \(",
        before=rf"{CHANGE} (?:in|to|of){_OF} ",
    ),
    _construction(
        "fewer",
        "It has 458 fewer police officers.",
        _Q,
        BARE + PERCENT,
        (Aspect.CHANGE,),
        rf" (?:fewer|less){_NEUTRALS}",
    ),
    _construction(
        "more_percent",
        "It took 6% more calls.",
        _Q,
        PERCENT,
        (Aspect.CHANGE,),
        rf" more{_NEUTRALS}",
        after=_ENDS,
    ),
    _construction(
        "change_of_each",
        "It saw increases of 24% in violent crime, 15% in robbery and 31% in knife crime.",
        _Q,
        PERCENT + BARE,
        (Aspect.CHANGE,),
        rf" (?:in|to|of|for|among){_OF} ",
        before=rf"\b{CHANGE}s? of{_ARTICLES} (?:{PERCENT} (?:in|to|of|for) (?:the )?{THING}(?: [a-z]+)?(?:,| and"
        r"|, and) )*",
    ),
    _construction(
        "lost_share",
        "It has lost one in five of its officers.",
        _Q,
        PERCENT,
        (Aspect.CHANGE,),
        r" of(?: (?:the|its|our|all))* ",
        before=rf"\b(?:lost|lose|losing|cut|shed){_ARTICLES} (?:[{BARE}{PERCENT}] (?:of )?(?:our |its |the )?{THING}"
        r"(?:,| and|, and) )*",
    ),
    _construction(
        "loss_of",
        "It saw a reduction of 458 police officers.",
        _Q,
        BARE,
        (Aspect.CHANGE,),
        _NEUTRALS,
        before=rf"(?:{FALL}|increase|growth)(?: (?:of|by)){_ARTICLES} (?:{BARE}[^{BARE}{PERCENT}.;]{{0,12}}{THING}"
        r"(?: \([^)]*\))?(?:,| and|, and) )*"
        rf"|(?:lost|lose|losing|cut|taken out|removed|shed){_ARTICLES} (?:{BARE}[^{BARE}{PERCENT}.;]{{0,12}}{THING}"
        r"(?: \([^)]*\))?(?:,| and|, and) )*"
        rf"|\b(?:fewer|reduction|loss|cut|losses|cuts)\b[^.;()]{{0,30}}\((?:{BARE}[^.;()]{{0,12}}{THING}(?:,| and"
        r"|, and) )*"
        rf"|\b(?:reduced|fallen|fell|dropped|decreased|reduction|cut)(?: of| by){_ARTICLES} {BARE}(?: [a-z]+)?"
        rf"(?: \({PERCENT}\))?,? including ",
    ),
    _construction(
        "gained",
        "It lost 21 police officers and gained 256 staff posts.",
        _Q,
        BARE,
        (Aspect.CHANGE,),
        _NEUTRALS,
        before=rf"\b(?:gained|gaining){_ARTICLES} ",
    ),
    _construction(
        "lost",
        "Since 2013 211 officer and 164 staff posts have been lost.",
        _Q,
        BARE,
        (Aspect.CHANGE,),
        _NEUTRALS,
        after=rf"(?:,? (?:and )?{BARE} {THING})* (?:have been |were |has been |was |have )?(?:lost|cut|gone|removed)\b",
    ),
    _construction(
        "is_up",
        "Officer numbers are twelve percent up since 2019.",
        _T,
        PERCENT,
        (Aspect.CHANGE,),
        r"(?: numbers)?(?: that| which)? (?:is|are|was|were) ",
        after=r" (?:up|down|higher|lower|more|fewer|smaller|larger|bigger|leaner)\b",
    ),
    _construction(
        "up_number",
        "The workforce, up 320 since 2019, is large.",
        _T,
        BARE,
        (Aspect.CHANGE,),
        r",? (?:up|down)(?: by)? ",
    ),
    _construction(
        "is_less",
        "Its budget is some £32 million less than in 2010.",
        _T,
        BARE + MONEY,
        (Aspect.CHANGE,),
        r" (?:is|was|are|were)(?: now)? ",
        after=r" (?:less|lower|fewer|smaller|higher|more)\b",
    ),
    # How many more there are to be
    _construction(
        "more",
        "It recruited 115 additional police officers.",
        _Q,
        BARE,
        (Aspect.ADDITIONAL,),
        rf" (?:additional|extra|more|new|further){_NEUTRALS}",
    ),
    _construction(
        "additional",
        "There will be an additional 80 police officers.",
        _Q,
        BARE,
        (Aspect.ADDITIONAL,),
        _NEUTRALS,
        before=r"\b(?:additional|extra|further|another) ",
    ),
    _construction(
        "recruits",
        "It has recruited 267 police officers.",
        _Q,
        BARE,
        (Aspect.ADDITIONAL,),
        _NEUTRALS,
        before=r"\b(?:recruit|recruits|recruited|recruiting|recruitment of|hired|uplift of|appointed|intake of|add"
        r"|adds|added|adding)(?: (?:a|over|some|total of))* ",
    ),
    _construction(
        "recruited",
        "More than 1,500 police officers have been recruited.",
        _Q,
        BARE,
        (Aspect.ADDITIONAL,),
        _NEUTRALS,
        after=r" (?:(?:have|had|has|were|will|are|to)(?: (?:been|be|being))? recruited|recruited|recruits)\b",
    ),
    _construction(
        "raised_to",
        "It raised the precept by £12 for a band D home, to £181.35.",
        _T,
        MONEY,
        (Aspect.LEVEL,),
        r",? to ",
        before=r"\b(?:rais|increas|went up|reduc)[^.;]{0,60}",
    ),
    _construction(
        "establishment",
        "It is recruiting to an establishment of 2,242 police officers.",
        _Q,
        BARE,
        (Aspect.TARGET,),
        _NEUTRALS,
        before=r"\b(?:establishment|target)s?(?: (?:strength|figure|number|level|total|workforce))?(?: (?:for|in|by) "
        r"(?:the end of )?@)?(?: (?:of|is|for|to|will be|was|have|reach|being|at|stands))*(?: (?:an?|the|having"
        r"|reaching))* ",
    ),
    _construction(
        "officer_establishment",
        "Its police officer establishment is 2,242.",
        _T,
        BARE,
        (Aspect.TARGET,),
        rf"(?: {BARE}| ?: {BARE})?,?(?: [a-z]+){{0,4}} (?:establishment|target|uplift target)(?: (?:of|is|for|to|was"
        rf"|will be|at|stands)){_ARTICLES} ",
    ),
    # For how many residents there is one
    _construction(
        "one_for_every",
        "It has one officer for every 480 residents.",
        _T,
        BARE,
        (Aspect.PER,),
        r"(?: on duty)? (?:for|per|to)(?: every| each)? ",
    ),
    # What is expected
    _construction(
        "expected_to_reach",
        "The population is expected to rise to over 780,000 by 2026.",
        _T,
        BARE + MONEY,
        (Aspect.LEVEL,),
        rf"[^{THING}.;]{{0,60}} (?:expected|projected|predicted|forecast|set|due|likely|anticipated|estimated) to"
        rf" (?:{CHANGE}|reach|be|exceed)(?: to)?{_ARTICLES} ",
    ),
    _construction(
        "expected_to_change",
        "The population is among the oldest and is expected to rise by 7% by 2026.",
        _T,
        PERCENT,
        (Aspect.CHANGE,),
        rf"[^{THING}.;]{{0,60}} (?:expected|projected|predicted|forecast|set|due|likely|anticipated|estimated) to"
        rf" {CHANGE}(?: by)?(?: a further)?{_ARTICLES} ",
    ),
    _construction(
        "expected_to_change_by_number",
        "The population has grown by 7% since 2006 and is expected to grow by a further 90,000 by 2026.",
        _T,
        BARE + MONEY,
        (Aspect.CHANGE,),
        rf"[^{THING}.;]{{0,60}} (?:expected|projected|predicted|forecast|set|due|likely|anticipated|estimated) to"
        rf" {CHANGE} by(?: a further)?{_ARTICLES} ",
    ),
    # From one value to another
    _construction(
        "changed_to",
        "Recorded crime fell by 4% to 51,000.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.LEVEL, Aspect.RATE),
        _CHANGED_TO,
    ),
    _construction(
        "share_changed_to",
        "The share of officers in frontline roles has risen to 93%.",
        _T,
        PERCENT,
        _SHARES,
        _CHANGED_TO,
    ),
    _construction(
        "changed_from",
        "Since 2010, police officers have fallen from 1,211 to 1,156.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.LEVEL, Aspect.RATE),
        _CHANGED_FROM,
        dated=True,
    ),
    _construction(
        "share_changed_from",
        "The share of officers in frontline roles has risen from 91% in 2010 to 93%.",
        _T,
        PERCENT,
        _SHARES,
        _CHANGED_FROM,
        dated=True,
    ),
    _construction(
        "change_from",
        "There was an increase in police officers from 1,211 in 2012 to 1,300.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.LEVEL, Aspect.RATE),
        rf"{_TIME},?(?: (?:of|by){_ARTICLES} {_QUANTITY})?,? from{_ARTICLES} ",
        dated=True,
    ),
    _construction(
        "change_to",
        "There was an increase in police officers from 1,211 in 2012 to 1,300.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.LEVEL, Aspect.RATE),
        rf"{_TIME},?(?: (?:of|by){_ARTICLES} {_QUANTITY})?,? from{_ARTICLES} {_QUANTITY}{_TIME} to{_ARTICLES} ",
    ),
    _construction(
        "from_before",
        "It went from 1,211 police officers in 2012 to 1,300 police officers.",
        _Q,
        BARE,
        (Aspect.LEVEL,),
        _NEUTRALS,
        before=r"\bfrom ",
        dated=True,
    ),
    # What part of the whole it is
    _construction(
        "share",
        "Some 20% are aged 65 or over.",
        _Q,
        PERCENT,
        _SHARES,
        r"(?:,? (?:of|who|which|that|whom|are|is|were|was|being|come|comes|coming|identif(?:y|ies|ied|ying)"
        r"|themselves|as"
        r"|describ(?:e|ed|ing)|from|in|a|an|the|belong|belongs|belonging|to|live|lives|living|work|working|be|has"
        r"|have|within"
        r"|some|other|our|its|serve|serving|classed|considered|categorised|classified|aged|made|up|comprised|with"
        r"|deployed"
        r"|those|them|on|covered|by|derived|can|able|funded|came|received|provided|raised|through|via|spent|goes|go"
        r"|income"
        r"|funding|budget|total|force|forces|mostly|predominantly|mainly|largely|designated|live|their|community"
        r"|population"
        r"|city|county|area|region|land|county’s|force’s|communities|local|this|these|all|money|annual|gross|net"
        r"|revenue"
        r"|every|locally|adults|it|these|about|could|money|background|backgrounds|growing|grow|made|speak|say"
        r"|reporting|one|more"
        r"|ethnic|any|at|least|or|group|groups|reside|residing|employed|about|spending|think|say|says)){0,12}(?: |-)",
    ),
    _construction(
        "share_of_base",
        "Around 12% of the population are from ethnic minority backgrounds.",
        _Q,
        PERCENT,
        _SHARES,
        r"(?: of(?: (?:the|its|our|all|these|those|their|this|local|total|overall|police|force’s|new))*"
        rf"(?: [a-z -]{{2,20}}[’']s)?)? {THING}(?!,? and $|, $)"
        rf"(?: \((?:the )?[a-z]+ (?:average|figure|rate)(?: is)?:? {PERCENT}\))?"
        rf"(?:[^{BARE}{PERCENT}{MONEY}{MEASURED}{THING};:()]{{0,60}}(?: |-))",
        over_base=True,
    ),
    _construction(
        "makes_up",
        "Ethnic minority communities make up 21.6% of the population.",
        _T,
        PERCENT,
        _SHARES,
        rf"[+]?{_TIME}(?: {THING})?(?: (?:who|which|that|now|currently|also|population|share|proportion|rate|only"
        r"|origin"
        r"|ethnicity|backgrounds?|matters|of it))*(?: (?:make|makes|making|made) up| hold| holds| held| provides?"
        r"| funds?| contributes?| meets?"
        r"| pays? for| account(?:s|ing|ed)? for| represent(?:s|ed|ing)?"
        r"| compris(?:e|es|ed|ing)| constitut(?:e|es|ed|ing)| is| are| at| of| stands? at| stood at| forms?| was"
        r"| were| by"
        rf"| total| totals| being| in|, at|{_SCALE}:)(?: spoken by| about| at| estimated at| only| now"
        rf"| currently)?{_ARTICLES}{_TIME} ",
    ),
    _construction(
        "share_aside",
        "The proportion of officers from ethnic minority groups, 5.2%, is low.",
        _T,
        PERCENT,
        _SHARES,
        r", (?:at )?",
        before=r"\b(?:share|proportion|percentage) of [^;.]{0,40}",
    ),
    _construction(
        "share_in_brackets",
        "Its funding comes from government grants (51%) and council tax (49%).",
        _T,
        PERCENT,
        _SHARES,
        r" \(",
        before=r"\b(?:fund(?:ing|ed)|income|comes?|raised|population|residents|people|communities|predominantly"
        r"|mainly|mostly|largely"
        r"|majority)\b[^;.]{0,60}",
        after=r"\)",
    ),
    _construction(
        "verb_share",
        "It solved 17% of crimes.",
        _T,
        PERCENT,
        _SHARES,
        rf"{_ARTICLES} ",
        after=rf" of (?:(?:the|its|our|all|total|local|overall|whole|those|these) )*{THING}",
    ),
    _construction(
        "share_in_place",
        "Just over 16% of those living in Brackwater are from ethnic minority backgrounds.",
        _Q,
        PERCENT,
        _SHARES,
        r" of (?:those|people|everyone|all)(?: (?:who live|living))? in (?:the )?[a-z’ -]{2,30}"
        r" (?:are|is|identif(?:y|ies)|come|belong|describe)[a-z ]{0,40} ",
    ),
    _construction(
        "share_of_place_in_brackets",
        "Ethnic diversity is greatest in Brackwater (15%).",
        _T,
        PERCENT,
        _SHARES,
        r"[a-z’ -]{0,40}\bin [a-z’ -]{2,30} \(",
        after=r"\)",
    ),
    # For a number of residents
    _construction(
        "rate",
        "It has 1.75 officers per 1,000 people.",
        _Q,
        MEASURED,
        (Aspect.RATE,),
        _NEUTRALS,
    ),
    _construction(
        "rate_is",
        "Crime per 1,000 people was 119.3 in 2021/22.",
        _T,
        BARE,
        (Aspect.RATE,),
        r" (?:per|for every|for each) 1(?:00)?,?000(?: of)?(?: the)?(?: [a-z]+)? (?:is|was|stands at|stood at|of|at) ",
    ),
    _construction(
        "rate_of",
        "The rate of recorded crime, 69.2 per 1,000 people, is low.",
        _T,
        MEASURED,
        (Aspect.RATE,),
        rf"{_TIME}(?: (?:is|was|are|remains?|stands|relatively|comparatively|low|high|lower|higher|below|above"
        r"|average))*[,:]?(?: (?:at|of))? ",
    ),
    # How many or how much there is
    _construction(
        "label",
        "Police officers 2,238, police staff 1,340.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.REQUIRED, Aspect.LEVEL),
        " ",
        before=rf"^(?:{THING} {_QUANTITY}[,;/|]? (?:[/|] )?)*",
        after=rf"(?: ?[,;/|]? {THING} {_QUANTITY})*\.?$",
    ),
    _construction(
        "count",
        "The force has 2,238 police officers.",
        _Q,
        BARE,
        (Aspect.LEVEL, Aspect.PER),
        rf"(?: of the(?: top)? \d+)?{_NEUTRALS}",
    ),
    _construction(
        "verb_and_object",
        "It arrested 57 people.",
        _T,
        BARE,
        (Aspect.LEVEL,),
        rf"{_ARTICLES} ",
        after=rf" (?:{THING}|people|suspects|offenders|times)(?! (?:for|to|in order))",
    ),
    _construction(
        "in_how_many",
        "Mental health is a factor in around 70 incidents a day.",
        _T,
        BARE + MEASURED,
        (Aspect.LEVEL,),
        r" (?:is|was|are|were|plays?|played) (?:a|the|an important) (?:factor|part|feature) in ",
        after=f" {THING}",
    ),
    _construction(
        "of_which",
        "It took 1.2 million calls, 250,000 of which were 999 calls.",
        _Q,
        BARE,
        (Aspect.LEVEL,),
        r" of (?:which|these|them|whom)(?:,? (?:are|were|being))? ",
    ),
    _construction(
        "of_which_are",
        "It took 1.2 million calls, of which 250,000 were 999 calls.",
        _Q,
        BARE,
        (Aspect.LEVEL,),
        r",? (?:are|were|is|was) ",
        before=rf"\bof (?:which|these|them|whom|(?:the|these|those|all) {THING}[^{BARE}{PERCENT}{MONEY};.]{{0,30}}),? ",
    ),
    _construction(
        "sum",
        "It runs on a £145.8m annual budget.",
        _Q,
        MONEY,
        (Aspect.REQUIRED, Aspect.LEVEL),
        r"(?: a year| each year| annually)?(?: (?:has|have) been)?(?: (?:identified|made|achieved|found|delivered"
        r"|realised))?(?: (?:is|was|are|were"
        r"|being))?(?: (?:raised|generated|collected|received|provided|comes?|coming|came))?(?: (?:in|of|from|per"
        rf"|worth of|on|for|through|by){_OF}(?: an?| the average)?)?{_NEUTRALS}",
    ),
    _construction(
        "extent",
        "It has 64 miles of coastline.",
        _Q,
        MEASURED,
        (Aspect.LEVEL,),
        r"(?:[ -]long)?(?: stretch| network)?(?: (?:of|along|around))?(?:[ -][a-z’,-]+){0,4}[ -]",
    ),
    _construction(
        "extends",
        "Its coastline stretches for 64 miles.",
        _T,
        MEASURED,
        (Aspect.LEVEL,),
        r"(?:,? (?:which|that|is|comes?|came|runs?|running|extends?|extending|stretch(?:es|ing)?|covers?|covering"
        r"|spans?|of|for"
        r"|over|to"
        r"|along|some|an?|measures?|measuring|length|totals?|totalling|across|is|being|approximately)){1,6} ",
    ),
    _construction(
        "object",
        "The force has saved £25 million.",
        _T,
        MONEY,
        (Aspect.REQUIRED, Aspect.LEVEL),
        r"(?: (?:a further|an additional|further|another|more than|its target|our target|of|a total of|some|is"
        r"|approximately|worth|takes?(?: up)?"
        r"|costs?"
        rf"|over)){{0,3}}{_TIME} ",
    ),
    _construction(
        "is",
        "A population of over 1.1 million lives here.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.RATE, Aspect.REQUIRED, Aspect.LEVEL),
        _IS,
    ),
    _construction(
        "beside",
        "It has a population over 1 million.",
        _T,
        BARE,
        (Aspect.LEVEL,),
        " ",
        before=r"\ba ",
        after=rf"(?! {THING})",
    ),
    _construction(
        "in_brackets",
        "It is helped by special constables (163).",
        _T,
        BARE + MONEY,
        (Aspect.LEVEL,),
        rf"{_TIME} \(",
        before=rf"(?<!{BARE} )",  # "2,242 police officers (1)" has a footnote
        after=r"\)(?! ?: )|;|,| of them\)",
    ),
    _construction(
        "listed",
        "Police officers: 2,238.",
        _T,
        BARE + MONEY + MEASURED,
        (Aspect.REQUIRED, Aspect.LEVEL),
        rf"(?: (?:delivered|made|achieved|still|to|date|come|required|be|found|in|numbers?)){{0,4}}{_TIME}"
        rf"{_SCALE}(?: ?:| [–—=→-]) ",
        before=rf"(?:^|[^\w {BARE}{PERCENT}{MONEY}{MEASURED}] ?|\b(?:and|total|overall"
        r"|(?:numbers?|no\.|count|volume|size|how many)(?: of)?(?: the| our| all)?) )",
    ),
    _construction(
        "named_in_brackets",
        "It polices Brackwater (population 264,700).",
        _T,
        BARE,
        (Aspect.LEVEL,),
        r"\.? ",
        before=r"\(",
    ),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing to which a construction ties a quantity, the aspects it may state, and whether the words say a fall.

    ``tail`` is how many characters after the two belong to the construction.
    """

    construction: Construction
    thing: int
    aspects: tuple[Aspect, ...]
    falls: bool
    tail: int


@cache
def _constructions_for(sign: str) -> tuple[Construction, ...]:
    return tuple(construction for construction in CONSTRUCTIONS if sign in construction.signs)


def candidates(skeleton: Skeleton, quantity: int) -> Iterator[Candidate]:
    """Yield what constructions tie the n-th quantity of a sentence to, the most telling first."""
    at = skeleton.quantities[quantity]
    following = bisect(skeleton.things, at)
    for construction in _constructions_for(skeleton.text[at]):
        tied = following + construction.over_base if construction.order is Order.QUANTITY_FIRST else following - 1
        if not 0 <= tied < len(skeleton.things) or abs(skeleton.things[tied] - at) > 2 * REACH:
            continue
        candidate = _candidate(skeleton, at, tied, construction)
        if candidate is not None:
            yield candidate


_SIGN = re.compile(f"[{BARE}{PERCENT}{MONEY}{MEASURED}{PERIOD}{THING}]")


def _candidate(skeleton: Skeleton, at: int, tied: int, construction: Construction) -> Candidate | None:
    """Return how a construction ties the quantity at ``at`` to the n-th thing, or ``None`` where it does not fit."""
    text, thing = skeleton.text, skeleton.things[tied]
    first, last = (at, thing) if at < thing else (thing, at)
    between = construction.between.fullmatch(text, first + 1, last)
    if between is None:
        return None
    begin, end = first, last + 1
    if construction.before is not None:
        before = construction.before.search(text, max(0, first - REACH), first)
        if before is None:
            return None
        begin = before.start()
    if construction.after is not None:
        after = construction.after.match(text, end)
        if after is None:
            return None
        end = after.end()
    tail = text[last + 1 : end]
    own = 0 if _SIGN.search(tail) else len(tail)
    falls = is_fall(text[begin:end]) or between.groupdict().get("falls") is not None
    return Candidate(construction, tied, construction.aspects, falls, own)
