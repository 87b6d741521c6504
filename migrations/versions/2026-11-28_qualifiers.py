"""Two more qualifiers: numbers without a hedge that are rounded, and those that are almost reached.

What was read before stays as it was read. On the way back, the new ones become what they were called before.
"""

import sqlalchemy as sa
from alembic import op

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


def downgrade() -> None:
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
