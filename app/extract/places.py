"""The places that a sentence names and that are not the whole area of the force."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from app.vocabulary.forces import Force


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named in a sentence, and the characters of its name."""

    place: str
    start: int
    end: int


_NAME = r"[A-Z][\w’-]+(?:\s[A-Z][\w’-]+)*"
_NO_NAME = r"(?!(?:Our|The|An|Its|This|In|At|From|International|One|Two|Since|While)\s)"
# What says itself that it is a place, or has visitors of its own.
_TELLING = re.compile(
    rf"\b(?:[Cc]ity|[Tt]own|port|[Bb]orough)\sof\s(?P<of>{_NAME})"
    rf"|(?P<port>\bPort\s(?:of\s)?(?!Authority|Health)[A-Z][\w’-]+)"
    rf"|(?P<told>{_NO_NAME}\b{_NAME})(?=\s\(pop|,\s(?:where|which\shas)\s[^,.;]*\d)"
    rf"|(?P<visited>{_NO_NAME}\b{_NAME}\s(?:[Aa]irport|Racecourse|Arena|Stadium)\b)"
)


def places_in(text: str, force: Force | None, own_names: Collection[str] = ()) -> tuple[PlaceMention, ...]:
    """Return the places a sentence names that are not the force's whole area, nor begin its names, in order."""
    found = [_mention(match) for match in _TELLING.finditer(text)]
    found = [mention for mention in found if not any(own.startswith(mention.place) for own in own_names)]
    if force is not None:
        found += [PlaceMention(match[0], *match.span()) for match in _places_of(force).finditer(text)]
    mentions = sorted(
        {mention for mention in found if force is None or mention.place not in force.area_names},
        key=lambda mention: (mention.start, -mention.end),
    )
    # In the name of an airport, the place is the airport, not its town.
    return tuple(m for n, m in enumerate(mentions) if not n or m.end > mentions[n - 1].end)


def _mention(match: re.Match[str]) -> PlaceMention:
    group = match.lastgroup or 0
    return PlaceMention(match[group], *match.span(group))


@cache
def _places_of(force: Force) -> re.Pattern[str]:
    """Return a pattern for the force's places, the longest names first; not as part of the name of a force.

    The names of its whole area are among them, so that "Kent and Medway" is not taken for Medway.
    """
    names = "|".join(re.escape(name) for name in sorted({*force.places, *force.area_names}, key=len, reverse=True))
    return re.compile(rf"(?<![\w’-])(?:{names})(?![\w-]|’(?!s)|\s(?:Constabulary|Police)\b)" if names else r"(?!)")
