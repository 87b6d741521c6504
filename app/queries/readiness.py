"""What must be readable for the service to answer."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db.models import Base


def read_ends(session: Session) -> None:
    """Read the first and the last row of every table, by its key. Raises what the database raises."""
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key)
        for order in (key, [column.desc() for column in key]):
            session.execute(select(table).order_by(*order).limit(1)).all()
