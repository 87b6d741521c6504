"""What was found to make the service fail, hang or grow, as it was sent: none may do so again."""

import json

from faults.pages import HOSTILE
from tests.fuzz.sent import posted, with_fields

BOTH = ("Accept", "application/json, text/event-stream")


def asked(*fields: tuple[str, str], line: str = "GET /v1/forces HTTP/1.1", body: bytes = b"") -> bytes:
    return with_fields(line, [("Host", "a"), *fields, ("Connection", "close")], body)


def called(method: str, **params: object) -> bytes:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return posted("/mcp", "application/json", json.dumps(message).encode(), BOTH)


FOUND: dict[str, bytes] = {
    **{f"a page: {kind}": posted("/v1/extractions", "text/html", text.encode()) for kind, text in HOSTILE.items()},
    **{f"Accept of {n // 1000} kB": asked(("Accept", "text/x" + ";" * n)) for n in (8_000, 30_000, 256_000, 512_000)},
    "a page whose language is a template": posted(
        "/v1/extractions",
        "text/html",
        b'<html lang="{{page.lang}}"><h1>Kent Police 2031</h1><p>The force says...</p><p>A',
    ),
    "a page whose address is a program": posted(
        "/v1/extractions", "text/html", b"<link rel=canonical href='javascript:a\x1b[2J'><h1>Kent Police 2031</h1>"
    ),
    "300,000 arguments": called("tools/call", name="find_force", arguments={f"a{n}": n for n in range(300_000)}),
    "a prompt that there is not": called("prompts/get", name="x"),
    "a notification of what there is not": posted(
        "/mcp", "application/json", b'{"jsonrpc": "2.0", "method": "prompts/list", "params": {}}', BOTH
    ),
    "a message nested 100,000 deep": posted("/mcp", "application/json", b"[" * 100_000, BOTH),
    "a page of JSON nested 100,000 deep": posted("/v1/extractions", "application/json", b"[" * 100_000),
    "any state will do": asked(("If-None-Match", "*")),
    "another client by its own word": asked(("X-Forwarded-For", "8.8.8.8"), ("X-Forwarded-Proto", "javascript")),
    "1,000 header fields": asked(*[("X-Field", "a")] * 1000),
    "an address of 100 kB": asked(line=f"GET /v1/forces?q={'a' * 100_000} HTTP/1.1"),
    "two lengths": asked(("Content-Length", "1"), ("Content-Length", "2"), body=b"ab"),
    "a length and chunks": asked(
        ("Content-Length", "5"), ("Transfer-Encoding", "chunked"), body=b"0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
    ),
    "fields after the chunks": asked(
        ("Transfer-Encoding", "chunked"),
        ("Content-Type", "text/plain"),
        line="POST /v1/extractions HTTP/1.1",
        body=b"1\r\na\r\n0\r\nContent-Type: text/html\r\nX-Forwarded-For: 1\r\n\r\n",
    ),
    "a method of its own": asked(line="BREW /v1/forces HTTP/1.1"),
    "a tunnel": asked(line="CONNECT a:443 HTTP/1.1"),
    "another protocol": asked(("Connection", "upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13")),
}
