"""The bulk release as JSON."""

from pydantic import Field

from app.schemas.common import Output
from app.schemas.statements import Licence


class BulkFile(Output):
    """A file of the release."""

    name: str = Field(description="Its name.", examples=["observations.csv"])
    description: str = Field(description="What is in it.")
    media_type: str = Field(
        description="What kind of file it is.", examples=["text/csv; charset=utf-8; header=present"]
    )
    bytes: int = Field(description="Its length.")
    sha256: str = Field(description="The SHA-256 of the file: also its entity tag.")
    href: str = Field(description="Its address.", examples=["/v1/bulk/observations.csv"])


class Bulk(Output):
    """The whole dataset as files."""

    version: str = Field(description="The version of the service and the digest of the data.", examples=["0.3.0+1f2e"])
    title: str = Field(description="What the dataset is.")
    licence: Licence = Field(description="The licence of the data.")
    items: list[BulkFile] = Field(description="The files, the archive of all of them last.")
