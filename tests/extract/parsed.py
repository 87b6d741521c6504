"""Sentences in their clauses, for tests of the stages that look at groups."""

from app.extract.chunks import chunks
from app.extract.clauses import Parse
from app.extract.quantities import read_sentence
from app.extract.tokens import tokens_of
from app.statements.text import Sentence


def parsed(text: str) -> Parse:
    """Return a sentence in its clauses, whether it has numbers or not."""
    reading = read_sentence(Sentence(text, 0, 1))
    return Parse(reading, chunks(tokens_of(reading)))


def place(parse: Parse, words: str) -> int:
    """Return the place of the first group that has some words."""
    at = parse.text.index(words)
    return next(j for j, group in enumerate(parse.groups) if group.start <= at < group.end)


def words_at(parse: Parse, j: int | None) -> str | None:
    """Return the words of the group at a place, or ``None`` where there is none."""
    group = None if j is None else parse.at(j)
    return None if group is None else parse.text[group.start : group.end]
