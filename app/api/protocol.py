"""What reaches no application: the server refuses what is no request, and says so as a problem too."""

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from app.api.handlers import details_of
from app.api.problems import MEDIA_TYPE, MalformedRequest


class ProblemProtocol(HttpToolsProtocol):
    """The HTTP of uvicorn, which would answer plain text."""

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read as a request, and close the connection."""
        body = details_of(MalformedRequest(msg), instance="").model_dump_json().encode()
        headers = [
            *self.server_state.default_headers,
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"access-control-allow-origin", b"*"),
            (b"connection", b"close"),
        ]
        lines = [STATUS_LINE[MalformedRequest.status], *(b"%b: %b\r\n" % header for header in headers), b"\r\n", body]
        self.transport.write(b"".join(lines))
        self.transport.close()
