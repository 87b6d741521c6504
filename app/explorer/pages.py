"""Pages: the routes that answer them, and how one is made of a template and what the API answers."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from app.api.routing import Route
from app.http.addresses import own_root, reference
from app.http.handlers import MovedPermanently
from app.schemas.problems import ProblemDetails

PUBLIC = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'"
POLICY = f"{PUBLIC}; form-action 'self'; frame-ancestors 'none'"
"""What a page may load: its own stylesheet, scripts and pictures. Nobody may frame it."""
POLICY_OF_FRAMES = f"{PUBLIC}; form-action 'none'; frame-ancestors *"
"""The policy of what is made to stand in pages of others: it has no form, and may be framed by all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is told of a page beside its content.

    ``address`` is its canonical one, from the root of the service, with all that the page depends on. ``data`` are the
    addresses of the API that have the same as JSON, by what they have; ``picture`` is that of a preview for links.
    """

    title: str
    description: str
    address: str
    data: dict[str, str]
    picture: str | None = None
    indexed: bool = True
    """Whether search engines should know it."""
    embedded: bool = False
    """Whether it has one chart that stands in frames too, with ``embed=1``."""


async def without_blanks(request: Request) -> None:
    """Lead to the address without what was left blank: a form sends all of its fields."""
    given = request.query_params.multi_items()
    said = [(name, value) for name, value in given if value.strip()]
    if said != given:
        raise MovedPermanently(reference(request.scope.get("raw_path") or request.scope["path"], urlencode(said)))


class Pages(APIRouter):
    """The routes of a page. They take what they do not know: who shares a link adds to it."""

    def __init__(self) -> None:
        super().__init__(route_class=Route, dependencies=[Depends(without_blanks)], include_in_schema=False)


def show(request: Request, template: str, about: About, *, framed: bool = False, **content: object) -> HTMLResponse:
    """Answer a page. ``content`` is what its template is filled with; what is ``framed`` has no navigation."""
    policy = POLICY_OF_FRAMES if framed else POLICY
    return HTMLResponse(
        _written(request, template, about, framed=framed, **content), headers={"Content-Security-Policy": policy}
    )


def show_problem(request: Request, problem: ProblemDetails) -> HTMLResponse:
    """Answer a problem as a page. What it says is what programs are told."""
    about = About(title=problem.title, description=problem.detail, address=problem.instance, data={}, indexed=False)
    content = _written(request, "problem.html", about, framed=False, problem=problem)
    return HTMLResponse(content, problem.status, {"Content-Security-Policy": POLICY})


def filled(template: str, **content: object) -> str:
    """Return a template filled with what it is for."""
    from app.explorer.templating import templates  # a service that shows nothing needs none

    return templates().get_template(template).render(content).strip()


def _written(request: Request, template: str, about: About, **content: object) -> str:
    return filled(
        template, about=about, root=own_root(request).removesuffix("/"), path=request.scope["path"], **content
    )
