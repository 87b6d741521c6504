"""Sums that a verb tells of: saved, still to be found, invested, cut from the budget, spent."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, VerbGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit

_TO_COME = frozenset(
    """need require must plan aim intend hope propose seek commit look want wish expect project forecast predict anticipate
    set schedule target due will shall have likely should continue expected""".split()
)


def money(spot: Spot) -> Tie | None:
    """Return what a sum is by its verb: "has saved £25m", "needs to find £9m", "will invest £5m"."""
    if spot.quantity.unit is not Unit.GBP:
        return None
    return _savings(spot) or _invested(spot)


def _savings(spot: Spot) -> Tie | None:
    for verb in (spot.verb if _governs(spot) else None, spot.next_verb):
        if verb is not None and (verb.among("save") or (verb.among("find") and _of_savings(spot, verb))):
            return _saved(spot, verb)
        if verb is not None and verb.among("need") and verb is spot.next_verb and spot.headless and _speaks_of_savings(spot):
            return _saved(spot, verb)
    if spot.group.thing is not None and spot.group.thing.id == "savings":
        return _saved(spot, _telling(spot))
    j = spot.parse.after(spot.i)
    if spot.parse.word(j) in {"of", "in", "worth"} and (topic := spot.topic(j + 1)) and topic[0].id == "savings":
        return _saved(spot, _telling(spot), named=topic[1])
    if spot.preposition in {"of", "at"} or (spot.verb is not None and spot.verb.among("be", "reach", "find")):
        of = spot.topic(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition else None
        of = of or (spot.topic(spot.subject) if spot.headless else None)
        if of is not None and of[0].id == "savings":
            return _saved(spot, _telling(spot), named=of[1])
    return None


def _governs(spot: Spot) -> bool:
    return spot.is_object or spot.preposition in {"of"}


def _of_savings(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether finding or making a sum means to save it: no other noun follows that is found or made."""
    if spot.group.thing is not None:
        return spot.group.thing.id == "savings"
    if not spot.headless:
        return False
    j = spot.parse.after(spot.i)
    if spot.parse.word(j) in {"of", "in"}:
        topic = spot.topic(j + 1)
        return topic is not None and topic[0].id == "savings"
    return verb.lemma in {"find", "remove", "take", "cut", "strip"} or verb.lemma in {"make", "deliver", "achieve", "identify", "realise", "secure"} and _speaks_of_savings(spot)


def _speaks_of_savings(spot: Spot) -> bool:
    """Return whether the sentence names savings, or the figure before is one."""
    named = any(t.thing and t.thing.thing.id == "savings" for g in spot.parse.groups for t in getattr(g, "things", ()))
    return named or (spot.host is not None and spot.host.thing is not None and spot.host.thing.id == "savings")


def _telling(spot: Spot) -> VerbGroup | None:
    """Return the verb that says whether savings are made: the one that follows, in the voice of what is done, else before."""
    following = spot.next_verb
    if following is not None and (following.passive or following.infinitive):
        return following
    return spot.verb or following


def is_to_come(verb: VerbGroup | None) -> bool:
    """Return whether what a verb says is still to be done."""
    if verb is None:
        return False
    if verb.lemma in {"need", "require", "plan", "target", "expect", "forecast", "identify", "propose"} and verb.lemma != "identify":
        return True
    intent = set(verb.intent)
    if "have" in intent or intent & _TO_COME:
        return not (verb.perfect and not verb.infinitive and not intent) and not ("have" in intent and verb.past)
    return verb.infinitive or "be_to" in intent or verb.among("need", "plan")


def _saved(spot: Spot, verb: VerbGroup | None, named: int | None = None) -> Tie | None:
    to_come = is_to_come(verb) or (verb is not None and verb.among("need", "plan"))
    aspect = Aspect.REQUIRED if to_come else Aspect.LEVEL
    how = "to_save" if to_come else "saved"
    end = 0 if verb is None or verb.end > spot.quantity.end + 40 else verb.end if verb is spot.next_verb else 0
    return spot.tie(things()["savings"], aspect, how=how, named=named if named is not None else spot.i, end=end)


def _invested(spot: Spot) -> Tie | None:
    verb = spot.verb
    if verb is not None and spot.is_object and spot.headless and verb.lemma == "invest":
        return spot.tie(things()["investment"], Aspect.LEVEL, how="invested")
    return None
