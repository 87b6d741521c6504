"""The status of a figure: a fact, a plan, a forecast or a target, by its verb and the nouns before it."""

from collections.abc import Iterator

from app.extract.groups import Join
from app.extract.scope.clause import own_verb, tense
from app.extract.scope.intention import intention
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.periods import Period, PeriodKind
from app.vocabulary.qualifiers import Status
from app.vocabulary.units import Unit

_OF_MEASURES = {"officers_target": Status.TARGET, "savings_required": Status.PLANNED, "new_homes": Status.PLANNED}
DUE = frozenset({"savings_required", "funding_gap", "new_homes", "officers_target", "officers_additional"})
"""Measures of what is due by a date."""


def status_of(spot: Spot, tie: Tie, period: Period | None) -> Status:
    """Return whether a figure is a fact or an intention: by its nouns, its measure, its verb, or a deadline."""
    if tie.measure.id != "savings_made" and _is_target(spot, tie):
        return Status.TARGET
    if tie.measure.id in _OF_MEASURES:
        return _OF_MEASURES[tie.measure.id]
    if tie.role is Role.EARLIER or tie.unit is Unit.PER_DAY:  # "on a typical day there will be 461 crimes"
        return Status.ACTUAL
    told = intention(spot, tie)
    if told is not None:
        return told
    due = period is not None and period.kind is PeriodKind.BY
    return Status.FORECAST if due and not is_done(spot) else Status.ACTUAL


def is_intended(spot: Spot, tie: Tie) -> bool:
    """Return whether a figure is of what is still to be, which may have a deadline."""
    due = tie.measure.id in DUE and not is_done(spot)
    return due or tie.how == "later" or intention(spot, tie) is not None


def is_done(spot: Spot) -> bool:
    """Return whether the verb of a figure tells what has been done."""
    return tense(own_verb(spot)) in {"past", "perfect"}


def _is_target(spot: Spot, tie: Tie) -> bool:
    """Return whether a figure is said to be a target; posts of an establishment are no people."""
    targets = members("target_noun")
    if tie.measure.topic is not Topic.WORKFORCE:
        targets -= {"establishment"}
    elif tie.measure.id == "officers_additional" and spot.verb is not None and spot.verb.lemma == "be":
        targets |= members("allotted_noun")
    return any(not targets.isdisjoint(words) for words in _nouns_before(spot))


def _nouns_before(spot: Spot) -> Iterator[set[str]]:
    """Yield the words of the nouns that a figure is told of: "a target of", "target:", "the establishment rose to"."""
    parse, j = spot.parse, spot.parse.before(spot.i)
    yield set(spot.before_number)
    if parse.joint(j, Join.STOP) and parse.word(j) == ":":
        yield _words(spot, parse.before(j))
    while parse.joint(j, Join.PREPOSITION) and parse.word(j) in {"of", "to", "from", "at", "for"}:
        j = parse.before(j)
        if parse.noun(j) is None:
            break
        yield _words(spot, j)
        j = parse.before(j)
    if spot.verb is not None and spot.v == j and spot.verb.among("be", "reach", "rise", "fall", "move"):
        yield _words(spot, spot.subject)
        if spot.subject is not None and parse.word(of := parse.after(spot.subject)) == "of":
            yield _words(spot, of + 1)


def _words(spot: Spot, j: int | None) -> set[str]:
    noun = None if j is None else spot.parse.noun(j)
    return set() if noun is None or noun.quantity is not None else {token.text for token in noun.tokens}
