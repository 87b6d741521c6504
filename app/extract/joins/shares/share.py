"""The share that a percentage states."""

from app.extract.groups import Head, Join
from app.extract.joins.named import things_back_from
from app.extract.joins.shares.base import base_of, is_of, is_of_another
from app.extract.joins.shares.parts import parts
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect, Thing
from app.vocabulary.units import Unit


def share(spot: Spot) -> Tie | None:
    """Return the share that a percentage states: of the base that its clause names, else of the residents."""
    if spot.quantity.unit is not Unit.PERCENT or _is_change(spot) or _is_aside(spot) or spot.group.head is Head.OTHER:
        return None
    base, at = base_of(spot)
    if _is_of_some(spot, at) or (base is None and is_of_another(spot)):
        return None
    for thing, named in parts(spot, at):
        aspects = _aspects(spot, thing, base)
        if tie := spot.tie(thing, *aspects, how="share" if named > spot.i else "makes_up", named=named):
            return tie
    return None


def _is_change(spot: Spot) -> bool:
    """Return whether a percentage says how much more or less there is: "31% below", "fell by 4%", "6% more calls"."""
    verb = spot.verb
    moved = verb is not None and verb.among("rise", "fall") and spot.preposition in {"", "by"}
    compared = any(token.text in members("more") | members("less") for token in spot.group.tokens)
    return moved or compared or spot.parse.joint(spot.parse.after(spot.i), Join.COMPARISON) is not None


def _is_aside(spot: Spot) -> bool:
    """Return whether it is in brackets after a count, whose share it is: "612 officers (29%)"."""
    count = spot.parse.noun(spot.i - 2) if spot.parse.joint(spot.i - 1, Join.OPEN) else None
    return count is not None and count.quantity is not None and not is_of(spot)


def _is_of_some(spot: Spot, at: int) -> bool:
    """Return whether its base is but a part of the residents, staff or victims: "20% of residents who smoke"."""
    told = spot.parse.verb(at + 2)
    return spot.parse.word(at + 1) == "who" and (told is None or not told.among("live", "serve", "be"))


def _aspects(spot: Spot, thing: Thing, base: Thing | None) -> tuple[Aspect, ...]:
    """Return the aspects that the share of a thing may be, by what it is a share of."""
    if base is not None:
        return _of_base(thing, base)
    host = spot.found[-1] if spot.found else None
    if host is not None and host.measure.kind is Kind.SHARE and host.aspect in thing.measures and _is_verbless(spot):
        return (host.aspect,)
    for of, _ in things_back_from(spot.parse, spot.i):
        if of.id != thing.id and of.base is not None and of.base in thing.measures:
            return (of.base,)
    return () if thing.needs_base else (Aspect.AREA_SHARE, Aspect.SHARE)


def _of_base(thing: Thing, base: Thing) -> tuple[Aspect, ...]:
    """Return the aspect that a share of a base is; of an area, also that of its residents."""
    if base.base is None:
        return ()
    if base.base in thing.measures:
        return (base.base,)
    return (Aspect.SHARE,) if base.base is Aspect.AREA_SHARE else ()


def _is_verbless(spot: Spot) -> bool:
    """Return whether no verb stands between the figure before and this one: its verb and base are the same."""
    return all(spot.parse.verb(j) is None for j in range(spot.parse.spots[spot.n - 1] + 1, spot.i))
