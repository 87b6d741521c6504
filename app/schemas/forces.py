"""Forces as JSON."""

from typing import Annotated, Literal

from pydantic import Field

from app.schemas.common import Address, ListQuery, Output, Page
from app.vocabulary.forces import regions

Country = Literal["England", "Wales"]
Region = Annotated[str, Field(json_schema_extra={"enum": [*regions()]})]
"""A region of the register: what is wrong with one is told with the nearest right ones, which a type would not."""


class Force(Output):
    """A police force."""

    id: str = Field(description="Its slug: its address under `/v1/forces/`.")
    name: str = Field(description="Its official name.")
    welsh_name: str | None = Field(description="Its name in Welsh; null for a force of England.")
    country: Country = Field(description="England or Wales.")
    region: Region = Field(description="Its ONS region, or Wales.")
    ons_code: str = Field(
        description="Its ONS police force area code.", json_schema_extra={"pattern": r"^(?:E23|W15)\d{6}$"}
    )
    website: Address = Field(description="The force's own site.")
    aliases: list[str] = Field(description="Other spellings it is found by.")
    places: list[str] = Field(description="Places it serves.")
    rounds: list[str] = Field(description="The rounds of its statements: the newest 40, the newest first.")


class ForcePage(Page[Force]):
    """A page of forces."""


class ForceQuery(ListQuery):
    """The parameters of the list of forces."""

    q: str | None = Field(
        default=None, max_length=100, description="Words to find in a name, alias, place or code of a force."
    )
    country: Country | None = Field(default=None, description="Only forces of this country.")
    region: Region | None = Field(default=None, description="Only forces of this region of England, or of Wales.")
    has_statement: bool | None = Field(
        default=None, description="Only forces with a statement, or with `false` those without one."
    )
