"""Errors as JSON: RFC 9457 problem details."""

from pydantic import Field

from app.schemas.common import Count, Output, OwnAddress


class ParameterError(Output):
    """What is wrong with one parameter of a request."""

    parameter: str = Field(description="The name of the parameter.")
    detail: str = Field(description="What is wrong with it, and what to do.")
    nearest: list[str] = Field(description="The right ones most like what was given; empty where there are none.")


class ProblemDetails(Output):
    """An error, as RFC 9457 lays it out."""

    type: OwnAddress = Field(description="The address of a page about this kind of problem.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The status of the answer.")
    detail: str = Field(description="What is wrong here, and what to do.")
    instance: OwnAddress = Field(description="The request, as path and query.")
    nearest: list[str] = Field(description="The right names most like the wrong one; empty where there are none.")
    errors: list[ParameterError] = Field(description="The parameters that are wrong; empty for other problems.")


class ProblemType(Output):
    """A kind of problem."""

    type: OwnAddress = Field(description="Its address.")
    title: str = Field(description="The kind of problem in words.")
    status: int = Field(description="The status of answers with it.")
    description: str = Field(description="What it means, and what to do.")


class ProblemTypes(Output):
    """The kinds of problems."""

    items: list[ProblemType] = Field(description="The kinds.")
    total: Count = Field(description="How many there are.")
    next: str | None = Field(description="Always null: they have one page.")
