"""Formats: the one an answer is asked for in, by ``?format=`` or by ``Accept``, and lists written in it."""

import hashlib
from collections.abc import Iterable, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any
from urllib.parse import quote

import mimeparse
from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel

from app import __version__
from app.api.deps import Checks
from app.api.problems import NotAcceptable, responses
from app.flat.columns import columns_of, picked
from app.flat.writers import WRITERS


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

    def answer(self, answer: BaseModel, items: Sequence[BaseModel], item: type[BaseModel], fields: str | None) -> Any:  # noqa: ANN401 - a model or a response
        """Return an answer with its ``items`` in the format asked for, which is the items alone where that is flat.

        Raises ``InvalidParameter`` for a field that no item has.
        """
        if self.flat:
            return self.written(items, item, fields)
        wanted = _known(fields, item)
        if not wanted:
            return answer
        others = dict.fromkeys(type(answer).model_fields.keys() - {"items"}, True)
        sparse = answer.model_dump(mode="json", include={"items": {"__all__": set(wanted)}, **others})
        return JSONResponse(sparse, headers=dict(self.response.headers))

    def written(self, items: Iterable[BaseModel], item: type[BaseModel], fields: str | None) -> Response:
        """Return a list in a flat format, written while its items come.

        Raises ``InvalidParameter`` for a field that no item has.
        """
        columns = picked(columns_of(item), _known(fields, item))
        headers = dict(self.response.headers) | {
            "Content-Type": MEDIA_TYPES[self._format] + _PARAMETERS.get(self._format, ""),
            "Content-Disposition": f'attachment; filename="{self._name()}.{self._format}"',
            "ETag": self._etag(),
        }
        if _held(self.request.headers.getlist("If-None-Match"), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return StreamingResponse(WRITERS[self._format](columns, items), headers=headers)

    def _name(self) -> str:
        """Return a file name for an address: ``/v1/forces/kent/statements`` is ``forces-kent-statements``."""
        return quote("-".join(part for part in self.request.url.path.split("/") if part not in {"", "v1"}))

    def _etag(self) -> str:
        """Return the entity tag of a written list, which is known before it is written.

        The same version of the service writes the same bytes of the same data for the same address and format, so the
        tag may be strong (RFC 9110, 8.8.3); the coding of the content is added where it is coded.
        """
        modified = self.request.state.modified_at
        known = (__version__, modified, self.request.url.path, self.request.url.query, self._format)
        return f'"{hashlib.blake2b(repr(known).encode(), digest_size=16).hexdigest()}"'


def _known(fields: str | None, item: type[BaseModel]) -> list[str]:
    """Return the fields that are asked for. Raises ``InvalidParameter`` for one that no item has."""
    checks = Checks()
    known = checks.one_of("fields", [] if fields is None else fields.split(","), item.model_fields)
    checks.finish()
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
    """Return how a list is to be answered. Raises ``NotAcceptable`` where no format suits the request."""
    found = format_ or preferred(request.headers.get("Accept"))
    if found is None:
        offered = ", ".join(MEDIA_TYPES.values())
        raise NotAcceptable(f"This list is offered as {offered}. Name one in Accept, or use ?format=.")
    return Answering(request, response, found)


InFormat = Annotated[Answering, Depends(format_asked)]

LIST_RESPONSES: dict[int | str, dict[str, Any]] = responses(NotAcceptable) | {
    200: {
        "content": {
            MEDIA_TYPES[Format.CSV]: {"schema": {"type": "string"}},
            MEDIA_TYPES[Format.NDJSON]: {"schema": {"type": "string"}},
            MEDIA_TYPES[Format.PARQUET]: {"schema": {"type": "string", "format": "binary"}},
        }
    }
}
"""What OpenAPI says of a list besides its JSON: the other formats, and that there may be no acceptable one."""


def preferred(accept: str | None) -> Format | None:
    """Return the format that an ``Accept`` header prefers (RFC 9110, 12.5.1), or ``None`` where it wants none of them.

    Of those it wants equally, the first of ``Format`` is taken. A header that is not well formed asks for nothing.
    """
    offered = {MEDIA_TYPES[format_]: format_ for format_ in Format}
    return offered.get(best_of(offered, accept))


def best_of(offered: Iterable[str], accept: str | None) -> str:
    """Return the media type that an ``Accept`` header prefers, as ``preferred`` does; empty where it wants none."""
    types = list(offered)
    try:
        # The library prefers the last of those that are wanted equally.
        return str(mimeparse.best_match(types[::-1], (accept or "").lower().strip(", ") or "*/*"))
    except mimeparse.MimeTypeParseException:
        return types[0]


def _held(if_none_match: list[str], etag: str) -> bool:
    """Return whether a client holds what an entity tag names, in whatever coding it got it."""
    tags = [tag.strip().removeprefix("W/").strip('"') for tag in ",".join(if_none_match).split(",")]
    return "*" in tags or any(tag.partition("-")[0] == etag.strip('"') for tag in tags)
