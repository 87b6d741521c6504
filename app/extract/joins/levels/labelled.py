"""The level of a label: "Police officers: 2,238", "special constables (163)", "Police officers 2,242 PCSOs 210"."""

from app.extract.groups import Head, Join, NounGroup
from app.extract.joins.levels.bare import is_bare, level_of
from app.extract.spots import Spot
from app.extract.ties import Tie


def label_list(spot: Spot) -> Tie | None:
    """Return the number after its label in "Police officers 2,242 Police staff 1,340 PCSOs 210"."""
    nouns = [group for group in spot.parse.groups if isinstance(group, NounGroup)]
    if len(nouns) < len(spot.parse.groups) or any(noun.at != 0 for noun in nouns[1:]):
        return None
    label = nouns[spot.i - 1]
    if nouns[0].quantity is not None or nouns[-1].head is not Head.NONE or label.thing is None:
        return None
    return level_of(spot, (label.thing, spot.i - 1), how="label")


def labelled(spot: Spot) -> Tie | None:
    """Return "Police officers: 2,238", "Police officers 2,238", "special constables (163)"."""
    j = spot.parse.before(spot.i)
    if not is_bare(spot) or spot.parse.word(j) == ";":
        return None
    if spot.parse.joint(spot.i - 1, Join.OPEN):
        return _in_brackets(spot)
    if spot.parse.joint(j, Join.COMMA):
        return _in_apposition(spot)
    return _of_label(spot, spot.parse.before(j) if spot.parse.joint(j, Join.STOP) else j, how="listed")


def _in_apposition(spot: Spot) -> Tie | None:
    """Return "the population, 1.09m, is": the first number of a sentence, alone between commas."""
    alone = spot.headless and spot.parse.joint(spot.parse.after(spot.i), Join.COMMA) and not spot.found
    return _of_label(spot, spot.parse.before(spot.parse.before(spot.i)), how="apposition") if alone else None


def _in_brackets(spot: Spot) -> Tie | None:
    """Return "special constables (163)", not the count of a share: "29% of officers (612)"."""
    j, after = spot.parse.before(spot.i - 1), spot.parse.after(spot.i)
    if spot.parse.word(after) == "of":
        after += 2
    share = spot.parse.noun(spot.parse.before(spot.parse.before(j)))
    if not spot.parse.joint(after, Join.CLOSE, Join.COMMA, Join.STOP) or (
        share is not None and share.quantity is not None
    ):
        return None
    return _of_label(spot, j, how="in_brackets")


def _of_label(spot: Spot, j: int, *, how: str) -> Tie | None:
    """Return the level of what the noun group at ``j`` names; that of an area is told by its unit alone."""
    noun, topic = spot.parse.noun(j), spot.topic(j)
    counted = noun is not None and noun.quantity is not None
    return None if topic is None or counted or topic[0].id == "area" else level_of(spot, topic, how=how)
