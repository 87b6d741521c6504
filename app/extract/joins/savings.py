"""Sums that are saved or still to be saved: "has saved £25m", "needs to find £9m", "savings of £3m"."""

from app.extract.groups import NounGroup, VerbGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit


def savings(spot: Spot) -> Tie | None:
    """Return what is saved, or still to be: by the verb of a sum, or by "savings" beside it."""
    if spot.quantity.unit is not Unit.GBP:
        return None
    if (tie := _by_verb(spot)) is not None:
        return tie
    if _is_savings(spot, spot.i):
        return _saved(spot, spot.i, _telling(spot))
    return _labelled(spot) or _of_savings(spot) or _savings_of(spot)


def _by_verb(spot: Spot) -> Tie | None:
    """Return "it saved £25m", "£25m was found", "£9m of it remains"."""
    for verb in (spot.verb if spot.is_object or spot.preposition == "of" else None, spot.next_verb):
        if verb is None:
            continue
        if verb.among("save") or _saves(spot, verb):
            return _saved(spot, spot.i, verb)
        if _needs(spot, verb):
            return _saved(spot, spot.i, verb, to_come=True)
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
        return _is_savings(spot, j + 1)
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
    return spot.preposition != "of" or _is_savings(spot, _governor(spot))


def _speaks_of_savings(spot: Spot) -> bool:
    """Return whether the sentence names savings, or the figure before is one."""
    host = spot.host is not None and spot.host.thing is not None and spot.host.thing.id == "savings"
    return host or any(_names_savings(group) for group in spot.parse.groups if isinstance(group, NounGroup))


def _names_savings(noun: NounGroup) -> bool:
    return any(token.thing is not None and token.thing.thing.id == "savings" for token in noun.things)


def _is_savings(spot: Spot, j: int | None) -> bool:
    """Return whether the noun group at ``j`` is about savings."""
    topic = spot.topic(j)
    return topic is not None and topic[0].id == "savings"


def _labelled(spot: Spot) -> Tie | None:
    """Return "Savings delivered since 2010: £47m", "Savings still to come: £8m", "cashable savings, £3m"."""
    if not spot.headless:
        return None
    told: VerbGroup | None = None
    for j in range(spot.i - 1, -1, -1):
        noun = spot.parse.noun(j)
        told = told or spot.parse.verb(j)
        if noun is not None and noun.things:
            beside = spot.parse.before(spot.i) == j or any(spot.parse.word(k) == ":" for k in range(j + 1, spot.i))
            telling = told is None or told.past or told.infinitive
            return _saved(spot, j, told) if beside and telling and _is_savings(spot, j) else None
        if noun is not None and noun.quantity is not None and not _goes_on(spot):
            return None
    return None


def _goes_on(spot: Spot) -> bool:
    """Return whether the figure before is of savings, too: "savings: £8m in 2014, £9m in 2015"."""
    host = spot.found[-1] if spot.found else None
    return host is not None and host.thing is not None and host.thing.id == "savings"


def _of_savings(spot: Spot) -> Tie | None:
    """Return "£25m of savings", "£25m in savings", "£25m worth of savings"."""
    j = spot.parse.after(spot.i)
    named = spot.parse.word(j) in {"of", "in", "worth"} and _is_savings(spot, j + 1)
    return _saved(spot, j + 1, _telling(spot)) if named else None


def _savings_of(spot: Spot) -> Tie | None:
    """Return "savings of £25m", "the savings still to be made are £22m"."""
    told = spot.verb is not None and spot.verb.among("be", "reach")
    if not told and spot.preposition not in {"of", "at"}:
        return None
    for j in (_governor(spot) if spot.preposition else None, spot.subject if spot.headless else None):
        topic = spot.topic(j)
        if topic is not None:
            return _saved(spot, topic[1], _still_to_be(spot) or _telling(spot)) if topic[0].id == "savings" else None
    return None


def _governor(spot: Spot) -> int:
    """Return the place of what a sum is of: the "gap" of "a gap of £1.6m"."""
    return spot.parse.before(spot.parse.before(spot.i))


def _still_to_be(spot: Spot) -> VerbGroup | None:
    """Return the verb of "the savings still to be made are £22m"."""
    if spot.subject is None or spot.v is None:
        return None
    verbs = (spot.parse.verb(j) for j in range(spot.subject + 1, spot.v))
    return next((verb for verb in verbs if verb is not None and verb.infinitive), None)


def _telling(spot: Spot) -> VerbGroup | None:
    """Return the verb that says whether savings are made: the one of what is done to them, else the one before."""
    following = spot.next_verb
    if following is not None and (following.passive or following.infinitive):
        return following
    return spot.verb or following


def _saved(spot: Spot, named: int, verb: VerbGroup | None, *, to_come: bool = False) -> Tie | None:
    """Return the savings that are named at a place, to come if their verb or noun says so: "a savings target"."""
    noun = spot.parse.noun(named)
    target = noun is not None and any(token.text in members("target_noun") for token in noun.tokens)
    end = 0 if verb is None else verb.end
    if to_come or target or (verb is not None and _is_to_come(verb)):
        return spot.tie(things()["savings"], Aspect.REQUIRED, how="to_save", named=named, end=end)
    return spot.tie(things()["savings"], Aspect.LEVEL, how="saved", named=named, end=end)


def _is_to_come(verb: VerbGroup) -> bool:
    """Return whether what a verb says is still to be done: "must save", "is to save", not "has had to save".

    What "has been identified" is taken for made, as those who write it mean it; what "is identified" is not.
    """
    if verb.among("need", "plan") or (verb.lemma == "identify" and not verb.perfect):
        return True
    if members("to_come").isdisjoint(verb.intent):
        return verb.infinitive or "be_to" in verb.intent
    return "have" not in verb.intent or "had" not in verb.text.split()[1:]
