"""Sums that a verb tells of: saved, still to be found, invested, cut from the budget, spent."""

from app.extract.clauses import Parse
from app.extract.groups import Head, Join, VerbGroup
from app.vocabulary.lexicon import members
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.things import Aspect, things
from app.vocabulary.units import Unit

_TO_COME = frozenset(
    """need require must plan aim intend hope propose seek commit look want wish expect project forecast predict anticipate
    set schedule target due will shall can could have likely should continue expected""".split()
)


def money(spot: Spot) -> Tie | None:
    """Return what a sum is by its verb: "has saved £25m", "needs to find £9m", "will invest £5m"."""
    if spot.quantity.unit is not Unit.GBP:
        return None
    return _savings(spot) or _invested(spot) or _spent(spot) or _cost(spot)


def _savings(spot: Spot) -> Tie | None:
    for verb in (spot.verb if _governs(spot) else None, spot.next_verb):
        if verb is not None and (verb.among("save") or ((verb.among("find", "lose", "fall", "come") or verb.lemma == "come") and _of_savings(spot, verb))):
            return _saved(spot, verb)
        if verb is not None and verb.among("need", "be") and spot.headless and _speaks_of_savings(spot):
            needed = verb.among("need") or verb.lemma == "remain"
            of = spot.topic(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition == "of" else None
            if needed and (of is None or of[0].id == "savings") and not (verb is spot.next_verb and not (verb.passive or verb.lemma == "remain")):
                return _saved(spot, verb, to_come=True)
    if spot.group.thing is not None and spot.group.thing.id == "savings":
        return _saved(spot, _telling(spot))
    if (labelled := _labelled(spot)) is not None:
        return labelled
    j = spot.parse.after(spot.i)
    if spot.parse.word(j) in {"of", "in", "worth"} and (topic := spot.topic(j + 1)) and topic[0].id == "savings":
        return _saved(spot, _telling(spot), named=topic[1])
    if spot.preposition in {"of", "at"} or (spot.verb is not None and spot.verb.among("be", "reach", "find")):
        of = spot.topic(spot.parse.before(spot.parse.before(spot.i))) if spot.preposition else None
        of = of or (spot.topic(spot.subject) if spot.headless else None)
        if of is not None and of[0].id == "savings":
            return _saved(spot, _still_to_be(spot) or _telling(spot), named=of[1])
    return None


def _labelled(spot: Spot) -> Tie | None:
    """Return "Savings delivered since 2010: £47m", "Savings still to come: £8m", "cashable savings, £3m"."""
    if not spot.headless:
        return None
    told: VerbGroup | None = None
    for j in spot.parse.back(spot.i):
        noun = spot.parse.noun(j)
        told = told or spot.parse.verb(j)
        if noun is not None and noun.things and (topic := spot.topic(j)) is not None:
            near = any(spot.parse.word(k) == ":" for k in range(j + 1, spot.i)) or spot.parse.before(spot.i) == j
            return _saved(spot, told, named=j) if topic[0].id == "savings" and near and (told is None or told.past or told.infinitive or told.passive or told.among("need")) else None
        if noun is not None and noun.quantity is not None and not _is_series(spot):
            return None
    return None


def _is_series(spot: Spot) -> bool:
    host = spot.found[-1] if spot.found else None
    return host is not None and host.measure.id in {"savings_made", "savings_required"} and bool(spot.parse.joint(spot.parse.before(spot.i), Join.STOP, Join.AND, Join.COMMA))


def _governs(spot: Spot) -> bool:
    return spot.is_object or spot.preposition in {"of"}


def _of_savings(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether finding or making a sum means to save it: no other noun follows that is found or made."""
    if spot.group.thing is not None:
        return spot.group.thing.id == "savings"
    if not spot.headless:
        return False
    j = spot.parse.after(spot.i)
    if verb is spot.next_verb and (v := spot.parse.following(spot.i)) is not None:
        j = spot.parse.after(v)
        if verb.particle == "out" and spot.parse.word(j) == "of":
            return (n := spot.parse.noun(j + 1)) is not None and (n.noun in _COSTS or n.noun.endswith(" budget"))
    if spot.parse.word(j) in {"of", "in"}:
        topic = spot.topic(j + 1)
        return topic is not None and topic[0].id == "savings"
    costs = spot.parse.word(j) in {"from", "off", "out"} and any(
        (n := spot.parse.noun(k)) is not None and (n.noun in _COSTS or n.noun.endswith((" budget", " costs"))) for k in range(j + 1, min(j + 5, len(spot.parse.groups)))
    )
    if costs and verb.lemma in _CUTTING:
        return True
    return verb.lemma == "find" or verb.lemma in {"make", "deliver", "achieve", "identify", "realise", "secure"} and _speaks_of_savings(spot)


def _speaks_of_savings(spot: Spot) -> bool:
    """Return whether the sentence names savings, or the figure before is one."""
    named = any(t.thing and t.thing.thing.id == "savings" for g in spot.parse.groups for t in getattr(g, "things", ()))
    return named or (spot.host is not None and spot.host.thing is not None and spot.host.thing.id == "savings")


_COSTS = frozenset("budget budgets costs cost spending expenditure base".split())
_CUTTING = frozenset("remove take cut strip shave squeeze slash trim reduce come".split())


def _still_to_be(spot: Spot) -> VerbGroup | None:
    """Return the verb of "the savings still to be made are £22m"."""
    subject = spot.subject
    if subject is None or spot.v is None:
        return None
    verbs = (spot.parse.verb(j) for j in range(subject + 1, spot.v))
    return next((verb for verb in verbs if verb is not None and verb.infinitive), None)


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
    if verb.lemma in {"need", "require", "plan", "target", "expect", "forecast", "identify", "propose"}:
        return True
    intent = set(verb.intent)
    if "have" in intent or intent & _TO_COME:
        return not ("have" in intent and verb.perfect and verb.text.split()[0] in {"has", "have", "had"} and verb.text.split()[1] in {"had", "been"})
    return verb.infinitive or "be_to" in intent or verb.among("need", "plan")


def _saved(spot: Spot, verb: VerbGroup | None, named: int | None = None, *, to_come: bool = False) -> Tie | None:
    told = None if named is None else spot.parse.noun(named)
    to_come = to_come or (told is not None and any(t.text in members("target_noun") for t in told.tokens))
    to_come = to_come or is_to_come(verb) or (verb is not None and verb.among("need", "plan"))
    aspect = Aspect.REQUIRED if to_come else Aspect.LEVEL
    how = "to_save" if to_come else "saved"
    end = 0 if verb is None or verb.end > spot.quantity.end + 40 else verb.end if verb is spot.next_verb else 0
    return spot.tie(things()["savings"], aspect, how=how, named=named if named is not None else spot.i, end=end)


def _spent(spot: Spot) -> Tie | None:
    """Return the budget of "it spends £130m a year", "has £186m to spend", "the constabulary's £131m"."""
    verb, j = spot.verb, spot.parse.after(spot.i)
    to_spend = spot.parse.verb(j)
    owner = spot.group.owner[-2].text if len(spot.group.owner) > 1 else ""
    if spot.headless and (owner in members("force_noun") or (to_spend is not None and to_spend.lemma == "spend" and to_spend.infinitive)):
        return spot.tie(things()["budget"], Aspect.LEVEL, how="spent")
    if verb is None or verb.lemma != "spend" or not spot.is_object or not spot.headless or spot.parse.joint(j, Join.PREPOSITION):
        return None
    subject = spot.parse.noun(spot.subject) if spot.subject is not None else None
    own = subject is not None and (subject.head is Head.POINTER or subject.noun in members("force_noun"))
    return spot.tie(things()["budget"], Aspect.LEVEL, how="spent") if own else None


def _cost(spot: Spot) -> Tie | None:
    """Return the cost per head of "policing costs each inhabitant £164"."""
    noun = spot.parse.noun(spot.parse.before(spot.i))
    each = noun is not None and noun.determiner in {"each", "every", "a", "the"} and noun.noun in {"inhabitant", "resident", "person", "taxpayer"}
    return spot.tie(things()["cost_per_head"], Aspect.LEVEL, how="cost") if each and spot.verb is not None and spot.verb.lemma == "cost" else None


def _invested(spot: Spot) -> Tie | None:
    verb = spot.verb
    following = spot.next_verb
    if following is not None and following.lemma == "invest" and following.passive and spot.headless:
        return spot.tie(things()["investment"], Aspect.LEVEL, how="invested", end=following.end)
    if verb is not None and spot.is_object and spot.headless and verb.lemma == "invest":
        return spot.tie(things()["investment"], Aspect.LEVEL, how="invested")
    return None
