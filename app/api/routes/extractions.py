"""Dry runs: what the extractor reads from a text. Nothing is stored."""

from email.message import Message
from typing import Annotated

from anyio import to_thread
from fastapi import Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.answers.mistakes import Mistakes
from app.answers.problems import NotAStatement, TooCostly
from app.api.headers import documented
from app.api.problems import responses
from app.api.routing import Routes
from app.http.bodies import body_of
from app.http.problems import Busy, InvalidParameter, PayloadTooLarge, UnsupportedMediaType
from app.http.turns import Turns
from app.reading import Page, TooCostlyError, TooLargeError
from app.schemas.extraction import ExtractionQuery, ReadPage, SentPage, read_page
from app.settings import Settings
from app.statements.decoding import NotTextError, decoded, is_known
from app.statements.statement import InWelshError, NotAStatementError
from app.vocabulary.forces import forces

MAX_BYTES = 200_000
AT_ONCE = 2
"""How many texts are read at the same time: reading takes the processor, which all other answers need too."""
MOST_OF_A_TYPE = 200
"""How many characters of a Content-Type are looked at: the library that takes it apart takes long for long ones."""
LONGEST_WAIT = 5
"""For how many seconds another waits for its turn."""
JSON = "application/json"
MEDIA_TYPES = {
    JSON: {"$ref": f"#/components/schemas/{SentPage.__name__}"},
    "text/plain": {"type": "string", "contentMediaType": "text/plain"},
    "text/html": {"type": "string", "contentMediaType": "text/html"},
}
"""The types of bodies that are read, with their schemas."""
_OF_JSON = frozenset({"utf-8", "utf8", "us-ascii"})


def page_turns(settings: Settings) -> Turns:
    """Return whose turn it is to have a page read."""
    return Turns(
        at_once=AT_ONCE,
        seconds=LONGEST_WAIT,
        refusal=lambda: Busy(f"As many pages are being read as are read at once. Send it again in {LONGEST_WAIT} s."),
        waiting=settings.extraction_queue,
    )


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
    too_large = PayloadTooLarge(f"A page may have {MAX_BYTES:,} bytes; statements have a few thousand.")
    body = await body_of(request, MAX_BYTES, too_large)
    try:
        text = body.decode("utf-8-sig") if media_type == JSON else decoded(body, charset)
    except UnicodeDecodeError:
        raise NotAStatement("The text is not UTF-8.") from None
    except NotTextError as error:
        raise NotAStatement(f"What was sent is {error}.") from None
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
    mistakes = Mistakes()
    named = mistakes.forces([] if page.force is None else [page.force])
    rounds = mistakes.rounds([] if page.round is None else [page.round])
    mistakes.refuse()
    response.headers["Cache-Control"] = "no-store"

    sent = Page(
        text=page.text,
        round=rounds[0] if rounds else None,
        url=page.url,
        force=forces()[named[0]] if named else None,
    )

    def read() -> ReadPage:
        return read_page(*request.state.page_readers.read(sent))

    try:
        async with request.state.page_turns.turn():
            return await to_thread.run_sync(read)
    except TooLargeError as error:
        raise PayloadTooLarge(f"It cannot be read: {error}.") from None
    except TooCostlyError as error:
        raise TooCostly(f"It cannot be read: {error}.") from None
    except InWelshError as error:
        raise NotAStatement(f"{str(error)[0].upper()}{str(error)[1:]}.") from None
    except NotAStatementError as error:
        hint = "The words of a statement alone can be read with `force` and `round`."
        raise NotAStatement(f"This is no force's statement: it has {'; it has '.join(error.missing)}. {hint}") from None
