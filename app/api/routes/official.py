"""Official statistics: the datasets, and every figure of them, filtered, sorted and paged, or alone by its id."""

from typing import Annotated, Any

from fastapi import Path, Query

from app.answers.official import absence_of, dataset_named, no_official_figure, official_figures_asked
from app.answers.problems import UnknownDataset, UnknownOfficialFigure
from app.api.deps import AsOf
from app.api.pagination import ListPaging
from app.api.problems import responses
from app.api.reading import ReadingSession
from app.api.routing import Routes
from app.http.problems import InvalidParameter, NotReady
from app.queries import official as official_queries
from app.queries.paging import Counting
from app.schemas.common import ListQuery
from app.schemas.official import (
    DatasetDetail,
    DatasetPage,
    OfficialFigure,
    OfficialFigurePage,
    OfficialFigureQuery,
    dataset,
    gaps_by_reason,
    official_figure,
)

router = Routes(
    prefix="/v1",
    tags=["official statistics"],
    responses=responses(InvalidParameter, NotReady),
)


@router.get("/datasets", summary="The datasets of official statistics", response_model=DatasetPage)
def list_datasets(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[ListQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List the official statistics held here: what each counts, its newest edition, and how far it reaches."""
    return paging.answer(
        DatasetPage,
        query,
        official_queries.DATASET_SORT,
        lambda window: official_queries.list_datasets(session, window, as_of),
        dataset,
    )


@router.get("/datasets/{dataset}", summary="A dataset of official statistics", responses=responses(UnknownDataset))
def get_dataset(
    session: ReadingSession,
    as_of: AsOf,
    id_: Annotated[str, Path(alias="dataset", description="The id of a dataset.")],
) -> DatasetDetail:
    """Return a dataset with its editions, what it counts, what to know before using it, and what is missing and why."""
    return dataset_named(session, id_, as_of)


@router.get("/official-figures", summary="The official figures", response_model=OfficialFigurePage)
def list_official_figures(
    session: ReadingSession, paging: ListPaging, as_of: AsOf, query: Annotated[OfficialFigureQuery, Query()]
) -> Any:  # noqa: ANN401 - a model or a response
    """List what official statistics count of the forces: filter by force, measure, dataset, basis and time; sort; page.

    Each series of a force is in the order of time. `latest=true` gives the newest figure of each.
    """
    wanted = official_figures_asked(session, query)
    return paging.answer(
        OfficialFigurePage,
        query,
        official_queries.sort_keys(query.sort),
        lambda window: official_queries.list_official_figures(session, wanted, query.sort, window, as_of),
        official_figure,
        counting=Counting.EXACT if query.count == "exact" else Counting.CAPPED,
        whole=lambda page: {
            "gaps": gaps_by_reason(official_queries.gaps_alike(session, wanted, as_of)),
            "missing": None if page.items else absence_of(session, wanted, as_of),
        },
    )


@router.get("/official-figures/{figure}", summary="An official figure", responses=responses(UnknownOfficialFigure))
def get_official_figure(
    session: ReadingSession,
    id_: Annotated[str, Path(alias="figure", description="The id of an official figure.")],
) -> OfficialFigure:
    """Return one official figure by its id, also one of an older edition, and whether it still stands."""
    found = official_queries.official_figure_by_id(session, id_)
    if found is None:
        raise no_official_figure(id_)
    return official_figure(found)
