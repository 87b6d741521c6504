"""Official statistics as JSON: the datasets, their figures and their gaps."""

from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from app.queries.official import SORTS, DatasetInFull, DatasetRow, GapsAlike, StoredGap, StoredOfficialFigure
from app.schemas.common import Address, Count, Listed, Number, Output, Page, Sha256
from app.schemas.figures import Bounds, FigureHead, FiguresQuery, Period, figure_fields
from app.schemas.warnings import Absence
from app.vocabulary.official import Basis, Designation, GapCode, Grade, Publisher, Vintage
from app.vocabulary.qualifiers import Qualifier
from app.vocabulary.sources import LICENCE_ID, OFFICIAL_ATTRIBUTION
from app.vocabulary.units import Unit


def _of_people(basis: Basis) -> Basis | None:
    return None if basis is Basis.NONE else basis


CountedBy = Annotated[
    Literal[Basis.FTE, Basis.HEADCOUNT] | None,
    BeforeValidator(_of_people),
    Field(description="How people at work are counted; null for anything else."),
]


class OfficialFigureIdentity(Output):
    """What tells an official figure from every other."""

    id: str = Field(description="Its address under `/v1/official-figures/`.")
    force: str = Field(description="The force whose area it is of.")


class OfficialFigure(FigureHead, OfficialFigureIdentity):
    """A figure of an official statistic: of a whole force area."""

    value: Number = Field(description="The value as published.")
    unit: Unit = Field(description="The unit of the value.")
    qualifier: Qualifier = Field(description="`rounded` where the publisher rounds it, else `exact`.")
    bounds: Bounds = Field(description="What the publisher's rounding allows the value to be.")
    basis: CountedBy
    period: Period = Field(description="The day it is of, or the time it covers.")
    dataset: str = Field(description="The dataset it is of: an id of `/v1/datasets`.")
    edition: date = Field(description="The day its publisher released it.")
    grade: Grade = Field(description="How close it is to what the publisher released.")
    vintage: Vintage = Field(description="Whether it is a first account, a revised one, or one from a later census.")
    current: bool = Field(description="Whether it stands: no newer edition has another for it.")


class OfficialGap(Output):
    """A figure that an official statistic does not have, and why."""

    force: str = Field(description="The force whose area it would be of.")
    measure: str = Field(description="What would be counted: an id of `/v1/measures`.")
    basis: CountedBy
    period: Period = Field(description="The day it would be of, or the time it would cover.")
    code: GapCode = Field(description="Why there is none.")
    detail: str = Field(description="The same in words.")
    dataset: str = Field(description="The dataset that lacks it: an id of `/v1/datasets`.")
    edition: date = Field(description="The day its publisher released the edition that lacks it.")


class OfficialGaps(Output):
    """Figures that a dataset does not have for one reason."""

    dataset: str = Field(description="The dataset that lacks them: an id of `/v1/datasets`.")
    measure: str = Field(description="What would be counted: an id of `/v1/measures`.")
    basis: CountedBy
    code: GapCode = Field(description="Why there are none.")
    detail: str = Field(description="The same in words.")
    forces: list[str] = Field(description="The forces that lack any.")
    first: date = Field(description="The first day of what is missing.")
    last: date = Field(description="The last day of what is missing.")
    count: Count = Field(description="How many figures are missing.")


class CountedSeries(Output):
    """What a dataset counts in one way."""

    measure: str = Field(description="What is counted: an id of `/v1/measures`.")
    basis: CountedBy
    unit: Unit = Field(description="The unit of its values.")
    forces: Count = Field(description="Of how many forces.")
    figures: Count = Field(description="How many figures stand.")
    first: date = Field(description="The first day that they speak of.")
    last: date = Field(description="The last day that they speak of.")


class Edition(Output):
    """A release of a dataset by its publisher."""

    id: str = Field(description="Its identity: dataset and day of release.")
    released: date = Field(description="The day its publisher released it.")
    title: str = Field(description="What it is called.")
    url: Address = Field(description="The address of the publication.")
    grade: Grade = Field(description="How close the figures held here are to what the publisher released.")
    designation: Designation = Field(description="What the Office for Statistics Regulation calls the statistic.")
    vintage: Vintage = Field(description="Whether it is a first account, a revised one, or one from a later census.")
    obtained: str = Field(description="How its figures came here.")
    processing: str | None = Field(description="What was done to them here; null where nothing was.")
    caveats: list[str] = Field(description="What to know before using them.")
    sha256: Sha256 = Field(description="The SHA-256 of the table they were read from.")
    figures: Count = Field(description="How many of its figures stand.")


