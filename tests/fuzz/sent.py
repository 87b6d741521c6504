"""What is sent to the service at random: requests as bytes, drawn from what servers and readers have met before."""

import json
from typing import Any, TypeVar

from hypothesis import strategies as st

from faults.pages import HEAD
from faults.statements import page

TARGETS = (
    *("/", "/v1/forces", "/v1/forces/kent", "/v1/observations?limit=3", "/v1/observations?limit=9&format=csv"),
    *("/v1/compare?measure=population", "/v1/bulk", "/v1/statements/kent/2023-25", "/health/ready", "/metrics"),
    *("/openapi.json", "/docs", "/static/docs/redoc.standalone.js", "/mcp", "/v1/extractions", "*", "//x", "/%00"),
    *("/v1/forces/../../etc/passwd", "/v1/observations?cursor=%FF", "http://a/v1/forces", "/v1/observations?limit=1e9"),
)
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "get", "QUERY", "M-SEARCH")
Drawn = TypeVar("Drawn")
LATIN = st.text(st.characters(codec="latin-1", exclude_characters="\r\n", exclude_categories=["Cc"]), max_size=60)


def mostly(usual: st.SearchStrategy[Drawn], other: st.SearchStrategy[Drawn]) -> st.SearchStrategy[Drawn]:
    """Draw what is usual nine times of ten: one thing is wrong with what gets far."""
    return st.integers(0, 9).flatmap(lambda drawn: usual if drawn else other)


def one_of(*choices: str) -> st.SearchStrategy[str]:
    return mostly(st.sampled_from(choices), LATIN)


def listed(part: st.SearchStrategy[str], *, most: int = 12) -> st.SearchStrategy[str]:
    """Draw values of a header that is a list."""
    return st.tuples(st.sampled_from([",", ", ", ",,", ";", " "]), st.lists(part, max_size=most)).map(
        lambda drawn: drawn[0].join(drawn[1])
    )


