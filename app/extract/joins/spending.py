"""Sums that are spent: "spends £130m a year", "will invest £5m", "costs each resident £164"."""

from app.extract.groups import Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect, things


def spent(spot: Spot) -> Tie | None:
    """Return the budget of "it spends £130m a year", "has £186m to spend", "the constabulary's £131m"."""
    if not spot.headless or not (_is_own(spot) or _is_to_spend(spot) or _spends(spot)):
        return None
    return spot.tie(things()["budget"], Aspect.LEVEL, how="spent")


def _is_own(spot: Spot) -> bool:
    """Return whether it is the force's: "the constabulary's £131m"."""
    return len(spot.group.owner) > 1 and spot.group.owner[-2].text in members("force_noun")


def _is_to_spend(spot: Spot) -> bool:
    """Return whether it is there to be spent: "£186m to spend"."""
    verb = spot.parse.verb(spot.parse.after(spot.i))
    return verb is not None and verb.infinitive and verb.lemma == "spend"


def _spends(spot: Spot) -> bool:
    """Return whether the force spends it, on nothing that is named: "it spends £130m a year"."""
    verb, subject = spot.verb, None if spot.subject is None else spot.parse.noun(spot.subject)
    if verb is None or verb.lemma != "spend" or not spot.is_object or subject is None:
        return False
    on = spot.parse.joint(spot.parse.after(spot.i), Join.PREPOSITION)
    return on is None and subject.noun in members("force_noun")


def cost_of_each(spot: Spot) -> Tie | None:
    """Return the cost per head of "policing costs each inhabitant £164"."""
    noun = spot.parse.noun(spot.parse.before(spot.i))
    costs = spot.verb is not None and spot.verb.lemma == "cost"
    each = noun is not None and noun.noun in {"inhabitant", "resident", "person", "taxpayer"}
    return spot.tie(things()["cost_per_head"], Aspect.LEVEL, how="cost") if costs and each else None


def invested(spot: Spot) -> Tie | None:
    """Return "will invest £5m", "£5m has been invested"."""
    following = spot.next_verb
    verb = following if following is not None and following.passive else spot.verb if spot.is_object else None
    if verb is None or verb.lemma != "invest" or not spot.headless:
        return None
    return spot.tie(things()["investment"], Aspect.LEVEL, how="invested", end=verb.end)
