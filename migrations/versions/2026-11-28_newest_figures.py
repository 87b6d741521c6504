"""Which official figures are the newest is written down, and what is told of datasets is found by an index."""

import sqlalchemy as sa
from alembic import op

from app.db import types

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
}
ALIKE = ("dataset_id", "measure_id", "basis", "code", "detail")


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
    op.create_table(
        "official_gap_count",
        sa.Column("dataset_id", types.bytewise_text(64), nullable=False),
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        *(sa.Column(name, sa.String(32), nullable=False) for name in ("basis", "code")),
        *(sa.Column(name, types.bytewise_text(), nullable=False) for name in ("detail", "forces")),
        *(sa.Column(name, sa.Date(), nullable=False) for name in ("first", "last")),
        sa.Column("gaps", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*ALIKE, name=op.f("pk_official_gap_count")),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["official_dataset.id"], name=op.f("fk_official_gap_count_dataset_id_official_dataset")
        ),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_official_gap_count_measure_id_measure")),
        sa.CheckConstraint("basis IN ('fte', 'headcount', 'none')", name=op.f("ck_official_gap_count_basis")),
        sa.CheckConstraint(f"code IN {GAP_CODES}", name=op.f("ck_official_gap_count_gapcode")),
    )
    joined = "string_agg" if op.get_bind().dialect.name == "postgresql" else "group_concat"
    op.execute(COUNT_GAPS.format(joined=joined))
    op.create_index(
        "ix_official_count_by_measure", "official_count", ["dataset_id", "measure_id", "force_id", "figures"]
    )


GAP_CODES = ("not_supplied", "suppressed", "not_collected", "counted_elsewhere", "not_held")
COUNT_GAPS = f"""
INSERT INTO official_gap_count ({", ".join(ALIKE)}, forces, first, last, gaps)
SELECT {", ".join(ALIKE)}, {{joined}}(force_id, ','), min(first), max(last), sum(gaps) FROM (
    SELECT {", ".join(ALIKE)}, force_id, min(period_start) AS first, max(period_end) AS last, count(*) AS gaps
    FROM official_gap WHERE superseded_in IS NULL GROUP BY {", ".join(ALIKE)}, force_id
) AS of_force GROUP BY {", ".join(ALIKE)}
"""  # noqa: S608 - our own names
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
    op.drop_table("official_gap_count")
    op.drop_index("ix_official_count_by_measure", "official_count")
    for name, (table, _) in reversed(STANDING.items()):
        op.drop_index(name, table)
    op.drop_index("ix_official_figure_newest", "official_figure")
    op.drop_column("official_figure", "newest")
