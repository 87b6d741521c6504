"""Discovery: what the service is and where, for programs, catalogues, search engines, assistants and researchers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from pydantic import Field
from starlette.routing import Match
from starlette.types import Scope

from app import __version__
from app.api.openapi import ABOUT
from app.api.problems import responses
from app.api.reading import Reading, ReadingSession
from app.api.routing import Route, Routes
from app.bulk.catalogue import Dataset, dcat, schema_org
from app.bulk.files import FILES, version_of
from app.http.addresses import own_root
from app.http.failures import UNREADABLE
from app.http.negotiation import is_for_a_reader
from app.http.problems import InvalidParameter, NotFound, NotReady
from app.queries import releases
from app.queries.catalogue import holdings as rows_held
from app.schemas.coverage import Holdings, holdings
from app.vocabulary.sources import LICENCE_URL

router = Routes(tags=["discovery"])

LINKSET = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"'
LINKS = ", ".join(
    f'<{target}>; rel="{relation}"'
    for relation, target in {
        "api-catalog": "/.well-known/api-catalog",
        "service-desc": "/openapi.json",
        "service-doc": "/docs",
        "license": LICENCE_URL,
    }.items()
)
"""The ``Link`` header (RFC 8288) by which programs find what describes the service."""
CONTACT_HOLDS = timedelta(days=300)
"""For how long security.txt says its contact holds: less than the year that RFC 9116, 2.5.5 recommends."""


def dataset_as_it_stands(session: Reading) -> Dataset:
    """Return what is known of the dataset without its files."""
    modified_at = session.change_noted()
    return Dataset(version_of(releases.newest(session) or 0), modified_at, {})


def dataset_if_any(request: Request) -> Dataset | None:
    """Return what is known of the dataset; ``None`` where there is no data yet, or none that can be read."""
    try:
        with Reading(request) as session:
            return dataset_as_it_stands(session)
    except (NotReady, *UNREADABLE):
        request.state.modified_at = None  # of data that nobody can date, so the answer is not kept
        return None


DatasetIfAny = Annotated[Dataset | None, Depends(dataset_if_any)]


class ServiceStatus(Holdings):
    """The state of the service and its data."""

    version: str = Field(description="The version of the service.")
    modified_at: datetime = Field(description="When the data last changed.")
    release: int = Field(description="The newest release of the data.")


@router.get(
    "/v1/status",
    summary="The state of the service",
    responses=responses(InvalidParameter, NotReady),
)
def get_status(request: Request, session: ReadingSession) -> ServiceStatus:
    """Return which version runs, when its data last changed, and how much of it there is."""
    return ServiceStatus(
        version=__version__,
        modified_at=request.state.modified_at,
        release=releases.newest(session) or 0,
        **dict(holdings(rows_held(session))),
    )


class LinkedData(JSONResponse):
    """An answer in JSON-LD."""

    media_type = "application/ld+json"


@router.get(
    "/v1/catalogue",
    summary="The dataset, for catalogues",
    response_class=LinkedData,
    response_description="The dataset in the vocabulary asked for.",
    responses=responses(InvalidParameter, NotReady)
    | {200: {"content": {LinkedData.media_type: {"schema": {"type": "object"}}}}},
)
def get_catalogue(
    request: Request,
    session: ReadingSession,
    profile: Annotated[Literal["dcat", "schema.org"], Query(description="The vocabulary to describe it in.")] = "dcat",
) -> LinkedData:
    """Describe the dataset and its files: in DCAT (W3C), or as a schema.org Dataset with `?profile=schema.org`.

    The sizes and digests of files are told once they are made, which /v1/bulk has done.
    """
    root, dataset = own_root(request), dataset_as_it_stands(session)
    made = request.state.bulk_files.found(dataset.modified_at)
    headers = {"Cache-Control": "no-cache"} if made is None else None  # there will be more to tell of the same data
    dataset = dataset if made is None else replace(dataset, made=made.files)
    described = dcat(root, dataset, _lists(request.app.openapi())) if profile == "dcat" else schema_org(root, dataset)
    return LinkedData(described, headers=headers)


def _lists(document: dict[str, Any]) -> dict[str, str]:
    """Return the lists of an OpenAPI document that are paged and of no one force: their paths and summaries."""
    return {
        path: methods["get"]["summary"]
        for path, methods in document["paths"].items()
        if "{" not in path and any(p.get("name") == "limit" for p in methods.get("get", {}).get("parameters", ()))
    }


async def get_root() -> RedirectResponse:
    """Lead programs that come without an address to the documentation, and by the links (RFC 9727, 3) to the rest."""
    return RedirectResponse("/docs", status_code=307, headers={"Link": LINKS, "Vary": "Accept"})


class ForPrograms(Route):
    """A route that is not there for who reads pages: they find another one at its address."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether it is the route of a request."""
        found, told = super().matches(scope)
        return (found, told) if found is Match.NONE or not is_for_a_reader(scope) else (Match.NONE, {})


