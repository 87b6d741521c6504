"""The old value of the figure before: "251 PCSOs, up from 229 in 2012", "2,688 officers (3,632 in 2010)"."""

from app.extract.groups import Join
from app.extract.joins.dependent.hosts import has_unit_of, like, words_before
from app.extract.joins.moving import has_time
from app.extract.scope.when import is_before, times_of
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.things import Aspect

_FROM = frozenset({"from", "against", "than"})


def earlier(spot: Spot) -> Tie | None:
    """Return what the figure before was at the time that stands with a number; without one it is left."""
    host = spot.found[-1] if spot.found else None
    if host is None or host.aspect is Aspect.CHANGE or not spot.headless or not has_unit_of(spot, host):
        return None
    return like(spot, host, "earlier", Role.EARLIER) if _is_old(spot) else None


def _is_old(spot: Spot) -> bool:
    """Return whether a number with a time is compared with, or in a bracket: "(3,632 in 2010)", "(2010: 3,632)"."""
    if any(is_before(spot.parse, time, spot.i) for time in times_of(spot.parse)):
        return True
    compared = spot.preposition in {"with", "to"} and any(token.text == "compared" for token in words_before(spot))
    opened = spot.parse.joint(spot.i - 1, Join.OPEN) is not None
    return has_time(spot) and (opened or compared or spot.preposition in _FROM)
