"""Dry runs: what the extractor reads from a text. Nothing is stored."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool

from app.api.deps import Checks, known_parameters_only
from app.api.problems import (
    InvalidParameter,
    NotAStatement,
    PayloadTooLarge,
    UnsupportedMediaType,
    responses,
)
from app.extract.observations import extract
from app.schemas.common import ROUND
from app.schemas.extraction import ReadPage, read_page
from app.statements.page import NotAStatementError
from app.statements.page import read_page as read_statement
from app.vocabulary.forces import forces

MAX_BYTES = 200_000
MEDIA_TYPES = ("text/plain", "text/html")

router = APIRouter(prefix="/v1/extractions", tags=["extractions"], dependencies=[Depends(known_parameters_only)])


class ExtractionQuery(BaseModel):
    """The parameters that say whose statement a text is, where it does not say so itself."""

    force: str | None = Field(
        default=None,
        description="The force, by slug, ONS code or name: with it, a text without the page around it is read too.",
        examples=["leicestershire"],
    )
    round: str | None = Field(
        default=None,
        description="The round, such as 2021-22, for a page that names none.",
        examples=["2021-22"],
        json_schema_extra=ROUND,
    )
    url: str | None = Field(default=None, max_length=2000, description="The address of the page.")


async def text_sent(request: Request) -> str:
    """Return the text that a request brings. Raises a problem for one too large, of another type, or not UTF-8."""
    media_type, _, parameters = request.headers.get("Content-Type", "").partition(";")
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if media_type.strip().lower() not in MEDIA_TYPES or charset not in {"", "utf-8", "utf8", "us-ascii"}:
        raise UnsupportedMediaType("Send the page as text/plain or text/html, in UTF-8.")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MAX_BYTES:
            raise PayloadTooLarge(f"A page may have {MAX_BYTES:,} bytes; statements have a few thousand.")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAStatement("The text is not UTF-8.") from None


@router.post(
    "",
    summary="What the extractor reads from a text",
    responses=responses(PayloadTooLarge, UnsupportedMediaType, InvalidParameter, NotAStatement),
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": f"The page, of at most {MAX_BYTES:,} bytes of UTF-8.",
            "content": {
                "text/plain": {
                    "schema": {"contentMediaType": "text/plain"},
                    "example": "Over 1.1 million people live in the area.",
                },
                "text/html": {
                    "schema": {"contentMediaType": "text/html"},
                    "example": "<p>It has 2,242 police officers.</p>",
                },
            },
        }
    },
)
async def extract_text(
    response: Response, text: Annotated[str, Depends(text_sent)], query: Annotated[ExtractionQuery, Query()]
) -> ReadPage:
    """Answer what is read from a text: observations, notes, and the numbers that no rule could place.

    Nothing is stored. Send a page of the inspectorate's site as it is, or the words of a statement alone with `force=`
    and `round=`.
    """
    checks = Checks()
    named = checks.forces([] if query.force is None else [query.force])
    rounds = checks.rounds([] if query.round is None else [query.round])
    checks.finish()
    response.headers["Cache-Control"] = "no-store"

    def read() -> ReadPage:
        statement = read_statement(
            text,
            round_=rounds[0] if rounds else None,
            url=query.url,
            force=forces()[named[0]] if named else None,
        )
        return read_page(statement, extract(statement))

    try:
        return await run_in_threadpool(read)
    except NotAStatementError as error:
        hint = "The words of a statement alone can be read with force= and round=."
        raise NotAStatement(f"This is no force's statement: it has {'; it has '.join(error.missing)}. {hint}") from None
