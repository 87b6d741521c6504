"""Assets: the stylesheets and scripts of the pages, at addresses that change with what they hold."""

import hashlib
from functools import cache
from importlib.resources import files

from fastapi import APIRouter, Response

from app.http.problems import NotFound

router = APIRouter()

PATH = "/static/explorer"
MEDIA_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def _assets() -> dict[str, bytes]:
    folder = files(__package__) / "static"
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir(), key=lambda file: file.name)}


@cache
def _version() -> str:
    """Return what tells these assets from those of any other version: one digest of all, for some name others."""
    digest = hashlib.blake2b(digest_size=8)
    for name, content in _assets().items():
        digest.update(repr((name, content)).encode())
    return digest.hexdigest()


def address_of(name: str) -> str:
    """Return the address of an asset. Raises ``KeyError`` where there is none of the name."""
    _assets()[name]
    return f"{PATH}/{_version()}/{name}"


@router.get(f"{PATH}/{{version}}/{{name}}", include_in_schema=False)
async def get_asset(version: str, name: str) -> Response:
    """Return an asset. One of another version is answered by this one's, and not for long."""
    content = _assets().get(name)
    if content is None:
        raise NotFound(f"The pages have no asset called {name!r}.")
    holds = FOR_EVER if version == _version() else "public, max-age=60"
    return Response(content, media_type=MEDIA_TYPES[name.rpartition(".")[2]], headers={"Cache-Control": holds})
