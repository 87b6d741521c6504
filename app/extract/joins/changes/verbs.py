"""Changes that a verb tells: "crime fell by 4%", "it cut crime by 4%", "it has lost a tenth of its staff"."""

from app.extract.clauses.grouped import REACH
from app.extract.groups import Join, VerbGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.things import Aspect, Thing, things
from app.vocabulary.units import Unit


def verb_of_change(spot: Spot) -> Tie | None:
    """Return how far what a verb moves rose or fell; a number after "to" is a level."""
    verb = spot.verb
    if verb is None or spot.v is None or not spot.headless or not verb.among("rise", "fall"):
        return None
    if not _tells_how_far(spot, verb) or (topic := moved(spot, spot.v)) is None:
        return None
    return spot.tie(topic[0], Aspect.CHANGE, how="changed_by", named=topic[1], falls=verb.among("fall"))


def _tells_how_far(spot: Spot, verb: VerbGroup) -> bool:
    """Return whether a number is that of a change: "rose 4%", "by 4%"; not "fell below 4,000", "raises £5m"."""
    if spot.preposition != "":
        return spot.preposition == "by" or (spot.preposition == "of" and not verb.among("raise"))
    bound = spot.quantity.qualifier in {Qualifier.UNDER, Qualifier.OVER}
    return is_beside(spot) and not bound and not verb.among("raise") and not _is_old_and_new(spot)


def is_beside(spot: Spot) -> bool:
    """Return whether a number without a preposition belongs to the verb: "rose 4%", and not "cut £5m from"."""
    return spot.parse.before(spot.i) == spot.v


def _is_old_and_new(spot: Spot) -> bool:
    """Return whether what looks like a range is a change and where it led: "rose 120 to 2,100"."""
    words = spot.parse.text[spot.quantity.start : spot.quantity.end]
    return spot.quantity.qualifier is Qualifier.RANGE and " to " in words


def _is_second(spot: Spot, j: int) -> bool:
    """Return whether a noun group is a second one: "reports of rape rose by 8%, and of robbery by 4%"."""
    return spot.parse.word(j - 1) == "of" and spot.parse.joint(j - 2, Join.AND) is not None


def moved(spot: Spot, v: int) -> tuple[Thing, int] | None:
    """Return what the verb of change at ``v`` moves: its object, where that is before the number, else its subject."""
    for j in range(spot.i - 1, max(v, spot.i - 1 - REACH), -1):
        noun = spot.parse.noun(j)
        if noun is None or noun.quantity is not None or (spot.parse.preposition(j) and not _is_second(spot, j)):
            continue
        topic = spot.topic(j)
        if topic is not None or noun.noun not in members("time_noun"):
            return topic
    return spot.topic(spot.parse.subject(v))


def lost_share(spot: Spot) -> Tie | None:
    """Return the fall that "it has lost a tenth of its staff" tells."""
    verb, of = spot.verb, spot.parse.after(spot.i)
    if verb is None or not verb.among("lose", "fall") or spot.preposition or spot.parse.word(of) != "of":
        return None
    if spot.quantity.unit is not Unit.PERCENT or (topic := spot.topic(of + 1)) is None:
        return None
    lost = things()["population"] if topic[0].id == "people" else topic[0]
    return spot.tie(lost, Aspect.CHANGE, how="lost_share", named=topic[1], falls=True)
