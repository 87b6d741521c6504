"""Dry runs: what the extractor reads from a text. Nothing is stored."""

from email.message import Message
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.answers.extraction import MAX_BYTES, PageReading, text_of, too_large
from app.answers.mistakes import Mistakes
from app.answers.problems import NotAStatement, TooCostly
from app.api.headers import documented
from app.api.problems import responses
from app.api.routing import Routes
from app.http.bodies import body_of
from app.http.problems import Busy, InvalidParameter, PayloadTooLarge, UnsupportedMediaType
from app.schemas.extraction import ExtractionQuery, ReadPage, SentPage
from app.statements.decoding import is_known

MOST_OF_A_TYPE = 200
"""How many characters of a Content-Type are looked at: the library that takes it apart takes long for long ones."""
JSON = "application/json"
MEDIA_TYPES = {
    JSON: {"$ref": f"#/components/schemas/{SentPage.__name__}"},
    "text/plain": {"type": "string", "contentMediaType": "text/plain"},
    "text/html": {"type": "string", "contentMediaType": "text/html"},
}
"""The types of bodies that are read, with their schemas."""
_OF_JSON = frozenset({"utf-8", "utf8", "us-ascii"})


router = Routes(prefix="/v1/extractions", tags=["extractions"])


async def page_sent(request: Request, query: Annotated[ExtractionQuery, Query()]) -> SentPage:
    """Return the page that a request brings. Raises a problem for one too large, of another type, or not text."""
    content = Message()
    content["Content-Type"] = request.headers.get("Content-Type", "")[:MOST_OF_A_TYPE]
    media_type, charset = content["Content-Type"].partition(";")[0].strip().lower(), content.get_content_charset()
    if media_type not in MEDIA_TYPES:
        raise UnsupportedMediaType(f"Send the page as {', '.join(MEDIA_TYPES)}.")
    if charset is not None and not (charset in _OF_JSON if media_type == JSON else is_known(charset)):
        raise UnsupportedMediaType(f"Pages in {charset} are not read. Send the page in UTF-8.")
    if request.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("Send the page as it is, without a Content-Encoding.")
    body = await body_of(request, MAX_BYTES, too_large())
    try:
        text = body.decode("utf-8-sig") if media_type == JSON else text_of(body, charset)
    except UnicodeDecodeError:
        raise NotAStatement("The text is not UTF-8.") from None
    given = query.model_dump(exclude_unset=True)
    if media_type != JSON:
        return SentPage(text=text, **given)
    mistakes = Mistakes()
    for name in given:
        mistakes.wrong(name, "a page sent as JSON says it itself, in a member of this name")
    mistakes.refuse()
    try:
        return SentPage.model_validate_json(text)
    except ValidationError as error:
        wrong = [{**found, "loc": ("body", *found["loc"])} for found in error.errors(include_url=False)]
        raise RequestValidationError(wrong) from None


@router.post(
    "",
    summary="What the extractor reads from a text",
    responses=responses(PayloadTooLarge, UnsupportedMediaType, InvalidParameter, NotAStatement, TooCostly, Busy)
    | {200: documented("Cache-Control")},
    openapi_extra={
        "requestBody": {
            "required": True,
            "description": f"The page, of at most {MAX_BYTES:,} bytes: JSON in UTF-8, text and HTML in the encoding"
            " that `charset`, the page or a byte order mark says, or UTF-8.",
            "content": {media_type: {"schema": schema} for media_type, schema in MEDIA_TYPES.items()},
        }
    },
)
async def extract_text(request: Request, response: Response, page: Annotated[SentPage, Depends(page_sent)]) -> ReadPage:
    """Return what is read from a text: observations, notes, and the numbers that no rule could place.

    Nothing is stored. Send a page of the inspectorate's site as it is, or the words of a statement alone with `force`
    and `round`: as parameters, or in JSON beside the text.
    """
    response.headers["Cache-Control"] = "no-store"
    page_reading: PageReading = request.state.page_reading
    return await page_reading.read(page)
