"""The pages of official statistics: the datasets, each with its series, gaps and editions, and lists of figures."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Annotated

from fastapi import Path, Query, Request, Response

from app.answers.official import dataset_named, datasets_held, official_figures_asked
from app.api.reading import ReadingSession
from app.explorer.addresses import asked, part
from app.explorer.pages import About, Pages, show
from app.official.catalogue import datasets
from app.queries.official import gaps_alike, list_official_figures
from app.queries.paging import Window
from app.schemas.official import OfficialFigureQuery, OfficialGaps, gaps_by_reason, official_figure
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures

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
    return show(request, "datasets.html", about, held=datasets_held(session))


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
    )


@router.get("/official-figures")
def list_figures(request: Request, session: ReadingSession, query: Annotated[OfficialFigureQuery, Query()]) -> Response:
    """Answer the list of the official figures that a query asks for, from its beginning."""
    wanted = official_figures_asked(session, query)
    listed = list_official_figures(session, wanted, query.sort, Window(query.limit))
    told = query.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cursor", "fields"})
    data = asked("/v1/official-figures", **told)
    names = [
        *(measures()[id_].label for id_ in wanted.measures),
        *(forces()[id_].name for id_ in wanted.forces),
        *(datasets()[id_].title for id_ in wanted.datasets),
    ]
    about = About(
        title=", ".join(["Official figures", *names]),
        description="Official statistics of police forces, figure by figure, each with its time and edition.",
        address=asked("/official-figures", **told),
        data={"these figures": data},
        indexed=False,
    )
    return show(
        request,
        "official_figures.html",
        about,
        names=names,
        figures=[official_figure(row) for row in listed.items],
        total=listed.total,
        missing=_missing(gaps_by_reason(gaps_alike(session, wanted))),
        csv=asked("/v1/official-figures", **{**told, "limit": None}, format="csv"),
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
