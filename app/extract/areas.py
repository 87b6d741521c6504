"""The area that a heading or a label names: the country, a region, similar forces, a place, the force's own."""

import re
from functools import cache

from app.vocabulary.areas import NATIONAL, REGION, SIMILAR_FORCES
from app.vocabulary.forces import Force, forces, regions
from app.vocabulary.names import folded

_COUNTRIES = r"England(?:\s(?:and|&)\sWales)?|Wales|UK|United\sKingdom|(?:Great\s)?Britain"
_NATIONAL = rf"{_COUNTRIES}|national(?:ly)?|nationwide|(?:whole\s)?country|all\sforces"
_SIMILAR = r"(?:(?:most\s)?similar|peer|comparable|other)\sforces|most\ssimilar\sgroup"
_OF_WHOM = r"(?:\s(?:averages?|totals?|figures?|forces|police|picture|comparisons?|context|level|overview|data))*"
_OTHERS = tuple(
    (area, re.compile(rf"(?:the\s)?(?:{names}){_OF_WHOM}", re.IGNORECASE))
    for area, names in ((NATIONAL, _NATIONAL), (REGION, r"regional(?:ly)?|region"), (SIMILAR_FORCES, _SIMILAR))
)
_NAME = r"[A-Z][\w’'-]+(?:\s(?:and\s|on\s|upon\s|the\s)?[A-Z][\w’'-]+){0,4}"
_PLACE_OF = rf"(?i:county|city|borough|town|district)\sof\s{_NAME}"
_NAMED_PLACE = rf"(?!(?i:our|this|the|each|every|inner|local)\s){_NAME}\s(?i:county|city|borough|district|region)"
_PLACE = re.compile(rf"{_PLACE_OF}|{_NAMED_PLACE}")
_OF_FORCES = re.compile(r"\b(?:police|constabulary|service|force)\b")


class AreaNames:
    """The names of areas as the statement of a force uses them."""

    def __init__(self, force: Force | None, force_name: str) -> None:
        """Know the force's own names, with and without "police"."""
        names = (force_name, *force.spellings, *force.area_names) if force else (force_name,)
        self._own = {name for own in map(_name, names) for name in (own, _OF_FORCES.sub("", own).strip())}

    def area(self, words: str) -> str | None:
        """Return the area that words name, or ``None`` for none or the whole of the force's own."""
        for area, named in _OTHERS:
            if named.fullmatch(words):
                return area
        if not words[:1].isupper() or self.is_own(words):
            return None
        return words if _PLACE.fullmatch(words) or _name(words) in _places() else None

    def is_own(self, words: str) -> bool:
        """Return whether words name the force or its area."""
        return _name(words) in self._own

    def known(self, words: str) -> bool:
        """Return whether words name any area, the force's own included."""
        return self.is_own(words) or self.area(words) is not None


def _name(words: str) -> str:
    return folded(words).removeprefix("the ")


@cache
def _places() -> frozenset[str]:
    return frozenset(map(folded, [*regions(), *(name for force in forces().values() for name in force.names)]))
