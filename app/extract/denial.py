"""Stage 12: whether a figure is denied: "does not have 2,000", "no force has", "it is a myth that", "lacks"."""

from collections.abc import Sequence

from app.extract.governing import INTENDED, Governor, host, is_presupposed, lead, words
from app.extract.groups import Join
from app.extract.spots import Spot
from app.extract.ties import Tie
from app.vocabulary.lexicon import members


def is_denied(spot: Spot, tie: Tie, governing: Sequence[Governor]) -> bool:
    """Return whether a figure is said not to be so, or no longer: "lacks 200 officers", "no force has 2,000"."""
    if tie.measure.id not in INTENDED and _is_lacking(spot):
        return True
    if _is_excluded(spot):
        return not is_presupposed(spot)
    if _is_unlike(spot):
        return True
    if any(_is_ended(spot, governor) for governor in governing):
        return True
    return not is_presupposed(spot) and any(_denies(spot, governor) for governor in governing)


def _is_excluded(spot: Spot) -> bool:
    """Return whether a figure is of what is not there or not meant: "without 300 PCSOs", "rather than 300"."""
    before = spot.parse.word(spot.parse.before(spot.i) - 1)
    return (spot.preposition, before) in {("than", "rather"), ("of", "instead")} or spot.preposition == "without"


def _is_unlike(spot: Spot) -> bool:
    """Return whether a figure is said to be far off: "nowhere near 2,000", "nothing like 2,000"."""
    if spot.preposition == "like":
        before = host(spot)
        return before is not None and before.noun in {"nothing", "anything"}
    return words(spot.parse.at(spot.i - 1)) == {"nowhere"}


def _is_lacking(spot: Spot) -> bool:
    """Return whether a figure is of what is not there: "a shortfall of 200", "200 officers short"."""
    before, behind = host(spot), spot.parse.noun(spot.i + 1)
    lacking = before is not None and before.noun in members("lack_noun") and spot.preposition in {"of", "by", "for"}
    return lacking or (behind is not None and behind.text in {"short", "too few"})


def _is_ended(spot: Spot, governor: Governor) -> bool:
    """Return whether a verb says that there is no more of what the figure counts: "no longer has the 300 PCSOs"."""
    verb, before = governor.verb, spot.parse.at(governor.at - 1)
    no_longer = "longer" in words(verb) and verb.negated
    return no_longer or verb.lemma in {"cease", "stop", "scrap", "abolish", "disband"} or words(before) == {"gone"}


def _denies(spot: Spot, governor: Governor) -> bool:
    """Return whether a verb or its clause denies the figure, or another clause denies that."""
    parse, verb = spot.parse, governor.verb
    if verb.negated and parse.word(parse.before(spot.i)) != "but" and verb.lemma not in {"include", "count"}:
        return True
    if verb.among("deny") or any(told in {"fail", "cease", "refuse", "stop", "unable"} for told in verb.intent):
        return True
    if "yet" in words(verb) and any(token.text == "to" for token in verb.tokens):
        return True
    if "far" in words(parse.at(governor.at - 2)) and parse.word(governor.at - 1) == "from":
        return True
    if not governor.of_subject and _has_no_subject(spot, governor):
        return True
    return _is_inverted_denial(spot, governor) or _is_said_untrue(spot, governor)


def _has_no_subject(spot: Spot, governor: Governor) -> bool:
    """Return whether a clause is of nobody: "no force has 2,000 officers", "hardly any force"."""
    at = spot.parse.subject(governor.at)
    subject = None if at is None else spot.parse.noun(at)
    if at is None or subject is None:
        return False
    hardly = spot.parse.word(at - 1) in {"hardly", "scarcely", "barely"}
    return subject.tokens[0].text in members("nobody") or hardly


def _is_inverted_denial(spot: Spot, governor: Governor) -> bool:
    """Return whether "nor", "in no way" or "at no time" opens a clause: "nor does the force have 300 PCSOs"."""
    parse = spot.parse
    j = governor.at
    while j > 0 and parse.word(j) != "nor" and parse.joint(j, Join.STOP, Join.COMMA) is None:
        noun = parse.noun(j)
        if noun is not None and noun.determiner == "no" and noun.noun in {"way", "time", "point", "means", "stage"}:
            return True
        j -= 1
    return parse.word(j) == "nor" and parse.noun(j + 1) is None


def _is_said_untrue(spot: Spot, governor: Governor) -> bool:
    """Return whether another clause says that the figure's is not true: "it is a myth that the force has 2,000"."""
    parse = spot.parse
    begins = lead(parse, governor.at).start
    around = [*range(max(0, begins - 5), begins + 2), *range(spot.i + 1, spot.i + 4)]
    around = [j for j in around if j < len(parse.groups)]
    that = next((j for j in around if parse.groups[j].tokens[0].text == "that"), None)
    if that is None:
        return False
    told = set[str]().union(*(words(parse.groups[j]) for j in around if not _is_figure(spot, j)))
    verbs = [verb for j in around if j < that and (verb := parse.verb(j)) is not None]
    negated = any(verb.negated for verb in verbs)
    if told & members("untrue"):
        return not negated
    believed = any(verb.among("allege") for verb in verbs)
    if negated:
        return bool(told & members("true")) or believed
    return believed and any(parse.groups[j].tokens[0].text in members("nobody") for j in around if j < that)


def _is_figure(spot: Spot, j: int) -> bool:
    noun = spot.parse.noun(j)
    return noun is not None and noun.quantity is not None
