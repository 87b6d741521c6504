"""Stage 4d: what stands above figures and says in what unit all of them are, or of which area: "£000s", "England"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.extract.areas import AreaNames
from app.extract.labels import read_label
from app.extract.places import PlaceMention
from app.extract.quantities import Reading
from app.extract.ties import Tie
from app.vocabulary.forces import Force
from app.vocabulary.periods import parse_period
from app.vocabulary.scales import Scale, parse_scale

_LONGEST = 80
_PART = re.compile(r"(?:(?!,\s|:\s|\s[–—-]\s|\s(?:in|for|across)\s(?!£))[^()])+")
_ALL_FIGURES = r"(?:(?:all|the)\s)?(?:figures|values|amounts|numbers|data|sums)"
_ALL_IN = re.compile(rf"{_ALL_FIGURES}\s(?:are\s)?(?:shown|given|stated|expressed)?\s?(?=in\s)", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|for|across)\s")
_ENDS = ".:;,-–— "
_OF_THE_FORCE = re.compile(r"\b(?:the\s(?:force|constabulary)|we|our)\b(?!.*:)", re.IGNORECASE)
_OF_A_ROW = re.compile(r"(?P<row>[^:()]{1,100})\s\((?P<columns>[^:()]{1,200})\):\s")
_NAME = re.compile(r"(?:[A-Z][a-z’-]+shire|[A-Z][a-z’-]+ and [A-Z][a-z’-]+)")
_BETWEEN_COMMAS = re.compile(r"(?P<words>[^,]+)(?:,\s)?")


@dataclass(frozen=True, slots=True)
class _Said:
    """What a heading says of the figures below it, and the characters that name a unit."""

    scale: Scale | None = None
    area: str | None = None
    units: tuple[tuple[int, int], ...] = ()


class Headings:
    """The headings of a statement, whose sentences are read in order."""

    def __init__(self, force: Force | None, force_name: str) -> None:
        """Begin the statement of a force."""
        self._names = AreaNames(force, force_name)
        self._over = _Said()
        self._used = False  # whether a figure stands below the heading already

    def read_on(self, reading: Reading, *, alone: bool) -> Reading:
        """Return the reading of the next sentence, its bare numbers in the unit that is told above it.

        A heading holds for the lines and the items of a list below it (those that are paragraphs ``alone`` or end
        without a full stop), to the next heading, the next prose, or what is said of the force.
        """
        text = reading.sentence.text
        said = self._said(text) if alone and len(text) <= _LONGEST else _Said()
        left = tuple(q for q in reading.quantities if not any(s <= q.start and q.end <= e for s, e in said.units))
        ended = text.endswith((".", "!", "?"))
        if alone and not left and (not ended or said.units == ((0, len(text)),)):
            self._begin(said)
            return replace(reading, quantities=left, names=tuple(sorted((*reading.names, *said.units))))
        if (ended and not alone) or _OF_THE_FORCE.search(text):
            self._over = _Said()
        self._used = True
        return self._of_an_area(read_label(reading, self._over.scale))

    def _begin(self, said: _Said) -> None:
        """Begin what stands below a heading: one right below another goes on with it, but two places are a list."""
        above = _Said() if self._used else self._over
        area = None if said.area and above.area else said.area or above.area
        self._over = _Said(said.scale or above.scale, area)
        self._used = False

    def _of_an_area(self, reading: Reading) -> Reading:
        """Return a sentence with the area told above it, or by the label of its row or column."""
        row = _OF_A_ROW.match(reading.sentence.text)
        area, told = (self._named(row) if row else None) or (self._over.area, ())
        text = reading.sentence.text
        units = (
            (start - len(", ") if text.endswith(", ", 0, start) else start, end)
            for start, end in reading.names
            if parse_scale(text[start:end]) is not None
        )
        told = (*told, *units)
        return replace(reading, area=area, told=told) if area or told else reading

    def _named(self, row: re.Match[str]) -> tuple[str | None, tuple[tuple[int, int], ...]] | None:
        """Return the area that the label of a row or a column names, and the characters that say nothing else."""
        for part in _BETWEEN_COMMAS.finditer(row.string, *row.span("columns")):
            if (area := self._names.area(part["words"])) or self._names.is_own(part["words"]):
                whole = part.span() == row.span("columns")
                return area, ((row.end("row"), row.end("columns") + 1) if whole else part.span(),)
        area, end = self._names.area(row["row"]), row.end("columns")
        if area is None and not self._names.is_own(row["row"]):
            return None
        parts = [part["words"] for part in _BETWEEN_COMMAS.finditer(row["columns"])]
        several = sum(parse_scale(words) is None for words in parts) > 1
        return area, () if several else ((0, row.start("columns")), (end, end + 1))

    def placed(self, reading: Reading, tie: Tie, places: Sequence[PlaceMention]) -> Tie | None:
        """Return a tie with the area of its sentence, if that names no other ``places``.

        A line of a table, "Constables (police officers): 1,800", begins with the label of its row. Where that is no
        area and none of the thing that is counted, it says what is not understood, and there is no tie: ``None``.
        """
        row = _OF_A_ROW.match(reading.sentence.text)
        if row and row.end("row") < tie.start < row.end() and not self._names.known(row["row"]):
            return None
        if (
            row
            and tie.start < row.end("row")
            and reading.area is None
            and not reading.told
            and _NAME.fullmatch(row["columns"])
        ):
            return None  # "Population (Brackshire): 800,000" is of a place that is not known
        return tie if tie.area or places or reading.area is None else replace(tie, area=reading.area)

    def _said(self, text: str) -> _Said:
        said, others = _Said(), 0
        for part in _PART.finditer(text):
            words = _ALL_IN.sub("", part[0].strip(_ENDS), count=1)
            scale = parse_scale(words)
            if scale is not None and (scale.unit or (scale.power and len(words) > 1)):
                said = replace(said, scale=scale, units=(*said.units, part.span()))
            elif (area := self._names.area(_PREPOSITION.sub("", words, count=1))) is not None:
                said = replace(said, area=said.area or area)
            elif words and parse_period(words) is None:
                others += 1
        return said if others <= 1 else replace(said, area=None)  # "Source: ONS, England" is no heading of England
