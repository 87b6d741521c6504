"""Stage 1: the numbers of a sentence, in digits or in words, with the precision they are stated to.

A number is read whole or not at all. Digits, their separators, fraction signs, scale words and number words with no
more than a space or a sign between them are one run. A run that is not a number as a whole is returned without a value.
A comma, an "and" or a hyphen may also separate two numbers: it ends the run if what follows cannot continue the number
before it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from enum import StrEnum
from string import punctuation

from app.vocabulary.number_words import (
    DIGIT_WORDS,
    FACTORS,
    ORDINALS,
    SCALE_SIGNS,
    SCALE_WORDS,
    SMALL,
    TENS,
    VULGAR,
    any_of,
)

ZERO, ONE, TEN, HUNDRED = Decimal(0), Decimal(1), Decimal(10), Decimal(100)
DOZEN = 12
MAX_DIGITS = 15
"""Longer runs of digits are not figures: every JSON parser keeps 15 digits exactly."""
LIMIT = Decimal(10**12)
"""Greater numbers are not figures either: no budget is a thousand billion, and the database can hold this much."""
MAX_PLACES = 5
"""Nor are numbers with more decimal places: half a unit of the last one must be exact in the database."""
LONGEST_RUN = 16
"""A longer run is returned in parts, none of them with a value."""
TAKEN = "\x00"
"""Replaces each character of a date or a name."""


class Form(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    FRACTION = "fraction"  # "half", "a quarter", "one in five": a share, as percent
    ORDINAL = "ordinal"  # "fifth busiest", "12th": a rank


@dataclass(frozen=True, slots=True)
class Number:
    """A number and its characters in the sentence, with the footnote mark that stands at it.

    ``resolution`` is the unit of its last stated digit and ``power`` the power of ten its scale word stands for (6 for
    "million"); ``value`` is ``None`` where it makes no figure: it is not understood, too long, or vague ("dozens").
    """

    value: Decimal | None
    resolution: Decimal
    power: int
    form: Form
    start: int
    end: int


_SCALES = SCALE_WORDS | {f"{word}s": power for word, power in SCALE_WORDS.items()} | SCALE_SIGNS
_HUNDRED, _MILLION, _HIGHEST = 2, 6, 13
_PARTS = {word: number for word, number in ORDINALS.items() if word not in {"first", "second"}} | {"quarter": 4}

_FLAGS = re.VERBOSE | re.IGNORECASE
_CARDINAL = rf"(?:{any_of(SMALL)})"
_SCALE = rf"(?:{any_of((*SCALE_WORDS, 'dozen'))})"
_SIGN = any_of(SCALE_SIGNS)
_VULGAR_SIGN = f"[{''.join(VULGAR)}]"
_MEASURE = r"(?:[\s-]?%|\s(?:per\s?cent|percentage|pc|miles?|square|sq\.?|hours?|minutes?|kms?|kilomet(?:re|er)s?)\b)"
# "A third party" is no third.
_OF_A_WHOLE = (
    r"(?=\sof\b|\s\(\d|\s(?:from|live|are|is|in|since|over|between|and|on|to|by|but|while|when|after|during|across|among|within|with|compared|against|at|last|this|were|was|have|has|smaller|larger|fewer"
    r"|lower|higher|more|less|urban|rural|male|female)\b|[.,;:)]|$)"
)

# Where a number begins: 2,242 | 1 340 | 1'340 | 96.8 | 223·2 | 1/2, but not 82/1,000 | 83, 412: a slip, or a line's end
_IN_DIGITS = rf"""
    (?P<digits>(?<![\w.,£/-])(?<!\d,\s)\d{{1,3}}(?:,\d{{3}})*,\s\d{{3}}
          (?![\d%]|[.,·'’/]\d|\s?%|\sper\s?cent|,?\s(?:(?:and|or)\s)?\d|\s(?:are|were|is|was|have|had|live)\b)
        |(?:(?<![\w.])\.)?\d+(?:(?:[.,·'’\s⁄]|/(?!1(?:00)?,?000\b))\d+){{0,{LONGEST_RUN}}})
    |(?P<vulgar>{_VULGAR_SIGN})
"""
_IN_WORDS = rf"""
    # looked at only where a word begins with the letters that a number word begins with
    \b(?=an?[\s-]|one|tw[eio]|th[io]|thr|fou|for|fi[frv]|six|se[cv]|eig|nin|ten|ele|hal|qua|zer|hun|mil|bil|tr[ei]|do[uz]|few
         |man|cou|sco)(?:
        # several hundred | dozens | a couple of thousand | threefold | doubled: how many is not said
        (?P<vague>(?:(?:several|(?:a\s)?few|many|(?:a\s)?couple\sof|tens\sof|countless)\s{_SCALE}s?|{_SCALE}s?)
            (?:\s(?:of\s)?{_SCALE}s?)*\b|{_CARDINAL}-?fold\b|scores\sof\b|(?:{any_of(FACTORS)})\b(?!-))
        # less than an hour
        |(?P<single>(?:(?<=than\s)|(?<=over\s)|(?<=under\s)|(?<=about\s)|(?<=within\s)|(?<=almost\s)|(?<=nearly\s))an?
            (?={_MEASURE}))
        # fifth busiest: an ordinal is a figure only beside a superlative
        |(?P<ordinal>{any_of(ORDINALS)})(?=[\s-](?:most|least|worst|best|[a-z]+est)\b)
        # half | a third | two-thirds | five eighths | quarter of a million
        |(?P<part>(?:(?:(?P<parts>an?|one)[\s-])?(?P<half>half)|(?P<quarter>quarter)(?=\sof\sa\s)
            |(?P<one>an?|one)[\s-](?P<a_part>{any_of(_PARTS)})(?:{_OF_A_WHOLE}|(?=[\s-]{_SCALE}\b))
            |(?P<several>{_CARDINAL})[\s-](?P<many_parts>{any_of(_PARTS)})(?:s|(?=[\s-]{_SCALE}\b)))\b)
        # a hundred | twenty | but "one of the largest" counts nothing, nor does "at one point"
        |an?[\s-](?P<article>{_SCALE})\b
        |(?!one\sof\s(?:the|our|its|these|those|only)\b)(?!(?<=at\s)one\spoint\b)(?P<word>{_CARDINAL})\b
    )
"""
_BEGINS = re.compile(f"{_IN_DIGITS}|{_IN_WORDS}", _FLAGS)
_BEGINS_IN_DIGITS = re.compile(_IN_DIGITS, _FLAGS)

_NUMBER_WORDS = frozenset(
    {*SMALL, *ORDINALS, *_PARTS, *_SCALES, *FACTORS, "an", "half", "dozen", "dozens", "scores"}
    | {f"{part}s" for part in _PARTS}
    | {f"{word}fold" for word in SMALL}
)
# "m\u0131llion" is read as "million" too.
_DOTLESS = {"\u0130": "i", "\u0131": "i"}
_UNDOTTED = str.maketrans(_DOTLESS)
_PLAIN_WORDS = str.maketrans({**dict.fromkeys(f"{punctuation}–—‘’“”", " "), **_DOTLESS})


def _may_have_words(text: str) -> bool:
    """Return whether a sentence may have a number in words; without one, searching for digits alone is faster."""
    return not _NUMBER_WORDS.isdisjoint(text.translate(_PLAIN_WORDS).casefold().split())


def _folded(word: str) -> str:
    """Return a matched word as it is listed: a pattern that ignores case also matches "\u017fix" for "six"."""
    return word.translate(_UNDOTTED).casefold()


def find_numbers(text: str, taken: Iterable[tuple[int, int]] = ()) -> Iterator[Number]:
    """Yield the numbers of ``text`` in order, never overlapping. No input raises.

    ``taken`` are the characters of dates and names, which no number is read from or goes on into.
    """
    for start, end in taken:
        text = f"{text[:start]}{TAKEN * (end - start)}{text[end:]}"
    begins = _BEGINS if _may_have_words(text) else _BEGINS_IN_DIGITS
    position, last = 0, None
    while (match := begins.search(text, position)) is not None:
        number = _share_or_number(text, match, begins)
        if last is not None and _goes_on(last, text[position : number.start], number):
            number = replace(number, value=None)
        position, last = number.end, number
        yield number


def _goes_on(last: Number, gap: str, number: Number) -> bool:
    """Return whether a number may be the end of the one before: not understood, or "1 million and one"."""
    if last.value is None:
        return gap in _SEPARATORS
    if last.form is not Form.DIGITS or not last.power or last.resolution != ONE.scaleb(last.power) or number.power:
        return False
    if number.form is Form.WORDS:
        return gap == " and "
    return last.power == _THOUSAND and gap in {", ", " and "} and number.value is not None and number.value < _LEFT


_THOUSAND, _LEFT = 3, 1000
_SEPARATORS = frozenset(" .,·'’⁄/")

# Shares: so many in so many

_IN = re.compile(r"[\s-](?P<in>in|per|out[\s-]of)[\s-](?P<every>(?:every|each)[\s-])?", re.IGNORECASE)
_OR = re.compile(r"\s(?:or|to)\s(?!an?\s)|\s?[-–]\s?", re.IGNORECASE)
_NO_WHOLE = re.compile(
    r"\s?%|\sper\s?cent\b|[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|quarters?)\b", re.IGNORECASE
)
_PEOPLE_AFTER = re.compile(
    r"\s(?:\w+\s)?(?:people|persons|residents|inhabitants|adults|children|households|homes|victims|officers|staff|pcsos"
    r"|specials|volunteers|crimes|offences|incidents|calls)\b",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r"(?:19|20)\d\d")
_OF_RATES = frozenset({Decimal(1000), Decimal(100_000)})
_COUNTS = frozenset({Form.DIGITS, Form.WORDS})
_THREE_DIGITS = Context(prec=3)


def _share_or_number(text: str, match: re.Match[str], begins: re.Pattern[str]) -> Number:
    """Return the number that begins at a match, or the share that it begins: "20 in every 100"."""
    parts = _number(text, match)
    joint = _IN.match(text, parts.end) if parts.form in _COUNTS else None
    second = None if joint is None else begins.match(text, joint.end())
    if joint is None or second is None:
        return parts
    whole = _number(text, second)
    if joint["in"].casefold() == "per" and whole.value in _OF_RATES:
        return parts  # a rate, whose unit follows
    if joint["in"].casefold() == "per" and whole.value != HUNDRED and not _NO_WHOLE.match(text, whole.end):
        return Number(None, ONE, 0, Form.FRACTION, parts.start, whole.end)  # a rate of which there is no unit
    if not _is_share(text, parts, whole, joint):
        return parts
    other = _OR.match(text, whole.end)
    third = None if other is None else begins.match(text, other.end())
    # "one in four or five" says no share, but "one in five to one in four" two of them.
    if third is not None and not _NO_WHOLE.match(text, third.end()) and not _IN.match(text, third.end()):
        return Number(None, ONE, 0, Form.FRACTION, parts.start, _number(text, third).end)
    share = _share(parts.value, whole.value)
    return Number(share, _resolution_of(share), 0, Form.FRACTION, parts.start, whole.end)


def _is_share(text: str, parts: Number, whole: Number, joint: re.Match[str]) -> bool:
    """Return whether two numbers joined by "in" or "out of" are a share, not a count in so many places or years."""
    if whole.form not in _COUNTS or _NO_WHOLE.match(text, whole.end):
        return False
    if parts.value is None or whole.value is None:
        return joint["every"] is not None
    if joint["every"] or joint["in"].casefold().startswith("out"):
        return parts.value <= whole.value or not whole.value
    if _A_YEAR.fullmatch(text, whole.start, whole.end) or (whole.value and parts.value >= whole.value):
        return False
    small = parts.value < TEN and whole.value < HUNDRED
    round_ = whole.value >= HUNDRED and whole.value.normalize().as_tuple().digits == (1,)
    return small or round_ or _PEOPLE_AFTER.match(text, whole.end) is not None


def _share(parts: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """Return a share in percent, to three digits."""
    if parts is None or not whole:
        return None
    share = _THREE_DIGITS.divide(100 * parts, whole)
    return Decimal(f"{share.normalize():f}") if not share or share.adjusted() > -MAX_PLACES else None


def _resolution_of(share: Decimal | None) -> Decimal:
    return ONE if not share else min(ONE, ONE.scaleb(share.adjusted() - 1))


# Numbers

_ENDING = re.compile(r"(?P<rank>st|nd|rd|th)\b|(?P<factor>[\s-]?fold)\b|(?P<pence>p)\b|(?P<plural>s)\b", re.IGNORECASE)
_SLASHED_SHARE = re.compile(r"([1-9])[/⁄]([2-9]|10)")
_OF = re.compile(r"\sof\b", re.IGNORECASE)
_MARK = re.compile(
    r"(?:[⁰¹²³⁴-⁹⁽⁾ᵃᵇᶜᵈᵉ]+(?:,(?=[¹²³⁴-⁹]))?|\s?\*{1,3}(?![\w*]|\s?[\d(£])|\s?[†‡§¶]+"
    r"|\s?\[(?:note\s)?(?:\d{1,3}|[a-z])\]|\(\d\))+"
)
"""A footnote mark, which is not part of the number before it."""


def _number(text: str, match: re.Match[str]) -> Number:
    """Return the number that begins at a match, whole."""
    if match.lastgroup in {"digits", "word", "article"}:
        return _run(text, match)
    if match.lastgroup == "part":
        return _part(text, match)
    if match.lastgroup == "vulgar":
        return _part_of_something(text, VULGAR[match[0]], *match.span())
    if match.lastgroup == "ordinal":
        return Number(Decimal(ORDINALS[_folded(match[0])]), ONE, 0, Form.ORDINAL, *match.span())
    return Number(ONE if match.lastgroup == "single" else None, ONE, 0, Form.WORDS, *match.span())


def _run(text: str, match: re.Match[str]) -> Number:
    """Return the number of a run that begins with digits or number words."""
    digits = match.lastgroup == "digits"
    if digits and (share := _SLASHED_SHARE.fullmatch(match[0])) and _OF.match(text, match.end()):
        return _part_of_something(text, Decimal(share[1]) / Decimal(share[2]), *match.span())
    run = _Run(text, match)
    ending = _ENDING.match(text, run.end) if digits else None
    if ending is None:
        run.read_on()
        run.end_clearly()
        return run.number()
    number = replace(run.number(), end=ending.end())
    return replace(number, form=Form.ORDINAL) if ending.lastgroup == "rank" else replace(number, value=None)


def end_of_mark(text: str, end: int) -> int:
    """Return the end of the footnote mark at character ``end`` of ``text``, or ``end`` if there is none."""
    mark = _MARK.match(text, end)
    return end if mark is None else mark.end()


# Parts of a whole

_PART_OF_A_SCALE = re.compile(
    rf"(?:\sof\san?\s|[\s-]an?[\s-]|[\s-])(?P<scale>{_SCALE}s?)\b|\s?(?P<sign>{_SIGN})(?!\w)", re.IGNORECASE
)
_PART_OF_A_MEASURE = re.compile(rf"(?:(?:\sof)?\san?)?(?={_MEASURE})", re.IGNORECASE)


def _part(text: str, match: re.Match[str]) -> Number:
    """Return the number of a fraction in words: "half", "three quarters", "a quarter of a million"."""
    name = _folded(match["a_part"] or match["many_parts"] or "quarter")
    below = 2 if match["half"] else _PARTS[name]
    above = SMALL[_folded(match["several"])] if match["several"] else 1
    return _part_of_something(text, Decimal(above) / below, *match.span())


def _part_of_something(text: str, part: Decimal, start: int, end: int) -> Number:
    """Return a part of a scale ("half a million") or of a measure ("half a per cent"), else of a whole, in percent."""
    if (of := _PART_OF_A_SCALE.match(text, end)) is not None:
        scale = _folded(of["scale"] or of["sign"])
        if scale.startswith("dozen"):
            return Number(Decimal(f"{(part * DOZEN).normalize():f}"), ONE, 0, Form.WORDS, start, of.end())
        power = _SCALES[scale]
        value = Decimal(f"{_to_places(part).scaleb(power):f}")
        return Number(value if value < LIMIT else None, _unit_at(power - 1), power, Form.WORDS, start, of.end())
    if (measured := _PART_OF_A_MEASURE.match(text, end)) is not None:
        return Number(_to_places(part), _unit_at(-1), 0, Form.WORDS, start, measured.end())
    percent = Decimal(f"{_THREE_DIGITS.multiply(100, part).normalize():f}")
    return Number(percent, ONE, 0, Form.FRACTION, start, end_of_mark(text, end))


def _to_places(part: Decimal) -> Decimal:
    return Decimal(f"{_THREE_DIGITS.plus(part).normalize():f}")


def _unit_at(power: int) -> Decimal:
    """Return ten to ``power``, with plain digits instead of an exponent."""
    return Decimal(f"{ONE.scaleb(power):f}")


# Runs

_PLAIN = re.compile(
    r"(?P<whole>\d+|\d{1,3}(?P<mark>[,\s'’])\d{3}(?:(?P=mark)\d{3})*|\d{1,3}(?:\.\d{3}){2,}|\d{1,3}(?:,\d{3})*,\s\d{3})?"
    r"(?:[.·](?P<places>\d+))?"
)
_SLASHED = re.compile(r"(?:(?P<whole>\d+)\s)?(?P<above>\d{1,2})[/⁄](?P<below>[1-9]\d?)")
_NOT_DIGITS = re.compile(r"\D+")
# A currency that is not read, a letter that is no unit's, a year cut short, or what a date or a name left over.
_UNCLEAR_BEFORE = re.compile(rf"(?:[$€¥]\s?|[^\W\d_](?<!\b[Cc])(?<!\bGBP)|(?<!\w)['’]|{TAKEN}[.,'’/–-])$")
_EXPONENT = re.compile(r"[⁰¹²³⁴-⁹⁺⁻]|\^")
_GO_ON = re.compile(
    rf"""(?P<gap>\s|-|,\s(?:and\s)?|\sand\s|-and-|)(?:
        (?!one\s(?:of|in)\b)(?P<word>{_CARDINAL}\b|{_SCALE}s?\b)
        |(?<![\s-])(?P<sign>{_SIGN})(?![A-Za-z0-9])|(?<=\s)(?P<spaced>(?!b\b)(?:{_SIGN}))(?!\w)
        |(?P<other>\d|{_VULGAR_SIGN}))""",
    _FLAGS,
)
_VULGAR_AFTER = re.compile(rf"\s?({_VULGAR_SIGN})")
_POINT = re.compile(rf"\spoint((?:\s(?:{any_of(DIGIT_WORDS)})\b)+)", re.IGNORECASE)
_AND_A_PART = re.compile(
    rf"(?:\sand\s|-and-)(?:(?:an?|one|(?P<three>three))[\s-](?P<part>half|quarter|third)s?"
    rf"|(?P<half>half)(?=[\s-]{_SCALE}))\b(?!\sof\b)",
    re.IGNORECASE,
)
_A_PART = re.compile(rf"[\s-](?:{any_of(_PARTS)})s\b", re.IGNORECASE)
_PARTS_OF_ONE = {"half": 2, "third": 3, "quarter": 4}


@dataclass(frozen=True, slots=True)
class _Sum:
    """The sum of the words of a number so far.

    ``total`` is complete ("two million ..."), ``group`` is what a scale may follow, and what may be added to the group
    is less than ``room``. Scales go down: the next is below ``ceiling``. ``unit`` is the power of ten of the last
    stated digit; a number that was begun ``coarse``, in digits or as "a thousand", leaves open what its scale hides.
    """

    total: Decimal = ZERO
    group: Decimal | None = None
    room: int = 1000
    ceiling: int = _HIGHEST
    unit: int = 0
    power: int = 0
    coarse: bool = False

    @property
    def value(self) -> Decimal:
        return self.total + (self.group or ZERO)

    @property
    def may_pause(self) -> bool:
        """Whether an "and" may come next."""
        return self.room == _AFTER_HUNDRED or (self.group is None and self.room > 0)

    def plus(self, number: int) -> "_Sum | None":
        """Return the sum with a number below a hundred added, or ``None`` if that cannot come next."""
        if number >= self.room or (not number and self.group is not None):
            return None
        return replace(
            self, group=(self.group or ZERO) + number, room=10 if number in _ROUND_TENS else 0, unit=0, power=0
        )

    def decimal(self, digits: str) -> "_Sum | None":
        """Return the sum with decimal places, in digits."""
        if self.group is None or self.unit:
            return None
        return replace(self, group=self.group + Decimal(f"0.{digits}"), room=0, unit=-len(digits), coarse=True)

    def with_part(self, part: Decimal) -> "_Sum | None":
        """Return the sum with a part of one, or of its last scale, added: "a million and a half"."""
        if self.group is not None:
            return None if self.unit else replace(self, group=self.group + part, room=0, unit=-1, coarse=True)
        if self.unit != self.ceiling:
            return None
        total = self.total + part.scaleb(self.ceiling)
        return replace(self, total=total, room=0, ceiling=0, unit=self.ceiling - 1)

    def times(self, scale: str) -> "_Sum | None":
        """Return the sum with a scale word or sign applied, or ``None`` if none may follow or it is too high."""
        if self.group is None or (self.group >= _LEFT and not self.coarse):
            return None
        if scale.startswith("dozen"):
            return replace(self, group=self.group * DOZEN, room=0, unit=0)
        power = _SCALES[scale]
        unit = self.unit + power if self.coarse else power if power >= _MILLION else 0
        if power == _HUNDRED:
            if self.room == _AFTER_HUNDRED or (self.group >= HUNDRED and not self.coarse):
                return None
            group = self.group.scaleb(power)
            return replace(self, group=group, room=_AFTER_HUNDRED, unit=unit, power=power, coarse=False)
        if power >= self.ceiling:
            return None
        return _Sum(
            total=self.total + self.group.scaleb(power),
            room=0 if self.unit < 0 else 1000,
            ceiling=power,
            unit=unit,
            power=self.power + power,
        )


_AFTER_HUNDRED = 100
_ROUND_TENS = frozenset(TENS.values())


class _Run:
    """A number that is read to its end; its sum is ``None`` if it is not understood."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        """Begin with a match of the first part."""
        self.text, self.start, self.end = text, *match.span()
        self.sum: _Sum | None
        self.before_pause: tuple[_Sum, int] | None = None
        self.form = Form.WORDS if match.lastgroup in {"word", "article"} else Form.DIGITS
        if match.lastgroup == "word":
            self.sum = _Sum().plus(SMALL[_folded(match["word"])])
        elif match.lastgroup == "article":
            self.sum = _Sum(group=ONE, coarse=True).times(_folded(match["article"]))
        else:
            self.sum = self._digits(match[0])

    def _digits(self, digits: str) -> _Sum | None:
        begun = self._plain(digits) if self._is_clear(digits) else None
        if (vulgar := _VULGAR_AFTER.match(self.text, self.end)) is not None:
            self.end = vulgar.end()
            return None if begun is None else begun.with_part(_to_places(VULGAR[vulgar[1]]))
        return begun

    def _is_clear(self, digits: str) -> bool:
        """Return whether nothing right beside the digits may belong to the number: a letter, an exponent."""
        if digits == "10" and _EXPONENT.match(self.text, self.end):
            return False
        unclear = _UNCLEAR_BEFORE.search(self.text, max(0, self.start - 4), self.start)
        return unclear is None or (unclear[0] in {"'", "’"} and len(digits) != _OF_CUT_YEAR)

    def _plain(self, digits: str) -> _Sum | None:
        if (plain := _PLAIN.fullmatch(digits)) is not None:
            whole, places = _NOT_DIGITS.sub("", plain["whole"] or "0"), plain["places"] or ""
            if len(whole + places) > MAX_DIGITS or (len(whole) > 1 and Decimal(whole[0]) == 0):  # of a telephone
                return None
            begun = _Sum(group=Decimal(whole), room=0, coarse=True)
            return begun.decimal(places) if places else begun
        slashed = _SLASHED.fullmatch(digits)
        if slashed is None or int(slashed["above"]) >= int(slashed["below"]):
            return None
        part = _to_places(Decimal(slashed["above"]) / Decimal(slashed["below"]))
        if slashed["whole"] is None and _PART_OF_A_SCALE.match(self.text, self.end) is None:
            return None  # as well a date
        return _Sum(group=Decimal(slashed["whole"] or 0), room=0, coarse=True).with_part(part)

    def read_on(self) -> None:
        """Read the rest of the number. A run with a part that does not fit is not understood."""
        self._decimals_and_part()
        while (part := _GO_ON.match(self.text, self.end)) is not None:
            pauses = part["gap"] not in {" ", ""}
            if pauses and part["gap"] != "-" and not self._may_pause(part["gap"]):
                return
            if pauses and self.sum is not None:
                self.before_pause = self.sum, self.end
            self.sum, reached = self._with(part), self.end
            if self.sum is not None:
                self.end = part.end()
                self._decimals_and_part()
            elif self.before_pause is not None:
                self.sum, self.end = self.before_pause
                return
            else:
                self.end = reached
                self._to_the_end()
                return

    def _may_pause(self, gap: str) -> bool:
        if self.sum is None or self.form is Form.DIGITS:
            return False
        return self.sum.may_pause and not (gap.startswith(",") and self.sum.room == _AFTER_HUNDRED)

    def _with(self, part: re.Match[str]) -> _Sum | None:
        """Return the sum with the next part, or ``None`` if that does not fit."""
        sign = part["sign"] or part["spaced"]
        if self.sum is None or part["other"] or (sign and self.form is Form.WORDS):
            return None
        word = _folded(sign or part["word"])
        if word not in SMALL:
            # "between one hundred and two thousand" is no 102,000
            ranging = self.before_pause is not None and self.text.endswith(("between ", "Between "), 0, self.start)
            return None if ranging else self.sum.times(word)
        return None if _A_PART.match(self.text, part.end()) else self.sum.plus(SMALL[word])

    def _decimals_and_part(self) -> None:
        if self.sum is None:
            return
        if (point := _POINT.match(self.text, self.end)) is not None:
            digits = "".join(str(DIGIT_WORDS[_folded(word)]) for word in point[1].split())
            self.sum, self.end = self.sum.decimal(digits), point.end()
        elif (part := _AND_A_PART.match(self.text, self.end)) is not None:
            name = _folded(part["half"] or part["part"])
            above = 3 if part["three"] else 1
            self.sum, self.end = self.sum.with_part(_to_places(Decimal(above) / _PARTS_OF_ONE[name])), part.end()

    def _to_the_end(self) -> None:
        """Go to the end of a run that is not understood."""
        for _ in range(LONGEST_RUN):
            part = _GO_ON.match(self.text, self.end)
            if part is None or part["gap"] not in {" ", ""}:
                return
            begins = _BEGINS.match(self.text, part.end("gap"))
            whole = begins is not None and begins.lastgroup in {"digits", "part"}
            self.end = begins.end() if begins is not None and whole else part.end()

    def end_clearly(self) -> None:
        """Take in letters that stand right after digits. A run that they are part of is not understood."""
        marked = end_of_mark(self.text, self.end) > self.end
        unclear = None if marked or self.form is Form.WORDS else _UNCLEAR_AFTER.match(self.text, self.end)
        if unclear is not None:
            self.sum, self.end = None, unclear.end()

    def number(self) -> Number:
        """Return what was read."""
        end = end_of_mark(self.text, self.end)
        if self.sum is None:
            return Number(None, ONE, 0, self.form, self.start, end)
        value = Decimal(f"{self.sum.value:f}")
        fits = value < LIMIT and len(value.as_tuple().digits) <= MAX_DIGITS and self.sum.unit >= -MAX_PLACES
        return Number(value if fits else None, _unit_at(self.sum.unit), self.sum.power, self.form, self.start, end)


_OF_CUT_YEAR = 2
# Letters right after digits: "223.2MM", "2232e5"; but a unit may stand there, and "4x4" is joined.
_UNCLEAR_AFTER = re.compile(
    r"(?!(?:kms?|mi|miles?|sq|square|sqkm|pct?|pp|ppts?|per|p\.c|minutes?|hours?|GBP|pounds?|mph|ish|x(?=\d))(?![^\W\d_]))"
    r"[^\W\d_]+",
    re.IGNORECASE,
)
