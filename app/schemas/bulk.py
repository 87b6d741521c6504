"""The bulk release as JSON."""

from pydantic import Field

from app.schemas.common import Count, Output, OwnAddress, Sha256
from app.schemas.statements import Licence


class BulkFile(Output):
    """A file of the release."""

    name: str = Field(description="Its name.")
    description: str = Field(description="What is in it.")
    media_type: str = Field(description="What kind of file it is.")
    bytes: Count = Field(description="Its length.")
    sha256: Sha256 = Field(description="The SHA-256 of the file.")
    href: OwnAddress = Field(description="Its address.")


class Bulk(Output):
    """The whole dataset as files."""

    version: str = Field(description="The version of the service, and the newest release of the data.")
    title: str = Field(description="What the dataset is.")
    licence: Licence = Field(description="The licence of the data.")
    items: list[BulkFile] = Field(description="The files, the archive of all of them last.")
