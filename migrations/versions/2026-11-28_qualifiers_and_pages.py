"""Two more qualifiers, for numbers that are rounded without a hedge and for those almost reached; more of a page.

What has either is told by its bounds. On the way back, they become what they were called before.
"""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BEFORE = ("exact", "about", "over", "under", "up_to", "range")
NOW = ("exact", "rounded", "about", "almost", "over", "under", "up_to", "range")
TABLES = ("observation", "unassigned")
NAME = "ck_{}_qualifier"


def upgrade() -> None:
    _admit(NOW)
    figure = sa.table("observation", *map(sa.column, ("qualifier", "value", "low", "high")))
    of_a_span = sa.or_(figure.c.low.is_distinct_from(figure.c.value), figure.c.high.is_distinct_from(figure.c.value))
    at_its_end = sa.or_(figure.c.low == figure.c.value, figure.c.high == figure.c.value)
    for before, now, bounds in (("exact", "rounded", of_a_span), ("about", "almost", of_a_span & at_its_end)):
        op.execute(sa.update(figure).where(figure.c.qualifier == before, bounds).values(qualifier=now))
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("archived_url", types.bytewise_text(), nullable=True))
        batch.add_column(sa.Column("published", sa.Date(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_revision_archived_url"), "archived_url LIKE 'http://%' OR archived_url LIKE 'https://%'"
        )


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch:
        batch.drop_constraint(op.f("ck_revision_archived_url"), type_="check")
        batch.drop_column("published")
        batch.drop_column("archived_url")
    for name in TABLES:
        table = sa.table(name, sa.column("qualifier"))
        for now, before in (("rounded", "exact"), ("almost", "about")):
            op.execute(sa.update(table).where(table.c.qualifier == now).values(qualifier=before))
    _admit(BEFORE)


def _admit(qualifiers: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{qualifier}'" for qualifier in qualifiers)
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(NAME.format(table)), type_="check")
            batch.create_check_constraint(op.f(NAME.format(table)), f"qualifier IN ({listed})")
