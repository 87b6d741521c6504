"""A quick check that the tables can be read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.models import Base


def read_ends(session: Session) -> None:
    """Read the first and last row of every table by its key. Lets database errors through."""
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key)
        for order in (key, [column.desc() for column in key]):
            session.execute(select(table).order_by(*order).limit(1)).all()
