"""Formats: the one an answer is asked for in, by ``?format=`` or by ``Accept``, and lists written in it."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args
from urllib.parse import quote

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel

from app.answers.mistakes import Mistakes
from app.api.reading import Streamed, as_json
from app.flat.columns import columns_of, picked
from app.flat.writers import WRITERS
from app.http.addresses import own_root, reference
from app.http.negotiation import best_for
from app.schemas.common import parts


class Format(StrEnum):
    """The formats of lists."""

    JSON = "json"
    CSV = "csv"
    NDJSON = "ndjson"
    PARQUET = "parquet"

    @classmethod
    def _missing_(cls, value: object) -> "Format | None":
        """Return the format that has another name too."""
        return cls.NDJSON if value == "jsonl" else None


MEDIA_TYPES = MappingProxyType(
    {
        Format.JSON: "application/json",
        Format.CSV: "text/csv",
        Format.NDJSON: "application/x-ndjson",
        Format.PARQUET: "application/vnd.apache.parquet",
    }
)
READ_AS = MappingProxyType(
    {media_type: format_ for format_, media_type in MEDIA_TYPES.items()}
    | dict.fromkeys(
        (
            *("application/ndjson", "application/jsonl", "application/jsonlines"),
            *("application/x-jsonl", "application/x-jsonlines", "application/x-ldjson"),
        ),
        Format.NDJSON,
    )
)
"""The formats by the media types that may ask for them. Lines of JSON have no registered one, but many names."""
_PARAMETERS = MappingProxyType({Format.CSV: "; charset=utf-8; header=present"})
PIECE = 2**16
"""How many bytes of what is streamed are sent together, at least."""


class Answering:
    """How a list is to be answered: the format asked for, and the request that asks."""

    def __init__(self, request: Request, response: Response, format_: Format) -> None:
        self.request = request
        self.response = response
        self.response.headers["Vary"] = "Accept"
        self._format = format_
        self.caveats_alone = False

    @property
    def flat(self) -> bool:
        """Whether the format has columns instead of nested objects."""
        return self._format is not Format.JSON

    def answer(self, answer: BaseModel, items: Sequence[BaseModel], item: type[BaseModel], fields: str | None) -> Any:  # noqa: ANN401 - a model or a response
        """Return an answer with its ``items`` in the format asked for, which is the items alone where that is flat.

        There, the caveats of an answer that has any are a table of their own, which a link names.
        Raises ``InvalidParameter`` for a field that no item has.
        """
        if self.flat:
            if (caveats := getattr(answer, "caveats", None)) is None:
                return self.written(items, item, fields)
            if self.caveats_alone:
                return self.written(caveats, member_of(type(answer), "caveats"), None)
            told = self.request.url.remove_query_params("fields")
            told = told.include_query_params(caveats="only", format=self._format)
            root = own_root(self.request).removesuffix("/")
            self.response.headers["Link"] = f'<{root}{reference(told.path, told.query)}>; rel="describedby"'
            return self.written(items, item, fields)
        wanted = _known(fields, item)
        if not wanted:
            return answer
        others = dict.fromkeys(type(answer).model_fields.keys() - {"items"}, True)
        return as_json(answer, self.response, include={"items": {"__all__": set(wanted)}, **others})

    def written(self, items: Iterable[BaseModel], item: type[BaseModel], fields: str | None) -> Response:
        """Return a list in a flat format, written while its items come.

        Raises ``InvalidParameter`` for a field that no item has.
        """
        columns = columns_of(item)
        columns = picked(columns, _known(fields, item, *(column.name for column in columns)))
        headers = dict(self.response.headers) | {
            "Content-Type": MEDIA_TYPES[self._format] + _PARAMETERS.get(self._format, ""),
            "Content-Disposition": f'attachment; filename="{self._name()}.{self._format}"',
        }
        return Streamed(_in_pieces(WRITERS[self._format](columns, items)), headers=headers)

    def _name(self) -> str:
        """Return a file name for an address: ``/v1/forces/kent/statements`` is ``forces-kent-statements``."""
        return quote("-".join(part for part in self.request.scope["path"].split("/") if part not in {"", "v1"}))


def _in_pieces(written: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what is written in pieces that are worth a hop to a thread each."""
    piece = bytearray()
    for more in written:
        piece += more
        if len(piece) >= PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def member_of(model: type[BaseModel], field: str) -> type[BaseModel]:
    """Return what a list in a field of a model has as its members."""
    [member] = get_args(model.model_fields[field].annotation)
    found: type[BaseModel] = member
    return found


def fields_of(item: type[BaseModel]) -> list[str]:
    """Return the fields that may be picked of the items of a list: their own, and the licence of flat ones."""
    return list(dict.fromkeys(column.field for column in columns_of(item)))


def _known(fields: str | None, item: type[BaseModel], *columns: str) -> list[str]:
    """Return the fields that are asked for, or columns. Raises ``InvalidParameter`` for one that no item has."""
    if fields is None:
        return []
    mistakes, there = Mistakes(), dict.fromkeys([*fields_of(item), *columns])
    known = mistakes.one_of("fields", parts(fields), there, noun="field")
    mistakes.refuse()
    return known


async def format_asked(
    request: Request,
    response: Response,
    format_: Annotated[
        Format | None,
        Query(
            alias="format",
            description="The format; by default what `Accept` prefers. CSV, NDJSON and Parquet have the same columns. "
            "Typed clients should leave this out, because they expect JSON.",
        ),
    ] = None,
) -> Answering:
    """Return how a list is to be answered. What accepts none of the formats is refused before."""
    return Answering(request, response, format_ or READ_AS[best_for(request.scope, READ_AS)])


InFormat = Annotated[Answering, Depends(format_asked)]


async def format_with_caveats(
    answering: InFormat,
    request: Request,
    caveats: Annotated[
        Literal["only"] | None,
        Query(
            description="`only` returns the caveats instead of the figures in a flat format, as a table of their own; "
            "JSON has both."
        ),
    ] = None,
) -> Answering:
    """Return how a list whose figures have caveats is to be answered. Caveats have no fields to pick from."""
    if caveats == "only" and "fields" in request.query_params:
        mistakes = Mistakes()
        mistakes.wrong("fields", "it picks fields of the figures, which caveats=only leaves out; give one of the two")
        mistakes.refuse()
    answering.caveats_alone = caveats == "only"
    return answering


InFormatWithCaveats = Annotated[Answering, Depends(format_with_caveats)]
