"""The problems that any HTTP request can meet, each a class; ``app.http.handlers`` answers them.

Problem
├── NotFound                  404  nothing at this address
├── NotAcceptable             406  no format that the request accepts
├── MethodNotAllowed          405  the service only reads
├── MalformedRequest          400  not an HTTP request, or it does not say which host it is for
├── RequestTimeout            408  it did not arrive in time
├── PreconditionFailed        412  the answer is not the one that the request is for
├── InvalidParameter          422  a parameter, or a member of a body, is wrong
├── PayloadTooLarge           413  the body is too large
├── UriTooLong                414  the address is too long
├── UnsupportedMediaType      415  the body is of a type that is not read
├── RangeNotSatisfiable       416  no byte of the answer is in the range
├── HeadersTooLarge           431  a header, or all of them together, are too large
├── TooManyRequests           429  more requests than are answered in a time
├── Busy                      503  as much is being done as is done at once
├── NotReady                  503  the database cannot be read now, or every connection is in use
├── FormatNotOffered          501  a format that a standard has, and this service has not
└── InternalError             500  a fault of the service, and logged

Those that have to do with forces are in ``app.answers.problems``.
"""

from collections.abc import Iterable, Mapping
from itertools import chain
from types import MappingProxyType
from typing import ClassVar

from app.schemas.problems import ParameterError
from app.vocabulary.names import abridged

MEDIA_TYPE = "application/problem+json"
TYPES_PATH = "/v1/problems"

MOST_ERRORS = 20
"""How many wrong parameters are told at most: what a request may name by thousands is not looked up by thousands."""


class Problem(Exception):  # noqa: N818 - the word of RFC 9457
    """A problem with a request. Subclasses say what kind; ``detail`` says what is wrong here and what to do."""

    slug: ClassVar[str]
    title: ClassVar[str]
    status: ClassVar[int]
    description: ClassVar[str]
    headers: ClassVar[Mapping[str, str]] = MappingProxyType({})

    def __init__(self, detail: str, *, nearest: Iterable[str] = (), errors: Iterable[ParameterError] = ()) -> None:
        super().__init__(detail)
        self.detail = abridged(detail)
        self.errors = list(errors)
        self.nearest = list(nearest) or list(dict.fromkeys(chain.from_iterable(e.nearest for e in self.errors)))


class NotFound(Problem):
    """Nothing is at the address."""

    slug = "not-found"
    title = "Not found"
    status = 404
    description = "No resource has this address. The addresses are listed at /docs and in /openapi.json."


class MethodNotAllowed(Problem):
    """The address is right, the method is not."""

    slug = "method-not-allowed"
    title = "Method not allowed"
    status = 405
    description = "Addresses answer GET and HEAD, /v1/extractions and /extract POST; no request can change data."


class MalformedRequest(Problem):
    """What was sent is no request that can be answered."""

    slug = "malformed-request"
    title = "Malformed request"
    status = 400
    description = "It is no request of HTTP/1.1, or does not have exactly one valid Host header."


class RequestTimeout(Problem):
    """The request did not arrive in time."""

    slug = "request-timeout"
    title = "Request timeout"
    status = 408
    description = "The headers or the body of the request took too long to arrive. Send it again, in one go."


class UriTooLong(Problem):
    """The address is too long."""

    slug = "uri-too-long"
    title = "Address too long"
    status = 414
    description = "Path and query have more bytes than are read. Ask for less at once: /v1/bulk has the whole dataset."


class HeadersTooLarge(Problem):
    """A header field is too large, or all of them together are."""

    slug = "headers-too-large"
    title = "Headers too large"
    status = 431
    description = "There are more header fields, or more bytes in them, than are read. Send fewer and shorter ones."


class PreconditionFailed(Problem):
    """The answer is not the one that the request is for."""

    slug = "precondition-failed"
    title = "Precondition failed"
    status = 412
    description = "`If-Match` or `If-Unmodified-Since` asks for an answer that is not the one that there is now."


class RangeNotSatisfiable(Problem):
    """The answer has no byte in the range that the request asks for."""

    slug = "range-not-satisfiable"
    title = "Range not satisfiable"
    status = 416
    description = "`Range` begins beyond the end of the answer, whose length is in `Content-Range`."


class NotAcceptable(Problem):
    """The request accepts none of the formats that there are."""

    slug = "not-acceptable"
    title = "Not acceptable"
    status = 406
    headers = MappingProxyType({"Vary": "Accept"})
    description = "Lists are JSON, CSV, NDJSON and Parquet, by `Accept` or by `?format=`; most else is JSON alone."


class InvalidParameter(Problem):
    """A parameter, or a member of a body, is unknown or has a value that it cannot have."""

    slug = "invalid-parameter"
    title = "Invalid parameter"
    status = 422
    description = "`errors` names parameters that are unknown or have a wrong value, with the nearest right ones."


class PayloadTooLarge(Problem):
    """The body of the request is too large."""

    slug = "payload-too-large"
    title = "Content too large"
    status = 413
    description = (
        "A page may have 200,000 bytes, 10,000 tags and 5,000 numbers, a message for the tools of assistants 200,000 "
        "bytes; they have a few thousand."
    )


class UnsupportedMediaType(Problem):
    """The body of the request is of a type that is not read."""

    slug = "unsupported-media-type"
    title = "Unsupported media type"
    status = 415
    description = "Pages are sent as text/plain, text/html or application/json, in an encoding that is read."


class TooManyRequests(Problem):
    """The client sent more requests than are answered in a time."""

    slug = "too-many-requests"
    title = "Too many requests"
    status = 429
    description = "`Retry-After` says when to go on. /v1/bulk has the whole dataset in one request."


class Busy(Problem):
    """As much is being done as is done at once, and enough wait for it."""

    slug = "busy"
    title = "The service is busy"
    status = 503
    headers = MappingProxyType({"Retry-After": "5"})
    description = "So many pages are being read that no more may wait. `Retry-After` says when to send it again."


class NotReady(Problem):
    """The service cannot answer now."""

    slug = "not-ready"
    title = "The service is not ready"
    status = 503
    headers = MappingProxyType({"Retry-After": "5"})
    description = (
        "The database cannot be reached or is not migrated and seeded yet, all that answers take is in use, or the "
        "service is stopping. Try again in a moment."
    )


class FormatNotOffered(Problem):
    """What is asked for is not offered in the format, where a standard has this status for it (oEmbed)."""

    slug = "format-not-offered"
    title = "Format not offered"
    status = 501
    description = "How a page is embedded is told as `json` or `xml`."


class InternalError(Problem):
    """A fault of the service."""

    slug = "internal-error"
    title = "The service failed"
    status = 500
    description = "A fault of the service, not of the request. It is logged; please report it if it stays."
