"""Numbers that are no figures, quoted with the next few words, which hint at what they count."""

import re
from collections.abc import Iterator

from app.extract.quantities import Quantity
from app.extract.scope.words import end_of_words
from app.statements.text import Sentence
from app.vocabulary.records import Place, Unassigned

_NEXT_WORDS = re.compile(r"(?:\s[^\W\d_][\w’'-]*){0,3}")


def unassigned(sentence: Sentence, quantity: Quantity) -> Iterator[Unassigned]:
    """Yield an unassigned number, quoted with the next few words.

    One that is longer than may be quoted is given in parts, of which the first has the value.
    """
    text, start, value = sentence.text, quantity.start, quantity.value
    following = _NEXT_WORDS.match(text, quantity.end)
    end = end_of_words(text, start, following.end() if following else quantity.end)
    while start < quantity.end:
        yield Unassigned(
            as_stated=text[start:end],
            value=value,
            unit=quantity.unit,
            qualifier=quantity.qualifier_in(quantity.unit),
            place=place_of(sentence, start, end),
        )
        start, value = end + 1, None
        end = end_of_words(text, start, quantity.end)


def place_of(sentence: Sentence, start: int, end: int) -> Place:
    """Return the place in its statement of some characters of a sentence."""
    return Place(sentence.paragraph, sentence.start + start, sentence.start + end)
