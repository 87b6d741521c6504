"""The paragraphs of a page given as text: wrapped or not, with bullets, labelled lines, rows, and marks of Markdown."""

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.statements.markdown import HEADING, QUOTE, RULE, unmarked
from app.statements.rows import is_label, is_period, is_value, labelled_lines
from app.statements.text import normalised
from app.statements.unwrapping import unwrapping

_LONGEST_WRAPPED_LINE = 140
_LABELLED = re.compile(r"\s*[A-Z][^.:;,()]{0,40}:\s+\S")  # "Area: 520 square miles"
_BULLET = re.compile(r"\s*[•·▪◦‣●*–-]\s+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,30}\d{0,2});")
_ENDED = re.compile(r"[.!?:;][”’\"')\]*_]*\s*$")
_GOES_ON = re.compile(r"\s*(?:[a-z(,;%)]|[£\d])")
_STARTS_IN_DIGITS = re.compile(r"\s*[£\d]")

_RULED = re.compile(r"[\s|:+=–-]+")
_PIPES = re.compile(r"\s*\|\s*")
_LEADERS = re.compile(r"\s*(?:\.{3,}|…+|(?:\s\.){3,}|_{3,})\s*")
_GAP = re.compile(r"\s{2,}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")


def text_lines(page: str) -> list[str]:
    """Return the paragraphs of a text page: set apart by empty lines, or each a bullet, a heading or a row.

    Lines wrapped at a width go on; where some are longer than anyone wraps them, only those that are cut off do.
    """
    page = _ENTITY.sub(lambda entity: html.unescape(entity[0]), page)
    unwrapped = unwrapping(page)
    lines = [QUOTE.sub("", line, count=1) for line in page.splitlines()]
    wrapped = max(map(len, lines), default=0) <= _LONGEST_WRAPPED_LINE
    ...