router.add_api_route("/", get_root, include_in_schema=False, route_class_override=ForPrograms)


@router.get("/v1", include_in_schema=False)
@router.get("/.well-known/api-catalog", include_in_schema=False)
async def get_api_catalog(request: Request) -> JSONResponse:
    """Return the catalogue of APIs of this host (RFC 9727), which is this one, as a linkset (RFC 9264)."""
    root = own_root(request)
    linkset = {
        "anchor": f"{root}v1",
        "service-desc": [{"href": f"{root}openapi.json", "type": "application/vnd.oai.openapi+json;version=3.1"}],
        "service-doc": [{"href": f"{root}docs", "type": "text/html"}],
        "service-meta": [{"href": f"{root}v1/catalogue", "type": "application/ld+json"}],
        "status": [{"href": f"{root}v1/status", "type": "application/json"}],
        "license": [{"href": LICENCE_URL}],
    }
    return JSONResponse({"linkset": [linkset]}, headers={"Link": LINKS}, media_type=LINKSET)


@router.get("/.well-known/security.txt", include_in_schema=False)
async def get_security_contact(request: Request) -> PlainTextResponse:
    """Return whom to tell of a weakness (RFC 9116), where the operator has named somebody."""
    contact = request.state.settings.security_contact
    if contact is None:
        raise NotFound("No contact is named. Operators name one with FORCE_PROFILES_SECURITY_CONTACT.")
    expires = datetime.combine(datetime.now(UTC).date() + CONTACT_HOLDS, datetime.min.time(), UTC)
    lines = [f"Contact: {contact}", f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", "Preferred-Languages: en"]
    root = own_root(request)
    if root.startswith("https:"):  # RFC 9116, 2.5.2: no other address of the web may be named as canonical
        lines.append(f"Canonical: {root}.well-known/security.txt")
    return PlainTextResponse(
        "\n".join(lines) + "\n", headers={"Cache-Control": "no-cache"}
    )  # it says how long it holds


@router.get("/robots.txt", include_in_schema=False)
async def get_robots(request: Request) -> PlainTextResponse:
    """Return that robots may read everything (RFC 9309), and where the pages are listed."""
    return PlainTextResponse(f"User-agent: *\nAllow: /\nSitemap: {own_root(request)}sitemap.xml\n")


@router.get("/favicon.svg", include_in_schema=False)
@router.get("/favicon.ico", include_in_schema=False)
async def get_icon() -> Response:
    """Return the icon of the service: bars of which one has bounds."""
    return Response(ICON, media_type="image/svg+xml")


ICON = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d3557"/>\
<path fill="#fff" d="M3 9h2v4H3zM7 6h2v7H7zM11 8h2v5h-2z"/>\
<path stroke="#ffb703" d="M12 3v7M10.5 3.5h3M10.5 9.5h3"/></svg>
"""


@router.get("/llms.txt", include_in_schema=False)
async def get_llms(request: Request) -> PlainTextResponse:
    """Return what the service offers, in few words, for language models: drawn from what it is, so never stale."""
    lines = _in_few_words(request.app.openapi())
    return PlainTextResponse("\n".join(lines) + "\n", media_type="text/markdown")


def _in_few_words(document: dict[str, Any]) -> Iterator[str]:
    yield f"# {document['info']['title']}"
    yield ""
    yield f"> {document['info']['summary']}"
    yield ""
    yield ABOUT.strip()
    yield ""
    yield (
        "Every answer says what a figure means: keep unit, qualifier, bounds, period, area and status with it, quote "
        "`as_stated`, and name the source."
    )
    for tag in document["tags"]:
        if tag["name"] == "operations":  # of no use to those who read
            continue
        yield f"\n## {tag['name'].capitalize()}\n"
        yield from (
            f"- `{method.upper()} {path}`: {_first_line(operation)}"
            for path, methods in document["paths"].items()
            for method, operation in methods.items()
            if tag["name"] in operation["tags"]
        )
    yield "\n## Files\n"
    yield from (f"- [{name}](/v1/bulk/{name}): {description}" for name, description in FILES.items())
    yield "\n## Tools\n"
    yield "- `POST /mcp`: The same data as tools for assistants (Model Context Protocol)."


def _first_line(operation: dict[str, Any]) -> str:
    return " ".join(str(operation.get("description", "")).partition("\n\n")[0].split())
