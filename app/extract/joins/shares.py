"""What part of a whole something is: "20% of residents are over 65", "grants make up 51% of our budget"."""

from collections.abc import Iterator

from app.extract.groups import Head, Join, NounGroup
from app.vocabulary.lexicon import members
from app.extract.modifiers import topic_of
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.measures import Kind, Topic
from app.vocabulary.things import Aspect, Thing, things
from app.vocabulary.units import Unit

SHARES = (
    Aspect.SHARE,
    Aspect.WORKFORCE_SHARE,
    Aspect.CALL_SHARE,
    Aspect.INCIDENT_SHARE,
    Aspect.CRIME_SHARE,
    Aspect.VICTIM_SHARE,
)


def share(spot: Spot) -> Tie | None:
    """Return the share that a percentage states: of the base that its clause names, else of the residents."""
    if spot.quantity.unit is not Unit.PERCENT or spot.parse.joint(spot.parse.after(spot.i), Join.COMPARISON):
        return None
    verb = spot.verb
    if verb is not None and verb.among("rise", "fall") and (spot.preposition == "by" or (spot.preposition == "" and spot.is_object)):
        return None
    of = spot.parse.word(spot.parse.after(spot.i)) == "of"
    if not of and spot.parse.joint(spot.i - 1, Join.OPEN) and (counted := spot.parse.noun(spot.i - 2)) is not None and counted.quantity is not None:
        return None
    if spot.group.head is Head.OTHER and spot.group.noun not in members("people_noun"):
        return None
    if {t.text for t in spot.group.tokens} & (members("more") | members("less")):
        return None
    base, at = _base(spot)
    if at != spot.i and spot.parse.word(at + 1) == "who" and not ((who := spot.parse.verb(at + 2)) is not None and who.among("live", "serve", "be")):
        return None
    if base is None and _of_another(spot):
        return None
    for thing, named in _parts(spot, at):
        aspects = _aspects(spot, thing, base)
        if aspects and (tie := spot.tie(thing, *aspects, how="share" if named > spot.i else "makes_up", named=named)):
            return tie
    return None


def _of_another(spot: Spot) -> bool:
    """Return whether a percentage is said to be "of" what no share of the catalogue is: "7% of neighbourhoods"."""
    j = spot.parse.after(spot.i)
    noun = spot.parse.noun(j + 1) if spot.parse.word(j) == "of" else None
    if noun is None or noun.thing is None or noun.thing.base is not None:
        return False
    return noun.thing.id == "deprived_places" or topic_of(noun.thing) is Topic.GEOGRAPHY


_NOTHING = Thing("nothing", None, needs_base=True, measures={})
"""What a share is of that has no measure of shares: "three quarters of it"."""


def _base(spot: Spot) -> tuple[Thing | None, int]:
    """Return what a percentage is said to be "of", and where; ``None`` and its own place if it is not said."""
    j = spot.parse.after(spot.i)
    pointer = spot.parse.noun(j + 1) if spot.parse.word(j) == "of" else None
    if pointer is not None and pointer.head is Head.POINTER and (topic := spot.topic(j + 1)) is not None:
        return (topic[0] if topic[0].base is not None else _NOTHING), j + 1
    if spot.parse.word(j) == "of" and spot.parse.joint(j + 1, Join.RELATIVE) and spot.host is not None and spot.host.thing is not None:
        return (spot.host.thing if spot.host.thing.base is not None else _NOTHING), j + 1
    if pointer is not None and pointer.owner and pointer.quantity is not None and spot.parse.quantity(pointer.quantity).unit is Unit.GBP:
        return things()["budget"], j + 1
    if spot.parse.word(j) == "of" and (topic := spot.topic(j + 1)) is not None and topic[0].base is not None:
        return topic[0], topic[1]
    return None, spot.i


