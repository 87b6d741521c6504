"""Ready answers: what was answered is kept as messages that can be sent again as they are.

What of a request an answer depends on is what the application noted while it made it: the media types that it chose
among, and whether it named addresses of its own.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from app.http.addresses import NAMED_ITSELF
from app.http.asked import Address, Asked
from app.http.negotiation import NEGOTIATED, Offers, chosen
from app.http.reply import Whole, start_of, without_content

if TYPE_CHECKING:
    from starlette.types import Message

OVERHEAD = 4096
"""About how many bytes an answer takes beside its content."""
LARGEST = 8
"""One answer may take one part in so many of what is kept."""


class Ready:
    """An answer of the data as it was at ``made_of``, or of no data, as messages: its start, its content, and a 304."""

    __slots__ = ("body", "content", "made_of", "not_modified", "route", "start", "whole")

    def __init__(self, whole: Whole, made_of: datetime | None, route: str) -> None:
        content = whole.read(0, whole.length)
        self.whole = Whole(whole.headers, whole.tag, whole.modified, whole.length, lambda a, b: content[a:b])
        self.content = content
        self.made_of = made_of
        self.route = route
        self.start: Message = start_of(HTTPStatus.OK.value, whole.headers)
        self.not_modified: Message = start_of(HTTPStatus.NOT_MODIFIED.value, without_content(whole.headers))
        self.body: Message = {"type": "http.response.body", "body": content, "more_body": False}


@dataclass(slots=True)
class _Variants:
    """The answers of an address, by what of a request they depend on."""

    offers: Offers
    names_itself: bool
    ready: dict[Hashable, Ready] = field(default_factory=dict)
    size: int = 0

    def key(self, asked: Asked) -> Hashable:
        types = chosen(self.offers, asked.fields.get(b"accept", b""))
        if self.names_itself:
            return asked.coding, types, asked.scope["scheme"], asked.fields.get(b"host")
        return asked.coding, types


class ReadyAnswers:
    """Keeps answers up to a number of bytes. Those of the addresses that were asked for longest ago go first."""

    def __init__(self, most_bytes: int) -> None:
        self.size = 0
        """How many bytes are kept."""
        self._most_bytes = most_bytes
        self._kept: OrderedDict[Address, _Variants] = OrderedDict()

    def find(self, asked: Asked) -> Ready | None:
        """Return the answer that is kept to a request, of whatever data; ``None`` if there is none."""
        variants = self._kept.get(asked.address)
        if variants is None:
            return None
        self._kept.move_to_end(asked.address)
        return variants.ready.get(variants.key(asked))

    def keep(self, asked: Asked, ready: Ready) -> None:
        """Keep the answer that was made for a request, unless it alone takes too much."""
        size = len(ready.content) + OVERHEAD
        if size > self._most_bytes // LARGEST:
            return
        state = asked.scope["state"]
        offers, names_itself = tuple(dict.fromkeys(state.get(NEGOTIATED, ()))), bool(state.get(NAMED_ITSELF))
        variants = self._kept.get(asked.address)
        if variants is None or (variants.offers, variants.names_itself) != (offers, names_itself):
            self._forget(asked.address)
            variants = self._kept[asked.address] = _Variants(offers, names_itself)
        key = variants.key(asked)
        if (before := variants.ready.get(key)) is not None:
            size -= len(before.content) + OVERHEAD
        variants.ready[key] = ready
        variants.size += size
        self.size += size
        while self.size > self._most_bytes:
            self._forget(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget all answers."""
        self._kept.clear()
        self.size = 0

    def _forget(self, address: Address) -> None:
        if (variants := self._kept.pop(address, None)) is not None:
            self.size -= variants.size
