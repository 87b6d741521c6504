"""Numbers that are part of a name, and so no figures: roads, telephone services, versions, idioms of time."""

import re
from collections.abc import Iterator

_NAME = re.compile(
    r"""
    \b[ABM]\d{1,4}(?:\(M\))?(?![\w.]|,\d)                            # roads: M1, A55, A1(M)
    |\b(?:999|101|111|112)(?=(?:\s(?:and|or|/)\s?(?:999|101|111|112))?
        \s(?:emergency|emergencies|non-emergency|calls?|contacts?|service|number|system|demand)\b)  # 999 calls, 101 and 999 calls
    |\b(?:to|on|via|by|through|using)\s(?:999|101)\b(?![.,]\d|\s(?!was\b|has\b)(?:police\s)?[a-z]+s\b)  # calls to 101
    |\b(?:via|and)\s(?:999|101)\b(?![.,]\d)(?=\s?[,.;)]|$|\swas\b|\swere\b)
    |\b(?i:per|for\s(?:every|each))\s1(?:00)?,?000(?![.,]?\d)(?:\s(?:of\sthe\s)?(?:people|population|residents|inhabitants))?  # a denominator
    |\b(?i:aged?|ages|age\sof)\s(?:(?:over|under|between|from|below|above)\s)?\d{1,2}(?![\d,.]\d|\d|%)
        (?:\s?(?:to|and|-|–)\s?\d{1,2}\b)?(?:\+|\s(?:years?\s)?(?:or|and)\s(?:over|older|above|under|younger)\b)?
    |\b\d{2}(?:\syears(?:\sold)?)?\s(?:or|and)\s(?:over|older|under|younger)\b
    |\b(?i:over|under)[\s-]\d{2}s\b | \b\d{1,2}[\s-]years?[\s-]olds?\b | \b(?:16|18|0)\s?(?:-|–|to)\s?(?:64|65|15|24|25)\b
    |(?:\b(?:is|are|was|were|people|residents|population|cent|percent)|%)\s(?i:over|under)\s\d{2}\b(?!\s?[%,.]?\d|\s?%|\s(?:per\s?cent|officers|crimes))
    |\b(?i:most|least|poorest|top|bottom)\s(?:(?:deprived|affluent|disadvantaged)\s)?\d{1,3}(?:\.\d+)?(?:\s?%|\sper\s?cent)?(?![\d,])\b
    |\b\d{1,3}(?:\s?%|\sper\s?cent)\s(?:most|least|poorest)\s(?:deprived|affluent|disadvantaged)\b
    |\b(?:top\s)?\d{1,3}\s(?:most|least|poorest)\s(?:deprived|affluent|disadvantaged)\b
    |\b(?:[A-Z]\w+\s){0,3}(?:Review|Plan|Act|Strategy|Vision|Programme|Index|Census)\s(?:19|20)\d\d\b
    |\b24/7\b | \b24[\s-]hours?(?:\sa\sday)?\b | \bseven\sdays\sa\sweek\b
    |\b[A-Z][A-Za-z]*-?\d+(?:\.\d+)*\b(?!,\d)                     # COVID-19, G7, K9
    |\b(?:Grade|Class|Level|Phase|Stage|Vision|Version)\s\d+(?:\.\d+)*\b
    |\bOne\s(?!Hundred|Thousand|Million|Billion)[A-Z]\w+           # One Brackshire
    """,
    re.VERBOSE,
)


def find_names(text: str) -> Iterator[tuple[int, int]]:
    """Yield the characters of a sentence that are names with a number in them, with the word that shows it."""
    for match in _NAME.finditer(text):
        yield match.span()
