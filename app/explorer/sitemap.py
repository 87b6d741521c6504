"""The list of the pages, for search engines."""

from collections.abc import Iterator
from datetime import datetime

from fastapi import Request, Response
from sqlalchemy.orm import Session

from app.api.reading import ReadingSession
from app.explorer.addresses import part
from app.explorer.pages import Pages, filled
from app.http.addresses import own_root
from app.queries import catalogue
from app.queries.official import dataset_ids
from app.queries.paging import Window
from app.queries.statements import list_statements
from app.vocabulary.forces import forces

router = Pages()

MAIN = ("/", "/measures", "/compare", "/reconciliations", "/coverage", "/datasets", "/extract")
MOST = Window(49_000)
"""A list may have 50,000 pages."""


@router.get("/sitemap.xml")
def get_sitemap(request: Request, session: ReadingSession) -> Response:
    """Answer the list of the pages, and since when each is as it is (the protocol of sitemaps.org)."""
    pages = dict(_pages(session, session.change_noted()))
    written = filled("sitemap.xml", root=own_root(request).removesuffix("/"), pages=pages)
    return Response(written, media_type="application/xml")


def _pages(session: Session, changed: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield the addresses of pages, and since when each is as it is: most are of all the data, which ``changed``."""
    yield from ((address, changed) for address in MAIN)
    yield from ((f"/forces/{part(id_)}", changed) for id_ in forces())
    for row in catalogue.list_measures(session, MOST).items:
        if row.observations or row.official_figures:
            yield f"/measures/{part(row.of.id)}", changed
    yield from ((f"/datasets/{part(id_)}", changed) for id_ in dataset_ids(session))
    for statement in list_statements(session, MOST).items:
        yield f"/statements/{part(statement.force)}/{part(statement.round)}", statement.taken_in_at
