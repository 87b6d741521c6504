"""The same measure at another time: "£6.1m in 2011/12 and £7.9m in 2012/13", "in 2012 there were 1,190"."""

from app.extract.groups import Head, Join
from app.extract.joins.dependent.hosts import between, has_unit_of, like
from app.extract.joins.moving import has_time
from app.extract.scope.clause import is_figure
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.things import Aspect


def series(spot: Spot) -> Tie | None:
    """Return what the figure before states, of the time that stands with a number, if that has a time too."""
    host = spot.found[-1] if spot.found else None
    if host is None or host.aspect is Aspect.CHANGE or not spot.headless or not has_unit_of(spot, host):
        return None
    timed = has_time(spot) or _are_there(spot)
    return like(spot, host, "series", Role.OWN) if timed and _is_listed(spot) else None


def _are_there(spot: Spot) -> bool:
    """Return whether there are so many of the one thing that was counted before: "now there are 3,630"."""
    after = spot.parse.after(spot.i)
    paired = spot.parse.joint(after, Join.AND) is not None and is_figure(spot.parse, after + 1)
    if len(spot.found) > 1 or paired or spot.in_words:
        return False
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    there = subject is not None and subject.text == "there" and spot.is_object
    return there and spot.verb is not None and spot.verb.among("be")


def _is_listed(spot: Spot) -> bool:
    """Return whether a time and nothing else that is named, or done, stands between two numbers."""
    parse = spot.parse
    nouns = [noun for j in between(spot) if (noun := parse.noun(j)) is not None]
    verbs = [verb for j in between(spot) if (verb := parse.verb(j)) is not None]
    timed = any(parse.joint(j, Join.TIME) or parse.word(j) in members("now") for j in between(spot))
    named = any(noun.head not in {Head.NONE, Head.POINTER} for noun in nouns)
    return timed and not named and all(verb.among("be") for verb in verbs)
