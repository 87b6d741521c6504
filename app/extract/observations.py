"""The entry point of extraction: the observations, notes and unassigned numbers of a statement."""

from dataclasses import dataclass
from itertools import filterfalse

from app.extract.certainty import confirmed
from app.extract.notes import find_notes
from app.extract.told import told_sentences
from app.extract.unassigned import place_of, unassigned
from app.statements.statement import Statement
from app.vocabulary.forces import Force
from app.vocabulary.qualifiers import Certainty
from app.vocabulary.records import Note, Observation, Place, StatementRecord, Unassigned


@dataclass(frozen=True, slots=True)
class Extraction:
    """What is read from a statement. ``dates`` and ``names`` are the places of numbers that are not figures."""

    observations: tuple[Observation, ...]
    notes: tuple[Note, ...]
    unassigned: tuple[Unassigned, ...]
    dates: tuple[Place, ...]
    names: tuple[Place, ...]


def extract(statement: Statement) -> Extraction:
    """Extract a statement. Each of its numbers is an observation, unassigned, or part of a date or a name."""
    observations: list[Observation] = []
    left: list[Unassigned] = []
    notes: list[Note] = []
    dates: list[Place] = []
    names: list[Place] = []
    for told in told_sentences(statement):
        reading, sentence = told.parse.reading, told.parse.reading.sentence
        for quantity, figure in zip(reading.quantities, told.figures, strict=True):
            if figure is not None:
                observations.append(figure)
            else:
                left.extend(unassigned(sentence, quantity))
        notes.extend(find_notes(sentence))
        dates.extend(place_of(sentence, mention.start, mention.end) for mention in reading.periods)
        names.extend(place_of(sentence, start, end) for start, end in reading.names)
    return Extraction(confirmed(observations), tuple(notes), tuple(left), tuple(dates), tuple(names))


def record_of(
    statement: Statement, force: Force, extraction: Extraction, *, accept_likely: bool = False
) -> StatementRecord:
    """Return the record of a page's statement and everything read from it, ready to be stored.

    Its figures are those whose reading is certain; with ``accept_likely`` also those whose reading is likely, which are
    else among its unassigned numbers.
    """

    def accepted(figure: Observation) -> bool:
        return accept_likely or figure.certainty is Certainty.CERTAIN

    left = map(_as_unassigned, filterfalse(accepted, extraction.observations))
    return StatementRecord(
        force=force.id,
        round=statement.round,
        url=statement.url,
        title=statement.title,
        archived_url=statement.archived_url,
        published=statement.published,
        language=statement.language,
        complete=True,
        disclaimer=statement.disclaimer,
        sha256=statement.sha256,
        text=statement.text,
        observations=tuple(filter(accepted, extraction.observations)),
        notes=extraction.notes,
        unassigned=tuple(sorted((*extraction.unassigned, *left), key=_start)),
    )


def _as_unassigned(figure: Observation) -> Unassigned:
    """Return a figure as a number of which only its words are taken over, not what they are read to count."""
    return Unassigned(
        as_stated=figure.as_stated,
        value=figure.value,
        unit=figure.unit,
        qualifier=figure.qualifier,
        place=figure.place,
    )


def _start(number: Unassigned) -> int:
    return 0 if number.place is None else number.place.start
