"""A statement as it is read from a page, and what pages are that have none."""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Self

from app.statements.text import PARAGRAPH_BREAK
from app.vocabulary.forces import Force


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A force's statement. ``force`` is ``None`` if its name is not in the register.

    ``url`` is the address of the page, ``published`` its date, if the page says so, and ``archived_url`` its address in
    a web archive, if it was saved from one.
    ``refused`` names in words what the page says of itself that cannot be: it is not taken over.
    """

    force: Force | None
    force_name: str
    round: str
    title: str
    url: str | None
    archived_url: str | None = None
    published: date | None = None
    language: str
    paragraphs: tuple[str, ...]
    disclaimer: bool
    refused: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The normalised text, whose characters places refer to."""
        return PARAGRAPH_BREAK.join(self.paragraphs)

    @property
    def sha256(self) -> str:
        """The hash of the normalised text, which shows whether a page has changed."""
        return hashlib.sha256(self.text.encode()).hexdigest()


NO_ROUND = "no round in its title or address, and none is given"


class NotAStatementError(ValueError):
    """The page has no statement; ``missing`` says what it lacks."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(missing)  # so that it can be pickled
        self.missing = missing

    def __str__(self) -> str:
        return "this page is no force's statement: it has " + "; it has ".join(self.missing)


class InWelshError(NotAStatementError):
    """The page is in Welsh."""

    def __init__(self) -> None:
        super().__init__([])

    def __reduce__(self) -> tuple[type[Self], tuple[()]]:
        """Return how to unpickle it."""
        return type(self), ()

    def __str__(self) -> str:
        return "the page is in Welsh, which is not read; give its English version"
