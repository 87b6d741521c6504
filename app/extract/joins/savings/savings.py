"""What is saved or still to be saved, by a verb or by "savings" beside a sum."""

from app.extract.groups import VerbGroup
from app.extract.joins.savings.told import governor, is_savings, saved, telling
from app.extract.joins.savings.verbs import by_verb
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.units import Unit


def savings(spot: Spot) -> Tie | None:
    """Return what is saved, or still to be: by the verb of a sum, or by "savings" beside it."""
    if spot.quantity.unit is not Unit.GBP:
        return None
    if (tie := by_verb(spot)) is not None:
        return tie
    if is_savings(spot, spot.i):
        return saved(spot, spot.i, telling(spot))
    return _labelled(spot) or _of_savings(spot) or _savings_of(spot)


def _labelled(spot: Spot) -> Tie | None:
    """Return "Savings delivered since 2010: £47m", "Savings still to come: £8m", "cashable savings, £3m"."""
    if not spot.headless:
        return None
    told: VerbGroup | None = None
    for j in spot.parse.back(spot.i):
        noun = spot.parse.noun(j)
        told = told or spot.parse.verb(j)
        if noun is not None and noun.things:
            beside = spot.parse.before(spot.i) == j or any(spot.parse.word(k) == ":" for k in range(j + 1, spot.i))
            telling = told is None or told.past or told.infinitive
            return saved(spot, j, told) if beside and telling and is_savings(spot, j) else None
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
    named = spot.parse.word(j) in {"of", "in", "worth"} and is_savings(spot, j + 1)
    return saved(spot, j + 1, telling(spot)) if named else None


def _savings_of(spot: Spot) -> Tie | None:
    """Return "savings of £25m", "the savings still to be made are £22m"."""
    told = spot.verb is not None and spot.verb.among("be", "reach")
    if not told and spot.preposition not in {"of", "at"}:
        return None
    for j in (governor(spot) if spot.preposition else None, spot.subject if spot.headless else None):
        topic = spot.topic(j)
        if topic is not None:
            return saved(spot, topic[1], _still_to_be(spot) or telling(spot)) if topic[0].id == "savings" else None
    return None


def _still_to_be(spot: Spot) -> VerbGroup | None:
    """Return the verb of "the savings still to be made are £22m"."""
    if spot.subject is None or spot.v is None:
        return None
    verbs = (spot.parse.verb(j) for j in range(spot.subject + 1, spot.v))
    return next((verb for verb in verbs if verb is not None and verb.infinitive), None)
