"""How much official statistics have of a measure and time is written down when data changes, like the other counts."""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEYS = ("measure_id", "dataset_id", "basis", "period_start", "period_end", "period_kind", "period_label")
PERIOD_KINDS = (
    "financial_year", "calendar_year", "year_to", "month", "date", "span", "points", "since", "by", "relative",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "official_time_count",
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        sa.Column("dataset_id", types.bytewise_text(64), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("period_kind", sa.String(32), nullable=False),
        sa.Column("period_label", types.bytewise_text(), nullable=False),
        *(sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False) for name in ("figures", "gaps")),
        sa.PrimaryKeyConstraint(*KEYS, name=op.f("pk_official_time_count")),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_official_time_count_measure_id_measure")),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["official_dataset.id"], name=op.f("fk_official_time_count_dataset_id_official_dataset")
        ),
        sa.CheckConstraint("basis IN ('fte', 'headcount', 'none')", name=op.f("ck_official_time_count_basis")),
        sa.CheckConstraint(f"period_kind IN {PERIOD_KINDS}", name=op.f("ck_official_time_count_periodkind")),
    )
    keys = ", ".join(KEYS)
    op.execute(
        f"""
        INSERT INTO official_time_count ({keys}, figures, gaps)
        SELECT {keys}, sum(figures), sum(gaps) FROM (
            SELECT {keys}, 1 AS figures, 0 AS gaps FROM official_figure WHERE superseded_in IS NULL
            UNION ALL
            SELECT {keys}, 0, 1 FROM official_gap WHERE superseded_in IS NULL
        ) AS standing GROUP BY {keys}
        """  # noqa: S608 - our own names
    )


def downgrade() -> None:
    op.drop_table("official_time_count")
