"""Stage 12: whether a figure is but supposed: wished for, needed, possible, asked about, or an example."""

from collections.abc import Sequence

from app.extract.governing import INTENDED, Governor, host, is_presupposed, lead, words
from app.extract.groups import Join, VerbGroup
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members, verb_forms
from app.vocabulary.measures import Topic

_OF_PLACES = frozenset({Topic.GEOGRAPHY, Topic.DEMOGRAPHICS})


def is_supposed(spot: Spot, tie: Tie, governing: Sequence[Governor]) -> bool:
    """Return whether a figure is only wished for, needed, possible, asked about, or an example."""
    if _is_needed_part(spot):
        return True
    if tie.measure.id in INTENDED or is_presupposed(spot):
        return False
    if _is_asked(spot) or _is_example(spot):
        return True
    before = host(spot)
    if before is not None and words(before) & members("wish_noun") and spot.preposition in {"for", "to", "of"}:
        return True
    return any(_supposes(spot, tie, governor) for governor in governing)


def _is_asked(spot: Spot) -> bool:
    text = spot.parse.text.rstrip("\"'”’) ")
    return text.endswith("?") and not any(words(group) & {"know", "aware"} for group in spot.parse.groups)


def _is_needed_part(spot: Spot) -> bool:
    """Return whether a part is told of so many that are needed: "half of the 2,000 officers it needs"."""
    verb = spot.parse.verb(spot.i + 2)
    needed = verb is not None and (verb.among("wish") or not members("supposing_modal").isdisjoint(verb.intent))
    return needed and spot.parse.noun(spot.i + 1) is not None and spot.preposition == "of"


def _is_example(spot: Spot) -> bool:
    """Return whether a figure is of a force that there may be: "for example, a force of 2,000", "imagine a force"."""
    before = host(spot)
    if before is None or before.determiner not in {"a", "an", "any"} or before.noun not in {"force", "constabulary"}:
        return False
    opening = set[str]().union(*(words(group) for group in spot.parse.groups[: spot.i + 3]))
    verb = spot.verb
    return bool(opening & {"example", "instance", "imagine", "suppose", "unlike", "compared", "than", "say"}) or (
        verb is not None and spot.parse.verb(0) is verb and spot.v == 0
    )


def _supposes(spot: Spot, tie: Tie, governor: Governor) -> bool:
    """Return whether a verb or its clause makes the figure a supposition."""
    verb = governor.verb
    if not members("supposing_modal").isdisjoint(verb.intent) and not _is_able(spot, governor):
        return True
    if _wishes(verb, tie, "for" if governor.leads else spot.preposition, governor.of_subject):
        return True
    able = spot.parse.noun(governor.at - 2)
    if able is not None and able.noun in members("wish_noun") and spot.parse.joint(governor.at - 1, Join.PREPOSITION):
        return True
    if governor.of_subject:
        return False
    return _is_conditional(spot, governor)


def _is_able(spot: Spot, governor: Governor) -> bool:
    """Return whether "could" tells what so many were able to: "43% could speak Welsh"."""
    verb, at = governor.verb, spot.parse.subject(governor.at)
    subject = None if at is None else spot.parse.noun(at)
    counted = governor.of_subject or (subject is not None and subject.quantity is not None)
    return counted and "could" in verb.intent and not verb.passive and not verb.among("be", "have")


def _wishes(verb: VerbGroup, tie: Tie, preposition: str, of_subject: bool) -> bool:
    """Return whether a verb wishes, needs, asks for or alleges: "needs 3,000", "is said to have", "are required"."""
    if verb.among("serve", "live", "record", "stretch", "continue"):
        return False
    if any(_is_wish(lemma) for lemma in verb.intent):
        return True
    if of_subject:
        return verb.among("wish", "beg") and verb.passive
    if "must" in verb.intent or "have" in verb.intent:
        return verb.among("have", "be", "recruit", "reach") and tie.measure.topic not in _OF_PLACES
    if verb.among("beg") and preposition == "for":
        return True
    wished = verb.among("wish") and (verb.lemma != "promise" or verb.passive)
    return wished and preposition in {"", "of", "for", "to"}


def _is_wish(lemma: str) -> bool:
    told = verb_forms().get(lemma)
    return told is not None and not told.classes.isdisjoint({"wish", "allege"})


def _is_conditional(spot: Spot, governor: Governor) -> bool:
    """Return whether a clause is a condition, a doubt or a hope: "if it had", "had it 2,000", "perhaps there are"."""
    parse = spot.parse
    before = lead(parse, governor.at)
    opening = parse.at(before.start)
    comma = any(parse.joint(j, Join.COMMA) for j in before)
    if opening is not None and words(opening) & members("supposing") and not comma:
        return True
    if any(words(parse.groups[j]) & members("doubtful") for j in before):
        return True
    if not before and governor.verb.text in {"had", "were", "should"} and parse.noun(governor.at + 1) is not spot.group:
        return True
    earlier = parse.verb(before.start - 1)
    return earlier is not None and earlier.lemma in {"wish", "hope", "suppose", "imagine"}
