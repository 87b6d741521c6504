"""The new value of the figure before: "£14.1m, falling to £6m", "was trimmed by a quarter, leaving 141"."""

from app.extract.groups import Head
from app.extract.joins.dependent.hosts import has_unit_of, like
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect


def later(spot: Spot) -> Tie | None:
    """Return what the figure before will be or led to."""
    host = spot.host
    if host is None or not spot.headless:
        return None
    if host.aspect is Aspect.CHANGE:
        led = _is_left(spot) or _is_led_to(spot, host)
        return spot.tie(host.thing, Aspect.LEVEL, how="later") if host.thing is not None and led else None
    if not has_unit_of(spot, host) or not (_is_foreseen(spot) or _is_reached(spot)):
        return None
    return like(spot, host, "later", Role.OWN)


def _is_left(spot: Spot) -> bool:
    """Return whether a change led to a number: "leaving 141", "there were 178,206"."""
    verb = spot.verb
    if verb is None or not spot.is_object:
        return False
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    there = subject is not None and subject.text == "there"
    return (there and verb.among("be")) or verb.lemma == "leave"


def _is_led_to(spot: Spot, host: Tie) -> bool:
    """Return whether a comparison leads to a number: "up 47% to 16,733"."""
    changed = spot.parse.before(spot.parse.before(spot.i))
    return host.how == "is_up" and spot.preposition == "to" and spot.parse.spots[spot.n - 1] == changed


def _is_foreseen(spot: Spot) -> bool:
    """Return whether a number is what is expected: "and 1.9 million are expected by 2022"."""
    verb = spot.next_verb
    return verb is not None and verb.lemma in members("forecasting")


def _is_reached(spot: Spot) -> bool:
    """Return whether a verb leads to a number: "falling to £6m", "will reach 760,000", "is to be £6m"."""
    verb, v = spot.verb, spot.v
    governor = spot.parse.before(spot.parse.before(spot.i)) if spot.preposition else spot.parse.before(spot.i)
    if verb is None or governor != v:
        return False
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    if subject is not None and subject.head is Head.OTHER:
        return False
    if verb.among("rise", "fall"):
        return spot.preposition == "to"
    return verb.among("reach") or (verb.among("be") and bool(verb.intent))
