"""At once: what is ready is sent before any layer of the framework sees the request, if that is all it takes.

What is ready holds as long as the data it is of.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.types import Message, Scope, Send

from app.http.access import Accounts
from app.http.asked import Asked, asked_by
from app.http.conditions import NOT_MODIFIED, status_by
from app.http.freshness import LastChange
from app.http.ready import Ready, ReadyAnswers
from app.http.reply import Whole

_EMPTY: Message = {"type": "http.response.body", "body": b"", "more_body": False}
_OF_NO_DATA = object()


@dataclass(slots=True, kw_only=True)
class AtOnce:
    """Answers that are ready, of the data as they were at one moment, and of no data.

    It sends none by itself unless it ``may_send``: where there is more to be told to each client than what is ready.
    """

    answers: ReadyAnswers
    data: LastChange
    accounts: Accounts
    may_send: bool
    _of: datetime | None = field(init=False, default=None)

    async def send(self, scope: Scope, send: Send) -> bool:
        """Send what is ready for a request, and return whether that was all that it asked for."""
        if not self.may_send:
            return False
        asked = asked_by(scope)
        if asked.is_traced:
            return False
        ready = await self.find(asked)
        return ready is not None and not self.data.is_away and await self._send(asked, send, ready)

    async def find(self, asked: Asked) -> Ready | None:
        """Return the answer that is ready for a request, if it is of the data as they are now."""
        if not asked.reads or not asked.names_one_host:
            return None
        ready = self.answers.find(asked)
        if ready is None or ready.made_of is None:
            return ready
        return ready if ready.made_of == await self.data.moment() else None

    def keep(self, asked: Asked, whole: Whole, route: str) -> Ready | None:
        """Keep an answer, unless its date is still to come, or it is of data that has none or has changed meanwhile."""
        made_of = asked.scope["state"].get("modified_at", _OF_NO_DATA)
        if made_of is None or (whole.modified is not None and whole.modified > datetime.now(UTC)):
            return None
        if made_of is _OF_NO_DATA:
            ready = Ready(whole, None, route)
        elif self.data.saw(made_of, asked.began):
            if made_of != self._of:
                self._of = made_of
                self.answers.clear()
            ready = Ready(whole, made_of, route)
        else:
            return None
        self.answers.keep(asked, ready)
        return ready

    async def _send(self, asked: Asked, send: Send, ready: Ready) -> bool:
        if asked.wants_all:
            start, body = ready.start, ready.body if asked.method == "GET" else _EMPTY
        elif status_by(asked.fields, ready.whole.tag, ready.whole.modified) is NOT_MODIFIED:
            start, body = ready.not_modified, _EMPTY
        else:
            return False
        await send(start)
        await send(body)
        self.accounts.add(asked, ready.route, start["status"], len(body["body"]))
        return True
