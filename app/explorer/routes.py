"""The routes of all pages, which are loaded when a page is first asked for: the API starts and runs without them."""

from functools import cached_property
from importlib import import_module

from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

MODULES = (
    *("home", "search", "force", "measure", "compare", "reconciliations", "statement", "figure", "coverage", "extract"),
    *("assets", "sitemap", "oembed"),
)
"""The modules of this package that have routes."""
ADDRESSES = (
    *("/", "/search", "/forces/{force}", "/measures", "/measures/{measure}", "/compare", "/reconciliations"),
    *("/statements/{force}/{round}", "/figures/{figure}", "/coverage", "/extract"),
    *("/static/explorer/{version}/{name}", "/sitemap.xml", "/oembed"),
)
"""The addresses of the pages, and of what they load."""
_FIRST_PARTS = [address.split("/")[1:2] for address in ADDRESSES]


class Explorer(BaseRoute):
    """All pages, as one route of the application; it finds the one that is asked for."""

    @cached_property
    def routes(self) -> list[BaseRoute]:
        """The routes of the pages."""
        return [route for name in MODULES for route in import_module(f"{__package__}.{name}").router.routes]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether a request is for a page and, with what is to be known of it, for which."""
        if scope["type"] != "http" or scope["path"].split("/")[1:2] not in _FIRST_PARTS:
            return Match.NONE, {}
        return max((route.matches(scope) for route in self.routes), key=lambda found: found[0].value)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request with the page that was found for it."""
        await scope["route"].handle(scope, receive, send)