class Dataset(Output):
    """An official series of one publisher, with its newest edition and what stands of it."""

    id: str = Field(description="Its address under `/v1/datasets/`.")
    title: str = Field(description="What it is called.")
    description: str = Field(description="What it counts, and how.")
    publisher: Publisher = Field(description="Who publishes it.")
    url: Address = Field(description="The address where it is published.")
    edition: date = Field(description="The day its publisher released the newest edition held here.")
    grade: Grade = Field(description="How close the figures of that edition are to what the publisher released.")
    designation: Designation = Field(description="What the Office for Statistics Regulation calls the statistic.")
    vintage: Vintage = Field(description="Whether it is a first account, a revised one, or one from a later census.")
    licence: str = Field(description="The licence of its figures, by its SPDX identifier.")
    attribution: str = Field(description="What to say of its source.")
    caveats: list[str] = Field(description="What to know before using it.")
    measures: list[str] = Field(description="What it counts: ids of `/v1/measures`.")
    forces: Count = Field(description="Of how many forces it has figures.")
    figures: Count = Field(description="How many figures of it stand.")
    first: date | None = Field(description="The first day that its figures speak of; null where none stand.")
    last: date | None = Field(description="The last day that its figures speak of; null where none stand.")


class DatasetDetail(Dataset):
    """A dataset with all its editions, what it counts, and what is missing."""

    series: list[CountedSeries] = Field(description="What it counts, and of how many forces and which time.")
    gaps: list[OfficialGaps] = Field(description="What is known to be missing, and why.")
    editions: list[Edition] = Field(description="Its editions held here, the newest first.")


class DatasetPage(Page[Dataset]):
    """A page of datasets."""


class OfficialFigurePage(Page[OfficialFigure]):
    """A page of official figures."""

    gaps: list[OfficialGaps] = Field(
        description="What is known to be missing among what was asked for, and why, whichever page this is."
    )
    missing: Absence | None = Field(description="Why no figure matches; null where any does.")


class OfficialFigureQuery(FiguresQuery):
    """The parameters of the list of official figures. Those that may be repeated take any of their values."""

    dataset: Listed[str] = Field(default=[], description="Only these datasets, by id.")
    basis: Listed[Basis] = Field(
        default=[], description="Only people at work counted so; `none` for figures that are no such count."
    )
    grade: Listed[Grade] = Field(default=[], description="Only figures of these grades.")
    from_: str | None = Field(
        default=None,
        alias="from",
        description="Only figures whose period ends on that day or later: 2021-03-31, 2021, or 2021/22.",
    )
    to: str | None = Field(
        default=None,
        description="Only figures whose period ends on that day or before, or by the end of that year.",
    )
    latest: bool = Field(
        default=False, description="Only the newest figure of each force, measure and basis, of those that match."
    )
    sort: str = Field(
        default="force",
        description="The order: force, measure, value or period; with `-` before it, descending.",
        json_schema_extra={"enum": [f"{direction}{sort}" for sort in SORTS for direction in ("", "-")]},
    )
    count: Literal["exact"] | None = Field(default=None, description="`exact` counts all matches, however many.")


def official_figure(figure: StoredOfficialFigure) -> OfficialFigure:
    """Return a figure of an official statistic."""
    return OfficialFigure(
        **figure_fields(figure),
        id=figure.id,
        force=figure.force,
        basis=figure.basis,
        dataset=figure.dataset,
        edition=figure.edition,
        grade=figure.grade,
        vintage=figure.vintage,
        current=figure.current,
    )


def official_gap(gap: StoredGap) -> OfficialGap:
    """Return a figure that an official statistic does not have."""
    return OfficialGap.model_validate(gap)


def gaps_by_reason(gaps: Iterable[GapsAlike]) -> list[OfficialGaps]:
    """Return what is missing, together where it is for one reason."""
    return [OfficialGaps.model_validate(alike) for alike in gaps]


def dataset(row: DatasetRow) -> Dataset:
    """Return a dataset with its newest edition and what stands of it."""
    return Dataset(**_fields(row))


def dataset_detail(found: DatasetInFull, gaps: Iterable[GapsAlike]) -> DatasetDetail:
    """Return a dataset with all its editions, what it counts, and what is missing."""
    return DatasetDetail(
        **_fields(found.dataset),
        series=[CountedSeries.model_validate(series) for series in found.series],
        gaps=gaps_by_reason(gaps),
        editions=[Edition.model_validate(edition) for edition in found.editions],
    )


_NAMES = tuple(field.name for field in fields(DatasetRow))


def _fields(row: DatasetRow) -> dict[str, Any]:
    attribution = OFFICIAL_ATTRIBUTION.format(publisher=row.publisher)
    return {name: getattr(row, name) for name in _NAMES} | {"licence": LICENCE_ID, "attribution": attribution}
