"""Stage 11: figures that lean on the one before: its change, its old value, that of others, or of a place.

"51,000 crimes, a fall of 4%", "up from 48,000 in 2012", "against 61 nationally", "in Brackwater 8%", and the things of
a list whose verb is not repeated: "burglary fell by 3%, robbery by 4%".
"""

import re
from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.extract.constructions import REACH
from app.extract.direction import CHANGE, DIRECTION, is_fall
from app.extract.periods import adjacent_period
from app.extract.quantities import Quantity
from app.extract.skeleton import PERIOD, THING, Skeleton
from app.extract.ties import Role, Tie, stated_measure
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect
from app.vocabulary.units import Unit


@dataclass(frozen=True, slots=True)
class _Beside:
    """A quantity and the last tied one before it. ``between`` is what stands between them in the skeleton."""

    skeleton: Skeleton
    quantity: Quantity
    at: int
    last: Tie
    between: str
    adjacent: bool

    @property
    def sentence(self) -> str:
        return self.skeleton.reading.sentence.text


def aside_tie(skeleton: Skeleton, n: int, found: Sequence[Tie | None]) -> Tie | None:
    """Return what the n-th quantity says beside the ones before it, of which ``found`` has the ties."""
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
        if other is not None and _same_unit(other, skeleton.reading.quantities[n]):
            beside = _beside(skeleton, n, other, between, adjacent=n - before == 1)
            if (tie := _comparator(beside)) is not None:
                return tie
            break
    last = found[before]
    assert last is not None  # noqa: S101 - it is the one that was looked for
    beside = _beside(skeleton, n, last, between, adjacent=n - before == 1)
    return next((tie for kind in _KINDS if (tie := kind(beside)) is not None), None) or _elided_change(skeleton, n)


def comparing_tie(skeleton: Skeleton, previous: Tie) -> Tie | None:
    """Return what the first quantity of a sentence says that only compares, such as "The national average is 18%".

    ``previous`` is the last tie of the sentence before.
    """
    if previous.role is Role.COMPARATOR or not _COMPARES.match(skeleton.text):
        return None
    beside = _beside(skeleton, 0, previous, skeleton.text[: skeleton.quantities[0]], adjacent=True)
    return _comparator(beside) if _same_unit(previous, beside.quantity) else None


def _beside(skeleton: Skeleton, n: int, last: Tie, between: str, *, adjacent: bool) -> _Beside:
    return _Beside(skeleton, skeleton.reading.quantities[n], skeleton.quantities[n], last, between, adjacent)


def _same_unit(last: Tie, quantity: Quantity) -> bool:
    """Return whether a quantity may be of the last one's unit; a rate need not repeat "per 1,000"."""
    return quantity.unit is last.unit or (quantity.unit is None and (last.unit.counted or last.aspect is Aspect.RATE))


def _like(beside: _Beside, how: str, role: Role = Role.ASIDE) -> Tie:
    """Return a tie of the same measure as the last one."""
    return replace(
        beside.last, start=beside.quantity.start, end=beside.quantity.end, how=how, role=role, falls=beside.last.falls
    )


# Others: national and regional averages, similar forces

_OTHERS = (
    r"(?:national|nationally|england|regional|region|similar|average|mean|peer|uk|wales|families|family group|msg|msf"
    r"|elsewhere|welsh|english)"
)
_COMPARED = re.compile(rf"[^.]*\b{_OTHERS}\b[^{THING}.;]*")
_COMPARED_AFTER = re.compile(
    r" ?\(?(?:(?:increase|rise|decrease|fall|reduction|growth|for|across|in|is|was|our|most|group|per 1,000|the|by|of"
    r"|all|as"
    r"|a|officers|crimes|people) )*(?:nationally|national|england|wales|the national|the region|regionally|similar"
    r"|the average|average for|the uk|the country)\b"
)
_COMPARES = re.compile(
    r"(?:this|that|it|which|and|the)?,? ?(?:compares|compared|national|nationally|average|figure|equivalent|comparable"
    r"|regional|england|rate|across|in|for|similar)\b"
)


def _comparator(beside: _Beside) -> Tie | None:
    """Return "18% ..., compared with a national average of 12%": the same measure, of others; never a count."""
    last, text, at = beside.last, beside.skeleton.text, beside.at
    if last.aspect is Aspect.LEVEL and last.measure.kind is Kind.COUNT:
        return None
    rest = re.split(r"[,(]", beside.between)[-1]
    after = _COMPARED_AFTER.match(text, at + 1)
    if not _COMPARED.fullmatch(beside.between) and not (after and THING not in rest):
        return None
    tie = _like(beside, "comparator", Role.COMPARATOR)
    if last.aspect is Aspect.CHANGE and (told := DIRECTION.search(rest) or _DIRECTION_AFTER.match(text, at + 1)):
        return replace(tie, falls=is_fall(told[0]))
    return tie


# Places that a list adds

