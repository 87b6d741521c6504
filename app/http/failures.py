"""Unexpected failures: logged, and answered as problems."""

import errno
import logging

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.db.sqlite import UnusableFileError
from app.db.troubles import reason_of
from app.http.problems import InternalError, NotReady, Problem

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EMFILE, errno.ENFILE}
"""Errors of the system when a temporary file, such as one that holds a long answer, cannot be created or written."""
UNREADABLE = (DBAPIError, PoolTimeout, UnusableFileError)
"""What is raised when the database cannot be read."""

log = logging.getLogger(__name__)


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
