"""What is counted for an answer is written down when data changes: counted when asked, it took the longer, the more."""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OF_A_RELEASE = ("added", "corrected", "withdrawn", "editions_added", "reconciled")


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def _key(
    table: str, name: str, kind: sa.types.TypeEngine[str], refers_to: str | None
) -> tuple[sa.schema.SchemaItem, ...]:
    if refers_to is None:
        return (sa.Column(name, kind, nullable=False),)
    target, _ = refers_to.split(".")
    return (
        sa.Column(name, kind, nullable=False),
        sa.ForeignKeyConstraint([name], [refers_to], name=op.f(f"fk_{table}_{name}_{target}")),
    )


FORCE = ("force_id", types.bytewise_text(64), "force.id")
MEASURE = ("measure_id", types.bytewise_text(64), "measure.id")
DATASET = ("dataset_id", types.bytewise_text(64), "official_dataset.id")
ROUND = ("round", types.bytewise_text(16), None)
TABLES = {
    "stated_count": ((FORCE, MEASURE), ("figures", "with_place", "with_period", "reconciliations")),
    "official_count": ((DATASET, FORCE, MEASURE), ("figures", "gaps")),
    "force_count": ((FORCE,), ("statements", "read_in_part")),
    "round_count": ((ROUND,), ("statements",)),
}


def upgrade() -> None:
    for table, (keys, counts) in TABLES.items():
        op.create_table(
            table,
            *(item for key in keys for item in _key(table, *key)),
            *map(_count, counts),
            sa.PrimaryKeyConstraint(*(name for name, _, _ in keys), name=op.f(f"pk_{table}")),
        )
    op.add_column("statement", sa.Column("complete", sa.Boolean(), nullable=True))
    op.execute(
        "UPDATE statement SET complete = (SELECT complete FROM revision"
        " WHERE statement_id = statement.id AND superseded_in IS NULL)"
    )
    op.create_index(
        "ix_statement_read_in_part",
        "statement",
        ["force_id", "newest_first"],
        sqlite_where=sa.text("complete = 0"),
        postgresql_where=sa.text("NOT complete"),
    )
    for name in OF_A_RELEASE:
        op.add_column("release", _count(name))
    op.add_column("release", sa.Column("changed", sa.Boolean(), server_default=sa.false(), nullable=False))
    for statement in COUNTED:
        op.execute(statement)
    with op.batch_alter_table("release") as batch:
        batch.create_check_constraint(op.f("ck_release_changed"), f"changed = ({' + '.join(OF_A_RELEASE)} > 0)")
    op.create_index(
        "ix_release_changed",
        "release",
        ["number"],
        sqlite_where=sa.text("changed = 1"),
        postgresql_where=sa.text("changed"),
    )


COUNTED = (
    """
    INSERT INTO stated_count (force_id, measure_id, figures, with_place, with_period, reconciliations)
    SELECT o.force_id, o.measure_id, count(*), count(o.paragraph), count(o.period_label), count(r.id)
    FROM observation AS o LEFT JOIN reconciliation AS r ON r.observation_id = o.id AND r.superseded_in IS NULL
    WHERE o.superseded_in IS NULL GROUP BY o.force_id, o.measure_id
    """,
    """
    INSERT INTO official_count (dataset_id, force_id, measure_id, figures, gaps)
    SELECT dataset_id, force_id, measure_id, sum(figures), sum(gaps) FROM (
        SELECT dataset_id, force_id, measure_id, count(*) AS figures, 0 AS gaps
        FROM official_figure WHERE superseded_in IS NULL GROUP BY dataset_id, force_id, measure_id
        UNION ALL
        SELECT dataset_id, force_id, measure_id, 0, count(*)
        FROM official_gap WHERE superseded_in IS NULL GROUP BY dataset_id, force_id, measure_id
    ) AS standing GROUP BY dataset_id, force_id, measure_id
    """,
    """
    INSERT INTO force_count (force_id, statements, read_in_part)
    SELECT force_id, count(*), sum(CASE WHEN complete THEN 0 ELSE 1 END)
    FROM statement WHERE complete IS NOT NULL GROUP BY force_id
    """,
    """
    INSERT INTO round_count (round, statements)
    SELECT round, count(*) FROM statement WHERE complete IS NOT NULL GROUP BY round
    """,
    """
    WITH change AS (
        SELECT number, statement_id, max(before) AS before, max(after) AS after FROM (
            SELECT taken_in_by AS number, statement_id, 0 AS before, 1 AS after FROM revision
            WHERE superseded_in IS NULL OR superseded_in <> taken_in_by
            UNION ALL
            SELECT superseded_in, statement_id, 1, 0 FROM revision WHERE superseded_in <> taken_in_by
        ) AS bounds GROUP BY number, statement_id
    )
    UPDATE release SET
        added = (SELECT count(*) FROM change WHERE change.number = release.number AND after > before),
        corrected = (SELECT count(*) FROM change WHERE change.number = release.number AND after = before),
        withdrawn = (SELECT count(*) FROM change WHERE change.number = release.number AND after < before),
        editions_added = (SELECT count(*) FROM official_edition WHERE taken_in_by = release.number),
        reconciled = (SELECT count(*) FROM reconciliation WHERE taken_in_by = release.number)
            + (SELECT count(*) FROM reconciliation WHERE superseded_in = release.number)
    """,
    f"UPDATE release SET changed = ({' + '.join(OF_A_RELEASE)} > 0)",  # noqa: S608 - our own names
)


def downgrade() -> None:
    op.drop_index("ix_release_changed", "release")
    with op.batch_alter_table("release") as batch:
        batch.drop_constraint(op.f("ck_release_changed"), type_="check")
        for name in (*OF_A_RELEASE, "changed"):
            batch.drop_column(name)
    op.drop_index("ix_statement_read_in_part", "statement")
    op.drop_column("statement", "complete")  # a copy of the table could not be given its computed column
    for table in reversed(TABLES):
        op.drop_table(table)
