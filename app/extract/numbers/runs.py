"""Runs: what stands together with no more than a space or a sign between, read to its end."""

import re

from app.extract.numbers.begins import BEGINS, LONGEST_RUN
from app.extract.numbers.digits import begun_in_digits
from app.extract.numbers.fine import made_finer
from app.extract.numbers.marks import end_of_mark
from app.extract.numbers.number import (
    LIMIT,
    MAX_DIGITS,
    MAX_PLACES,
    Form,
    Number,
    scaled,
    unit_at,
    without_value,
)
from app.extract.numbers.sums import ONE_OF_A_SCALE, Sum
from app.extract.numbers.words import CARDINAL, PARTS, SCALE, SIGN, VULGAR_SIGN, folded
from app.vocabulary.lists import words_of
from app.vocabulary.number_words import SMALL, any_of

_GAP = r"(?P<gap>\s|-|,\s(?:and\s)?|\sand\s|-and-|)"
_NEXT_WORD = rf"(?!one\s(?:of|in)\b)(?P<word>{CARDINAL}\b|{SCALE}s?\b)"
_NEXT_SIGN = rf"(?<![\s-])(?P<sign>{SIGN})(?![A-Za-z0-9])|(?<=\s)(?P<spaced>(?!b\b){SIGN})(?!\w)"
_GO_ON = re.compile(rf"{_GAP}(?:{_NEXT_WORD}|{_NEXT_SIGN}|(?P<other>\d|{VULGAR_SIGN}))", re.IGNORECASE)
_TOGETHER = frozenset({" ", ""})
_PARTS_FOLLOW = re.compile(rf"[\s-](?:{any_of(PARTS)})s\b", re.IGNORECASE)
# Letters right after digits: "223.2MM", "2232e5"; but a unit may stand there, and "4x4" is joined.
_A_UNIT = rf"(?:{any_of(map(re.escape, words_of('numbers', 'letters_after')))}|x(?=\d))(?![^\W\d_])"
_UNCLEAR_AFTER = re.compile(rf"(?!{_A_UNIT})[^\W\d_]+", re.IGNORECASE)


class Run:
    """A number that is read to its end; its sum is ``None`` if it is not understood."""

    def __init__(self, text: str, match: re.Match[str]) -> None:
        """Begin with a match of the first part."""
        self.text, self.start, self.end = text, *match.span()
        self.sum: Sum | None
        self.before_pause: tuple[Sum, int] | None = None
        self.form = Form.DIGITS if match.lastgroup == "digits" else Form.WORDS
        if match.lastgroup == "word":
            self.sum = Sum().plus(SMALL[folded(match["word"])])
        elif match.lastgroup == "article":
            self.sum = ONE_OF_A_SCALE.times(folded(match["article"]))
        else:
            self.sum, self.end = begun_in_digits(text, *match.span())

    def read_on(self) -> None:
        """Read the rest of the number. A run with a part that does not fit is not understood."""
        self._make_finer()
        while (part := _GO_ON.match(self.text, self.end)) is not None:
            pauses = part["gap"] not in _TOGETHER
            if pauses and part["gap"] != "-" and not self._may_pause(part["gap"]):
                return
            if pauses and self.sum is not None:
                self.before_pause = self.sum, self.end
            self.sum = self._with(part)
            if self.sum is not None:
                self.end = part.end()
                self._make_finer()
            elif self.before_pause is not None:
                self.sum, self.end = self.before_pause
                return
            else:
                self._to_the_end()
                return

    def _make_finer(self) -> None:
        if self.sum is not None:
            self.sum, self.end = made_finer(self.text, self.sum, self.end)

    def _may_pause(self, gap: str) -> bool:
        return self.sum is not None and self.form is Form.WORDS and self.sum.may_pause(gap)

    def _with(self, part: re.Match[str]) -> Sum | None:
        """Return the sum with the next part, or ``None`` if that does not fit."""
        sign = part["sign"] or part["spaced"]
        if self.sum is None or part["other"] or (sign and self.form is Form.WORDS):
            return None
        word = folded(sign or part["word"])
        if word not in SMALL:
            # "between one hundred and two thousand" is no 102,000
            ranging = self.before_pause is not None and self.text.endswith(("between ", "Between "), 0, self.start)
            return None if ranging else self.sum.times(word)
        return None if _PARTS_FOLLOW.match(self.text, part.end()) else self.sum.plus(SMALL[word])

    def _to_the_end(self) -> None:
        """Go to the end of a run that is not understood."""
        for _ in range(LONGEST_RUN):
            part = _GO_ON.match(self.text, self.end)
            if part is None or part["gap"] not in _TOGETHER:
                return
            begins = BEGINS.match(self.text, part.end("gap"))
            whole = begins is not None and begins.lastgroup in {"digits", "part"}
            self.end = begins.end() if begins is not None and whole else part.end()

    def end_clearly(self) -> None:
        """Take in letters that stand right after digits. A run that they are part of is not understood."""
        marked = end_of_mark(self.text, self.end) > self.end
        unclear = None if marked or self.form is Form.WORDS else _UNCLEAR_AFTER.match(self.text, self.end)
        if unclear is not None:
            self.sum, self.end = None, unclear.end()

    def number(self) -> Number:
        """Return what was read."""
        end = end_of_mark(self.text, self.end)
        if self.sum is None:
            return without_value(self.form, self.start, end)
        value = scaled(self.sum.value, 0)
        fits = value < LIMIT and len(value.as_tuple().digits) <= MAX_DIGITS and self.sum.unit >= -MAX_PLACES
        resolution = unit_at(self.sum.unit)
        return Number(value if fits else None, resolution, self.sum.power, self.form, self.start, end)
