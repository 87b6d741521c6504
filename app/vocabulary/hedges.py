"""Hedges: words beside a number that say how exactly it is meant."""

import re

from app.vocabulary.number_words import any_of
from app.vocabulary.qualifiers import Qualifier

_BARELY = (
    "just", "only just", "slightly", "a little", "a shade", "a touch", "a fraction", "a whisker", "fractionally",
    "marginally",
)  # fmt: skip
_LESS = ("less than", "fewer than", "under", "below")
# Each must end where the number (or its currency sign) begins; a softener such as "just" belongs to the hedge.
_BEFORE: dict[Qualifier, tuple[str, ...]] = {
    Qualifier.ALMOST: (
        "almost", "nearly", "approaching", "nearing", "getting on for", "close on", "shy of", "not quite", "verging on",
        "bordering on", "nigh on", "knocking on for", "pushing", "touching", "the best part of", "the better part of",
        *(f"{barely} {less}" for barely in _BARELY for less in (*_LESS, "short of", "shy of")),
    ),
    Qualifier.OVER: (
        *(f"{no} {less}" for no in ("no", "not") for less in _LESS), "more than", "greater than", "better than",
        "in excess of", "at least", "at the very least", "upward of", "upwards of", "north of", "a minimum of",
        "beyond", "over", "above", "exceed", "exceeds", "exceeded", "exceeding", "passing", "topping", "≥",
        ">=", "=>", ">", "⩾", "≳", "＞",
    ),
    Qualifier.UNDER: (*_LESS, "<", "＜", "≲"),
    Qualifier.UP_TO: (
        "no more than", "not more than", "not over", "not above", "not exceeding", "up to", "as many as", "as much as",
        "a maximum of", "at most", "at the very most", "≤", "<=", "=<", "⩽",
    ),
    Qualifier.ABOUT: (
        "around", "about", "around about", "approximately", "approx.", "approx", "roughly", "close to", "circa",
        "circa.", "ca", "ca.", "c", "c.", "some", "more or less", "or so", "estimated", "an estimated", "estimated at",
        "an estimated at", "something like", "near", "near to", "somewhere near", "somewhere near to",
        *(f"{where}in the {place} of" for where in ("", "somewhere ") for place in ("region", "vicinity", "order")),
        "of the order of", "on the order of", "pretty much", "pretty well", "virtually", "practically", "broadly",
        "not far off", "not far from", "not far short of", "~", "≈", "∼", "≃", "≅", "±", "+/-", "+/–", "+/−",
    ),
}  # fmt: skip
_SOFTENER = r"(?:(?:just|slightly|well|very|a (?:little|shade|touch)|far|comfortably|currently|now)\s+)??"
_PHRASES = {qualifier: any_of(map(re.escape, phrases)) for qualifier, phrases in _BEFORE.items()}
HEDGE_PATTERN = rf"(?:{_SOFTENER}(?:{'|'.join(_PHRASES.values())}))"
"""What may stand before a number."""
ROUGHLY_PATTERN = "|".join(_PHRASES[told] for told in (Qualifier.ABOUT, Qualifier.ALMOST, Qualifier.UP_TO))
"""What may stand before the upper end of a range."""
_HEDGE_BEFORE = re.compile(
    rf"(?<![\w-]){_SOFTENER}(?P<opened>\()?(?:{'|'.join(f'(?P<{name}>{words})' for name, words in _PHRASES.items())})"
    r"(?(opened)\))\s*(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_AFTER: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    (
        Qualifier.OVER,
        re.compile(
            r"\s?\+{1,2}(?!\s?[/\d£])|\s(?:(?:at|as) a )?minimum\b"
            r"|\s(?:or|and) (?:more|over|above|greater|higher|upwards?)\b|\splus\b(?! or)"
            r"|-plus\b|,? (?:and|&) (?:counting|rising|growing)\b| at (?:the very )?least\b",
            re.IGNORECASE,
        ),
    ),
    (
        Qualifier.ABOUT,
        re.compile(
            r"[\s-]odd\b|-?ish\b|\s\((?:approx\.?|approximately|estimated|or so)\)"
            r"|\s(?:or so|or thereabouts|or around that|approximately|approx\b\.?|more or less)(?!\w)"
            r"|,? give or take\b",
            re.IGNORECASE,
        ),
    ),
    (Qualifier.UNDER, re.compile(r"\s(?:or|and) (?:less|fewer|under|below|lower)\b", re.IGNORECASE)),
    (Qualifier.UP_TO, re.compile(r" at (?:the very )?most\b|\s(?:(?:at|as) a )?maximum\b", re.IGNORECASE)),
)

# What may also follow the noun: "2,000 officers or more"; "and over" and "plus" may there begin what is next.
_AFTER_NOUN: tuple[tuple[Qualifier, re.Pattern[str]], ...] = tuple(
    (
        qualifier,
        re.compile(rf"(?:{words})(?=\s?[,.;:)]|\s(?:in|at|on|and|but|who|with|across|working)\b|$)", re.IGNORECASE),
    )
    for qualifier, words in (
        (
            Qualifier.OVER,
            (
                r"\sor (?:more|above|upwards?)|,? and (?:counting|rising|growing)"
                r"|,? (?:at (?:the very )?least|(?:at|as) a minimum)(?=[,.;:)]|$)"
            ),
        ),
        (
            Qualifier.ABOUT,
            (
                r",?\sor (?:so|thereabouts)|,? more or less|,? give or take(?: (?:a few|\d+%?))?"
                r"|,?\s\(?(?:approx\.?|approximately)\)?"
            ),
        ),
        (Qualifier.UNDER, r"\sor (?:less|fewer)"),
        (Qualifier.UP_TO, r",? (?:at (?:the very )?most|(?:at|as) a maximum)(?=[,.;:)]|$)"),
    )
)

_LAST_WORDS = frozenset({phrase.split()[-1] for phrases in _BEFORE.values() for phrase in phrases} | {"an", "a", "the"})
# "above the 34 percent of others" compares, it does not hedge.
_COMPARISON = re.compile(
    r"(?:well |just |slightly )?(?:over|above|under|below|(?:more|less|fewer)\sthan)\sthe\s", re.IGNORECASE
)

WINDOW = 40
"""How many characters before a number are searched: no hedge is longer."""


def hedge_before(text: str, end: int) -> tuple[Qualifier, int] | None:
    """Return the hedge right before character ``end`` of ``text``, and where it starts."""
    begin = max(0, end - WINDOW)
    window = text[begin:end]
    words = window.split()
    if (
        not words or words[-1].lower().lstrip("(–-").rstrip(")") not in _LAST_WORDS
    ):  # most numbers have no hedge: tell so without a search
        return None
    match = _HEDGE_BEFORE.search(window)
    if match is not None and match.lastgroup is not None and not _COMPARISON.fullmatch(match[0]):
        return Qualifier(match.lastgroup), begin + match.start()
    return None


def hedge_after(text: str, start: int) -> tuple[Qualifier, int] | None:
    """Return the hedge right after character ``start`` of ``text``, and where it ends."""
    return _first(_AFTER, text, start)


def hedge_after_noun(text: str, start: int) -> tuple[Qualifier, int] | None:
    """Return the hedge after the noun that a number counts, and where it ends."""
    return _first(_AFTER_NOUN, text, start)


def _first(
    hedges: tuple[tuple[Qualifier, re.Pattern[str]], ...], text: str, start: int
) -> tuple[Qualifier, int] | None:
    found = ((qualifier, match.end()) for qualifier, pattern in hedges if (match := pattern.match(text, start)))
    return next(found, None)
