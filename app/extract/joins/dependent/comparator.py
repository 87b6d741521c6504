"""The same measure of others: "18% are over 65, compared with a national average of 12%"."""

from dataclasses import replace
from itertools import chain

from app.extract.groups import Head
from app.extract.joins.dependent.hosts import alike, between, end_of_words, like, words_before
from app.extract.joins.signs import told_down
from app.extract.scope.others import others_in
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Kind
from app.vocabulary.things import Aspect

_WIDE = frozenset({"national", "regional", "average"})


def comparator(spot: Spot) -> Tie | None:
    """Return what the figure before states, of the others that are named beside a number; never a count."""
    host = alike(spot)
    if host is None or spot.in_words or _is_count(host) or not _may_be_of_others(spot) or not _tells_of_others(spot):
        return None
    tie = like(spot, host, "comparator", Role.COMPARATOR)
    return replace(tie, falls=_falls(spot, host)) if host.aspect is Aspect.CHANGE else tie


def _is_count(host: Tie) -> bool:
    """Return whether a figure is a count, of which others have their own: "251 PCSOs"."""
    return host.aspect is Aspect.LEVEL and host.measure.kind is Kind.COUNT


def _may_be_of_others(spot: Spot) -> bool:
    """Return whether a number counts nothing of its own: "12%", "a 3% national rise"; not "12% of us", "4% lower"."""
    wide = any(token.text in _WIDE for token in spot.group.tokens) or any(
        others.first == spot.i for others in others_in(spot.parse)
    )
    after = spot.parse.after(spot.i)
    if spot.group.tokens[-1].text in members("more") | members("less"):
        return False
    of_its_own = spot.parse.word(after) == "of" and spot.topic(after + 1) is not None
    return not of_its_own and (wide or spot.headless or spot.group.head in {Head.RISE, Head.FALL})


def _tells_of_others(spot: Spot) -> bool:
    """Return whether the country, the region or similar forces are named before a number, or right after it."""
    begin = between(spot).start
    end = end_of_words(spot.parse, spot.i) if spot.found else spot.i + 1
    return any(begin <= others.first < end for others in others_in(spot.parse))


def _falls(spot: Spot, host: Tie) -> bool:
    """Return whether the figure of others is a fall, as the one before if nothing else is told."""
    groups = spot.parse.groups[spot.i + 1 : end_of_words(spot.parse, spot.i)]
    after = chain(spot.group.tokens[spot.group.at + 1 :], *(group.tokens for group in groups))
    words = chain(words_before(spot), after)
    down = told_down(token for token in words if token.text not in {"below", "above"})
    return host.falls if down is None else down
