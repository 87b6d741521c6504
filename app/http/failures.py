"""Unexpected failures: logged, and answered as problems."""

import errno
import logging

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.db.sqlite import UnusableFileError
from app.db.troubles import reason_of
from app.http.handlers import answer
from app.http.problems import InternalError, NotReady, Problem
from app.http.tracing import request_id

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""Errors of the system when a temporary file, such as one that holds a long answer, cannot be created or written."""
UNREADABLE = (DBAPIError, PoolTimeout, UnusableFileError)
"""What is raised when the database cannot be read."""

log = logging.getLogger(__name__)


class Failures:
    """ASGI middleware that answers an exception of the application, unless the answer has already started.

    It is inside the middleware that applies to every answer, so that failures have tracing and CORS headers too.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, note)
        except ClientDisconnect:
            return  # not a fault of the service, and there is nobody to answer
        except Exception as error:
            if begun:
                raise  # the server logs it and drops the connection, so that the answer is not taken for complete
            request = Request(scope)
            response = answer(request, problem_of(error, request_id(request)), {"Cache-Control": "no-cache"})
            await response(scope, receive, send)


def problem_of(error: BaseException, own_id: str) -> Problem:
    """Log an exception and return the problem to answer with."""
    told = {"fields": {"request_id": own_id}}
    if isinstance(error, UNREADABLE):
        log.error("the database cannot be read: %s", reason_of(error), extra=told)
        what = str(error) if isinstance(error, UnusableFileError) else "The database cannot be read now."
        return NotReady(f"{what} Try again in a moment.")
    if isinstance(error, OSError) and _is_no_room(error):
        log.error("there is no room to hold the answer in: %s", error, extra=told)
        return NotReady("There is no room for so long an answer now. Try again in a moment, or ask for less at once.")
    log.error("the request failed", exc_info=error, extra=told)
    return InternalError(f"This is a fault of the service, not of your request. Quote {own_id} to report it.")


def _is_no_room(error: OSError) -> bool:
    no_folder = isinstance(error, FileNotFoundError) and error.filename is None  # as tempfile tells that none is usable
    return error.errno in NO_ROOM or no_folder
