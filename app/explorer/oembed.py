"""How a page's chart is put into pages of others (oEmbed 1.0): a frame, told to programs that are given its address."""

import re
from html import unescape
from typing import Annotated
from urllib.parse import parse_qsl, unquote, urlencode

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import Message

from app.explorer.pages import POLICY_OF_FRAMES, Pages, filled
from app.http.addresses import own_root
from app.http.problems import FormatNotOffered, NotFound

router = Pages()

WIDTH = 800
FRAMED = ("measures/", "compare")
"""How the addresses begin of pages that have charts for frames: no others are asked."""
_HEIGHT = re.compile('data-height="([0-9]+)"')
_TITLE = re.compile("<title>(.*?)(?: – Force Profiles)?</title>", re.DOTALL)

Most = Annotated[int | None, Query(ge=1)]


@router.get("/oembed")
async def get_oembed(
    request: Request,
    url: Annotated[str, Query(max_length=2000)],
    format_: Annotated[str, Query(alias="format")] = "json",
    maxwidth: Most = None,
    maxheight: Most = None,
) -> Response:
    """Answer how a page is embedded. Raises ``NotFound`` for one of another host, or that nobody may frame."""
    if format_ not in {"json", "xml"}:
        raise FormatNotOffered("How a page is embedded is told as `json` or `xml`.")
    root = own_root(request)
    framed = _framed(url, root)
    told_there = None if framed is None else await _told_in_frame(request, framed)
    if framed is None or told_there is None:
        raise NotFound("No page at this address has a chart to embed: those of measures and comparisons have.")
    title, height = told_there
    told = {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Force Profiles",
        "provider_url": root,
        "width": min(WIDTH, maxwidth or WIDTH),
        "height": min(height, maxheight or height),
    }
    told["html"] = filled("frame.html", address=root + framed, **told)
    if format_ == "json":
        return JSONResponse(told)
    return Response(filled("oembed.xml", told=told), media_type="text/xml")


def _framed(url: str, root: str) -> str | None:
    """Return the address of a page for frames, from the root of the service on; ``None`` if it has no chart."""
    _, _, address = url.partition("#")[0].partition("://")  # by either scheme
    _, _, own = root.partition("://")
    if not address.startswith(own):
        return None
    path, _, query = address.removeprefix(own).partition("?")
    if not path.startswith(FRAMED):
        return None
    asked = [(name, value) for name, value in parse_qsl(query) if name != "embed"]
    return f"{path}?{urlencode([*asked, ('embed', '1')])}"


async def _told_in_frame(request: Request, page: str) -> tuple[str, int] | None:
    """Return the title of a page of this service and the height of its chart, or ``None`` where nobody may frame it."""
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    path, _, query = f"/{page}".partition("?")
    of_the_page = {"path": unquote(path), "raw_path": path.encode(), "query_string": query.encode()}
    try:
        await request.app.router({**request.scope, **of_the_page}, request.receive, keep)
    except HTTPException:  # no route
        return None
    start, *rest = sent
    if (b"content-security-policy", POLICY_OF_FRAMES.encode()) not in start["headers"]:
        return None
    shown = b"".join(message["body"] for message in rest).decode()
    title, height = _TITLE.search(shown), _HEIGHT.search(shown)
    return None if title is None or height is None else (unescape(title[1]), int(height[1]))
