"""What is added or lost of a thing that a number counts: "it lost 211 officers", "a reduction of 458 officers"."""

from app.extract.groups import Head, Join, VerbGroup
from app.extract.joins.parts import BROAD
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.things import Aspect, Thing, topic_of

_GONE = frozenset({"go", "disappear", "vanish"})
_PRICES = frozenset({"price", "cost", "expense", "sacrifice"})


def gained_or_lost(spot: Spot, thing: Thing) -> Tie | None:
    """Return what the total, the noun or the verb around a number tells to be added or lost, or ``None``."""
    rules = (_part_of_loss, _after_comparison, _after_noun, _after_verb, _object, _subject)
    return next((tie for rule in rules if (tie := rule(spot, thing)) is not None), None)


def _part_of_loss(spot: Spot, thing: Thing) -> Tie | None:
    """Return a part of what is told to be lost before a bracket: "1,285 fewer posts (722 police officers"."""
    opened = spot.parse.before(spot.anchor)
    whole = spot.parse.noun(opened - 1) if spot.parse.joint(opened, Join.OPEN) else None
    if whole is None:
        return None
    lost = whole.head is Head.FALL or any(token.text in members("less") for token in whole.tokens)
    return spot.tie(thing, Aspect.CHANGE, how="lost", named=spot.i, falls=True) if lost else None


def _governor(spot: Spot) -> int:
    """Return the place before the preposition that governs a number."""
    return spot.parse.before(spot.parse.before(spot.anchor))


def _after_comparison(spot: Spot, thing: Thing) -> Tie | None:
    """Return the change of "up by 80 officers", or of what the figure before is of: "down by 1,200 incidents"."""
    compared = spot.parse.joint(_governor(spot), Join.COMPARISON)
    if spot.preposition != "by" or compared is None:
        return None
    host = spot.host.thing if spot.host is not None else None
    changed = thing if Aspect.CHANGE in thing.measures or host is None else host
    falls = compared.text in members("less")
    return spot.tie(changed, Aspect.CHANGE, how="changed_by", named=spot.i, falls=falls, end=spot.group.end)


def _after_noun(spot: Spot, thing: Thing) -> Tie | None:
    """Return the change of "a reduction of 458 officers", "at the price of 40 officers"."""
    noun = spot.parse.noun(_governor(spot))
    if noun is None or spot.preposition not in {"of", "by"}:
        return None
    if noun.head not in {Head.RISE, Head.FALL} and noun.noun not in _PRICES:
        return None
    return spot.tie(thing, Aspect.CHANGE, how="change_of", named=spot.i, falls=noun.head is not Head.RISE)


def _after_verb(spot: Spot, thing: Thing) -> Tie | None:
    """Return the change of "it grew by 80 officers", or of the subject in "burglary fell by 300 offences"."""
    verb = spot.verb
    if spot.preposition != "by" or verb is None or not verb.among("rise", "fall"):
        return None
    moved = spot.topic(spot.subject)
    if moved is not None and (moved[0].id == "workforce" or thing.id in BROAD):
        thing = moved[0]
    elif thing.id in BROAD:
        return None
    return spot.tie(thing, Aspect.CHANGE, how="changed_by", named=spot.i, falls=verb.among("fall"))


def _object(spot: Spot, thing: Thing) -> Tie | None:
    """Return what a verb takes on or gives up: "it recruited 40 officers", "it gained 30 staff"."""
    verb = spot.verb
    return None if verb is None or verb.passive or not spot.is_object else _told(spot, thing, verb)


def _subject(spot: Spot, thing: Thing) -> Tie | None:
    """Return what was taken on or is gone: "40 officers were recruited", "211 posts have disappeared"."""
    verb = spot.next_verb
    if verb is None or spot.preposition or not (verb.passive or verb.lemma in _GONE):
        return None
    return _told(spot, thing, verb)


def _told(spot: Spot, thing: Thing, verb: VerbGroup) -> Tie | None:
    """Return what a verb tells to be recruited, lost or gained; what is cut is lost if it is the force's people."""
    if verb.among("recruit"):
        return spot.tie(thing, Aspect.ADDITIONAL, how="recruited", named=spot.i)
    cut = verb.among("fall") and topic_of(thing) is Topic.WORKFORCE
    if cut or verb.among("lose") or verb.lemma in _GONE:
        return spot.tie(thing, Aspect.CHANGE, how="lost", named=spot.i, falls=True)
    return spot.tie(thing, Aspect.CHANGE, how="gained", named=spot.i) if verb.lemma == "gain" else None
