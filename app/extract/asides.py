"""Stage 11: figures that depend on the one before: its change, its old value, that of others, or of a place.

"51,000 crimes, a fall of 4%", "up from 48,000 in 2012", "against 61 nationally", "in Brackwater 8%", and the things of
a list whose verb is not repeated: "burglary fell by 3%, robbery by 4%".
"""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import replace

from app.extract.beside import Beside
from app.extract.constructions import REACH
from app.extract.direction import CHANGE, DIRECTION, is_fall
from app.extract.periods import adjacent_period
from app.extract.skeleton import BARE, MEASURED, MONEY, PERCENT, PERIOD, THING, Skeleton
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect, Thing, thing_of, things
from app.vocabulary.units import Unit


def aside_tie(skeleton: Skeleton, n: int, found: Sequence[Tie | None]) -> Tie | None:
    """Return what the n-th quantity states in relation to the ones before it, whose ties are in ``found``."""
    before = next((p for p in range(n - 1, -1, -1) if found[p] is not None), None)
    skipped = before is not None and not all(
        skeleton.text.startswith(" for every", skeleton.quantities[p] + 1) for p in range(before + 1, n)
    )
    if before is None or skipped or skeleton.text.startswith(" for every", skeleton.quantities[n] + 1):
        return _elided_change(skeleton, n)
    between = skeleton.text[skeleton.quantities[before] + 1 : skeleton.quantities[n]]
    if len(between) > 2 * REACH:
        return _elided_change(skeleton, n)
    for earlier in (before, before - 1, before - 2):
        other = found[earlier] if earlier >= 0 else None
        beside = None if other is None else Beside(skeleton, n, other, between, n - before == 1)
        if beside is not None and beside.same_unit:
            if (tie := comparator(beside)) is not None:
                return tie
            break
    last = found[before]
    assert last is not None  # noqa: S101 - it is the one that was looked for
    beside = Beside(skeleton, n, last, between, n - before == 1)
    return next((tie for kind in _KINDS if (tie := kind(beside)) is not None), None) or _elided_change(skeleton, n)


# Others: national and regional averages, similar forces

_OTHERS = (
    r"(?:national|nationally|england|regional|region|similar|average|mean|peer|uk|wales|families|family group|msg|msf"
    r"|elsewhere|welsh|english|all forces|other forces)"
)
_COMPARED = re.compile(rf"[^.]*\b{_OTHERS}\b[^{THING}.;]*")
_COMPARED_AFTER = re.compile(
    r" ?\(?(?:(?:average|figure|seen|recorded|reported|increase|rise|decrease|fall|reduction|growth|for|across|in|is"
    r"|was|our|most|group|per 1,000|the|by|of"
    r"|all|as"
    r"|a|officers|crimes|people) )*(?:nationally|national|england|wales|the national|the region|regionally|similar"
    r"|the average|average for|the uk|the country)\b"
)


def comparator(beside: Beside) -> Tie | None:
    """Return "18% ..., compared with a national average of 12%": the same measure, of others; never a count."""
    last, text, at = beside.last, beside.skeleton.text, beside.at
    if last.aspect is Aspect.LEVEL and last.measure.kind is Kind.COUNT:
        return None
    rest = re.split(r"[,(]", beside.between.removeprefix(f" {THING}"))[-1]
    after = _COMPARED_AFTER.match(text, at + 1)
    if not _COMPARED.fullmatch(beside.between) and not (after and THING not in rest):
        return None
    tie = beside.like("comparator", Role.COMPARATOR)
    if last.aspect is Aspect.CHANGE and (told := DIRECTION.search(rest) or _DIRECTION_AFTER.match(text, at + 1)):
        return replace(tie, falls=is_fall(told[0]))
    return tie


# Further places in a list

_NAME = r"(?:(?:city|town|borough)\sof\s)?[A-Z][\w’-]+(?:\s(?:and\s)?[A-Z][\w’-]+){0,4}"
_PLACE = re.compile(
    r"(?:[^\d;.]{0,60}(?=\s(?:in|and)\s[A-Z][^\d]{0,40}\s\($)|[\w\s]{0,24}?)[,;(]?\s?"
    r"(?:(?:and|but|while|with|rising\sto|compared\s(?:to|with))\s)?(?:(?:in|of)\s)?(?:the\s)?"
    rf"{_NAME}(?:\s(?:it\sis|at|is|the\sfigure\sis|with|has))?\s?[:(]?\s?(?:only\s|just\s)?"
)
_PLACE_AFTER = re.compile(r"\s(?:\w+\s)?(?:in|for|of)\s(?:the\s)?(?:(?:city|town|borough)\sof\s)?[A-Z]")
_LEADS_ON = re.compile(r"[,;]?\s?(?:\(|and\s|but\s)?(?:(?:rising|falling|up|down)\sto\s)?")
_OF_WHOM = re.compile(r"[^\d;.]{0,40}(?:[,:]\s(?:of\s(?:whom|which|them)\s)?|\sand\s)")
_LIVE_IN = re.compile(r"\s(?:of\s(?:whom|which|them)\s)?(?:live\s)?(?:in|on\sthe)\s[A-Z]")


