"""How each number of a statement was read, stage by stage: what a person asks who doubts a figure, or misses one.

Nothing is kept of this while a statement is read: it is found by asking the stages again.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.extract.certainty import confirmed, doubts
from app.extract.clauses import Parse
from app.extract.groups import Group, Join, Joint, NounGroup, VerbGroup
from app.extract.meaning.objections import objection
from app.extract.modifiers import Effect, effects
from app.extract.quantities import Quantity
from app.extract.readings import fits
from app.extract.spots import Spot
from app.extract.standing import refusal
from app.extract.ties import Tie
from app.extract.told import Told, names_of, told_sentences
from app.statements.statement import Statement
from app.vocabulary.measures import Kind
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import Observation
from app.vocabulary.rules import rules


@dataclass(frozen=True, slots=True)
class Step:
    """What one stage made of a number, for people."""

    stage: str
    said: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a number was read: its words, what the stages made of it, and the figure that it is, or ``None``."""

    words: str
    steps: tuple[Step, ...]
    figure: Observation | None


@dataclass(frozen=True, slots=True)
class ExplainedSentence:
    """A sentence with numbers: its words, its groups in ``notation``, and how each of its numbers was read."""

    text: str
    groups: str
    numbers: tuple[Explanation, ...]


def explained(statement: Statement) -> Iterator[ExplainedSentence]:
    """Yield how the numbers of each sentence of a statement were read, for sentences that have any."""
    own_names = names_of(statement)
    sentences = list(told_sentences(statement))
    figures = (figure for told in sentences for figure in told.figures)
    final = iter(confirmed([figure for figure in figures if figure is not None]))
    for told in sentences:
        if told.spots:
            numbers = tuple(
                _explained(told, n, own_names, None if figure is None else next(final))
                for n, figure in enumerate(told.figures)
            )
            yield ExplainedSentence(told.parse.text, notation(told.parse), numbers)


def _explained(told: Told, n: int, own_names: Collection[str], figure: Observation | None) -> Explanation:
    quantity = told.parse.quantity(n)
    words = told.parse.text[quantity.start : quantity.end]
    return Explanation(words, tuple(_steps(told, n, own_names, figure)), figure)


def _steps(told: Told, n: int, own_names: Collection[str], figure: Observation | None) -> Iterator[Step]:
    """Yield what the stages made of a number, up to the one where it stopped."""
    spot, joined, tie = told.spots[n], told.joined[n], told.ties[n]
    yield Step("number", _amount(told.parse.quantity(n)))
    if spot is None:
        yield Step("stopped", "how many is not said, or the number is in no group")
        return
    yield Step("clause", _clause(spot))
    yield from _joins(spot, joined)
    if joined is None:
        return
    refused = refusal(spot, joined, own_names)
    if refused is not None:
        yield Step("stopped", refused.value)
    elif tie is None:
        yield Step("stopped", "the label of its row is not understood")
    elif figure is None:
        yield Step("stopped", "its value cannot be, or it cannot be quoted, or a place is missing")
    else:
        yield Step("scope", _scope(spot.parse, figure))
        yield Step("certainty", _certainty(spot, tie, figure))


# What is said of each stage


def _amount(quantity: Quantity) -> str:
    if quantity.value is None:
        return "no value"
    highest = "" if quantity.value_max is None else f" to {quantity.value_max}"
    unit = "" if quantity.unit is None else f" {quantity.unit.value}"
    return f"{quantity.value}{highest}{unit}, {quantity.qualifier_in(quantity.unit).value}"


def _clause(spot: Spot) -> str:
    """Return what stands around a number: its noun, its preposition, its verb and the subject of that."""
    subject = None if spot.subject is None else spot.parse.noun(spot.subject)
    told = {
        "noun": spot.group.noun,
        "counts": "" if spot.group.thing is None else spot.group.thing.id,
        "after": spot.preposition,
        "verb": "" if spot.verb is None else _verb(spot.verb),
        "subject": "" if subject is None else _words(spot.parse, subject),
        "subject of": "" if spot.next_verb is None or spot.is_object else _verb(spot.next_verb),
        "goes on from": "" if spot.host is None else spot.host.method,
    }
    return "; ".join(f"{name} {words}" for name, words in told.items() if words) or "alone"


def _joins(spot: Spot, joined: Tie | None) -> Iterator[Step]:
    """Yield which joins fit, what refused those before the one that was taken, and where none was, what may have."""
    if joined is not None and joined.how == "respectively":
        yield Step("join", f"paired as {joined.method}")
        return
    tried = list(fits(spot))
    for fit in tried:
        if fit.tie is None:
            yield Step("join", f"{fit.join} as {fit.joined.method}, refused: {_refused(spot, fit.joined)}")
        else:
            yield Step("join", f"{fit.join} as {fit.tie.method}")
    if joined is None and tried and tried[-1].tie is not None:
        yield Step("stopped", "“respectively” pairs it with nothing for certain")
    elif joined is None:
        narrowed = effects(spot) & {Effect.NARROWING, Effect.OTHER}
        part = "; the words before its noun make it a part or another kind" if narrowed else ""
        yield Step("stopped", f"no join fits{part}" if not tried else "no other join fits")


def _refused(spot: Spot, tie: Tie) -> str:
    if spot.sign not in {"", "+"} and tie.measure.kind is not Kind.CHANGE:
        return "less than nothing is only a change"
    return objection(spot, tie) or "it is for each day, week or month"


def _scope(parse: Parse, figure: Observation) -> str:
    """Return the period with the words that name it, the area and the status of a figure."""
    period = "no period" if figure.period is None else figure.period.label
    named = next((parse.text[m.start : m.end] for m in parse.reading.periods if m.period == figure.period), None)
    from_ = f" (“{named}”)" if named is not None else " (told before)" if figure.period is not None else ""
    return f"{period}{from_}; {figure.area or 'the whole force area'}; {figure.status.value}"


def _certainty(spot: Spot, tie: Tie, figure: Observation) -> str:
    """Return how sure a reading is, and why: by its rule, by what the words leave open, or as it is said twice."""
    rule = rules()[tie.how]
    why = list(doubts(spot, tie))
    if rule.certainty is not Certainty.CERTAIN:
        why.insert(0, f"its rule is {rule.certainty.value}")
    if figure.certainty is not tie.certainty:
        why.append("but the page says it twice")
    said = f"{figure.certainty.value}, resting on {rule.ground.value.replace('_', ' ')}"
    return f"{said}: {'; '.join(why)}" if why else said


# The notation of groups


def notation(parse: Parse) -> str:
    """Return the groups of a sentence: ``[The force] <has: have> [2,242 officers = officers] in @2016``.

    Noun groups are in brackets with the thing that their head names, verb groups in angles with their classes; times
    have an ``@``.
    """
    return " ".join(_noted(parse, group) for group in parse.groups)


def _noted(parse: Parse, group: Group) -> str:
    words = _words(parse, group)
    if isinstance(group, NounGroup):
        return f"[{words} = {group.thing.id}]" if group.thing is not None else f"[{words}]"
    if isinstance(group, VerbGroup):
        return f"<{words}: {' '.join(sorted(group.classes)) or group.lemma}>"
    return f"@{words}" if isinstance(group, Joint) and group.join is Join.TIME else words


def _words(parse: Parse, group: Group) -> str:
    return parse.text[group.start : group.end]


def _verb(verb: VerbGroup) -> str:
    return f"{verb.text} ({' '.join(sorted(verb.classes)) or verb.lemma})"
