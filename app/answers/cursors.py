"""Opaque cursors, which carry the keys of the last row of a page."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Sequence
from reprlib import repr as shortened
from typing import Any

from app.http.problems import InvalidParameter
from app.queries.paging import SortKey
from app.schemas.problems import ParameterError

_OF_THE_FORM = frozenset({"cursor", "limit", "format", "fields", "count"})
"""Parameters that may change from page to page."""


def list_asked(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Return a digest of what a list is of, however much of it is asked for, and in whatever form."""
    query = sorted(item for item in parameters if item[0] not in _OF_THE_FORM)
    return hashlib.blake2b(repr((path, query)).encode(), digest_size=6).hexdigest()


def encode_cursor(after: tuple[Any, ...] | None, asked: str = "") -> str | None:
    """Return the cursor of the page after a row with the given keys; ``None`` for none.

    ``asked`` tells the list apart from others: a cursor of one leads nowhere in another.
    """
    if after is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([asked, *map(str, after)]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, keys: Sequence[SortKey], asked: str = "") -> tuple[Any, ...] | None:
    """Return the keys that a cursor carries. Raises ``InvalidParameter`` for one that no answer of the list gave."""
    if cursor is None:
        return None
    try:
        texts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.isprintable() for text in texts):
            raise ValueError("not a list of texts")  # noqa: TRY301 - caught with the rest below
        of, *texts = texts
        if of != asked:
            raise ValueError("a cursor of another list")  # noqa: TRY301
        return tuple(key.read(text) for key, text in zip(keys, texts, strict=True))
    except (ValueError, ArithmeticError, binascii.Error, RecursionError):
        what = f"{shortened(cursor)} is no cursor of this list"
        detail = f"cursor: {what}; use the `next` of an answer with the same parameters, or leave it out to start again"
        raise InvalidParameter(detail, errors=[ParameterError(parameter="cursor", detail=detail, nearest=[])]) from None
