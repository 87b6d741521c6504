"""A measure of the catalogue by its id, with how many figures it has, and how people at work are counted by it."""

from sqlalchemy.orm import Session

from app.answers.problems import UnknownMeasure
from app.queries import catalogue
from app.queries.official import slices_of
from app.queries.paging import Window
from app.schemas.measures import Measure, measure
from app.vocabulary.measures import measures
from app.vocabulary.names import nearest, suggestion
from app.vocabulary.official import Basis


def measure_named(session: Session, id_: str) -> Measure:
    """Return a measure of the catalogue. Raises ``UnknownMeasure``, with those whose ids are nearest."""
    found = catalogue.list_measures(session, Window(1), ids=[id_]).items if id_ in measures() else []
    if not found:
        near = nearest(id_, measures())
        raise UnknownMeasure(f"No measure is called {id_!r}{suggestion(near, 'see /v1/measures.')}", nearest=near)
    return measure(found[0])


def bases_of(session: Session, measure: str) -> list[Basis]:
    """Return the ways in which official statistics count people at work by a measure: none where it counts no such."""
    held = {of.basis for of in slices_of(session, [measure]) if of.figures}
    return [basis for basis in Basis if basis in held and basis is not Basis.NONE]
