"""Where a number begins, and in which way: the name of the group that matched says it."""

import re

from app.extract.numbers.words import BELOW, CARDINAL, PARTS, SCALE, VULGAR_SIGN
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import FACTORS, ORDINALS, SCALE_WORDS, SMALL, VULGAR, after_any, any_of

LONGEST_RUN = 16
"""A longer run is returned in parts, none of them with a value."""

# 83, 412: a slip, or the end of a line; but not where the second begins something of its own
_BROKEN_GROUPS = r"(?<![\w.,£/-])(?<!\d,\s)\d{1,3}(?:,\d{3})*,\s\d{3}"
_ITS_OWN = r"[\d%]|[.,·'’/]\d|\s?%|\sper\s?cent|,?\s(?:(?:and|or)\s)?\d|\s(?:are|were|is|was|have|had|live)\b"
# 2,242 | 1 340 | 1'340 | 96.8 | 223·2 | 1/2, but not 82/1,000
_DIGITS = rf"(?:(?<![\w.])\.)?\d+(?:(?:[.,·'’\s⁄]|/(?!1(?:00)?,?000\b))\d+){{0,{LONGEST_RUN}}}"
_WAYS_IN_DIGITS = rf"(?P<digits>{_BROKEN_GROUPS}(?!{_ITS_OWN})|{_DIGITS})|(?P<vulgar>{VULGAR_SIGN})"
_IN_DIGITS = rf"(?=[\d.{''.join(VULGAR)}])(?:{_WAYS_IN_DIGITS})"

# several hundred | dozens | a couple of thousand | threefold | doubled: how many is not said
_MANY = r"(?:several|(?:a\s)?few|many|(?:a\s)?couple\sof|tens\sof|countless)"
_MANY_OF_A_SCALE = rf"(?:{_MANY}\s)?{SCALE}s?(?:\s(?:of\s)?{SCALE}s?)*\b"
_VAGUE = rf"(?P<vague>{_MANY_OF_A_SCALE}|{CARDINAL}-?fold\b|scores\sof\b|(?:{any_of(FACTORS)})\b(?!-))"
# less than an hour
_MEASURES = r"(?:per\s?cent|percentage|pc|miles?|square|sq\.?|hours?|minutes?|kms?|kilomet(?:re|er)s?)\b"
MEASURE = rf"(?:[\s-]?%|\s{_MEASURES})"
_SINGLE = rf"(?P<single>{after_any(words_of('numbers', 'before_one'))}an?(?={MEASURE}))"
# fifth busiest: an ordinal is a figure only beside a superlative
_ORDINAL = rf"(?P<ordinal>{any_of(ORDINALS)})(?=[\s-](?:most|least|worst|best|[a-z]+est)\b)"
# half | a third | two-thirds | five eighths | quarter of a million, but not "a third party"
_OF_A_WHOLE = rf"(?=\sof\b|\s\(\d|\s(?:{any_of(words_of('numbers', 'after_a_part'))})\b|[.,;:)]|$)"
_OF_A_SCALE = rf"(?=[\s-]{SCALE}\b)"
_HALF_OR_QUARTER = r"(?:(?:an?|one)[\s-])?half|quarter(?=\sof\sa\s)"
_A_PART = rf"(?:an?|one)[\s-](?:{any_of(PARTS)})(?:{_OF_A_WHOLE}|{_OF_A_SCALE})"
_PARTS = rf"{CARDINAL}[\s-](?:{any_of(PARTS)})(?:s|{_OF_A_SCALE})"
_PART = rf"(?P<part>(?:{_HALF_OR_QUARTER}|{_A_PART}|{_PARTS})\b)"
# a hundred | twenty, but "one of the largest" counts nothing, nor does "at one point"
_ARTICLE = rf"an?[\s-](?P<article>{SCALE})\b"
_NO_COUNT = r"(?!one\sof\s(?:the|our|its|these|those|only)\b)(?!(?<=at\s)one\spoint\b)"
_WORD = rf"{_NO_COUNT}(?P<word>{CARDINAL})\b"

_FIRST_WORDS = {*SMALL, *ORDINALS, *SCALE_WORDS, *FACTORS, *BELOW, "dozen", "several", "few", "many", "couple", "tens"}
_FIRST_LETTERS = any_of(sorted({word[:3] for word in (*_FIRST_WORDS, "countless", "scores")}))
_WAYS_IN_WORDS = f"{_VAGUE}|{_SINGLE}|{_ORDINAL}|{_PART}|{_ARTICLE}|{_WORD}"
# Most words are known by their first letters to begin no number.
_IN_WORDS = rf"\b(?=an?[\s-]|{_FIRST_LETTERS})(?:{_WAYS_IN_WORDS})"

BEGINS = re.compile(f"{_IN_DIGITS}|{_IN_WORDS}", re.IGNORECASE)
BEGINS_IN_DIGITS = re.compile(_IN_DIGITS, re.IGNORECASE)
