"""Stage 1: the numbers of a sentence, in digits or in words, with the precision they are stated to.

A number is read whole or not at all. Digits, their separators, fraction signs, scale words and number words with no
more than a space or a sign between them are one run. A run that is not a number as a whole is returned without a value.
A comma, an "and" or a hyphen may also separate two numbers: it ends the run if what follows cannot continue the number
before it.
"""

from app.extract.numbers.find import find_numbers
from app.extract.numbers.marks import end_of_mark
from app.extract.numbers.number import LIMIT, ONE, TEN, ZERO, Form, Number, scaled

__all__ = ["LIMIT", "ONE", "TEN", "ZERO", "Form", "Number", "end_of_mark", "find_numbers", "scaled"]
