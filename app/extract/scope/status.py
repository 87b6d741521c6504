"""The status of a figure: a fact, a plan, a forecast or a target, by its verb and the nouns before it."""

from collections.abc import Iterator

from app.extract.groups import Join, VerbGroup
from app.vocabulary.lexicon import members
from app.extract.scope.when import own_verb, tense
from app.extract.spots import Spot
from app.extract.ties import Role, Tie
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
    intention = _intention(spot, tie)
    if intention is not None:
        return intention
    due = period is not None and period.kind is PeriodKind.BY
    return Status.FORECAST if due and not is_done(spot) else Status.ACTUAL


def is_intended(spot: Spot, tie: Tie) -> bool:
    """Return whether a figure is of what is still to be, which may have a deadline."""
    due = tie.measure.id in DUE and not is_done(spot)
    return due or tie.how == "later" or _intention(spot, tie) is not None


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


# What a verb intends


def _intention(spot: Spot, tie: Tie) -> Status | None:
    """Return the status that a verb gives a figure: a forecast, or a plan of the force; ``None`` for a fact."""
    if _words_right_before(spot) & members("foreseen"):
        return Status.FORECAST
    for verb, before in (_said_after(spot), _said_before(spot)):
        if verb is None:
            continue
        words = before | {verb.lemma}
        if words & members("forecasting") or before & members("forecasting_to"):
            return Status.FORECAST
        if words & members("planning") or before & members("planning_to"):
            return Status.PLANNED
        if before & members("will"):
            return Status.PLANNED if _is_own_doing(spot, tie, verb) else Status.FORECAST
    return None


def _words_right_before(spot: Spot) -> set[str]:
    """Return the words right before a number: "an expected 1.2 million"."""
    noun = spot.parse.noun(spot.i - 1)
    return {*spot.before_number, *(token.text for token in (noun.tokens if noun is not None else ()))}


def _said_before(spot: Spot) -> tuple[VerbGroup | None, set[str]]:
    """Return the verb that governs a figure, and the verbs before that: "it expects crime to reach", "committed to"."""
    verb = spot.verb
    if verb is None or spot.v is None:
        return None, set()
    before = set(verb.intent)
    if spot.parse.word(spot.v + 1) == "to" and _is_doing(spot, spot.v + 2):
        before.add(verb.lemma)
    main = spot.parse.governing(spot.v) if verb.infinitive else None
    if main is not None and (leading := spot.parse.verb(main)) is not None:
        before |= {*leading.intent, leading.lemma}
    return verb, before


def _is_doing(spot: Spot, j: int) -> bool:
    """Return whether a group is what is done: "committed to recruiting"."""
    noun, verb = spot.parse.noun(j), spot.parse.verb(j)
    return verb.ing if verb is not None else noun is not None and noun.tokens[0].text.endswith("ing")


def _said_after(spot: Spot) -> tuple[VerbGroup | None, set[str]]:
    """Return the verb that says of a figure what is to be: "£8.1m is planned", "a £7.5m gap forecast"."""
    after, verb = spot.parse.after(spot.i), spot.next_verb
    if verb is None or spot.parse.joint(after, Join.RELATIVE):
        return None, set()
    told = verb.passive or verb.intent or len(verb.tokens) == 1
    return (verb, set(verb.intent)) if told else (None, set())


def _is_own_doing(spot: Spot, tie: Tie, verb: VerbGroup) -> bool:
    """Return whether what "will" be is done by the force: what crime or calls will do, or money will, is a forecast."""
    if verb.lemma in members("facing"):
        return False
    if verb.perfect and verb.among("rise", "fall") and not verb.passive:
        return False
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    own = subject is not None and (subject.noun in members("force_noun") or subject.proper)
    return own or tie.measure.topic in {Topic.WORKFORCE, Topic.BUDGET}
