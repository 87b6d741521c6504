"""Formats: the one an answer is asked for in, by ``?format=`` or by ``Accept``, and lists written in it."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from app.answers.mistakes import Mistakes
from app.flat.columns import Column, columns_of, constant, picked
from app.flat.writers import WRITERS
from app.http.negotiation import accepted, best_of


class Format(StrEnum):
    """The formats of lists."""

    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"


MEDIA_TYPES = MappingProxyType(
    {
        Format.JSON: "application/json",
        Format.CSV: "text/csv",
        Format.NDJSON: "application/x-ndjson",
        Format.PARQUET: "application/vnd.apache.parquet",
    }
)
_PARAMETERS = MappingProxyType({Format.CSV: "; charset=utf-8; header=present"})


class Answering:
    """How a list is to be answered: the format asked for, and the request that asks."""

    def __init__(self, request: Request, response: Response, format_: Format) -> None:
        self.request = request
        self.response = response
        self.response.headers["Vary"] = "Accept"
        self._format = format_

    @property
    def flat(self) -> bool:
        """Whether the format has columns instead of nested objects."""
        return self._format is not Format.JSON

    def answer(
        self,
        answer: BaseModel,
        items: Sequence[BaseModel],
        item: type[BaseModel],
        fields: str | None,
        caveats: Sequence[str] = (),
    ) -> Any:  # noqa: ANN401 - a model or a response
        """Return an answer with its ``items`` in the format asked for, which is the items alone where that is flat.

        There, what the answer says beside them, its ``caveats``, stands in a column of every row: a row is never bare.
        Raises ``InvalidParameter`` for a field that no item has.
        """
        if self.flat:
            beside = [constant("caveats", "What to say beside any of these figures.", " ".join(caveats))]
            return self.written(items, item, fields, beside if caveats else ())
        wanted = _known(fields, item)
        if not wanted:
            return answer
        others = dict.fromkeys(type(answer).model_fields.keys() - {"items"}, True)
        sparse = answer.model_dump(mode="json", include={"items": {"__all__": set(wanted)}, **others})
        return JSONResponse(sparse, headers=dict(self.response.headers))

    def written(
        self, items: Iterable[BaseModel], item: type[BaseModel], fields: str | None, beside: Sequence[Column] = ()
    ) -> Response:
        """Return a list in a flat format, written while its items come, with the columns ``beside`` theirs.

        Raises ``InvalidParameter`` for a field that no item has.
        """
        columns = (*picked(columns_of(item), _known(fields, item)), *beside)
        headers = dict(self.response.headers) | {
            "Content-Type": MEDIA_TYPES[self._format] + _PARAMETERS.get(self._format, ""),
            "Content-Disposition": f'attachment; filename="{self._name()}.{self._format}"',
        }
        return StreamingResponse(WRITERS[self._format](columns, items), headers=headers)

    def _name(self) -> str:
        """Return a file name for an address: ``/v1/forces/kent/statements`` is ``forces-kent-statements``."""
        return quote("-".join(part for part in self.request.scope["path"].split("/") if part not in {"", "v1"}))


def _known(fields: str | None, item: type[BaseModel]) -> list[str]:
    """Return the fields that are asked for. Raises ``InvalidParameter`` for one that no item has."""
    mistakes = Mistakes()
    known = mistakes.one_of("fields", [] if fields is None else fields.split(","), item.model_fields, noun="field")
    mistakes.refuse()
    return known


def format_asked(
    request: Request,
    response: Response,
    format_: Annotated[
        Format | None,
        Query(
            alias="format",
            description="The format; without it, what `Accept` prefers. CSV, NDJSON and Parquet have the same columns. "
            "Typed clients leave it out, for they read JSON.",
        ),
    ] = None,
) -> Answering:
    """Return how a list is to be answered. What accepts none of the formats is refused before."""
    return Answering(request, response, format_ or preferred(accepted(request)))


InFormat = Annotated[Answering, Depends(format_asked)]

LIST_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            MEDIA_TYPES[Format.CSV]: {"schema": {"type": "string"}},
            MEDIA_TYPES[Format.NDJSON]: {"schema": {"type": "string"}},
            MEDIA_TYPES[Format.PARQUET]: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
"""What OpenAPI says of a list besides its JSON: the other formats."""


def preferred(accept: str | None) -> Format:
    """Return the format of lists that an ``Accept`` header prefers, which must want one of them."""
    offered = {MEDIA_TYPES[format_]: format_ for format_ in Format}
    return offered[best_of(offered, accept)]
