"""The bases of the models, the types of their fields, and the envelope of lists."""

from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, WithJsonSchema
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from app.vocabulary.rounds import ROUND_PATTERN

Item = TypeVar("Item")


@lru_cache(maxsize=2**10)  # a number often stands several times in an answer: as a value, and as what bounds it
def json_number(value: Decimal) -> int | float:
    """Return a decimal as a JSON number: an integer where it is whole, else the shortest form of the same digits."""
    above, below = value.as_integer_ratio()
    return above if below == 1 else float(value)


Number = Annotated[
    Decimal,
    PlainSerializer(json_number, return_type=Any, when_used="json"),
    WithJsonSchema({"type": "number"}),
]
"""An exact decimal that goes out as a JSON number."""


def apart(given: object) -> object:
    """Return the members of a list, of which a text may hold several: ``a,b`` is ``a`` and ``b``.

    An empty one is a mistake: what was to stand there cannot be known.
    """
    if not isinstance(given, list):
        return given
    members = [part for member in given for part in (parts(member) if isinstance(member, str) else [member])]
    if "" in members:
        raise PydanticCustomError("empty_member", "a value is empty; write one, or several with commas between them")
    return members


def parts(text: str) -> list[str]:
    """Return what a text has between its commas."""
    return [part.strip() for part in text.split(",")]


def _without_empty_parts(text: str) -> str:
    apart([text])
    return text


Listed = Annotated[list[Item], BeforeValidator(apart)]
"""A parameter that is repeated, or given once with commas."""

Count = Annotated[int, Field(ge=0)]
"""How many there are of something."""

Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]
"""An address on the web."""

OwnAddress = Annotated[str, Field(json_schema_extra={"format": "uri-reference"})]
"""An address of this service, from its root."""

Sha256 = Annotated[str, Field(json_schema_extra={"pattern": "^[0-9a-f]{64}$"})]
"""A SHA-256 in hexadecimal digits."""


class Output(BaseModel):
    """A response model. Fields have no defaults, so that clients know every one of them to be there.

    A model whose fields are named as those of a row is read from it, by ``model_validate`` or where it is a field.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True, defer_build=True)


ROUND: JsonDict = {"pattern": f"^{ROUND_PATTERN}$"}
"""What a round looks like, for the OpenAPI document; what is wrong with one is told in better words than that."""


class FieldsQuery(BaseModel):
    """The parameter that picks fields of the items of a list."""

    fields: Annotated[str, AfterValidator(_without_empty_parts)] | None = Field(
        default=None,
        description="The fields to return, separated by commas; all by default. In a flat format a field brings all "
        "its columns, and a column may be named alone. Typed clients leave this out: items then lack the others.",
    )


class ListQuery(FieldsQuery):
    """The parameters that every list takes."""

    limit: int = Field(
        default=100,
        ge=1,
        le=1000,
        description="The most items to return. By default JSON returns 100, and the other formats return all.",
    )
    cursor: str | None = Field(default=None, description="Where to continue: the `next` of the previous page.")


class Page(Output, Generic[Item]):
    """A page of a list."""

    items: list[Item] = Field(description="The items of this page.")
    total: Count | None = Field(
        description="How many match in all. Null where that is more than 10,000 and `count=exact` was not asked for."
    )
    next: str | None = Field(description="The `cursor` of the next page; null on the last page.")
