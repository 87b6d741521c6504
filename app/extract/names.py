"""Stage 3: numbers in names, ages and ranks, which are not figures: the M1, calls to 999, over 65, top 10."""

import re
from collections.abc import Iterator

from app.vocabulary.lists import words_of
from app.vocabulary.number_words import DIGIT_WORDS, TENS, after_any, any_of

_PEOPLE = r"(?:people|population|residents|inhabitants)"
_DEPRIVED = r"(?:deprived|affluent|disadvantaged)"
_PERCENT = r"(?:\s?%|\sper\s?cent)"
_BE = (r"\bis", r"\bare", r"\bwas", r"\bwere")
_SERVICE = rf"(?:{any_of(words_of('names', 'services'))})"
_OTHER_AGES = r"\s(?:or|and)\s(?:over|older|under|younger)\b"
_YEARS_OLD = r"(?:\syears(?:\sold)?)?"
_AGE_IN_WORDS = rf"(?:(?:{any_of(TENS)})(?:[\s-](?:{any_of(DIGIT_WORDS)}))?|sixteen|eighteen)"
_AN_AGE = r"(?:(?:over|under|between|from|below|above)\s)?\d{1,2}(?![\d,.]\d|\d|%)(?:\s?(?:to|and|-|–)\s?\d{1,2}\b)?"
_OR_MORE = r"(?:\+|\s(?:years?\s)?(?:or|and)\s(?:over|older|above|under|younger)\b)"
_ARE_AGED = after_any((r"\bis", r"\bare", r"\baged"))
_PEOPLE_ARE = after_any((r"\bpeople\sare", r"\bresidents\sare", r"\bpopulation\sis"))
_SHARE_OR_PEOPLE_ARE = after_any((r"%", r"cent", *_BE, r"\bpeople", r"\bresidents", r"\bpopulation"))
_NO_AGE = rf"[%,.]?\d|{_PERCENT}|\s(?:officers|crimes)"
_SO_MANY_PEOPLE = rf"1(?:00)?,?000(?![.,]?\d)(?:\s{_PEOPLE})?"
_ALSO_A_SERVICE = rf"(?:\s(?:and|or|/)\s?{_SERVICE})?"
_NO_SERVICE = r"[.,]\d|\s(?!was\b|has\b)(?:police\s)?[a-z]+s\b"
_THE_MOST = rf"(?:most|least)\s{_DEPRIVED}|(?:top|bottom|poorest)(?:\s{_DEPRIVED})?"
_MOST_DEPRIVED = rf"\s(?:most|least|poorest)\s{_DEPRIVED}\b"