_NAME = r"(?:(?:city|town|borough)\sof\s)?[A-Z][\w’-]+(?:\s(?:and\s)?[A-Z][\w’-]+){0,4}"
_PLACE = re.compile(
    r"(?:[^\d;.]{0,60}(?=\s(?:in|and)\s[A-Z][^\d]{0,40}\s\($)|[\w\s]{0,24}?)[,;(]?\s?"
    r"(?:(?:and|but|while|with|rising\sto|compared\s(?:to|with))\s)?(?:(?:in|of)\s)?(?:the\s)?"
    rf"{_NAME}(?:\s(?:it\sis|at|is|the\sfigure\sis|with|has))?\s?[:(]?\s?(?:only\s|just\s)?"
)
_PLACE_AFTER = re.compile(r"\s(?:\w+\s)?(?:in|for|of)\s(?:the\s)?(?:(?:city|town|borough)\sof\s)?[A-Z]")
_LEADS_ON = re.compile(r"[,;]?\s?(?:\(|and\s|but\s)?")
_OF_WHOM = re.compile(r"[^\d;.]{0,40}(?:[,:]\s(?:of\s(?:whom|which|them)\s)?|\sand\s)")
_LIVE_IN = re.compile(r"\s(?:of\s(?:whom|which|them)\s)?(?:live\s)?in\s[A-Z]")


def _in_place(beside: _Beside) -> Tie | None:
    """Return "12% speak Welsh, in Brackwater 8%": the same share or rate, of a place."""
    between = beside.sentence[beside.last.end : beside.quantity.start]
    if beside.last.measure.id == "population" and beside.quantity.unit is None:
        of_whom = _OF_WHOM.fullmatch(between) and _LIVE_IN.match(beside.sentence, beside.quantity.end)
        return _like(beside, "in_place", Role.IN_PLACE) if of_whom else None
    compared = beside.last.measure.kind is Kind.SHARE or beside.last.aspect is Aspect.RATE
    if not compared or not _same_unit(beside.last, beside.quantity):
        return None
    if _PLACE.fullmatch(between) or (
        _LEADS_ON.fullmatch(between) and _PLACE_AFTER.match(beside.sentence, beside.quantity.end)
    ):
        return _like(beside, "in_place", Role.IN_PLACE)
    return None


# The figure's own rate, change and old value

