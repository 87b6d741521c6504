"""Forces as JSON."""

from typing import Literal

from pydantic import Field, JsonValue

from app.schemas.common import ListQuery, Output, Page
from app.vocabulary.forces import forces

REGIONS: list[JsonValue] = [*sorted({force.region for force in forces().values()})]


class Force(Output):
    """A police force."""

    id: str = Field(description="Its slug: its address under `/v1/forces/`.", examples=["leicestershire"])
    name: str = Field(description="Its official name.", examples=["Leicestershire Police"])
    country: str = Field(description="England or Wales.", examples=["England"])
    region: str = Field(description="Its ONS region, or Wales.", examples=["East Midlands"])
    ons_code: str = Field(description="Its ONS police force area code.", examples=["E23000021"])
    website: str = Field(description="The force's own site.")
    aliases: list[str] = Field(description="Other spellings it is found by.")
    places: list[str] = Field(description="Places it serves.")
    rounds: list[str] = Field(description="The rounds of its statements, newest first.", examples=[["2021-22", "2016"]])


class ForcePage(Page[Force]):
    """A page of forces."""


class ForceQuery(ListQuery):
    """The parameters of the list of forces."""

    q: str | None = Field(
        default=None, max_length=100, description="Words to find in a name, alias, place or code of a force."
    )
    country: Literal["England", "Wales"] | None = Field(default=None, description="The country.")
    region: str | None = Field(
        default=None,
        max_length=100,
        description="The ONS region, such as East Midlands.",
        json_schema_extra={"enum": REGIONS},
    )
    has_statement: bool | None = Field(default=None, description="Whether there is a statement of the force.")
