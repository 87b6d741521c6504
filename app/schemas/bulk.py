"""The bulk release as JSON."""

from pydantic import Field

from app.schemas.common import Output
from app.schemas.statements import Licence


class BulkFile(Output):
    """A file of the release."""

    name: str = Field(examples=["observations.csv"])
    description: str
    media_type: str = Field(examples=["text/csv; charset=utf-8; header=present"])
    bytes: int
    sha256: str = Field(description="The SHA-256 of the file: also its entity tag.")
    href: str = Field(examples=["/v1/bulk/observations.csv"])


class Bulk(Output):
    """The whole dataset as files."""

    version: str = Field(description="The version of the service and the digest of the data.", examples=["0.3.0+1f2e"])
    title: str
    licence: Licence
    items: list[BulkFile]
