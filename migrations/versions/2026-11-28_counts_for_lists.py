"""How many official figures a force has of a measure is written beside how many are stated: coverage lists either."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"
branch_labels = None
depends_on = None

BY_MEASURE = {"stated_count": ["measure_id", "figures"], "official_count": ["measure_id", "dataset_id", "figures"]}


def upgrade() -> None:
    op.add_column("stated_count", sa.Column("official", sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.execute(
        """
        INSERT INTO stated_count (force_id, measure_id, official)
        SELECT force_id, measure_id, sum(figures) FROM official_count WHERE figures > 0 GROUP BY force_id, measure_id
        ON CONFLICT (force_id, measure_id) DO UPDATE SET official = excluded.official
        """
    )
    for table, columns in BY_MEASURE.items():
        op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, columns)


def downgrade() -> None:
    for table, columns in BY_MEASURE.items():
        op.drop_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table)
    op.drop_column("stated_count", "official")
