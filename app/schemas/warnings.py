"""Warnings and caveats as JSON: a code and a detail."""

from pydantic import Field

from app.schemas.common import Output
from app.vocabulary.warnings import CaveatCode, WarningCode


class FigureWarning(Output):
    """Why a figure should be read with care."""

    code: WarningCode = Field(description="What it is about; of a stated figure, the check that gave it.")
    detail: str = Field(description="The warning in words.")


class Caveat(Output):
    """What to say beside an answer."""

    code: CaveatCode = Field(description="What it is about.")
    detail: str = Field(description="The caveat in words.")
