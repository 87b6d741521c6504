"""Which official figures are the newest is written down, and what is told of datasets is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

KEY = ("force_id", "measure_id", "basis", "period_end", "period_start")
STANDING = {
    "ix_official_figure_by_dataset": ("official_figure", ("dataset_id", *KEY)),
    "ix_official_figure_first_of_dataset": ("official_figure", ("dataset_id", "period_start")),
    "ix_official_figure_last_of_dataset": ("official_figure", ("dataset_id", "period_end")),
    "ix_official_figure_of_edition": ("official_figure", ("edition_id",)),
    "ix_official_gap_alike": (
        "official_gap",
        ("dataset_id", "measure_id", "basis", "code", "detail", "force_id", "period_start", "period_end"),
    ),
}


def upgrade() -> None:
    op.add_column("official_figure", sa.Column("newest", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.execute(MARK)
    op.create_index(
        "ix_official_figure_newest",
        "official_figure",
        [*KEY, "dataset_id"],
        sqlite_where=sa.text("newest = 1"),
        postgresql_where=sa.text("newest"),
    )
    stands = sa.text("superseded_in IS NULL")
    for name, (table, columns) in STANDING.items():
        op.create_index(name, table, columns, sqlite_where=stands, postgresql_where=stands)
    op.create_index(
        "ix_official_count_by_measure", "official_count", ["dataset_id", "measure_id", "force_id", "figures"]
    )


MARK = """
UPDATE official_figure SET newest = true WHERE id IN (
    SELECT id FROM (
        SELECT f.id, row_number() OVER (
            PARTITION BY f.force_id, f.measure_id, f.basis
            ORDER BY (CASE WHEN f.period_kind = 'span' THEN 1 ELSE 0 END),
                f.period_end DESC, e.released DESC, f.period_start, f.dataset_id
        ) AS place
        FROM official_figure AS f JOIN official_edition AS e ON e.id = f.edition_id
        WHERE f.superseded_in IS NULL
    ) AS placed WHERE place = 1
)
"""


def downgrade() -> None:
    op.drop_index("ix_official_count_by_measure", "official_count")
    for name, (table, _) in reversed(STANDING.items()):
        op.drop_index(name, table)
    op.drop_index("ix_official_figure_newest", "official_figure")
    op.drop_column("official_figure", "newest")
