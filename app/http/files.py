"""Answers that are files on disk: their bytes are sent from there, and their tag is known."""

from collections.abc import Mapping
from pathlib import Path

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PATHSEND = "http.response.pathsend"
"""The message that names the file to be sent (an extension of ASGI), which ``Front`` takes."""


class FileAnswer(Response):
    """An answer that is a file, which ``held`` keeps in its place until it is opened to be sent."""

    def __init__(self, path: Path, *, sha256: str, media_type: str, headers: Mapping[str, str], held: object) -> None:
        super().__init__(headers={**headers, "ETag": f'"{sha256}"'}, media_type=media_type)
        del self.headers["Content-Length"]
        self.path = path
        self.held = held

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer a request."""
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": PATHSEND, "path": str(self.path)})
