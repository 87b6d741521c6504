"""Hold a review file against its page: its places, words and values, and that each number of the page is in it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from app.extract.observations import Extraction, record_of
from app.review.fields import choice_of, measure_of, note_of, paragraph_of, period_of
from app.review.file import BECAUSE, FIGURE, Fault, FaultyReviewError, ReviewFile, Table
from app.review.numbers import numbers_of, sizes_of
from app.review.saying import Stated, fits, said_by
from app.review.writing import string
from app.statements.statement import Statement
from app.statements.text import PARAGRAPH_BREAK
from app.vocabulary.areas import COMPARED
from app.vocabulary.bounds import stated_bounds
from app.vocabulary.forces import Force
from app.vocabulary.qualifiers import Status
from app.vocabulary.records import MAX_WORDS, REVIEWED, Observation, Place, StatementRecord, Unassigned


def reviewed_record(file: ReviewFile, statement: Statement, force: Force, extraction: Extraction) -> StatementRecord:
    """Return the record of a page as its review file has it, ready to be stored.

    Its figures and notes have the method ``reviewed``; the numbers without a measure are unassigned. Raises
    ``FaultyReviewError`` with all that is wrong with the file.
    """
    if file.header.values["sha256"] != statement.sha256:
        told = "the page has another text than this file was written for: write the file again with `review`"
        file.header.fault("sha256", told)
        raise FaultyReviewError(file.faults)
    check = _Check(statement, extraction)
    numbers = [check.number(table) for table in file.tables if table.kind == FIGURE]
    notes = [note_of(table, statement.text) for table in file.tables if table.kind != FIGURE]
    faults = [*file.faults, *(check.missing() if file.whole else ())]
    if faults:
        raise FaultyReviewError(faults)
    reviewed = replace(
        extraction,
        observations=tuple(number for number in numbers if isinstance(number, Observation)),
        unassigned=tuple(number for number in numbers if isinstance(number, Unassigned)),
        notes=tuple(note for note in notes if note is not None),
    )
    return replace(record_of(statement, force, reviewed), title=file.header.said("title"))


class _Check:
    """Checks the numbers of a file one by one, and keeps which of the page's it has."""

    def __init__(self, statement: Statement, extraction: Extraction) -> None:
        self._text = statement.text
        self._numbers = list(numbers_of(statement))
        self._starts = [number.place.start for number in self._numbers]
        self._ends = [number.place.end for number in self._numbers]
        self._read = defaultdict[int, list[Observation]](list)  # the figures of a number, by its index
        self._quoted = {number.place for number in extraction.unassigned}
        self._areas = {None, *COMPARED}
        for figure in extraction.observations:
            self._quoted.add(figure.place)
            self._areas.add(figure.area)
            for n in () if figure.place is None else self._indexes(figure.place):
                if self._numbers[n].sizes == sizes_of(figure.value, figure.value_max):
                    self._read[n].append(figure)
        self._lines: dict[int, int] = {}  # of the table that has a number, by its index
        self._figures: dict[Observation, int] = {}  # the line of each

    def number(self, table: Table) -> Observation | Unassigned | None:
        """Return what a table says of a number of the page. What is wrong with it is among the faults then."""
        place, measure = self._place(table), measure_of(table)
        period, area = period_of(table), self._area(table)
        status = choice_of(table, "status", Status) or Status.ACTUAL
        if place is None:
            return None
        words = self._text[place.start : place.end]
        said = said_by(table, words, place.start, self._held(place), measure)
        if measure is None:
            value = None if said.value is None else sizes_of(said.value, said.value_max)[0]
            return Unassigned(as_stated=words, value=value, unit=said.unit, qualifier=said.qualifier, place=place)
        if not fits(table, said, measure) or said.value is None:
            return None
        figure = Observation(
            measure=measure.id,
            label=table.said("label"),
            value=said.value,
            value_max=said.value_max,
            unit=said.unit or measure.unit,
            qualifier=said.qualifier,
            bounds=stated_bounds(
                said.value,
                value_max=said.value_max,
                qualifier=said.qualifier,
                resolution=said.resolution,
                kind=measure.kind,
            ),
            period=period,
            area=area,
            status=status,
            as_stated=words,
            place=place,
            method=REVIEWED,
        )
        if (line := self._figures.setdefault(figure, table.line)) != table.line:
            table.fault("", f"this figure is in line {line} already: remove one of them")
        return figure

    def missing(self) -> Iterator[Fault]:
        """Yield for each number of the page that no table has where it is missing, and what to write."""
        line = 1
        for n, number in enumerate(self._numbers):
            if n in self._lines:
                line = self._lines[n]
                continue
            place = number.place
            words = self._text[place.start : place.end]
            entry = f'measure = "", words = {string(words)}, place = [{place.start}, {place.end}]'
            told = (
                f"after this, “{words}” of the page is missing; to leave it unassigned, write [[{FIGURE}]] with {entry}"
            )
            yield Fault(line, told)

    def _place(self, table: Table) -> Place | None:
        """Return the characters of a table's words: those at its place or, corrected by hand, that overlap it."""
        given, words = table.values.get("place"), table.said("words")
        if given is not None:
            self._note_numbers(table, Place(0, *given))
        if words is None:
            there = "" if given is None else f" “{self._text[slice(*given)]}”"
            table.fault("words", f"words are missing: write those of the page that carry the figure{there}")
            return None
        if len(words.split()) > MAX_WORDS:
            table.fault("words", f"no more than {MAX_WORDS} words may be quoted: leave out those of no need")
            return None
        starts = list(_occurrences(words, self._text, *(given or (0, len(self._text)))))
        if given is None and len(starts) > 1:
            table.fault("words", f"the page has “{words}” {len(starts)} times: say which with place")
            return None
        if not starts or PARAGRAPH_BREAK in words:
            there = "the page" if given is None else f"the page at {given}, which has “{self._text[slice(*given)]}”"
            table.fault("words", f"“{words}” is not in {there}: write the words as they stand there")
            return None
        start = min(starts, key=lambda n: abs(n - given[0])) if given else starts[0]
        place = Place(paragraph_of(start, self._text), start, start + len(words))
        self._note_numbers(table, place)
        if not self._held(place) and table.said("because") is None:
            cut = [self._numbers[n].place for n in self._indexes(place)]
            whole = " and ".join(f"“{self._text[number.start : number.end]}”" for number in cut)
            table.fault("words", f"“{words}” has no whole number of the page: quote {whole or 'one'}, {BECAUSE}")
            return None
        return place

    def _note_numbers(self, table: Table, place: Place) -> None:
        for n in self._indexes(place):
            self._lines.setdefault(n, table.line)

    def _indexes(self, place: Place) -> range:
        """Return the indexes of the numbers that have characters of a place."""
        return range(bisect_right(self._ends, place.start), bisect_left(self._starts, place.end))

    def _held(self, place: Place) -> list[Stated]:
        """Return the numbers that a place has whole, or in part where that is all that may be quoted of one."""
        numbers = [(self._numbers[n], self._read[n]) for n in self._indexes(place)]
        return [Stated(n, read) for n, read in numbers if place in self._quoted or n.is_whole_in(place)]

    def _area(self, table: Table) -> str | None:
        area = table.said("area")
        named = area in self._areas or (area or "").casefold() in self._text.casefold()
        if not named and table.said("because") is None:
            others = ", ".join(sorted(COMPARED))
            table.fault("area", f"the page names no area {area!r}: write it as there, or {others}, {BECAUSE}")
        return area


def _occurrences(words: str, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where words stand in a text with characters of ``start`` to ``end``."""
    at = text.find(words, max(0, start - len(words) + 1))
    while 0 <= at < end:
        yield at
        at = text.find(words, at + 1)
