"""The pages of official statistics: the datasets, and each with what it counts, what it lacks, and its editions."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from fastapi import Path, Request, Response

from app.answers.official import dataset_named, datasets_held
from app.api.reading import ReadingSession
from app.explorer.addresses import asked, part
from app.explorer.measure import with_links
from app.explorer.pages import About, Pages, show
from app.schemas.official import OfficialGaps
from app.vocabulary.forces import forces

router = Pages()


@router.get("/datasets")
def list_datasets(request: Request, session: ReadingSession) -> Response:
    """Answer the list of the datasets."""
    about = About(
        title="Official datasets",
        description="The official statistics of police forces that are held here: what each dataset counts, who "
        "publishes it, how far it reaches, its newest edition, and how close it is to what the publisher released.",
        address="/datasets",
        data={"the datasets": "/v1/datasets"},
    )
    return show(request, "datasets.html", about, held=datasets_held(session), with_links=with_links)


@router.get("/datasets/{dataset}")
def get_dataset(request: Request, session: ReadingSession, id_: Annotated[str, Path(alias="dataset")]) -> Response:
    """Answer the page of a dataset."""
    of = dataset_named(session, id_)
    about = About(
        title=f"{of.title}: official statistics",
        description=f"{of.description} Published by the {of.publisher}.",
        address=f"/datasets/{part(id_)}",
        data={"this dataset": f"/v1/datasets/{part(id_)}", "its figures": asked("/v1/official-figures", dataset=id_)},
    )
    return show(
        request,
        "dataset.html",
        about,
        of=of,
        missing=_missing(of.gaps),
        csv=asked("/v1/official-figures", dataset=id_, format="csv"),
        with_links=with_links,
    )


def _missing(gaps: Iterable[OfficialGaps]) -> dict[tuple[str, str, date, date], list[OfficialGaps]]:
    """Return what is missing, together where it is for one reason, of the same forces, and of one time."""
    found = defaultdict(list)
    for gap in gaps:
        found[gap.detail, _named(gap.forces), gap.first, gap.last].append(gap)
    return found


def _named(of: list[str]) -> str:
    """Return forces by their names."""
    return f"all {len(of)} forces" if len(of) == len(forces()) else ", ".join(forces()[id_].name for id_ in of)
