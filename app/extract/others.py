"""Stage 12: who a noun group names: the force by one of its names, another force, or a body such as a council."""

import re
from collections.abc import Collection
from enum import Enum
from functools import lru_cache

from app.extract.clauses import Parse
from app.extract.groups import Head, NounGroup
from app.vocabulary.lexicon import members
from app.vocabulary.names import folded


class Owner(Enum):
    """Who a noun group names."""

    OWN = "own"
    NAMED = "named"  # another force by its name
    FORCE = "force"  # others of no name: "most forces", "our neighbour", "the national average"
    BODY = "body"
    COMMISSIONER = "commissioner"
    UNKNOWN = "unknown"


_POLICE = frozenset({"police", "constabulary"})
_SHORT = 3
"""Words of a name that are no longer than this ("and", "of") do not tell it."""
_KIND_OF_FORCE = re.compile(r"\b(?:the|our|this|police|constabulary|service|force|special|local|neighbourhood)\b")


def owner_of(parse: Parse, i: int, own_names: Collection[str]) -> Owner:
    """Return who the noun group at ``i`` names, or whose it is: "Brackshire Police's budget" is named."""
    noun = parse.noun(i)
    if noun is None:
        return Owner.UNKNOWN
    name = _name(parse, i, noun)
    if name is not None:
        return Owner.OWN if any(_are_one(name, own) for own in own_names) else Owner.NAMED
    if _is_other_force(noun):
        return Owner.FORCE
    if any("commissioner" in token.text for token in noun.tokens):
        return Owner.COMMISSIONER
    if _is_body(noun):
        return Owner.BODY
    return Owner.OWN if _is_own(noun, own_names) else Owner.UNKNOWN


def _name(parse: Parse, i: int, noun: NounGroup) -> str | None:
    """Return the name of a force that a group is or begins with: "Brackshire Police", "Avon and Somerset Police"."""
    tokens = noun.owner or noun.tokens
    capital = [token for token in tokens if parse.text[token.start].isupper()]
    at = next((k for k, token in enumerate(capital) if token.text in _POLICE), None)
    if at is None or not capital[1:]:
        return None
    start, before = tokens[0].start, parse.noun(i - 2)
    if parse.word(i - 1) in {"and", "&"} and before is not None and parse.text[before.tokens[-1].start].isupper():
        start = before.start
    return parse.text[start : capital[-1].end]


def _are_one(name: str, own: str) -> bool:
    """Return whether a name is of the force, whatever words lead to it: "Today Kent Police", "Kent Constabulary"."""
    one, other = (f" {' '.join(_KIND_OF_FORCE.sub(' ', folded(full)).split())} " for full in (name, own))
    return not one.strip() or one in other or (one.endswith(other) and not one.removesuffix(other).endswith(" and"))


def _is_other_force(noun: NounGroup) -> bool:
    """Return whether a group is of forces but not the force: "most forces", "the average force", "our neighbour"."""
    told = {token.text for token in noun.tokens}
    if noun.noun in members("neighbour"):
        return True
    if noun.noun in members("average") or (noun.head is Head.MEASURE and told & {"national", "regional", "average"}):
        return True
    if not told & members("force_of_police") or noun.head is Head.THING:
        return False
    plural = bool(told & {"forces", "constabularies"}) and "armed" not in told
    return plural or bool(told & members("other_force")) or noun.determiner in {"another", "any", "no", "every", "each"}


def _is_body(noun: NounGroup) -> bool:
    """Return whether a group names a body with staff and a budget of its own: "the county council", "the NHS"."""
    last = noun.noun.split()[-1] if noun.noun else ""
    told = {token.text for token in noun.tokens}
    served = last in {"service", "services"} and bool(told & members("other_service"))
    return served or last in members("body") | members("facility_noun")


def _is_own(noun: NounGroup, own_names: Collection[str]) -> bool:
    """Return whether a group is the force, or its territory by the words of its name: "Northmarsh has"."""
    if noun.head is Head.POINTER:
        return noun.text in {"it", "we", "us"}
    told = set[str]().union(*map(_telling_words, own_names))
    named = told & {word for token in noun.tokens for word in folded(token.text).split()}
    return bool(named) or (noun.noun in members("force_of_police") and noun.determiner not in {"a", "an"})


@lru_cache(maxsize=256)
def _telling_words(own: str) -> frozenset[str]:
    """Return the words of a force's name that no other force has: "brackshire" of "Brackshire Police"."""
    return frozenset(word for word in _KIND_OF_FORCE.sub(" ", folded(own)).split() if len(word) > _SHORT)
