"""Reading: what an answer is read from, the answer and its JSON are made in one hop to a thread.

A hop costs as much as a statement, so routes that read are of a class of their own. Their endpoints are plain functions
that take a session; what they depend on besides looks at the request alone and needs no thread.
"""

import inspect
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from datetime import datetime
from functools import wraps
from threading import Lock
from typing import Annotated, Any, TypeVar

from anyio import CancelScope
from fastapi import Depends, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool

from app.answers.freshness import last_change

Found = TypeVar("Found")


class Streamed(StreamingResponse):
    """A response that is made while it is sent, in pieces."""

    def __init__(self, pieces: Iterator[bytes], headers: Mapping[str, str]) -> None:
        super().__init__(pieces, headers=headers)
        self.pieces = pieces


class Reading(Session):
    """The session of a request, on the engine that cannot write. It connects when it is first used.

    What is told of its answer so far are the headers of ``told``. A thread that uses it holds it, because a request may
    be given up meanwhile, and a connection that is closed under a thread brings the process down.
    """

    def __init__(self, request: Request, told: Response | None = None) -> None:
        super().__init__(request.state.engine)
        self._request = request
        self._told = told
        self._modified_at: datetime | None = None
        self._held = Lock()

    def change_noted(self) -> datetime:
        """Return when the data last changed, which is read before anything else, and noted for the answer's headers."""
        if self._modified_at is None:
            self._request.state.modified_at = self._modified_at = last_change(self)
        return self._modified_at

    def answer(self, make: Callable[[], BaseModel | Response]) -> Response:
        """Return what an endpoint makes, as JSON unless it is a response. What is streamed goes on being read."""
        with self._held:
            streamed = False
            try:
                self.change_noted()
                made = make()
                if streamed := isinstance(made, Streamed):
                    made.body_iterator = iterate_in_threadpool(self._holding(made.pieces))
                return made if isinstance(made, Response) else as_json(made, self._told)
            finally:
                if not streamed:
                    self.close()

    def look_up(self, find: Callable[[Session], Found]) -> Found:
        """Return what is found before the answer is made."""
        with self._held:
            self.change_noted()
            return find(self)

    def _holding(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        while True:
            with self._held:
                piece = next(pieces, None)
            if piece is None:
                return
            yield piece

    async def end(self) -> None:
        """Close what is still open: what was streamed, has failed before the endpoint, or was given up."""
        if self.in_transaction() or self._held.locked():
            with CancelScope(shield=True):
                await run_in_threadpool(self._close_when_left)

    def _close_when_left(self) -> None:
        with self._held:
            self.close()


def as_json(answer: BaseModel, told: Response | None = None, **picked: Any) -> Response:  # noqa: ANN401 - what pydantic takes
    """Return an answer as JSON, or what is ``picked`` of it, with the headers that are told of it."""
    written = Response(answer.__pydantic_serializer__.to_json(answer, **picked), media_type="application/json")
    if told is not None:
        written.raw_headers.extend(told.raw_headers)
    return written


async def reading(request: Request, response: Response) -> AsyncIterator[Reading]:
    """Yield a session when it is the request's turn, and end it. Raises ``NotReady`` where the turn does not come."""
    async with request.state.reading_turns.turn():
        session = Reading(request, response)
        try:
            yield session
        finally:
            await session.end()


ReadingSession = Annotated[Reading, Depends(reading)]


def in_one_hop(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Return an endpoint that makes a whole response; one that takes no session stays as it is."""
    parameters = inspect.signature(endpoint).parameters.values()
    session = next((p.name for p in parameters if p.annotation == ReadingSession), None)
    if session is None:
        return endpoint

    @wraps(endpoint)
    def answer(**given: Any) -> Response:  # noqa: ANN401 - what the endpoint takes
        reading: Reading = given[session]
        return reading.answer(lambda: endpoint(**given))

    return answer
