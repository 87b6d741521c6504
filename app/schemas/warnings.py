"""Warnings, caveats and absences as JSON: a code and a detail."""

from pydantic import Field

from app.schemas.common import Output
from app.vocabulary.warnings import AbsenceCode, CaveatCode, WarningCode


class FigureWarning(Output):
    """Why a figure should be read with care."""

    code: WarningCode = Field(description="What it is about; of a stated figure, the check that gave it.")
    detail: str = Field(description="The warning in words.")


class Caveat(Output):
    """What to say beside an answer."""

    code: CaveatCode = Field(description="What it is about.")
    detail: str = Field(description="The caveat in words.")


class Absence(Output):
    """Why there is no figure, or nothing else that was asked for."""

    code: AbsenceCode = Field(
        description="`not_stated`: the whole statement was read and does not give it. `not_in_part_read`: only a part "
        "was read, and the rest may give it. `intention_only`, `place_only`, `other_unit`: it is stated, but not so "
        "that it can be compared. `older`: it is of a time before `since`. `no_statement`: there is none. "
        "`few_residents`: too few people live in the area for it to mean anything. `not_held`: the official figures "
        "that it takes are not held here. `not_supplied`, `suppressed`, `not_collected`, `counted_elsewhere`: the "
        "publisher has no figure, because the force gave none, it is withheld, nobody counted, or another includes it."
    )
    detail: str = Field(description="The reason in words.")
