"""Which officers and staff are meant: those there are or should be, staff alone or with others."""

from app.extract.groups import Join
from app.extract.meaning.people import words_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members

_REACH = 8
"""So many groups before a number "establishment" may stand."""


def target(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of officers there should be: "an establishment of 1,060", "is funded for 1,060 officers"."""
    if tie.measure.id != "police_officers":
        return None
    verb = spot.verb
    funded = verb is not None and verb.lemma == "fund" and verb.passive and spot.preposition == "for"
    return "officers_target" if funded or _is_planned(spot) else None


def _is_planned(spot: Spot) -> bool:
    """Return whether "establishment" or "target" stands before a number, nearer than another number."""
    for j in range(spot.i, max(-1, spot.i - _REACH), -1):
        noun = spot.parse.noun(j)
        another = j < spot.i and noun is not None and noun.quantity is not None
        if another or (spot.parse.joint(j, Join.STOP) and spot.parse.word(j) != ":"):
            return False
        if not words_of(spot, j, j + 1).isdisjoint(members("planned")):
            return True
    return False


def staff_with_others(spot: Spot, tie: Tie) -> str | None:
    """Return the measure of staff that are said to include others: "1,766 staff, including 171 PCSOs"."""
    if tie.measure.id != "police_staff":
        return None
    j = _after_link(spot)
    link = words_of(spot, spot.i + 1, j)
    if link.isdisjoint(members("including")):
        return None
    noun = spot.parse.noun(j)
    if noun is not None and noun.thing is None:  # "of whom 171 are PCSOs"
        noun = spot.parse.noun(j + 2)
    others = {"pcsos": "staff_and_pcsos", "officers": "workforce_total"}
    return None if noun is None or noun.thing is None else others.get(noun.thing.id)


def _after_link(spot: Spot) -> int:
    """Return the place after the words that link staff with others: ", including", "(of whom", "include"."""
    j = spot.i + 1
    while spot.parse.joint(j) or (
        spot.parse.noun(j) and spot.parse.groups[j].text in members("part_marker") | {"them"}
    ):
        j += 1
    verb = spot.parse.verb(j)
    if verb is None or verb.negated or verb.lemma not in {"include", "count", "make"}:
        return j
    return j + 2 if spot.parse.word(j + 1) == "of" else j + 1
