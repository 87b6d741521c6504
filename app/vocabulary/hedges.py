"""Hedges: words beside a number that say how exactly it is meant."""

import re

from app.vocabulary.qualifiers import Qualifier

# Each must end where the number (or its currency sign) begins; a softener such as "just" belongs to the hedge.
_BEFORE: tuple[tuple[Qualifier, str], ...] = (
    # Negations come before the words that they negate.
    (Qualifier.UP_TO, r"(?:no|not) more than|not (?:over|above|exceeding)|≤|<=|=<"),
    (Qualifier.OVER, r"(?:no|not) (?:less|fewer) than|not (?:under|below)|≥|>=|=>"),
    (Qualifier.ALMOST, r"almost|nearly|approaching|nearing|getting on for|close on|shy of|not quite|verging on"),
    (Qualifier.ALMOST, r"nigh on|the (?:best|better) part of"),
    (
        Qualifier.ALMOST,
        (
            r"(?:(?:only )?just|slightly|a (?:little|shade|touch|fraction|whisker)|fractionally|marginally)"
            r" (?:under|below|short of|shy of|(?:less|fewer) than)"
        ),
    ),
    (Qualifier.OVER, r"(?:more|greater|better) than|in excess of|at least|upwards? of|north of|a minimum of|beyond"),
    (Qualifier.OVER, r"over|above|exceed(?:s|ed|ing)?|passing|topping|>"),
    (Qualifier.UNDER, r"(?:less|fewer) than|under|below|<"),
    (Qualifier.UP_TO, r"up to|as many as|as much as|a maximum of|at most"),
    (
        Qualifier.ABOUT,
        r"around|about|approximately|approx\.?|roughly|close to|circa\.?|ca\.?|c\.?|~|≈|∼|some|more or less|±|\+/[-–−]",
    ),
    (
        Qualifier.ABOUT,
        r"(?:an )?estimated(?: at)?|(?:somewhere )?in the (?:region|vicinity|order) of|or so|of the order of",
    ),
    (
        Qualifier.ABOUT,
        (
            r"something like|(?:somewhere )?near(?: to)?|pretty (?:much|well)|virtually|practically|broadly"
            r"|not far (?:off|from|short of)"
        ),
    ),
)
_SOFTENER = r"(?:(?:just|slightly|well|very|a (?:little|shade|touch)|far|comfortably|currently|now)\s+)??"
HEDGE_PATTERN = rf"(?:{_SOFTENER}(?:{'|'.join(words for _, words in _BEFORE)}))"
"""What may stand before a number."""
_HEDGE_BEFORE = re.compile(
    rf"(?<![\w-]){_SOFTENER}(?P<opened>\()?(?:{'|'.join(f'(?P<_{n}>{words})' for n, (_, words) in enumerate(_BEFORE))})"
    r"(?(opened)\))\s*(?:an?\s|the\s)?$",
    re.IGNORECASE,
)
_AFTER: tuple[tuple[Qualifier, re.Pattern[str]], ...] = (
    (
        Qualifier.OVER,
        re.compile(
            r"\+(?!\s?/)|\s(?:or|and) (?:more|over|above|greater|higher|upwards?)\b|\splus\b(?! or)"
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
    (Qualifier.UP_TO, re.compile(r" at (?:the very )?most\b", re.IGNORECASE)),
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
            r"\sor (?:more|above|upwards?)|,? and (?:counting|rising|growing)|,? at (?:the very )?least(?=[,.;:)]|$)",
        ),
        (
            Qualifier.ABOUT,
            (
                r",?\sor (?:so|thereabouts)|,? more or less|,? give or take(?: (?:a few|\d+%?))?"
                r"|,?\s\(?(?:approx\.?|approximately)\)?"
            ),
        ),
        (Qualifier.UNDER, r"\sor (?:less|fewer)"),
        (Qualifier.UP_TO, r",? at (?:the very )?most(?=[,.;:)]|$)"),
    )
)

_LAST_WORDS = frozenset(
    "than of least over above exceed exceeds exceeded exceeding passing topping > ≥ >= => under below < ≤ <= =< to many"
    " much most as around about approximately approx approx. roughly nearly almost approaching nearing for on quite"
    " circa circa. ± +/- +/– +/− virtually practically broadly off from well part"
    " c c. ca ca. ~ ≈ ∼ some less beyond like near estimated at so a an the".split()
)
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
        return _BEFORE[int(match.lastgroup[1:])][0], begin + match.start()
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
