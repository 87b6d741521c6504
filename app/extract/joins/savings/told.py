"""Whether savings are made or still to be made, by the verb or noun that tells of them."""

from app.extract.groups import VerbGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things


def is_savings(spot: Spot, j: int | None) -> bool:
    """Return whether the noun group at ``j`` is about savings."""
    topic = spot.topic(j)
    return topic is not None and topic[0].id == "savings"


def governor(spot: Spot) -> int:
    """Return the place of what a sum is of: the "gap" of "a gap of £1.6m"."""
    return spot.parse.before(spot.parse.before(spot.i))


def telling(spot: Spot) -> VerbGroup | None:
    """Return the verb that says whether savings are made: the one of what is done to them, else the one before."""
    following = spot.next_verb
    if following is not None and (following.passive or following.infinitive):
        return following
    return spot.verb or following


def saved(spot: Spot, named: int, verb: VerbGroup | None, *, to_come: bool = False) -> Tie | None:
    """Return the savings that are named at a place, to come if their verb or noun says so: "a savings target"."""
    noun = spot.parse.noun(named)
    target = noun is not None and any(
        token.text in members("target_noun") | members("required_noun") for token in noun.tokens
    )
    end = 0 if verb is None else verb.end
    if to_come or target or (verb is not None and _is_to_come(verb)):
        return spot.tie(things()["savings"], Aspect.REQUIRED, how="to_save", named=named, end=end)
    return spot.tie(things()["savings"], Aspect.LEVEL, how="saved", named=named, end=end)


def _is_to_come(verb: VerbGroup) -> bool:
    """Return whether what a verb says is still to be done: "must save", "is to save", not "has had to save"."""
    if verb.among("need", "plan") or (verb.lemma == "identify" and not verb.perfect):  # "has been identified" is made
        return True
    if members("to_come").isdisjoint(verb.intent):
        return verb.infinitive or "be_to" in verb.intent
    return "have" not in verb.intent or "had" not in verb.text.split()[1:]
