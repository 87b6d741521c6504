"""Hedges: words beside a number that say how exactly it is meant."""

import re

from app.vocabulary.lists import words_of
from app.vocabulary.number_words import any_of
from app.vocabulary.qualifiers import Qualifier

_TOLD = (Qualifier.ALMOST, Qualifier.OVER, Qualifier.UNDER, Qualifier.UP_TO, Qualifier.ABOUT)


def _composed(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{one} {other}" for one in first for other in second)


_LESS = words_of("hedges", "less")
_COMPOSED = {
    Qualifier.ALMOST: _composed(words_of("hedges", "barely"), (*_LESS, *words_of("hedges", "short"))),
    Qualifier.OVER: _composed(("no", "not"), _LESS),
}
_BEFORE = {told: (*words_of("hedges", told), *_COMPOSED.get(told, ())) for told in _TOLD}
# Each must end where the number (or its currency sign) begins; a softener such as "just" belongs to the hedge.
_SOFTENER = r"(?:(?:just|slightly|well|very|a (?:little|shade|touch)|far|comfortably|currently|now)\s+)??"
_PHRASES = {told: any_of(map(re.escape, phrases)) for told, phrases in _BEFORE.items()}
HEDGE_PATTERN = rf"(?:{_SOFTENER}(?:{'|'.join(_PHRASES.values())}))"
"""What may stand before a number."""
ROUGHLY_PATTERN = "|".join(_PHRASES[told] for told in (Qualifier.ABOUT, Qualifier.ALMOST, Qualifier.UP_TO))
"""What may stand before the upper end of a range."""


def _by_qualifier(patterns: dict[Qualifier, str]) -> str:
    """Return a pattern that matches any of the patterns, in a group that is named after the qualifier."""
    return "|".join(f"(?P<{told}>{pattern})" for told, pattern in patterns.items())


_IN_BRACKETS_OR_NOT = rf"(?P<opened>\()?(?:{_by_qualifier(_PHRASES)})(?(opened)\))"
_HEDGE_BEFORE = re.compile(rf"(?<![\w-]){_SOFTENER}{_IN_BRACKETS_OR_NOT}\s*(?:an?\s|the\s)?$", re.IGNORECASE)

_AND_RISING = r",? (?:and|&) (?:counting|rising|growing)\b"
_AND_MORE = r"\s(?:or|and) (?:more|over|above|greater|higher|upwards?)\b"
_PLUS = r"\s?\+{1,2}(?!\s?[/\d£])|\splus\b(?! or)|-plus\b"
_MINIMUM, _MAXIMUM = (rf"\s(?:(?:at|as) a )?{end}\b" for end in ("minimum", "maximum"))
_OR_SO = r"\s(?:or so|or thereabouts|or around that|approximately|approx\b\.?|more or less)(?!\w)"
_ESTIMATED = r"\s\((?:approx\.?|approximately|estimated|or so)\)"
_AFTER = {
    Qualifier.OVER: rf"{_PLUS}|{_MINIMUM}|{_AND_MORE}|{_AND_RISING}| at (?:the very )?least\b",
    Qualifier.ABOUT: rf"[\s-]odd\b|-?ish\b|{_ESTIMATED}|{_OR_SO}|,? give or take\b",
    Qualifier.UNDER: r"\s(?:or|and) (?:less|fewer|under|below|lower)\b",
    Qualifier.UP_TO: rf" at (?:the very )?most\b|{_MAXIMUM}",
}
_HEDGE_AFTER = re.compile(_by_qualifier(_AFTER), re.IGNORECASE)

# What may also follow the noun: "2,000 officers or more"; "and over" and "plus" may there begin what is next.
_ENDS_THERE = r"(?=\s?[,.;:)]|\s(?:in|at|on|and|but|who|with|across|working)\b|$)"
_AT_LEAST, _AT_MOST = (
    rf",? (?:at (?:the very )?{most}|(?:at|as) a {maximum})(?=[,.;:)]|$)"
    for most, maximum in (("least", "minimum"), ("most", "maximum"))
)
_GIVE_OR_TAKE = r",? give or take(?: (?:a few|\d+%?))?"
_OR_ABOUT = r",?\sor (?:so|thereabouts)|,? more or less|,?\s\(?(?:approx\.?|approximately)\)?"
_AFTER_NOUN = {
    Qualifier.OVER: rf"\sor (?:more|above|upwards?)|,? and (?:counting|rising|growing)|{_AT_LEAST}",
    Qualifier.ABOUT: rf"{_OR_ABOUT}|{_GIVE_OR_TAKE}",
    Qualifier.UNDER: r"\sor (?:less|fewer)",
    Qualifier.UP_TO: _AT_MOST,
}
_HEDGE_AFTER_NOUN = re.compile(rf"(?:{_by_qualifier(_AFTER_NOUN)}){_ENDS_THERE}", re.IGNORECASE)

_LAST_WORDS = frozenset({phrase.split()[-1] for phrases in _BEFORE.values() for phrase in phrases} | {"an", "a", "the"})
# "above the 34 percent of others" compares, it does not hedge.
_THAN = r"(?:over|above|under|below|(?:more|less|fewer)\sthan)"
_COMPARISON = re.compile(rf"(?:well |just |slightly )?{_THAN}\sthe\s", re.IGNORECASE)

WINDOW = 40
"""How many characters before a number are searched: no hedge is longer."""


def hedge_before(text: str, end: int) -> tuple[Qualifier, int] | None:
    """Return the hedge right before character ``end`` of ``text``, and where it starts."""
    begin = max(0, end - WINDOW)
    window = text[begin:end]
    words = window.split()
    # Most numbers have no hedge: tell so without a search.
    if not words or words[-1].lower().lstrip("(–-").rstrip(")") not in _LAST_WORDS:
        return None
    match = _HEDGE_BEFORE.search(window)
    if match is not None and match.lastgroup is not None and not _COMPARISON.fullmatch(match[0]):
        return Qualifier(match.lastgroup), begin + match.start()
    return None


def hedge_after(text: str, start: int) -> tuple[Qualifier, int] | None:
    """Return the hedge right after character ``start`` of ``text``, and where it ends."""
    return _hedge(_HEDGE_AFTER.match(text, start))


def hedge_after_noun(text: str, start: int) -> tuple[Qualifier, int] | None:
    """Return the hedge after the noun that a number counts, and where it ends."""
    return _hedge(_HEDGE_AFTER_NOUN.match(text, start))


def _hedge(match: re.Match[str] | None) -> tuple[Qualifier, int] | None:
    return None if match is None or match.lastgroup is None else (Qualifier(match.lastgroup), match.end())
