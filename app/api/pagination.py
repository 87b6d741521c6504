"""Pages over HTTP, with ``Link`` headers (RFC 8288)."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends

from app.answers.cursors import decode_cursor, encode_cursor, list_asked
from app.api.formats import Answering, InFormat, member_of
from app.http.addresses import own_root, reference
from app.queries.paging import Counting, Item, Page, SortKey, Window, every_row
from app.schemas.common import ListQuery, Output
from app.schemas.common import Page as PageOutput

Answer = TypeVar("Answer", bound=PageOutput[Any])


class Paging:
    """Turns the parameters of a list into windows of rows, and the rows into the answer in the format asked for."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self.request = answering.request
        self.response = answering.response

    def answer(  # noqa: PLR0913 - a list is its parts
        self,
        model: type[Answer],
        query: ListQuery,
        keys: Sequence[SortKey],
        rows_in: Callable[[Window], Page[Item]],
        convert: Callable[[Item], Output],
        *,
        counting: Counting = Counting.CAPPED,
        whole: Callable[[Page[Item]], Mapping[str, object]] = lambda _: {},
    ) -> Any:  # noqa: ANN401 - a model or a response
        """Return a page of a list with its ``Link`` header, or all of it in a flat format where no page is asked for.

        ``keys`` are those of its order, ``rows_in`` reads the rows of a window and ``convert`` makes items of them;
        ``whole`` reads what a page of rows says of the whole besides.
        Raises ``InvalidParameter`` for a cursor that no answer gave, and for an unknown field.
        """
        item = member_of(model, "items")
        if self._answering.flat and not query.model_fields_set & {"limit", "cursor"}:
            return self._answering.written(map(convert, every_row(rows_in)), item, query.fields)
        window = Window(query.limit, decode_cursor(query.cursor, keys, self._asked()), counting)
        rows = rows_in(window)
        answer = self._page(model, rows, convert, whole(rows))
        return self._answering.answer(answer, answer.items, item, query.fields)

    def _asked(self) -> str:
        return list_asked(self.request.scope["path"], self.request.query_params.multi_items())

    def _page(
        self, model: type[Answer], rows: Page[Item], convert: Callable[[Item], Output], whole: Mapping[str, object]
    ) -> Answer:
        """Return a page of rows as an answer, and link the first page and the next."""
        cursor = encode_cursor(rows.next_after, self._asked())
        path = self.request.scope["path"]
        query = [item for item in self.request.query_params.multi_items() if item[0] != "cursor"]
        pages = {"first": urlencode(query)}
        if cursor is not None:
            pages["next"] = urlencode([*query, ("cursor", cursor)])
        root = own_root(self.request).removesuffix("/")
        links = [f'<{root}{reference(path, asked)}>; rel="{relation}"' for relation, asked in pages.items()]
        self.response.headers["Link"] = ", ".join(links)
        return model(items=[convert(row) for row in rows.items], total=rows.total, next=cursor, **whole)


async def paging(answering: InFormat) -> Paging:
    """Return what turns the parameters of a list into its pages."""
    return Paging(answering)


ListPaging = Annotated[Paging, Depends(paging)]
