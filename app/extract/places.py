"""Stage 6: which area a figure speaks of, where that is not the whole of the force's."""

import re
from dataclasses import dataclass
from functools import cache

from app.vocabulary.forces import Force
from app.vocabulary.measures import Measure, Topic

NATIONAL = "national"
"""The area of comparators: never the force's own figure."""

WINDOW = 60

_NATIONAL_BEFORE = re.compile(
    r"\b(?:national(?:ly)?|England(?: and Wales)?)\b"
    r"(?:\s(?:average|figure|rate|mean|level|increase|decrease|rise|fall))*"
    r"(?:\s(?:of|is|was|at|being))?\s\(?$",
    re.IGNORECASE,
)
_NATIONAL_AFTER = re.compile(r"\s\(?(?:nationally\b|(?:is\s)?the\snational\s(?:average|figure|rate)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place that a sentence names, and the character where that begins."""

    place: str
    start: int


# Only what describes a territory and its people is said of a part of it; budgets and workforces are the force's.
_LOCAL_TOPICS = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})
_PREPOSITION = r"\b(?i:of|in|at|across|for|within)\s(?:the\s)?(?:(?:city|town|port|borough|county)\sof\s)?"
_NAMED = re.compile(
    r"\b(?:[Cc]ity|[Tt]own|[Pp]ort|[Bb]orough)\sof\s(?P<of>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*)"
    r"|(?P<airport>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*\s[Aa]irport)"
)


def sole_place(text: str, force: Force | None) -> PlaceMention | None:
    """Return the one place a sentence names; ``None`` where it names none, or several and so speaks of the whole."""
    found = [(match["of"] or match["airport"], match) for match in _NAMED.finditer(text)]
    if force is not None:
        found += [(match["place"], match) for match in _places_of(force).finditer(text)]
    mentions = [PlaceMention(place, match.start()) for place, match in found if not _is_whole(place, force)]
    return mentions[0] if len({mention.place for mention in mentions}) == 1 else None


def area_of(text: str, start: int, end: int, measure: Measure, place: PlaceMention | None) -> str | None:
    """Return the area of the figure at characters ``start`` to ``end`` of a sentence; ``None`` is the whole force area.

    The sole ``place`` of the sentence holds for a figure right before it ("half of the population of Brackwater") and
    for the figures after it.
    """
    if _NATIONAL_BEFORE.search(text, max(0, start - WINDOW), start) or _NATIONAL_AFTER.match(text, end):
        return NATIONAL
    if place is None or measure.topic not in _LOCAL_TOPICS:
        return None
    return place.place if place.start <= start or _follows(text, end, place.start) else None


def _follows(text: str, end: int, at: int) -> bool:
    """Return whether nothing but a few words joins a figure to the place at character ``at``."""
    return at <= end or re.fullmatch(r"\s(?:[a-z’]+\s){0,3}", text[end:at]) is not None


def _is_whole(place: str, force: Force | None) -> bool:
    return force is not None and place in force.area_names


@cache
def _places_of(force: Force) -> re.Pattern[str]:
    """Return a pattern for the force's places after a preposition, or in a list after one: the longest names first.

    The names of its whole area are among them, so that "Kent and Medway" is not taken for Medway.
    """
    names = "|".join(re.escape(name) for name in sorted({*force.places, *force.area_names}, key=len, reverse=True))
    return re.compile(rf"(?:{_PREPOSITION}|,\s|\sand\s)(?P<place>{names})(?![\w’-])" if names else r"(?!)")
