"""How new the data is, and whether there is any."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.http.problems import NotReady
from app.queries.catalogue import modified_at


def last_change(session: Session) -> datetime:
    """Return when the data last changed. Raises ``NotReady`` where there are none yet."""
    modified = modified_at(session)
    if modified is None:
        raise NotReady("The database holds no data yet. Fill it with `force-profiles seed`.")
    return modified
