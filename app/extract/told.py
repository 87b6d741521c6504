"""Stages 1 to 13 over a statement: what each sentence of it tells, in order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from app.extract.clauses import Parse
from app.extract.figures import figures_of
from app.extract.headings import Headings
from app.extract.places import PlaceMention, places_in
from app.extract.quantities import Reading, read_sentence
from app.extract.readings import parse, spots_with_ties
from app.extract.scope.area import area_of
from app.extract.spots import Spot
from app.extract.standing import refusal
from app.extract.ties import Tie
from app.extract.times import Times
from app.statements.statement import Statement
from app.statements.text import sentences
from app.vocabulary.records import Observation


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells. Each of its quantities has a spot in its clause, a tie and a figure, or ``None``.

    ``joined`` are the ties with their areas before some are refused: those of what is not so, or of another.
    """

    parse: Parse
    spots: Sequence[Spot | None]
    joined: Sequence[Tie | None]
    ties: Sequence[Tie | None]
    figures: Sequence[Observation | None]


def told_sentences(statement: Statement) -> Iterator[Told]:
    """Yield what each sentence of a statement tells, with what earlier ones pass on to it."""
    own_names = names_of(statement)
    headings = Headings(statement.force, statement.force_name)
    last: Tie | None = None
    for reading in readings(statement, headings):
        places = places_in(reading.sentence.text, statement.force, own_names) if reading.quantities else ()
        parsed = parse(reading)
        read = list(spots_with_ties(parsed, places, last))
        joined = [tie if spot is None or tie is None else _with_area(spot, tie, places) for spot, tie in read]
        spots = [spot for spot, _ in read]
        so = [_if_so(spot, tie, own_names) for spot, tie in zip(spots, joined, strict=True)]
        ties = [tie and headings.placed(reading, tie, places) for tie in so]
        last = next((tie for tie in reversed(ties) if tie is not None), None)
        yield Told(parsed, spots, joined, ties, list(figures_of(spots, ties)))


def readings(statement: Statement, headings: Headings) -> Iterator[Reading]:
    """Yield what each sentence of a statement states, with what ``headings`` and earlier sentences pass on to it."""
    times = Times()
    for sentence in sentences(statement.paragraphs):
        alone = sentence.text == statement.paragraphs[sentence.paragraph - 1]
        yield times.read_on(headings.read_on(read_sentence(sentence), alone=alone), alone=alone)


def names_of(statement: Statement) -> Collection[str]:
    """Return the names by which a statement may call its force."""
    return (statement.force_name,) if statement.force is None else statement.force.spellings


def _with_area(spot: Spot, tie: Tie, places: Sequence[PlaceMention]) -> Tie:
    area = area_of(spot, tie, places)
    return tie if area == tie.area else replace(tie, area=area)


def _if_so(spot: Spot | None, tie: Tie | None, own_names: Collection[str]) -> Tie | None:
    return None if spot is None or tie is None or refusal(spot, tie, own_names) is not None else tie
