"""The whole dataset as files."""

from datetime import datetime
from typing import Annotated

from fastapi import Depends, Path, Request, Response
from fastapi.concurrency import run_in_threadpool

from app.answers.problems import UnknownFile
from app.api.headers import documented
from app.api.problems import responses
from app.api.reading import Reading
from app.api.routing import Routes
from app.bulk.files import FILES, TITLE, bare_type, media_type
from app.bulk.kept import Release
from app.http.files import FileAnswer
from app.http.problems import InvalidParameter, NotReady
from app.schemas.bulk import Bulk, BulkFile
from app.schemas.statements import Licence
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.sources import DATA_ATTRIBUTION, LICENCE, LICENCE_URL

router = Routes(
    prefix="/v1/bulk",
    tags=["bulk"],
    responses=responses(InvalidParameter, NotReady),
)


ANY_BYTES = "application/octet-stream"
"""What generated clients know for bytes, and take the first of what is answered for all of it."""
BYTES = {"type": "string", "format": "binary"}
"""What a client takes a file for, whatever is in it: who saves it wants its bytes, and none of them read as text."""


def _moment(request: Request) -> datetime:
    with Reading(request) as session:
        return session.change_noted()


async def current_release(request: Request) -> Release:
    """Return the release of the data as it stands. The turn to read ends before the files are waited for."""
    async with request.state.reading_turns.turn():
        moment = await run_in_threadpool(_moment, request)
    release: Release = await request.state.bulk_files.of(moment)
    request.state.modified_at = release.modified_at
    return release


CurrentRelease = Annotated[Release, Depends(current_release)]


@router.get("", summary="The whole dataset as files")
async def get_bulk(release: CurrentRelease) -> Bulk:
    """List the files of the newest release: every table as CSV and Parquet, what columns mean, and one archive.

    They are made when they are first asked for after the data changed, which takes a moment where there is much data.
    """
    return Bulk(
        version=release.version,
        title=TITLE,
        licence=Licence(name=LICENCE, url=LICENCE_URL, attribution=DATA_ATTRIBUTION),
        items=[
            BulkFile(
                name=file.name,
                description=FILES[file.name],
                media_type=media_type(file.name),
                bytes=file.bytes,
                sha256=file.sha256,
                href=f"/v1/bulk/{file.name}",
            )
            for file in release.files.values()
        ],
    )


@router.get(
    "/{file}",
    summary="A file of the dataset",
    response_class=Response,
    response_description="The file.",
    responses=responses(UnknownFile)
    | {
        200: {
            "content": {type_: {"schema": BYTES} for type_ in (ANY_BYTES, *map(bare_type, FILES))},
            **documented("Content-Disposition"),
        }
    },
)
async def get_bulk_file(
    request: Request,
    name: Annotated[str, Path(alias="file", description="The name of a file.")],
) -> Response:
    """Return a file of the newest release."""
    if name not in FILES:
        near = nearest(name, FILES)
        hint = suggestion(near, "the files are listed at /v1/bulk.")
        raise UnknownFile(f"The release has no file {name!r}{hint}", nearest=near)
    release = await current_release(request)
    return FileAnswer(
        release.folder / name,
        sha256=release.files[name].sha256,
        media_type=media_type(name),
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
        held=release,
    )
