"""The whole dataset as files."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from app.answers.problems import UnknownFile
from app.api.headers import documented
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.bulk.release import MEDIA_TYPES, TITLE, Release, make_release
from app.http.problems import InvalidParameter, NotReady
from app.schemas.bulk import Bulk, BulkFile
from app.schemas.statements import Licence
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.sources import DATA_ATTRIBUTION, LICENCE, LICENCE_URL

router = APIRouter(
    prefix="/v1/bulk",
    tags=["bulk"],
    responses=responses(InvalidParameter, NotReady),
)


ANY_BYTES = "application/octet-stream"
"""What generated clients know for bytes, and take the first of what is answered for all of it."""
BYTES = {"type": "string", "format": "binary"}
"""What a client takes a file for, whatever is in it: who saves it wants its bytes, and none of them read as text."""


def current_release(request: Request, session: ReadingSession) -> Release:
    """Return the release of the data as it stands, made once for each state of the data."""
    release: Release = request.state.releases.of(session.change_noted(), lambda: make_release(session))
    return release


def bare_type(media_type: str) -> str:
    """Return a media type without its parameters."""
    return media_type.partition(";")[0]


CurrentRelease = Annotated[Release, Depends(current_release)]


@router.get("", summary="The whole dataset as files")
def get_bulk(release: CurrentRelease) -> Bulk:
    """List the files of the newest release: every table as CSV and Parquet, what columns mean, and one archive."""
    return Bulk(
        version=release.version,
        title=TITLE,
        licence=Licence(name=LICENCE, url=LICENCE_URL, attribution=DATA_ATTRIBUTION),
        items=[
            BulkFile(
                name=file.name,
                description=file.description,
                media_type=file.media_type,
                bytes=len(file.content),
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
            "content": {type_: {"schema": BYTES} for type_ in (ANY_BYTES, *map(bare_type, MEDIA_TYPES.values()))},
            **documented("Content-Disposition"),
        }
    },
)
def get_bulk_file(
    release: CurrentRelease,
    name: Annotated[str, Path(alias="file", description="The name of a file.")],
) -> Response:
    """Return a file of the newest release."""
    found = release.files.get(name)
    if found is None:
        near = nearest(name, release.files)
        hint = suggestion(near, "the files are listed at /v1/bulk.")
        raise UnknownFile(f"The release has no file {name!r}{hint}", nearest=near)
    disposition = {"Content-Disposition": f'attachment; filename="{found.name}"'}
    return Response(found.content, headers=disposition, media_type=found.media_type)