def _parts(spot: Spot, base_at: int) -> Iterator[tuple[Thing, int]]:
    """Yield what may be the part: in the group itself, after it, then before it in its clause."""
    if spot.group.thing is not None:
        yield spot.group.thing, spot.i
    complement = spot.verb is not None and spot.is_object and spot.verb.among("make_up", "be", "reach")
    bracketed = spot.parse.joint(spot.i - 1, Join.OPEN) is not None or spot.preposition == "at"
    if bracketed and spot.parse.word(spot.parse.after(spot.i)) == "of":
        yield from _after(spot, spot.i)
    complement = complement or (spot.preposition == "for" and spot.verb is not None and spot.verb.among("make_up"))
    if bracketed or (complement and (base_at != spot.i or spot.verb is not None and spot.verb.among("make_up"))):
        yield from _before(spot)
    elif base_at != spot.i or spot.parse.word(spot.parse.after(spot.i)) == "of":
        yield from _after(spot, base_at)
        if base_at != spot.i and spot.next_verb is None:
            yield from _before(spot)
    else:
        yield from _after(spot, base_at)
        yield from _before(spot)


def _after(spot: Spot, base_at: int) -> Iterator[tuple[Thing, int]]:
    depth = 0
    for j in range(max(spot.i, base_at) + 1, len(spot.parse.groups)):
        noun = spot.parse.noun(j)
        depth += 1 if spot.parse.joint(j, Join.OPEN) else -1 if spot.parse.joint(j, Join.CLOSE) else 0
        if depth > 0:
            continue
        another = noun is not None and noun.quantity is not None
        listed = base_at != spot.i and spot.parse.joint(j - 1, Join.AND) is not None and spot.parse.word(j + 1) == "of"
        if spot.parse.joint(j, Join.STOP) or (another and not listed):
            return
        if spot.parse.joint(j, Join.COMMA) and spot.parse.joint(j + 1, Join.AND, Join.SUBORDINATOR):
            return
        counted = spot.parse.noun(j + 1)
        if noun is not None and noun.things and counted is not None and counted.quantity is not None and spot.parse.joint(j - 1, Join.AND, Join.COMMA):
            return
        for token in () if noun is None or not _tells_of(noun) else noun.things:
            if token.thing is not None:
                yield token.thing.thing, j


_OF_PEOPLE = frozenset("matters issues fifth tenth quintile decile origin heritage descent background backgrounds community communities ethnicity roles staff officers groups group".split())


def _tells_of(noun: NounGroup) -> bool:
    """Return whether a thing that a noun group names is its own, not that of something else: "ethnic minority owners"."""
    return noun.head is Head.THING or noun.noun in _OF_PEOPLE | members("people_noun") | members("measure_noun") or noun.things[-1:] == noun.tokens[-1:]


def _before(spot: Spot) -> Iterator[tuple[Thing, int]]:
    for j in spot.parse.back(spot.i):
        noun = spot.parse.noun(j)
        if spot.parse.joint(j, Join.STOP) and spot.parse.word(j) != ":" or (noun is not None and noun.quantity is not None and spot.parse.word(j - 1) != "from"):
            return
        for token in () if noun is None or not _tells_of(noun) else reversed(noun.things):
            if token.thing is not None:
                yield token.thing.thing, j


def _verbless(spot: Spot) -> bool:
    """Return whether no verb stands between the figure before and this one: its verb and base are the same."""
    return all(spot.parse.verb(j) is None for j in range(spot.parse.spots[spot.n - 1] + 1, spot.i))


def _aspects(spot: Spot, thing: Thing, base: Thing | None) -> tuple[Aspect, ...]:
    """Return the aspects that the share of a thing may be, by what it is a share of."""
    host = spot.found[-1] if spot.found else None
    if base is _NOTHING:
        return ()
    if base is not None and base.base is not None:
        return (base.base,) if base.base in thing.measures else (Aspect.SHARE,) if base.base is Aspect.AREA_SHARE else ()
    if host is not None and host.measure.kind is Kind.SHARE and host.aspect in thing.measures and _verbless(spot):
        return (host.aspect,)
    for j in (spot.i, *spot.parse.back(spot.i)):
        noun = spot.parse.noun(j)
        for token in () if noun is None else reversed(noun.things):
            of = token.thing.thing if token.thing else None
            if of is not None and of.id != thing.id and of.base is not None and of.base in thing.measures:
                return (of.base,)
    return () if thing.needs_base else (Aspect.AREA_SHARE, Aspect.SHARE)