QUALITY = one_of("", ";q=0", ";q=1", ";q=0.5", ";q=2", ";q=", ";q=-1", ";q=nan", ";q=1e9", ';a="b,c"', ";" * 5000)
MEDIA = one_of("*/*", "text/*", "text/csv", "application/json", "application/x-ndjson", "*", "a/b/c", "/", '"')
ETAG = one_of('"a"', 'W/"a"', "*", '""', 'W/"', '"a', "a")
DATE = one_of(
    *("Wed, 21 Oct 2015 07:28:00 GMT", "Wed, 21 Oct 2095 07:28:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"),
    *("Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "0", "-1", "Wed, 99 Oct 99999 99:99:99 GMT"),
)
NUMBER = one_of("0", "1", "9", "-1", "+1", "1e3", "0x9", " 1", "99999999999999999999", "", "\xb2")
HEADERS: dict[str, st.SearchStrategy[str]] = {
    "Accept": listed(st.tuples(MEDIA, QUALITY).map("".join)),
    "Accept-Encoding": listed(st.tuples(one_of("gzip", "br", "zstd", "identity", "*"), QUALITY).map("".join)),
    "Accept-Language": listed(one_of("en", "cy", "*", "en-GB")),
    "If-None-Match": listed(ETAG),
    "If-Match": listed(ETAG),
    "If-Modified-Since": DATE,
    "If-Unmodified-Since": DATE,
    "If-Range": st.one_of(ETAG, DATE),
    "Range": listed(
        one_of("bytes=0-1", "bytes=-1", "bytes=1-0", "bytes=9-", "bytes=-", "0-0", "-5", "lines=1-2"), most=60
    ),
    "traceparent": one_of(
        "00-" + "a" * 32 + "-" + "b" * 16 + "-01", "00-" + "0" * 32 + "-" + "0" * 16 + "-00", "ff-a-b-c"
    ),
    "tracestate": listed(one_of("a=b", "=", "a=" + "b" * 300), most=40),
    "X-Request-ID": one_of("a", "a" * 300, "{{7*7}}", "%0d%0aSet-Cookie:a", "\x1b[2J"),
    "Forwarded": listed(one_of("for=1.2.3.4", "proto=https;host=a", 'for="[::1]:9"', 'for="', "host=")),
    "X-Forwarded-For": listed(one_of("1.2.3.4", "::1", "unknown", "127.0.0.1:99999", "1" * 400)),
    "X-Forwarded-Proto": one_of("https", "http", "javascript", "wss, http"),
    "Host": one_of("a", "a:80", "[::1]", "a:99999999", "a b", "", "a/b", "a@b", "<script>"),
    "Origin": one_of("null", "https://a.example", "file://"),
    "Access-Control-Request-Method": one_of(*METHODS),
    "Access-Control-Request-Headers": listed(one_of("a", "Accept")),
    "Content-Type": one_of(
        "application/json", "text/html; charset=utf-7", "multipart/form-data; boundary=", 'text/plain; "'
    ),
    "Content-Encoding": one_of("gzip", "identity", "br, gzip", ""),
    "Content-Length": NUMBER,
    "Transfer-Encoding": one_of("chunked", "gzip, chunked", "chunked, chunked", "identity", "xchunked", " chunked"),
    "Expect": one_of("100-continue", "200-ok", ""),
    "Connection": one_of("close", "keep-alive", "upgrade", "Host", "close, close"),
    "Upgrade": one_of("websocket", "h2c", "TLS/1.0"),
    "Cookie": LATIN,
    "Authorization": one_of("Basic !!!", "Bearer " + "a" * 500),
}


def with_fields(line: str, fields: list[tuple[str, str]], body: bytes = b"") -> bytes:
    """Return a request as it is sent."""
    lines = [line, *(f"{name}: {value}" for name, value in fields), "", ""]
    return "\r\n".join(lines).encode("latin-1", "replace") + body


FRAMING = {"Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect"}
"""Headers that are of the connection rather than of the request."""
field = st.sampled_from(sorted(HEADERS)).flatmap(lambda name: st.tuples(st.just(name), HEADERS[name]))
of_request = field.filter(lambda drawn: drawn[0] not in FRAMING)
headers = st.tuples(st.sampled_from(TARGETS), st.lists(of_request, min_size=1, max_size=5)).map(
    lambda drawn: with_fields(f"GET {drawn[0]} HTTP/1.1", [("Host", "a"), *drawn[1], ("Connection", "close")])
)
"""Requests whose headers are drawn from their grammars, and from what is near to those."""

CHUNK = st.one_of(
    st.binary(max_size=30).map(lambda data: b"%x\r\n%s\r\n" % (len(data), data)),
    st.sampled_from(
        [b"0\r\n\r\n", b"0\r\nX-Trailer: a\r\nHost: b\r\n\r\n", b"-1\r\n\r\n", b"ffffffffffffffffff\r\n\r\n"]
    ),
    st.sampled_from(
        [b"5;a=b\r\nabcde\r\n", b"5\nabcde\n", b"5\r\nabc\r\n", b"\r\n", b"0x5\r\nabcde\r\n", b"5 \r\nabcde\r\n"]
    ),
)
LINE = st.tuples(
    mostly(st.sampled_from(["GET", "GET", "POST", *METHODS]), LATIN),
    st.sampled_from(["\t", "  ", *[" "] * 30]),
    mostly(st.sampled_from(TARGETS), LATIN),
    st.sampled_from([" HTTP/1.1"] * 30 + [" HTTP/1.0", " HTTP/2.0", " HTTP/9", "", " http/1.1", " HTTP/1.1 x"]),
).map("".join)
FIELD = mostly(field, st.tuples(one_of("Host", " Host", "Host ", "", "X" * 9000, "\0", "Content-Length\t"), LATIN))
request = st.builds(
    with_fields,
    LINE,
    st.lists(FIELD, max_size=6).map(lambda fields: [("Host", "a"), *fields]),
    st.one_of(st.just(b""), st.lists(CHUNK, max_size=5).map(b"".join), st.binary(max_size=60)),
)


@st.composite
def spoiled(draw: st.DrawFn, sent: st.SearchStrategy[bytes]) -> bytes:
    """Draw bytes with some of them changed, left out, put in or said twice."""
    data = bytearray(draw(sent))
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 3]))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 20)))
        instead = draw(
            st.sampled_from([b"", b"\n", b"\r", b"\0", b"\xff", b":", b" ", b"\r\n\r\n", bytes(data[start:end]) * 2])
        )
        data[start:end] = instead
    return bytes(data)


requests = spoiled(st.lists(request, min_size=1, max_size=4).map(b"".join))
"""Requests as bytes, one or several on a connection, some of them spoiled."""