_BEGUN_IN_DIGITS = {
    "999 calls": rf"{_SERVICE}(?={_ALSO_A_SERVICE}\s(?:{any_of(words_of('names', 'after_a_service'))})\b)",
    "999: 131,230": r"(?:(?<=^)|(?<=[;(]\s)|(?<=\())(?:999|101)(?=:\s)",
    "crimes/1,000 people": rf"(?<=[a-z]/){_SO_MANY_PEOPLE}",
    "65 years or over": rf"\d{{2}}{_YEARS_OLD}{_OTHER_AGES}",
    "15-year-olds": r"(?:\d{1,2}(?:\s?[-–]\s?|\sto\s))?\d{1,2}[\s-]years?[\s-]olds?\b",
    "10:30": r"(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)(?:\s?[ap]\.?m\b)?(?<!\b1:\d\d)",
    "5.30 p.m.": r"\d{1,2}(?:\.\d\d)?\s?[ap]\.?m\b",
    "16 to 64": r"(?:16|18|0)\s?(?:-|–|to)\s?(?:64|65|15|24|25)\b",
    "are 65+": rf"{after_any(_BE)}[4-9]\d(?:\+|[\s-]plus)(?=\s?[,.;)]|\s(?:and|but|while|in)\b|$)",
    "10% most deprived": rf"\d{{1,3}}{_PERCENT}?{_MOST_DEPRIVED}",
    "24/7": r"24/7\b|24[\s-]hours?(?:\sa\sday)?\b",
    "a footnote at a word[1]": r"(?<=[^\W\d_]\[)\d{1,3}(?=\])",
}
_BEGUN_WITH_A_CAPITAL = {
    "A1(M)": r"[ABM]\d{1,4}(?:\(M\))?(?![\w.]|,\d)",
    "Plan 2020": rf"(?:[A-Z]\w+\s){{0,3}}(?:{any_of(words_of('names', 'of_a_year'))})\s(?:19|20)\d\d\b",
    "COVID-19": r"(?!GBP)[A-Z][A-Za-z]*-?\d+(?:\.\d+)*\b(?!,\d)",
    "Level 2": rf"(?:{any_of(words_of('names', 'numbered'))})\s\d+(?:\.\d+)*\b",
    "One Team": r"One\s(?!Hundred|Thousand|Million|Billion)[A-Z]\w+",
}
_BEGUN_WITH_A_WORD = {
    "to 999/101": rf"(?:to|on|via|by|through|using)\s(?:999|101)(?:/(?:999|101))?\b(?!{_NO_SERVICE})",
    "and 101.": r"(?:via|and)\s(?:999|101)\b(?![.,]\d)(?=\s?[,.;)]|$|\swas\b|\swere\b)",
    "per 1,000 people": rf"(?i:per|for\s(?:every|each))\s1(?:00)?,?000(?![.,]?\d)(?:\s(?:of\sthe\s)?{_PEOPLE})?",
    "aged 16 to 64": rf"(?i:aged?|ages|age\sof)\s{_AN_AGE}{_OR_MORE}?",
    "are sixty or over": rf"{_ARE_AGED}{_AGE_IN_WORDS}{_YEARS_OLD}{_OTHER_AGES}",
    "people are under five": rf"{_PEOPLE_ARE}under\s(?:five|[5-9])\b(?![,.%]?\d|%)",
    "over 65s": r"(?i:over|under)[\s-]\d{2}s\b",
    "older than 65": r"(?i:younger|older)\sthan\s\d{2}\b(?![,.]\d)",
    "are over 65": rf"{_SHARE_OR_PEOPLE_ARE}(?i:over|under)\s\d{{2}}\b(?!{_NO_AGE})",
    "top 20": rf"(?i:{_THE_MOST})\s\d{{1,3}}(?:\.\d+)?{_PERCENT}?(?![\d,])\b",
    "five percent most deprived": rf"(?:five|ten|twenty)\s(?:(?:per\s)?cent|percent){_MOST_DEPRIVED}",
    "in 1831": r"(?i:in|since|of)\s1[0-8]\d\d\b(?![,.%]?\d|%|\s(?:[a-z]+\s)?[a-z]+s\b)",
    "seven days a week": r"seven\sdays\sa\sweek\b",
}


def _any_kind(kinds: dict[str, str]) -> str:
    return f"(?:{'|'.join(kinds.values())})"


_IN_LETTERS = rf"(?=[A-Z]){_any_kind(_BEGUN_WITH_A_CAPITAL)}|{_any_kind(_BEGUN_WITH_A_WORD)}"
# Each begins where a word does, but not at the tail of a number: "1,465 or over" is no age.
_NAME = re.compile(rf"\b(?=\w)(?<!\d[.,/'’·:-])(?:(?=\d){_any_kind(_BEGUN_IN_DIGITS)}|(?!\d)(?:{_IN_LETTERS}))")
_NUMBERED = re.compile(rf"\d|\b(?:One|seven|five)\b|{_OTHER_AGES}")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the characters of the names in a sentence that contain a number, with the word that identifies them."""
    if _NUMBERED.search(text):
        for match in _NAME.finditer(text):
            yield match.span()
