"""The page of a figure: a stated one with its words and what they allow, an official one with its edition.

Each tells how it stands beside those of the other source.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from fastapi import Request, Response

from app.answers.figures import FigureRows, figure_rows, no_figure
from app.answers.held import held
from app.answers.official import OfficialFigureRows, no_official_figure, official_figure_rows
from app.api.reading import ReadingSession
from app.charts.figure import of_figure
from app.charts.svg import drawn_in_page
from app.derived.explanations import on_basis, when_counted
from app.explorer.addresses import asked, files_of, part
from app.explorer.pages import About, Pages, show
from app.explorer.sentences import allowed, exactness
from app.official.catalogue import datasets
from app.queries.observations import StoredObservation
from app.queries.official import StoredOfficialFigure
from app.schemas.observations import observation_detail
from app.schemas.official import official_figure
from app.schemas.reconciliations import reconciliation
from app.schemas.statements import Revision, statement
from app.vocabulary.forces import forces
from app.vocabulary.measures import measures
from app.vocabulary.official import Basis
from app.vocabulary.records import REVIEWED
from app.vocabulary.rounds import date_of

if TYPE_CHECKING:
    from app.vocabulary.rules import Rule

router = Pages()


@router.get("/figures/{figure}")
def get_figure(request: Request, session: ReadingSession, figure: str) -> Response:
    """Answer the page of a figure, stated or official, also of one that does not stand any more."""
    if figure.partition(".")[0] in datasets():
        counted = official_figure_rows(session, figure)
        if counted is None:
            raise no_official_figure(figure)
        return _official(request, session, counted)
    found = figure_rows(session, figure)
    if found is None:
        raise no_figure(figure)
    return _stated(request, found, session.change_noted())


def _stated(request: Request, found: FigureRows, changed: datetime) -> Response:
    shown = observation_detail(found.figure, found.revision, found.reconciled)
    chart = of_figure(shown, shown.reconciliation)
    csv = _as_csv(found.figure) if shown.current else None
    drawing, data = (f"/v1/{of}/{part(shown.id)}" for of in ("charts/figures", "observations"))
    files = files_of(drawing, data) | {"CSV": csv}
    name = found.revision.force_name
    return show(
        request,
        "figure.html",
        About(
            title=f"{shown.label}: {shown.display}, {name}",
            description=f"“{shown.as_stated}”: {shown.label}, as {name} says in its statement of {shown.round}, with "
            "what the words cover, where they stand, and the official figure.",
            address=f"/figures/{part(shown.id)}",
            data={
                "this figure": data,
                "its statement": f"/v1/statements/{shown.source.statement}",
            },
            picture=asked(f"{drawing}.png", size="preview"),
        ),
        figure=shown,
        name=name,
        allowed=allowed(found.figure),
        exactness=exactness(shown.qualifier),
        known_on=date_of(shown.round),
        rule=_rule(shown.method),
        statement=statement(found.revision),
        revision=found.figure.revision,
        revisions=[Revision.model_validate(row) for row in found.revisions],
        csv=csv,
        chart=chart,
        drawn=drawn_in_page(chart, "figure"),
        files={form: at for form, at in files.items() if at},
        changed=changed,
    )


def _official(request: Request, session: ReadingSession, found: OfficialFigureRows) -> Response:
    figure, edition = found.figure, found.edition
    shown, name = official_figure(figure), forces()[figure.force].name
    data = f"/v1/official-figures/{part(figure.id)}"
    counted = f"{shown.label}{on_basis(figure.basis)}"
    return show(
        request,
        "official_figure.html",
        About(
            title=f"{shown.label}: {shown.display}, {name}, {shown.period.label}",
            description=f"{counted}, {name}{when_counted(figure)}: {shown.display}, as the {edition.publisher} "
            "released it, with its edition, what to know before using it, and what the force says itself.",
            address=f"/figures/{part(figure.id)}",
            data={"this figure": data, "its dataset": f"/v1/datasets/{part(figure.dataset)}"},
        ),
        figure=shown,
        name=name,
        counted=counted,
        edition=edition,
        allowed=allowed(figure),
        successor=next((one for one in found.series if not figure.current and _is_same(one, figure)), None),
        beside=[
            (reconciliation(row), (primary := row.found.primary) is not None and figure.id in primary.figures)
            for row in found.reconciled
        ],
        neighbours=_neighbours(figure, found.series),
        others=[one for one in found.series if one.period.end == figure.period.end and not _is_same(one, figure)],
        compared=asked(f"/measures/{part(figure.measure)}", source="official", basis=shown.basis),
        compared_then=_compared_then(session, figure, shown.basis),
        csv=_as_row(figure, shown.basis) if figure.current else None,
        changed=session.change_noted(),
    )


def _compared_then(session: ReadingSession, figure: StoredOfficialFigure, basis: Basis | None) -> str | None:
    """Return the address of a comparison of all forces by the figures that are counted as one is; ``None`` if none."""
    counting = held(session, measures()[figure.measure], [], basis).of_time(figure.period.label)
    if counting is None or all((of.dataset, of.period) != (figure.dataset, figure.period) for of in counting.slices):
        return None
    return asked(f"/measures/{part(figure.measure)}", source="official", basis=basis, at=figure.period.label)


def _is_same(one: StoredOfficialFigure, other: StoredOfficialFigure) -> bool:
    """Return whether two official figures are of one series and time, and differ by their edition at most."""
    return _is_of_series(one, other) and one.period == other.period


def _is_of_series(one: StoredOfficialFigure, other: StoredOfficialFigure) -> bool:
    return one.dataset == other.dataset and one.basis is other.basis


def _neighbours(
    figure: StoredOfficialFigure, series: Iterable[StoredOfficialFigure]
) -> dict[str, StoredOfficialFigure]:
    """Return the figures of a series of the times before and after that of one, by the word for each."""
    times = [one for one in series if _is_of_series(one, figure)]
    at = next((n for n, one in enumerate(times) if _is_same(one, figure)), None)
    if at is None:
        return {}
    return {word: times[n] for word, n in (("Before", at - 1), ("After", at + 1)) if 0 <= n < len(times)}


def _rule(method: str) -> "Rule | None":
    """Return the rule that has read a figure; ``None`` where a person did, or a rule that there is no more."""
    if method == REVIEWED:
        return None
    from app.vocabulary.rules import rules  # a service of bundled data reads nothing

    return rules().get(method.rpartition(".")[2])


def _as_csv(figure: StoredObservation) -> str:
    """Return the address of the list of figures that has this one, and none but its like, as CSV."""
    value = f"{figure.value.normalize():f}"
    return asked(
        "/v1/observations",
        force=figure.force,
        round=figure.round,
        measure=figure.measure,
        area=figure.area or "force",
        qualifier=figure.qualifier.value,
        status=figure.status.value,
        min_value=value,
        max_value=value,
        format="csv",
    )


def _as_row(figure: StoredOfficialFigure, basis: Basis | None) -> str:
    """Return the address of the list of official figures that has this one, and none but its like, as CSV."""
    return asked(
        "/v1/official-figures",
        force=figure.force,
        measure=figure.measure,
        dataset=figure.dataset,
        basis=basis,
        **{"from": figure.period.end, "to": figure.period.end},
        format="csv",
    )
