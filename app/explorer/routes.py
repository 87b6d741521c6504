"""The routes of all pages, which are loaded when a page is first asked for: the API starts and runs without them."""

from functools import cache
from importlib import import_module

from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute, Match, Router, compile_path
from starlette.types import Receive, Scope, Send

MODULES = (
    *("home", "search", "force", "measure", "compare", "reconciliations", "statement", "figure", "coverage", "extract"),
    *("datasets", "assets", "sitemap", "oembed"),
)
"""The modules of this package that have routes."""
ADDRESSES = (
    *("/", "/search", "/forces/{force}", "/measures", "/measures/{measure}", "/compare", "/reconciliations"),
    *("/statements/{force}/{round}", "/figures/{figure}", "/coverage", "/datasets", "/datasets/{dataset}"),
    *("/official-figures", "/extract", "/static/explorer/{version}/{name}", "/sitemap.xml", "/oembed"),
)
"""The addresses of the pages, and of what they load."""
_PATHS = [compile_path(address)[0] for address in ADDRESSES]


@cache
def routes() -> list[BaseRoute]:
    """Return the routes of the pages."""
    return [route for name in MODULES for route in import_module(f"{__package__}.{name}").router.routes]


def _load() -> Router:
    return Router(routes(), redirect_slashes=False)


class Explorer(BaseRoute):
    """All pages, as one route of the application."""

    _router: Router | None = None

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a request is for the address of a page."""
        is_one = scope["type"] == "http" and any(path.match(scope["path"]) for path in _PATHS)
        return (Match.FULL if is_one else Match.NONE), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the page that it is for. To load them takes too long for who is answered meanwhile."""
        if self._router is None:
            self._router = await run_in_threadpool(_load)
        await self._router(scope, receive, send)
