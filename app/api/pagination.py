"""Pages over HTTP: opaque cursors that carry the keys of the last row, and ``Link`` headers (RFC 8288)."""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from starlette.datastructures import URL

from app.api.problems import InvalidParameter
from app.queries.paging import SortKey
from app.schemas.problems import ParameterError


def encode_cursor(after: tuple[Any, ...] | None) -> str | None:
    """Return the cursor of the page after a row with the given keys; ``None`` for none."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([str(key) for key in after]).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, keys: Sequence[SortKey]) -> tuple[Any, ...] | None:
    """Return the keys that a cursor carries. Raises ``InvalidParameter`` for one that no answer gave."""
    if cursor is None:
        return None
    try:
        texts = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
        if not isinstance(texts, list) or not all(isinstance(text, str) and text.isprintable() for text in texts):
            raise ValueError("not a list of texts")  # noqa: TRY301 - caught with the rest below
        return tuple(key.read(text) for key, text in zip(keys, texts, strict=True))
    except (ValueError, ArithmeticError, binascii.Error, RecursionError):
        detail = "cursor: use the `next` of an answer as it is, with the same `sort`, or leave it out to start again"
        raise InvalidParameter(detail, errors=[ParameterError(parameter="cursor", detail=detail, nearest=[])]) from None


def link_next(request: Request, response: Response, cursor: str | None) -> None:
    """Add the ``Link`` headers of a list: its first page and, where there is one, the next."""
    first = _relative(request.url.remove_query_params("cursor"))
    links = [f'<{first}>; rel="first"']
    if cursor is not None:
        links.append(f'<{_relative(request.url.include_query_params(cursor=cursor))}>; rel="next"')
    response.headers["Link"] = ", ".join(links)


def _relative(url: URL) -> str:
    path = quote(url.path, safe="/%-._~")
    return f"{path}?{url.query}" if url.query else path
