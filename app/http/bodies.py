"""Bodies of requests: read whole, up to a size."""

from starlette.requests import Request

from app.http.problems import PayloadTooLarge


async def body_of(request: Request, most_bytes: int, too_large: PayloadTooLarge) -> bytes:
    """Return the body of a request.

    Raises ``too_large``, before reading anything if ``Content-Length`` already says so, and ``ClientDisconnect`` if the
    client goes away.
    """
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > most_bytes:
        raise too_large
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > most_bytes:
            raise too_large
    return bytes(body)
