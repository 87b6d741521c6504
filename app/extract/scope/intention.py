"""What a verb intends: "will recruit", "is expected to reach", "committed to recruiting", "£8.1m is planned"."""

from app.extract.groups import Join, VerbGroup
from app.extract.scope.clause import own_verb, tense
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members
from app.vocabulary.measures import Topic
from app.vocabulary.qualifiers import Status


def intention(spot: Spot, tie: Tie) -> Status | None:
    """Return the status that a verb gives a figure: a forecast, or a plan of the force; ``None`` for a fact."""
    if _words_beside(spot) & members("foreseen"):
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


def _words_beside(spot: Spot) -> set[str]:
    """Return the words right before a number and after its noun: "an expected 1.2 million", "a £7.5m gap forecast"."""
    beside = (spot.parse.noun(spot.i - 1), spot.parse.noun(spot.i + 1))
    return {*spot.before_number, *(token.text for noun in beside if noun is not None for token in noun.tokens)}


def _said_before(spot: Spot) -> tuple[VerbGroup | None, set[str]]:
    """Return the verb that governs a figure, and the verbs before that: "it expects crime to reach", "committed to"."""
    verb = spot.verb
    begins = own_verb(spot) is not verb and tense(spot.next_verb) and not spot.preposition
    if verb is None or spot.v is None or begins:
        return None, set()
    before = set(verb.intent)
    if spot.parse.word(spot.v + 1) == "to" and _is_doing(spot, spot.v + 2):
        before.add(verb.lemma)
    main = spot.parse.governing(spot.v) if verb.infinitive else None
    if main is not None and (leading := spot.parse.verb(main)) is not None:
        before |= {*leading.intent, leading.lemma}
    reporting = _reporting(spot)
    before |= {reporting.lemma} & members("forecasting") if reporting is not None else set()
    return verb, before


def _reporting(spot: Spot) -> VerbGroup | None:
    """Return the verb that a clause hangs on: "it expects that funding will be lower"."""
    j = 0 if spot.subject is None else spot.subject - 1
    j -= spot.parse.word(j) == "that"
    return spot.parse.verb(j)


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
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    own = subject is not None and (subject.noun in members("force_noun") or subject.proper)
    if not own and verb.among("rise", "fall") and not verb.passive:
        return False
    return own or tie.measure.topic in {Topic.WORKFORCE, Topic.BUDGET}