def _in_place(beside: Beside) -> Tie | None:
    """Return "12% speak Welsh, in Brackwater 8%": the same share or rate, of a place."""
    between = beside.sentence[beside.last.end : beside.quantity.start]
    if beside.last.measure.id == "population" and beside.quantity.unit is None:
        of_whom = _OF_WHOM.fullmatch(between) and _LIVE_IN.match(beside.sentence, beside.quantity.end)
        return beside.like("in_place", Role.IN_PLACE) if of_whom else None
    compared = beside.last.measure.kind is Kind.SHARE or beside.last.aspect is Aspect.RATE
    if not compared or not beside.same_unit:
        return None
    if _PLACE.fullmatch(between) or (
        _LEADS_ON.fullmatch(between) and _PLACE_AFTER.match(beside.sentence, beside.quantity.end)
    ):
        return beside.like("in_place", Role.IN_PLACE)
    return None


# The figure's own rate, change and old value

RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})
_OR = re.compile(r", | \((?:or )?| or ")
MORE = re.compile(r" (?:more|extra|additional|further|others)\b")
_WHEN = rf"(?:,? ?\(?(?:in|during|for|at|to|over)?(?: the)? ?{PERIOD}\)?)?"
_ASIDE = re.compile(
    rf"(?: (?:fewer|more|less|higher|lower|increase|decrease|rise|fall))?(?: {THING})?(?: were| was| are| have been)?"
    rf"(?: recorded| received| reported| answered)?(?: {THING})?{_WHEN}(?:,| –| —| -|;)? ?\(?"
    r"(?:(?:each year|per year|a year|every year|per annum) )?"
    r"(?:(?:and|which|this|that|it|a|an|the|is|was|were|has|had|have|been|represents|represented|representing"
    r"|equates to"
    r"|equating to|equivalent to|amounts to|means|meaning|reflects|reflecting|overall|up|down|with|further|also|marking"
    rf"|showing) ){{0,6}}(?:{CHANGE}(?: of| by)?(?: (?:over|about|a|an|around))? )?(?:by )?[+−–-]?"
)
_DIRECTION_AFTER = re.compile(
    r" ?(?:year on year |annual )?(?P<word>increase|rise|growth|higher|more|up|above|decrease|fall|drop|decline"
    r"|reduction"
    r"|lower|fewer|less|down|below|smaller)\b"
)
_IN_BRACKETS = re.compile(rf"(?: {THING})?{_WHEN} \((?P<year>{PERIOD}: )?")
_EARLIER = re.compile(
    rf"(?: {THING})?(?: in post)?{_WHEN},? ?\(?(?:(?:which|this|that|is|was|a|an|and|when|there|were|it) )*"
    r"(?:compar(?:ed|es|ing)(?: with| to)|having been|up from|down from|from|against|rather than|than)(?: (?:the|a"
    r"|just|only"
    r"|some))* "
)


def _rate(beside: Beside) -> Tie | None:
    """Return the rate of "77,903 crimes, or 72.1 per 1,000 people"."""
    of_counted = beside.adjacent and beside.last.aspect is not Aspect.RATE and beside.quantity.unit in RATES
    if not of_counted or THING in beside.between[2:]:
        return None
    return beside.stating("aside", beside.last.thing, Aspect.RATE, role=Role.ASIDE)


def _in_other_unit(beside: Beside) -> Tie | None:
    """Return the second of "the grant fell by 21%, £13.5m"."""
    last = beside.last
    if not beside.adjacent or last.aspect is not Aspect.CHANGE or not _OR.fullmatch(beside.between):
        return None
    tie = beside.stating("aside", last.thing, Aspect.CHANGE, role=Role.ASIDE, falls=last.falls)
    return None if tie is None or tie.unit is last.unit else tie


def _more(beside: Beside) -> Tie | None:
    """Return the second of "132 extra officers, and will recruit 62 more"."""
    fits = beside.last.aspect is Aspect.ADDITIONAL and beside.quantity.unit is None
    if (
        beside.adjacent
        and fits
        and beside.between.count(THING) <= 1
        and MORE.match(beside.skeleton.text, beside.at + 1)
    ):
        return beside.like("aside")
    return None