_RATES = frozenset({Unit.PER_1000_PEOPLE, Unit.PER_100000_PEOPLE})
_OR = re.compile(r", | \((?:or )?| or ")
_MORE = re.compile(r" (?:more|extra|additional|further|others)\b")
_WHEN = rf"(?:,? ?\(?(?:in|during|for|at|to)?(?: the)? ?{PERIOD}\)?)?"
_ASIDE = re.compile(
    rf"(?: (?:fewer|more|less|higher|lower|increase|decrease|rise|fall))?(?: {THING})?(?: were| was| are| have been)?"
    rf"(?: recorded| received| reported| answered)?(?: {THING})?{_WHEN}(?:,| –| —| -|;)? ?\(?"
    r"(?:(?:each year|per year|a year|every year|per annum) )?"
    r"(?:(?:and|which|this|that|it|a|an|the|is|was|were|has|had|have|been|represents|represented|representing"
    r"|equates to"
    r"|equating to|equivalent to|amounts to|means|meaning|reflects|reflecting|overall|up|down|with|further|also|marking"
    rf"|showing) ){{0,6}}(?:{CHANGE}(?: of| by)?(?: (?:over|about|a|an|around))? )?(?:by )?[+-]?"
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


def _rate(beside: _Beside) -> Tie | None:
    """Return the rate of "77,903 crimes, or 72.1 per 1,000 people"."""
    thing = beside.last.thing
    if not beside.adjacent or thing is None or beside.last.aspect is Aspect.RATE or beside.quantity.unit not in _RATES:
        return None
    stated = stated_measure(thing, Aspect.RATE, beside.quantity)
    if stated is None or THING in beside.between[2:]:
        return None
    return replace(_like(beside, "aside"), measure=stated[0], unit=stated[1], aspect=Aspect.RATE, falls=False)


def _in_other_unit(beside: _Beside) -> Tie | None:
    """Return the second of "the grant fell by 21%, £13.5m"."""
    last = beside.last
    if not beside.adjacent or last.aspect is not Aspect.CHANGE or last.thing is None:
        return None
    stated = stated_measure(last.thing, Aspect.CHANGE, beside.quantity)
    if stated is None or stated[1] is last.unit or not _OR.fullmatch(beside.between):
        return None
    return replace(_like(beside, "aside"), measure=stated[0], unit=stated[1])


def _more(beside: _Beside) -> Tie | None:
    """Return the second of "132 extra officers, and will recruit 62 more"."""
    fits = beside.last.aspect is Aspect.ADDITIONAL and beside.quantity.unit is None
    if (
        beside.adjacent
        and fits
        and beside.between.count(THING) <= 1
        and _MORE.match(beside.skeleton.text, beside.at + 1)
    ):
        return _like(beside, "aside")
    return None


def _change(beside: _Beside) -> Tie | None:
    """Return the change of "51,000 crimes, a fall of 4%" or "3,900 officers, which is 1,100 fewer"."""
    last, quantity = beside.last, beside.quantity
    if not beside.adjacent or last.aspect not in {Aspect.LEVEL, Aspect.CHANGE} or last.thing is None:
        return None
    stated = stated_measure(last.thing, Aspect.CHANGE, quantity)
    if stated is None or (last.aspect is Aspect.CHANGE and last.unit is quantity.unit):
        return None
    after = _DIRECTION_AFTER.match(beside.skeleton.text, beside.at + 1)
    if not _ASIDE.fullmatch(beside.between) or not (after or DIRECTION.search(beside.between)):
        return None
    return replace(
        _like(beside, "aside"),
        measure=stated[0],
        unit=stated[1],
        aspect=Aspect.CHANGE,
        falls=is_fall(after["word"] if after else beside.between),
        end=quantity.end + (after.end() - beside.at - 1 if after else 0),
    )


def _earlier_value(beside: _Beside) -> Tie | None:
    """Return the 229 of "251 PCSOs, up from 229 in 2012"; without a date of its own it is left."""
    dated = adjacent_period(beside.sentence, beside.quantity.end, list(beside.skeleton.reading.periods)) is not None
    level = beside.last.aspect in {Aspect.LEVEL, Aspect.RATE} and _same_unit(beside.last, beside.quantity)
    bracketed = _IN_BRACKETS.fullmatch(beside.between)
    told = _EARLIER.fullmatch(beside.between) or bracketed
    dated = dated or (bracketed is not None and bracketed["year"] is not None)
    if beside.adjacent and dated and level and told:
        return _like(beside, "earlier", Role.EARLIER)
    return None


# Lists whose verb is not repeated

_ELIDED = re.compile(
    r" (?:up |down |rose |fell )?(?:by )?|, (?:up |down |rose |fell |by )+| \((?:by |up |down )?(?:an? )?|:? "
)
_ELIDED_SHARE = re.compile(r",? (?:with |at |for |\()?|: ")
_OWN_DIRECTION = re.compile(r"\b(?:up|down|rose|fell)\b")


def _elided_share(beside: _Beside) -> Tie | None:
    """Return the second of "women make up 37% of officers and ethnic minorities 11%"."""
    skeleton, tied = beside.skeleton, bisect(beside.skeleton.things, beside.at) - 1
    if beside.last.measure.kind is not Kind.SHARE or beside.quantity.unit is not Unit.PERCENT or tied < 0:
        return None
    mention = skeleton.mentions[tied]
    stated = stated_measure(mention.thing, beside.last.aspect, beside.quantity)
    if stated is None or not _ELIDED_SHARE.fullmatch(skeleton.text, skeleton.things[tied] + 1, beside.at):
        return None
    return replace(
        _like(beside, "elided", Role.OWN), measure=stated[0], unit=stated[1], thing=mention.thing, start=mention.start
    )


_NEXT = re.compile(rf"(?: {THING})?{_WHEN}(?:;|,| and|, and)(?: then)? ")
_NEXT_YEAR = re.compile(rf"{_WHEN}(?:;|,| and|, and) (?:in|for|by) {PERIOD}(?: it)? (?:is|was|will be|stands at) ")
_SERIES = frozenset({Aspect.LEVEL, Aspect.REQUIRED, Aspect.ADDITIONAL})


def _series(beside: _Beside) -> Tie | None:
    """Return the second of "£6.1m in 2011/12 and £7.9m in 2012/13", or of "£6m in 2011/12 and in 2012/13 is £7m"."""
    if not beside.adjacent or beside.last.aspect not in _SERIES or not _same_unit(beside.last, beside.quantity):
        return None
    periods = list(beside.skeleton.reading.periods)
    dated = adjacent_period(beside.sentence, beside.quantity.end, periods) is not None
    if (dated and PERIOD in beside.between and _NEXT.fullmatch(beside.between)) or _NEXT_YEAR.fullmatch(beside.between):
        return _like(beside, "series", Role.OWN)
    return None


_A_DAY = re.compile(rf"(?: {THING})?{_WHEN}(?:,| –| -)? ?\(?(?:or |equal to |that is |an average of )?")


def _each_day(beside: _Beside) -> Tie | None:
    """Return the second of "701,880 incidents, 1,923 a day"."""
    daily = beside.quantity.unit is Unit.PER_DAY and Unit.PER_DAY in beside.last.measure.units
    if beside.adjacent and daily and beside.last.aspect is Aspect.LEVEL and _A_DAY.fullmatch(beside.between):
        return replace(_like(beside, "each_day"), unit=Unit.PER_DAY)
    return None


_KINDS: tuple[Callable[[_Beside], Tie | None], ...] = (
    _in_place,
    _rate,
    _in_other_unit,
    _more,
    _change,
    _earlier_value,
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
