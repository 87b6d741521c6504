"""Stage 6: the skeleton of a sentence, with quantities, periods and things as single signs that show its construction.

"In 2016/17 recorded crime fell by 4% to 51,000" is "in @ § fell by % to #".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from sys import maxsize

from app.extract.quantities import Reading
from app.extract.things import ThingMention, find_things
from app.vocabulary.units import Unit

BARE, PERCENT, MONEY, MEASURED = "#", "%", "£", "¤"
PERIOD = "@"
THING = "§"

_SIGNS = {None: BARE, Unit.PERCENT: PERCENT, Unit.PERCENTAGE_POINTS: PERCENT, Unit.GBP: MONEY}
_NO_SIGNS = str.maketrans(dict.fromkeys("#%£¤@§", " ") | dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹*†‡\0", ""))
_NO_MARKS = str.maketrans(dict.fromkeys("¹²³⁰⁴⁵⁶⁷⁸⁹", " "))  # of footnotes, which stand at words too


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The signs and remaining words of a sentence in lower case; the n-th quantity is the sign at ``quantities[n]``."""

    reading: Reading
    text: str
    quantities: tuple[int, ...]
    things: tuple[int, ...]
    mentions: tuple[ThingMention, ...]

    def whole(self, n: int) -> bool:
        """Return whether the n-th quantity is a whole number: people and things are not counted in parts."""
        value = self.reading.quantities[n].value
        return value is not None and value == value.to_integral_value()


def skeleton_of(reading: Reading) -> Skeleton:
    """Return the skeleton of a sentence. Quantities and periods take precedence over things that contain them."""
    text = reading.sentence.text
    for start, end in reading.told:
        text = text[:start] + "\0" * (end - start) + text[end:]
    stated: list[tuple[int, int, str]] = sorted(
        [(quantity.start, quantity.end, _SIGNS.get(quantity.unit, MEASURED)) for quantity in reading.quantities]
        + [(period.start, period.end, PERIOD) for period in reading.periods]
    )
    pieces: list[str] = []
    quantities: list[int] = []
    things: list[int] = []
    mentions: list[ThingMention] = []
    reached = length = 0
    for start, end, sign, mention in _merged(
        stated,
        [
            mention
            for mention in find_things(text.translate(_NO_MARKS))
            if mention.thing.told and not _in_denominator(reading, mention)
        ],
    ):
        words = text[reached:start].translate(_NO_SIGNS).lower()
        pieces += (words, sign)
        length += len(words)
        if mention is not None:
            things.append(length)
            mentions.append(mention)
        elif sign != PERIOD:
            quantities.append(length)
        length += 1
        reached = max(reached, end)
    pieces.append(text[reached:].translate(_NO_SIGNS).lower())
    return Skeleton(reading, "".join(pieces), tuple(quantities), tuple(things), tuple(mentions))


def _in_denominator(reading: Reading, mention: ThingMention) -> bool:
    """Return whether a thing is only the denominator of a rate ("per 1,000 population")."""
    return any(
        start < mention.start and mention.end <= end and reading.sentence.text.startswith(("per ", "for "), start)
        for start, end in reading.names
    )


def _merged(
    stated: list[tuple[int, int, str]], mentions: list[ThingMention]
) -> Iterator[tuple[int, int, str, ThingMention | None]]:
    """Yield the quantities and periods of a sentence and the things between them, in order."""
    position = 0
    reached = 0
    for start, end, sign in (*stated, (maxsize, maxsize, "")):
        while position < len(mentions) and mentions[position].start < start:
            mention = mentions[position]
            if reached <= mention.start and mention.end <= start:
                yield mention.start, mention.end, THING, mention
            position += 1
        if sign:
            yield start, end, sign, None
        reached = max(reached, end)