def _change(beside: Beside) -> Tie | None:
    """Return the change of "51,000 crimes, a fall of 4%" or "3,900 officers, which is 1,100 fewer"."""
    last, quantity = beside.last, beside.quantity
    if not beside.adjacent or last.aspect not in {Aspect.LEVEL, Aspect.CHANGE} or last.thing is None:
        return None
    if last.aspect is Aspect.CHANGE and last.unit is quantity.unit:
        return None
    after = _DIRECTION_AFTER.match(beside.skeleton.text, beside.at + 1)
    if not _ASIDE.fullmatch(beside.between) or not (after or DIRECTION.search(beside.between)):
        return None
    falls = is_fall(after["word"] if after else beside.between)
    tie = beside.stating("aside", changing(last), Aspect.CHANGE, role=Role.ASIDE, falls=falls)
    return tie and replace(tie, end=quantity.end + (after.end() - beside.at - 1 if after else 0))


def changing(last: Tie) -> Thing | None:
    """Return the thing whose change may be told beside a figure: "people" have none, "population" has."""
    if last.thing is not None and Aspect.CHANGE in last.thing.measures:
        return last.thing
    return thing_of(last.measure)


def _earlier_value(beside: Beside) -> Tie | None:
    """Return the 229 of "251 PCSOs, up from 229 in 2012"; without a date of its own it is left."""
    dated = adjacent_period(beside.sentence, beside.quantity.end, list(beside.skeleton.reading.periods)) is not None
    level = beside.last.aspect in {Aspect.LEVEL, Aspect.RATE} and beside.same_unit
    bracketed = _IN_BRACKETS.fullmatch(beside.between)
    told = _EARLIER.fullmatch(beside.between) or bracketed
    dated = dated or (bracketed is not None and bracketed["year"] is not None)
    if beside.adjacent and dated and level and told:
        return beside.like("earlier", Role.EARLIER)
    return None


# Lists that do not repeat their verb

_ELIDED = re.compile(
    r" (?:up |down |rose |fell )?(?:by )?|, (?:[^,;.]{1,40}, by )|, (?:up |down |rose |fell |by )+| \((?:by |up "
    r"|down )?(?:an? )?|:? "
)
_ELIDED_SHARE = re.compile(r",? (?:with |at |for |\()?|: ")
_OWN_DIRECTION = re.compile(r"\b(?:up|down|rose|fell)\b")


def _elided_share(beside: Beside) -> Tie | None:
    """Return the second of "women make up 37% of officers and ethnic minorities 11%"."""
    skeleton, tied = beside.skeleton, bisect(beside.skeleton.things, beside.at) - 1
    if beside.last.measure.kind is not Kind.SHARE or beside.quantity.unit is not Unit.PERCENT or tied < 0:
        return None
    if not _ELIDED_SHARE.fullmatch(skeleton.text, skeleton.things[tied] + 1, beside.at):
        return None
    mention = skeleton.mentions[tied]
    if mention.start < beside.last.end:  # "75% of the area is rural, 25% urban": it has its own number
        return None
    tie = beside.stating("elided", mention.thing, beside.last.aspect)
    return tie and replace(tie, start=mention.start)


_NEXT = re.compile(rf"(?: {THING})?{_WHEN}(?:;|,| and|, and)(?: then)? ")
_NEXT_YEAR = re.compile(rf"{_WHEN}(?:;|,| and|, and) (?:in|for|by) {PERIOD}(?: it)? (?:is|was|will be|stands at) ")
_SERIES = frozenset({Aspect.LEVEL, Aspect.REQUIRED, Aspect.ADDITIONAL})


def _series(beside: Beside) -> Tie | None:
    """Return the second of "£6.1m in 2011/12 and £7.9m in 2012/13", or of "£6m in 2011/12 and in 2012/13 is £7m"."""
    if not beside.adjacent or beside.last.aspect not in _SERIES or not beside.same_unit:
        return None
    periods = list(beside.skeleton.reading.periods)
    dated = adjacent_period(beside.sentence, beside.quantity.end, periods) is not None
    if (dated and PERIOD in beside.between and _NEXT.fullmatch(beside.between)) or _NEXT_YEAR.fullmatch(beside.between):
        return beside.like("series", Role.OWN)
    return None


_A_DAY = re.compile(rf"(?: {THING})?{_WHEN}(?:,| –| -)? ?\(?(?:or |equal to |that is |an average of )?")


_OTHER_SIGNS = f"{BARE}{PERCENT}{MONEY}{MEASURED}{THING}"
_EXPECTED = r"(?:expected|expects?|forecast|projected|predicted|set|due|likely|estimated|anticipated)"
_MOVING = r"(?:falling|rising|growing|increasing|dropping|climbing|shrinking|reducing)"
_LATER = re.compile(
    rf"(?: {THING})?(?:[^{_OTHER_SIGNS}.]{{0,25}}{THING})?[^{_OTHER_SIGNS}.]{{0,50}}(?:\b{_MOVING} to"
    rf"|\b{_EXPECTED} to (?:reach|be|number|serve|total|exceed|(?:rise|grow|fall|increase|drop) to)"
    r"|,? and (?:now )?stands? at)(?: (?:an?|the|just|some))* "
)


