"""What lists tell is written, or in an index: of how many official figures there is coverage, and of which rounds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_MEASURE = {"stated_count": ["measure_id", "figures"], "official_count": ["measure_id", "dataset_id", "figures"]}
BY_FORCE = ["force_id", "newest_first"]
TOLD = [*BY_FORCE, "round", "complete"]


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
        op.create_index(_name(table, columns), table, columns)
    op.drop_index(_name("statement", BY_FORCE), "statement")
    op.create_index(_name("statement", TOLD), "statement", TOLD)


def _name(table: str, columns: Sequence[str]) -> str:
    return op.f(f"ix_{table}_{'_'.join(columns)}")


def downgrade() -> None:
    op.drop_index(_name("statement", TOLD), "statement")
    op.create_index(_name("statement", BY_FORCE), "statement", BY_FORCE)
    for table, columns in BY_MEASURE.items():
        op.drop_index(_name(table, columns), table)
    op.drop_column("stated_count", "official")
