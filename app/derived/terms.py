"""Words of a figure that say how it is counted. Figures of one measure that differ in them may not be comparable."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from app.vocabulary.measures import Topic
from app.vocabulary.official import Basis

TERMS: Mapping[Topic, tuple[tuple[str, re.Pattern[str]], ...]] = MappingProxyType(
    {
        topic: tuple((term, re.compile(pattern, re.IGNORECASE)) for term, pattern in terms)
        for topic, terms in {
            Topic.WORKFORCE: (
                ("full-time equivalents", r"\bFTEs?\b|\bfull[- ]time[- ]equivalents?\b"),
                ("headcount", r"\bhead\s?count\b"),
                ("posts", r"\bposts\b|\bestablishment\b"),
            ),
            Topic.BUDGET: (
                ("gross", r"\bgross\b"),
                ("net", r"\bnet\b"),
                ("revenue", r"\brevenue\b"),
                ("capital", r"\bcapital\b"),
            ),
            Topic.DEMAND: (
                ("incidents", r"\bincidents?\b"),
                ("crimes", r"\bcrimes?\b|\boffences?\b"),
                ("calls for service", r"\bcalls for service\b"),
                ("telephone calls", r"\b(?:tele)?phone calls\b"),
            ),
        }.items()
    }
)

IN_WORDS: Mapping[Basis, str] = MappingProxyType(
    {Basis.FTE: "full-time equivalents", Basis.HEADCOUNT: "headcount", Basis.NONE: ""}
)
"""What each basis is called."""


def basis_said(words: str) -> Basis:
    """Return the basis that words name, or ``NONE``."""
    said = {term for term, pattern in TERMS[Topic.WORKFORCE] if pattern.search(words)}
    return next((basis for basis, term in IN_WORDS.items() if term in said), Basis.NONE)