def _later_value(beside: Beside) -> Tie | None:
    """Return the 760,000 of "712,000 people; the number is expected to reach 760,000", and the level after a change."""
    last = beside.last
    if not beside.adjacent or not _LATER.fullmatch(beside.between):
        return None
    if last.aspect is Aspect.CHANGE:
        return beside.stating("later", last.thing, Aspect.LEVEL)
    level = last.aspect in {Aspect.LEVEL, Aspect.RATE, Aspect.REQUIRED} and beside.same_unit
    return beside.like("later", Role.OWN) if level else None


_FURTHER_CHANGE = re.compile(
    rf"[^{_OTHER_SIGNS};]{{0,30}}[,;](?: (?:but|and|ours|it|which|this|having|has|had|have|then|later|was))*"
    rf" (?P<verb>{CHANGE})(?: by)? "
)


def _further_change(beside: Beside) -> Tie | None:
    """Return the second of "was up 1.4% in 2014/15, having fallen by 41% before"."""
    told = _FURTHER_CHANGE.fullmatch(beside.between)
    if not beside.adjacent or told is None or beside.last.aspect is not Aspect.CHANGE:
        return None
    return beside.stating("further_change", beside.last.thing, Aspect.CHANGE, falls=is_fall(told["verb"]))


_RECRUITED_BEFORE = re.compile(
    r"\b(?:recruit(?:s|ed|ing)?|took on|taken on|takes? on|hired|appointed)(?: (?:a|total of|some|over|further|has))* $"
)
_RECRUITED_AFTER = re.compile(
    r"(?: (?:more|of (?:them|these|whom|which)|have|had|has|were|are|been|already|now|since|us))*"
    r" (?:recruited|joined|appointed|in post already)\b"
)
OFFICERS = frozenset({"officers_additional", "officers_target", "police_officers", "officers_change"})


def recruited(beside: Beside) -> Tie | None:
    """Return the 163 of "248 additional officers, and 163 have joined us already"."""
    text, at = beside.skeleton.text, beside.at
    if beside.last.measure.id not in OFFICERS or not beside.skeleton.whole(beside.n):
        return None
    before = _RECRUITED_BEFORE.search(text, max(0, at - REACH), at) and not text.startswith(f" {THING}", at + 1)
    after = _RECRUITED_AFTER.match(text, at + 1)
    tie = beside.stating("recruited_too", things()["officers"], Aspect.ADDITIONAL) if before or after else None
    return tie and replace(tie, end=tie.end + (after.end() - at - 1 if after else 0))


def _each_day(beside: Beside) -> Tie | None:
    """Return the second of "701,880 incidents, 1,923 a day"."""
    daily = beside.quantity.unit is Unit.PER_DAY and Unit.PER_DAY in beside.last.measure.units
    if beside.adjacent and daily and beside.last.aspect is Aspect.LEVEL and _A_DAY.fullmatch(beside.between):
        return replace(beside.like("each_day"), unit=Unit.PER_DAY)
    return None


_KINDS: tuple[Callable[[Beside], Tie | None], ...] = (
    _in_place,
    recruited,
    _rate,
    _in_other_unit,
    _more,
    _change,
    _earlier_value,
    _later_value,
    _further_change,
    _series,
    _each_day,
    _elided_share,
)


def _elided_change(skeleton: Skeleton, n: int) -> Tie | None:
    """Return the 4% of "burglary fell by 3%, robbery by 4%": the verb is the last one before, in the same clause."""
    quantity, text, at = skeleton.reading.quantities[n], skeleton.text, skeleton.quantities[n]
    tied = bisect(skeleton.things, at) - 1
    if tied < 0 or quantity.unit is not Unit.PERCENT:
        return None
    position, mention = skeleton.things[tied], skeleton.mentions[tied]
    stated = stated_measure(mention.thing, Aspect.CHANGE, quantity)
    if stated is None or not _ELIDED.fullmatch(text, position + 1, at):
        return None
    verb = max(DIRECTION.finditer(text, 0, at), key=lambda match: match.start(), default=None)
    if verb is None or (";" in text[verb.end() : at] and not text.endswith("by ", 0, at)):
        return None
    own = _OWN_DIRECTION.search(text, position + 1, at)
    return Tie(
        measure=stated[0],
        unit=stated[1],
        aspect=Aspect.CHANGE,
        thing=mention.thing,
        falls=is_fall((own or verb)[0]),
        start=mention.start,
        end=quantity.end,
        how="elided",
    )
