"""Verbs that say that a sum is saved or needed: "it found £9m", "£9m came off the budget", "£9m remains"."""

from app.extract.groups import NounGroup, VerbGroup
from app.extract.joins.savings.told import governor, is_savings, saved
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members


def by_verb(spot: Spot) -> Tie | None:
    """Return "it saved £25m", "£25m was found", "£9m of it remains"."""
    for verb in (spot.verb if spot.is_object or spot.preposition == "of" else None, spot.next_verb):
        if verb is None:
            continue
        if verb.among("save") or _saves(spot, verb):
            return saved(spot, spot.i, verb)
        if _needs(spot, verb):
            return saved(spot, spot.i, verb, to_come=True)
    return None


def _saves(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether a verb of finding, making or cutting means to save: nothing else is found or made."""
    if not spot.headless:
        return False
    following = spot.parse.following(spot.i)
    j = spot.parse.after(spot.i if verb is not spot.next_verb or following is None else following)
    if _is_off_the_costs(spot, j):
        return verb.lemma in members("cutting_verb")
    if spot.parse.word(j) in {"of", "in"}:
        return is_savings(spot, j + 1)
    return verb.lemma == "find" or (verb.lemma in members("making_verb") and _speaks_of_savings(spot))


def _is_off_the_costs(spot: Spot, j: int) -> bool:
    """Return whether a sum comes off the budget: "£9m from running costs", "£9m was taken out of the budget"."""
    near = (spot.parse.noun(k) for k in range(j + 1, j + 5))
    return spot.parse.word(j) in {"from", "off", "out", "of"} and any(
        noun.noun.rpartition(" ")[2] in members("cost_noun") for noun in near if noun is not None
    )


def _needs(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether a sum is needed: "it needs £9m of savings", "£9m of savings is needed", "£9m remains"."""
    needed = verb.lemma == "remain" or verb.among("need")
    if not needed or not spot.headless or not _speaks_of_savings(spot):
        return False
    return spot.preposition != "of" or is_savings(spot, governor(spot))


def _speaks_of_savings(spot: Spot) -> bool:
    """Return whether the sentence names savings, or the figure before is one."""
    host = spot.host is not None and spot.host.thing is not None and spot.host.thing.id == "savings"
    return host or any(_names_savings(group) for group in spot.parse.groups if isinstance(group, NounGroup))


def _names_savings(noun: NounGroup) -> bool:
    return any(token.thing is not None and token.thing.thing.id == "savings" for token in noun.things)