PAGES = (page(0), HEAD + f"<title>x</title>{page(1)}", "<html lang='{{page.lang}}'>" + HEAD + page(2))
FRAGMENT = st.one_of(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "<b>", "<i>", "<table>", "<td>", "<a href='javascript:x'>", "<!--", "-->"]
    ),
    st.sampled_from(
        ["<script>", "<style>", "<svg>", "<math>", "<template>", "<plaintext>", "<textarea>", "<br/>", "<![CDATA["]
    ),
    st.sampled_from(
        ["<link rel=canonical href='javascript:alert(1)'>", "<base href='//x'>", "&amp;", "&#0;", "&#xD800;", "&"]
    ),
    st.sampled_from(
        ["\0", "\x1b[2J", "\u202e", "\ufeff", "\u2028", "e\u0301" * 9, "\U0001f46e", "١٢٣", "½", "²", "\xa0", "\t"]
    ),
    st.sampled_from(
        ["£1m", "1.2.3", "1,2,3,4", "between 1 and", "over about", "per cent", "2021/22", "year to March", "1" * 400]
    ),
    st.text(st.characters(codec="utf-8"), max_size=20),
)
REPEATED = st.tuples(FRAGMENT, st.sampled_from([1, 1, 1, 2, 9, 300, 3000])).map(lambda drawn: drawn[0] * drawn[1])


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """Draw requests with a page of an invented statement into which something was put."""
    text = draw(st.sampled_from(PAGES))
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(REPEATED) + text[at + draw(st.integers(0, 30)) :]
    body = draw(spoiled(st.just(text.encode()[:199_000])))
    media = draw(st.sampled_from(["text/html", "text/plain"]))
    query = draw(st.sampled_from(["", "?force=kent&round=2031", "?force=kent&round=2016&url=https://a.example/"]))
    return posted(f"/v1/extractions{query}", media, body)


def posted(target: str, media: str, body: bytes, *fields: tuple[str, str]) -> bytes:
    """Return a request with a body."""
    given = [("Host", "a"), ("Content-Type", media), ("Content-Length", str(len(body))), *fields]
    return with_fields(f"POST {target} HTTP/1.1", [*given, ("Connection", "close")], body)


NUMBERS = st.one_of(st.integers(), st.integers(-(2**70), 2**70), st.floats(), st.just(10**300))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, st.text(max_size=20)),
    lambda part: st.one_of(st.lists(part, max_size=5), st.dictionaries(st.text(max_size=8), part, max_size=5)),
    max_leaves=12,
)
TOOLS = ("find_force", "list_measures", "get_profile", "get_figures", "compare", "explain_figure", "", "x" * 300)
ARGUMENTS = ("name", "force", "forces", "measure", "measures", "round", "topic", "limit", "id", "cursor", "query")
VALUES = st.one_of(
    JSON, st.sampled_from(["kent", "population", "2016", "kent/2016/1", "\0", "x" * 9000, ["kent"] * 500])
)
call = st.fixed_dictionaries(
    {"name": mostly(st.sampled_from(TOOLS), JSON)},
    optional={
        "arguments": st.one_of(st.dictionaries(st.sampled_from(ARGUMENTS), VALUES, max_size=5), JSON),
        "_meta": JSON,
    },
)
METHOD = st.sampled_from(
    ["tools/call"] * 6
    + ["initialize", "tools/list", "ping", "prompts/list", "prompts/get", "resources/list", "resources/read"]
    + [
        "notifications/initialized",
        "notifications/cancelled",
        "logging/setLevel",
        "completion/complete",
        "",
        "rpc.discover",
    ]
)
message = st.fixed_dictionaries(
    {
        "jsonrpc": mostly(st.just("2.0"), JSON),
        "method": mostly(METHOD, JSON),
        "params": mostly(call, JSON),
    },
    optional={"id": mostly(st.one_of(st.integers(), st.text(max_size=200)), st.one_of(NUMBERS, JSON))},
)
NESTED = st.integers(1, 50_000).map(lambda depth: "[" * depth)
BODY = mostly(
    mostly(message, st.one_of(st.lists(message, max_size=3), JSON)).map(json.dumps),
    st.one_of(NESTED, NESTED.map(lambda nested: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' + nested)),
)
messages = st.tuples(
    mostly(BODY.map(str.encode), spoiled(BODY.map(str.encode))),
    mostly(st.just("application/json, text/event-stream"), one_of("application/json", "*/*", "text/html")),
    mostly(st.just("2025-06-18"), one_of("2024-11-05", "9999-99-99", "")),
).map(
    lambda drawn: posted("/mcp", "application/json", drawn[0], ("Accept", drawn[1]), ("MCP-Protocol-Version", drawn[2]))
)
"""Messages for assistants' tools: calls that are nearly right, and what is none."""
