"""The page of a stated figure: its words, what they allow, and how it stands beside what is counted."""

from typing import TYPE_CHECKING

from fastapi import Request, Response

from app.answers.figures import figure_rows, no_figure
from app.api.reading import ReadingSession
from app.explorer.addresses import asked, files_of, part
from app.explorer.pages import About, Pages, show
from app.explorer.sentences import allowed, exactness
from app.queries.observations import StoredObservation
from app.schemas.observations import observation_detail
from app.schemas.statements import Revision, statement
from app.vocabulary.records import REVIEWED
from app.vocabulary.rounds import date_of

if TYPE_CHECKING:
    from app.extract.rules import Rule

router = Pages()


@router.get("/figures/{figure}")
def get_figure(request: Request, session: ReadingSession, figure: str) -> Response:
    """Answer the page of a figure, also of one that does not stand any more."""
    found = figure_rows(session, figure)
    if found is None:
        raise no_figure(figure)
    from app.charts.figure import of_figure  # a service that shows nothing draws nothing
    from app.charts.svg import drawn_in_page

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
        changed=session.change_noted(),
    )


def _rule(method: str) -> "Rule | None":
    """Return the rule that has read a figure; ``None`` where a person did, or a rule that there is no more."""
    if method == REVIEWED:
        return None
    from app.extract.rules import rules  # a service of bundled data reads nothing

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
