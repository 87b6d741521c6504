"""Stage 3: numbers in names, ages and ranks, which are not figures: the M1, calls to 999, over 65, top 10."""

import re
from collections.abc import Iterator

from app.vocabulary.number_words import DIGIT_WORDS, TENS, any_of

_PEOPLE = r"(?:people|population|residents|inhabitants)"
_DEPRIVED = r"(?:deprived|affluent|disadvantaged)"
_PERCENT = r"(?:\s?%|\sper\s?cent)"
_AGE_IN_WORDS = rf"(?:(?:{any_of(TENS)})(?:[\s-](?:{any_of(DIGIT_WORDS)}))?|sixteen|eighteen)"
_SERVICES = r"(?:999|101|111|112)"

# Each begins where a word does.
_KINDS = (
    # Roads: M1, A55, A1(M)
    r"[ABM]\d{1,4}(?:\(M\))?(?![\w.]|,\d)",
    # The telephone services: 999 calls, 101 and 999 calls, calls to 101
    (
        rf"{_SERVICES}(?=(?:\s(?:and|or|/)\s?{_SERVICES})?\s(?:emergenc(?:y|ies)|non-emergency|calls?|contacts?|service"
        r"|number"
        r"|system|demand)\b)"
    ),
    r"(?:to|on|via|by|through|using)\s(?:999|101)(?:/(?:999|101))?\b(?![.,]\d|\s(?!was\b|has\b)(?:police\s)?[a-z]+s\b)",
    r"(?:via|and)\s(?:999|101)\b(?![.,]\d)(?=\s?[,.;)]|$|\swas\b|\swere\b)",
    # The service that heads its figure: "999: 131,230"
    r"(?:(?<=^)|(?<=[;(]\s)|(?<=\())(?:999|101)(?=:\s)",
    # What a rate is for: per 1,000 people
    rf"(?i:per|for\s(?:every|each))\s1(?:00)?,?000(?![.,]?\d)(?:\s(?:of\sthe\s)?{_PEOPLE})?",
    rf"(?<=[a-z]/)1(?:00)?,?000(?![.,]?\d)(?:\s{_PEOPLE})?",
    # Ages: aged 65 or over, 16 to 64, over 65s, 15-year-olds
    (
        r"(?i:aged?|ages|age\sof)\s(?:(?:over|under|between|from|below|above)\s)?\d{1,2}(?![\d,.]\d|\d|%)"
        r"(?:\s?(?:to|and|-|–)\s?\d{1,2}\b)?(?:\+|\s(?:years?\s)?(?:or|and)\s(?:over|older|above|under|younger)\b)?"
    ),
    r"\d{2}(?:\syears(?:\sold)?)?\s(?:or|and)\s(?:over|older|under|younger)\b",
    (
        rf"(?:(?<=\bis\s)|(?<=\bare\s)|(?<=\baged\s)){_AGE_IN_WORDS}(?:\syears(?:\sold)?)?"
        r"\s(?:or|and)\s(?:over|older|under|younger)\b"
    ),
    r"(?:(?<=\bpeople\sare\s)|(?<=\bresidents\sare\s)|(?<=\bpopulation\sis\s))under\s(?:five|[5-9])\b(?![,.%]?\d|%)",
    r"(?i:over|under)[\s-]\d{2}s\b",
    r"(?i:younger|older)\sthan\s\d{2}\b(?![,.]\d)",
    r"(?:\d{1,2}(?:\s?[-–]\s?|\sto\s))?\d{1,2}[\s-]years?[\s-]olds?\b",
    # Times of day: 10:30, 9am, 5.30 p.m.
    r"(?:[01]?\d|2[0-3]):[0-5]\d(?!\d)(?:\s?[ap]\.?m\b)?(?<!\b1:\d\d)|\d{1,2}(?:\.\d\d)?\s?(?-i:[ap]\.?m)\b",
    r"(?:16|18|0)\s?(?:-|–|to)\s?(?:64|65|15|24|25)\b",
    (
        r"(?:(?<=%\s)|(?<=cent\s)|(?<=\bis\s)|(?<=\bare\s)|(?<=\bwas\s)|(?<=\bwere\s)|(?<=\bpeople\s)"
        r"|(?<=\bresidents\s)"
        rf"|(?<=\bpopulation\s))(?i:over|under)\s\d{{2}}\b(?![%,.]?\d|{_PERCENT}|\s(?:officers|crimes))"
    ),
    r"(?:(?<=\bis\s)|(?<=\bare\s)|(?<=\bwas\s)|(?<=\bwere\s))[4-9]\d(?:\+|[\s-]plus)(?=\s?[,.;)]|\s(?:and|but|while|in)\b|$)",
    # Thresholds and ranks: the most deprived 10 percent, top 20
    (
        rf"(?i:(?:most|least)\s{_DEPRIVED}|(?:top|bottom|poorest)(?:\s{_DEPRIVED})?)\s\d{{1,3}}"
        rf"(?:\.\d+)?{_PERCENT}?(?![\d,])\b"
    ),
    (
        rf"(?:\d{{1,3}}{_PERCENT}?|(?:five|ten|twenty)\s(?:per\s)?cent|(?:five|ten|twenty)\spercent)\s(?:most|least"
        rf"|poorest)\s{_DEPRIVED}\b"
    ),
    # Publications and plans of a year, versions, times of day, names with a number in them
    r"(?:[A-Z]\w+\s){0,3}(?:Review|Plan|Act|Strategy|Vision|Programme|Index)\s(?:19|20)\d\d\b",
    # Years of long ago: founded in 1831
    r"(?i:in|since|of)\s1[0-8]\d\d\b(?![,.%]?\d|%|\s(?:[a-z]+\s)?[a-z]+s\b)",
    r"24/7\b|24[\s-]hours?(?:\sa\sday)?\b|seven\sdays\sa\sweek\b",
    r"(?!GBP)[A-Z][A-Za-z]*-?\d+(?:\.\d+)*\b(?!,\d)",
    # The mark of a footnote at a word
    r"(?<=[^\W\d_]\[)\d{1,3}(?=\])",
    r"(?:Grade|Class|Level|Phase|Stage|Vision|Version)\s\d+(?:\.\d+)*\b",
    r"One\s(?!Hundred|Thousand|Million|Billion)[A-Z]\w+",
)
# Not the tail of a number: "1,465 or over" is no age.
_NAME = re.compile(rf"\b(?=\w)(?<!\d[.,/'’·:-])(?:{'|'.join(_KINDS)})")
_NUMBERED = re.compile(r"\d|\bOne\b|\bseven\b|\bfive\b|\s(?:or|and)\s(?:over|older|under|younger)\b")


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the characters of the names in a sentence that contain a number, with the word that identifies them."""
    if _NUMBERED.search(text):
        for match in _NAME.finditer(text):
            yield match.span()
