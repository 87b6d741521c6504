"""Stage 14: the area of a figure, if it is not the whole force area."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from app.extract.quantities import Quantity
from app.extract.ties import Role, Tie
from app.vocabulary.areas import NATIONAL, REGION, SIMILAR_FORCES
from app.vocabulary.forces import Force
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.things import Aspect

WINDOW = 60

# Figures of others, by the words right before or after them.
_AVERAGE = (
    r"(?:\s(?:average|averages|figure|rate|mean|level|levels|increase|decrease|rise|fall|reduction|growth|forces|force"
    r"|comparator|total|trend|in|for|across|crime|recorded|the|increased|decreased|fell|rose|grew|has|had|officers"
    r"|spend"
    r"|cost|as|a|whole))*"
)
_LINK = (
    r"(?:,?\s(?:of|is|was|were|are|at|being|stood|stands|which|by|saw|an?|has|have|had|been|to|just|about|around|over"
    r"|under|one\sfor\severy))*"
)
_OTHERS: tuple[tuple[str, str, str], ...] = (
    (
        SIMILAR_FORCES,
        (
            r"(?:most\ssimilar|similar|comparable|peer|family|msg|msf|comparator)(?:\s(?:large|urban|rural|police|group"
            r"|groups|family|of|size|sized|metropolitan|most|similar)){0,5}(?:\s(?:forces?|group|average))+"
        ),
        (
            r"(?:in|for|across|among|of)?\s?(?:the\s|our\s|its\s)?(?:average\s(?:for|of|in|across)\s)?(?:the\s|our\s"
            r"|its\s)?(?:most\ssimilar|similar\s(?:group|forces|police|force)|peer\sforces|comparable\sforces|msf"
            r"|msg)\b"
        ),
    ),
    (
        NATIONAL,
        r"(?:national(?:ly)?|England(?:\sand\sWales)?|the\scountry|UK|Wales|Welsh)",
        (
            r"(?:nationally\b|(?:(?:is|was)\s)?(?:the\s)?national\s(?:average|figure|rate|mean|level|increase"
            r"|decrease)\b"
            r"|(?:across|for|in)\s(?:the\swhole\sof\s|all\sof\s)?England\b|(?:average\s)?(?:for"
            r"|in)\sEngland\sand\sWales)"
        ),
    ),
    (
        REGION,
        r"(?:regional(?:ly)?|the\sregion)",
        r"(?:regionally\b|(?:is\s)?the\sregional\s(?:average|figure|rate)\b|(?:across|for|in)\sthe\sregion\b)",
    ),
)
_OTHER_BEFORE = tuple(
    (area, re.compile(rf"\b(?:{before}){_AVERAGE}{_LINK}\s?[:(]?$", re.IGNORECASE)) for area, before, _ in _OTHERS
)
_OTHER_AFTER = tuple((area, re.compile(rf"[\s,]*\(?{after}", re.IGNORECASE)) for area, _, after in _OTHERS)
# Numbers of the force stand beside "one of the largest in England and Wales": these words must be next to the figure.
_NATIONALLY = re.compile(
    r",?\s(?:nationally|nationwide|(?:in|across|throughout)\s(?:the\swhole\sof\s|all\sof\s)?England\sand\sWales)\b"
)
_COUNTED_NATIONALLY = re.compile(
    r"(?:^|[;,]\s)(?:nationally|(?:in|across|throughout)\s(?:the\swhole\sof\s|all\sof\s)?England\sand\sWales|England\sand\sWales)"
    r"(?:,|:)?(?:\s(?:there\s(?:are|were|is)|has|have|had|[a-z]+ed|about|around|over|some|nearly|almost|a|of|population)){0,5}"
    r"\s[^\d]{0,3}$",
    re.IGNORECASE,
)
_NAMED_OTHERS = tuple((area, re.compile(rf"\b(?:{before})", re.IGNORECASE)) for area, before, _ in _OTHERS)


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a sentence, and its characters including the preposition before it."""

    place: str
    start: int
    end: int


# Only figures about the territory and its people are stated for parts of it; budgets and workforces are the force's.
_LOCAL_TOPICS = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})
_PREPOSITION = r"\b(?i:of|in|on|at|across|for|within)\s(?:the\s)?(?:(?:city|town|port|borough|county)\sof\s)?"
_NAMED = re.compile(
    r"\b(?:[Cc]ity|[Tt]own|[Pp]ort|[Bb]orough)\sof\s(?P<of>[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*)"
    r"|(?P<airport>(?!(?:Our|The|An|Its|This|International|One|Two)\s)[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*\s[Aa]irport)"
)


_AND_BEFORE = re.compile(r"\b(?:and|with)\s(?:the\s)?$")


