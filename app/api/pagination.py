"""Pages over HTTP: opaque cursors that carry the keys of the last row, and ``Link`` headers (RFC 8288)."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import quote

from fastapi import Depends, Request, Response
from starlette.datastructures import URL

from app.api.problems import InvalidParameter
from app.queries.paging import Item, Page, SortKey, Window
from app.schemas.common import ListQuery, Output
from app.schemas.common import Page as PageOutput
from app.schemas.problems import ParameterError

Answer = TypeVar("Answer", bound=PageOutput[Any])


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


class Paging:
    """Turns the parameters of a list into a window of rows, and the rows into the answer with its ``Link`` header."""

    def __init__(self, request: Request, response: Response) -> None:
        self.request = request
        self.response = response

    def window(self, query: ListQuery, keys: Sequence[SortKey], *, count_all: bool = False) -> Window:
        """Return which rows a query asks for. Raises ``InvalidParameter`` for a cursor that no answer gave."""
        return Window(query.limit, decode_cursor(query.cursor, keys), count_all=count_all)

    def answer(self, model: type[Answer], rows: Page[Item], convert: Callable[[Item], Output]) -> Answer:
        """Return a page of rows as an answer, and link the first page and the next."""
        cursor = encode_cursor(rows.next_after)
        url = self.request.url
        links = [f'<{_relative(url.remove_query_params("cursor"))}>; rel="first"']
        if cursor is not None:
            links.append(f'<{_relative(url.include_query_params(cursor=cursor))}>; rel="next"')
        self.response.headers["Link"] = ", ".join(links)
        return model(items=[convert(row) for row in rows.items], total=rows.total, next=cursor)


async def paging(request: Request, response: Response) -> Paging:
    """Return the paging of a request."""
    return Paging(request, response)


ListPaging = Annotated[Paging, Depends(paging)]


def _relative(url: URL) -> str:
    path = quote(url.path, safe="/%-._~")
    return f"{path}?{url.query}" if url.query else path
