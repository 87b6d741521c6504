"""Errors as JSON: RFC 9457 problem details."""

from pydantic import Field

from app.schemas.common import Output


class ParameterError(Output):
    """What is wrong with one parameter of a request."""

    parameter: str = Field(examples=["limit"])
    detail: str
    nearest: list[str] = Field(description="The right ones most like what was given; empty where there are none.")


class ProblemDetails(Output):
    """An error, as RFC 9457 lays it out."""

    type: str = Field(description="The address of a page about this kind of problem.")
    title: str
    status: int
    detail: str = Field(description="What is wrong here, and what to do.")
    instance: str = Field(description="The request, as path and query.")
    nearest: list[str] = Field(description="The right names most like the wrong one; empty where there are none.")
    errors: list[ParameterError] = Field(description="The parameters that are wrong; empty for other problems.")


class ProblemType(Output):
    """A kind of problem."""

    type: str
    title: str
    status: int
    description: str


class ProblemTypes(Output):
    """The kinds of problems."""

    items: list[ProblemType]
    total: int
    next: None = Field(description="Always null: they have one page.")