def places_in(text: str, force: Force | None) -> tuple[PlaceMention, ...]:
    """Return the places a sentence names that are not the force's whole area, in order."""
    found = [(match["of"] or match["airport"], match) for match in _NAMED.finditer(text)]
    if force is not None:
        found += [(match["place"], match) for match in _places_of(force).finditer(text)]
    mentions = sorted(
        {PlaceMention(place, match.start(), match.end()) for place, match in found if not _is_whole(place, force)},
        key=lambda mention: (mention.start, -mention.end),
    )
    # In the name of an airport, the place is the airport, not its town.
    return tuple(m for n, m in enumerate(mentions) if not n or m.end > mentions[n - 1].end)


def area_of(text: str, tie: Tie, quantity: Quantity, places: Sequence[PlaceMention]) -> str | None:
    """Return the area of a figure among the ``places`` of its sentence; ``None`` is the whole force area."""
    before = text[max(0, quantity.start - WINDOW) : quantity.start]
    if tie.aspect is Aspect.LEVEL and tie.measure.kind in {Kind.COUNT, Kind.EXTENT}:
        if _COUNTED_NATIONALLY.search(text, 0, quantity.start) or _NATIONALLY.match(text, max(quantity.end, tie.end)):
            return NATIONAL
        return _local(text, tie, quantity, places)
    for area, pattern in _OTHER_BEFORE:
        if pattern.search(before):
            return area
    for area, pattern in _OTHER_AFTER:
        match = pattern.match(text, quantity.end) or pattern.match(text, tie.end)
        if match and not ("(" in match[0] and _FIGURE_IN_BRACKETS.match(text, match.end())):
            return area
    if tie.role is Role.COMPARATOR:
        around = text[max(0, quantity.start - WINDOW) : quantity.end + WINDOW]
        return next((area for area, pattern in _NAMED_OTHERS if pattern.search(around)), None)
    return _local(text, tie, quantity, places)


def _local(text: str, tie: Tie, quantity: Quantity, places: Sequence[PlaceMention]) -> str | None:
    """Return the part of the force area that a figure is about, or ``None`` for the whole.

    It is the place right beside the figure ("Brackwater (15%)", "612,000 in Brackwater"); else the only one that its
    clause names, where that leads to the figure.
    """
    for mention in places:
        if text[mention.start] == "," and mention.start >= quantity.end:
            continue
        if tie.start < mention.start and mention.end <= tie.end and tie.measure.kind is not Kind.EXTENT:
            return mention.place
        if (
            _IN_BRACKETS.fullmatch(text, mention.end, min(tie.start, quantity.start))
            or quantity.end <= mention.start <= quantity.end + 1
        ):
            return mention.place
    if tie.measure.topic not in _LOCAL_TOPICS and not any(text.startswith(" alone", mention.end) for mention in places):
        return None
    begin = max((match.end() for match in _CLAUSE.finditer(text, 0, tie.start)), default=0)
    following = _CLAUSE.search(text, tie.end)
    here = [mention for mention in places if begin <= mention.start < (following.start() if following else len(text))]
    sole = here[0] if len({mention.place for mention in here}) == 1 else None
    return sole.place if sole is not None and _leads_to(text, tie, sole) else None


def _leads_to(text: str, tie: Tie, mention: PlaceMention) -> bool:
    """Return whether the only place of a clause applies to a figure, because it is shortly before or right after it."""
    if text[mention.start] in ",(" or _AND_AFTER.match(text, mention.end):
        return False
    if _AND_BEFORE.search(text, max(0, mention.start - 9), mention.start):
        return False
    if mention.start <= tie.start:
        return tie.start - mention.start < _LEAD_REACH
    return _follows(text, tie.end, mention.start)


_LEAD_REACH = 90
"""How many characters before a figure its place may be."""
_AND_AFTER = re.compile(r"(?:,|\sand)\s(?:the\s)?[A-Z]")
_FIGURE_IN_BRACKETS = re.compile(r"[^).;]{0,25}\d")
_IN_BRACKETS = re.compile(r"\s\((?:an?\s|with\s)?|(?:[’']s)?\s(?:at\s|is\s|it\sis\s|has\s)?")
_CLAUSE = re.compile(r";\s|,\s(?:while|whilst|but|whereas|compared)\s|\swhile\s|\s–\s")


def _follows(text: str, end: int, at: int) -> bool:
    """Return whether just a few words join a figure to the place at character ``at``."""
    if text[at] == ",":
        return False
    return at <= end or re.fullmatch(r"\s(?:(?!and\s)[a-z’]+\s){0,3}", text[end:at]) is not None


def _is_whole(place: str, force: Force | None) -> bool:
    return force is not None and place in force.area_names


@cache
def _places_of(force: Force) -> re.Pattern[str]:
    """Return a pattern for the force's places after a preposition, or in a list after one: the longest names first.

    The names of its whole area are among them, so that "Kent and Medway" is not taken for Medway.
    """
    names = "|".join(re.escape(name) for name in sorted({*force.places, *force.area_names}, key=len, reverse=True))
    return re.compile(
        rf"(?:^(?:The\s)?|;\s|\(|{_PREPOSITION}|,\s|\sand\s)(?P<place>{names})(?![\w’-]|\s(?:Constabulary|Police)\b)"
        if names
        else r"(?!)"
    )
