"""Stage 12: what governs a figure: the verbs that it depends on, and the words of its clause before and after them."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.extract.clauses import Parse, once
from app.extract.groups import Group, Join, NounGroup, VerbGroup
from app.extract.spots import Spot
from app.vocabulary.lexicon import members

INTENDED = frozenset({"savings_required", "funding_gap", "new_homes"})
"""Measures of what is still to be: lacking or needing them is what they say."""


@dataclass(frozen=True, slots=True)
class Governor:
    """A verb that governs a figure: its place, whether the figure is its subject, whether it leads to another."""

    at: int
    verb: VerbGroup
    of_subject: bool = False
    leads: bool = False


def governors(spot: Spot) -> list[Governor]:
    """Return the verbs that govern a figure, the nearest first: "is capable of holding 300" has two."""
    found = list(_before(spot))
    following = None if _follows_relative(spot) else spot.parse.following(spot.i)
    verb = None if following is None else spot.parse.verb(following)
    if following is not None and verb is not None and not verb.ing and not verb.infinitive:
        if spot.parse.joint(spot.parse.before(spot.i), Join.AND, Join.COMMA) or not spot.is_object:
            found = []  # a clause of its own: "we would cope, and 300 officers are needed"
        found.insert(0, Governor(following, verb, of_subject=True))
    return found


def _before(spot: Spot) -> Iterator[Governor]:
    v = spot.v
    while v is not None and (verb := spot.parse.verb(v)) is not None:
        yield Governor(v, verb, leads=v != spot.v)
        earlier = spot.parse.governing(v)
        if not _is_led(spot.parse, v, verb) and not _has_auxiliary(spot.parse, v, earlier):
            return
        v = earlier


def _is_led(parse: Parse, v: int, verb: VerbGroup) -> bool:
    """Return whether a verb depends on the one before it: "denies having", "asks the council to fund".

    What serves or records tells of people and places that there are, whatever for: "needs 30 cars to police 980".
    """
    if verb.among("serve", "live", "record", "stretch") or parse.joint(v - 1, Join.COMMA, Join.AND):
        return False
    return verb.infinitive or verb.ing


def _has_auxiliary(parse: Parse, v: int, earlier: int | None) -> bool:
    """Return whether the verb before is but an auxiliary: "does the force have", "does not, as of today, have"."""
    verb = None if earlier is None else parse.verb(earlier)
    if verb is None or not (verb.lemma == "do" or (not verb.lemma and verb.intent)):
        return False
    inverted = parse.noun(v - 1) is not None and parse.before(v - 1) == earlier
    return inverted or parse.joint(v - 1, Join.COMMA) is not None


def _follows_relative(spot: Spot) -> bool:
    return spot.parse.joint(spot.parse.after(spot.i), Join.RELATIVE) is not None


@once
def lead(parse: Parse, v: int) -> range:
    """Return the places from the beginning of a clause to its verb at ``v``: "perhaps the force" of "has"."""
    j = v - 1
    while j >= 0 and parse.verb(j) is None and parse.joint(j, Join.STOP, Join.OPEN) is None:
        if parse.joint(j, Join.SUBORDINATOR, Join.RELATIVE):
            return range(j, v)
        j -= 1
    return range(j + 1, v)


@once
def trail(parse: Parse, i: int) -> range:
    """Return the places after the group at ``i`` to where its clause or another phrase of it ends."""
    j = i + 1
    while j < len(parse.groups) and parse.verb(j) is None and not _ends(parse, j):
        j += 1
    return range(i + 1, j)


def _ends(parse: Parse, j: int) -> bool:
    return parse.joint(j, Join.STOP, Join.COMMA, Join.AND, Join.RELATIVE, Join.OPEN, Join.CLOSE) is not None


def words(group: Group | None) -> set[str]:
    """Return the words of a group, those of a thing's name one by one."""
    return set() if group is None else {word for token in group.tokens for word in token.text.split()}


def host(spot: Spot) -> NounGroup | None:
    """Return the noun group that a phrase with the figure belongs to: "the capacity" of "the capacity for 300"."""
    at = spot.parse.before(spot.i)
    return spot.parse.noun(spot.parse.before(at)) if spot.parse.joint(at, Join.PREPOSITION) else None


def is_presupposed(spot: Spot) -> bool:
    """Return whether a figure is of what its owner has already: "we have no cars for our 2,242 officers"."""
    for noun in (spot.group, host(spot) if spot.preposition == "of" else None):
        if noun is None:
            continue
        first = noun.tokens[0].text
        if first in members("possessor") or noun.owner or first in {"these", "those", "all", "each"}:
            return True
    return spot.preposition == "of" and spot.group.determiner == "the"
