"""Releases: what stood when, and why it was revised."""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", types.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
    )
    # Each moment at which something was taken in becomes a release.
    op.execute("INSERT INTO release (published_at) SELECT DISTINCT taken_in_at FROM revision ORDER BY taken_in_at")
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("taken_in_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("superseded_in", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("reason", types.bytewise_text(), nullable=True))
        batch.add_column(sa.Column("withdrawn_because", types.bytewise_text(), nullable=True))
    op.execute(
        "UPDATE revision SET taken_in_by ="
        " (SELECT number FROM release WHERE release.published_at = revision.taken_in_at)"
    )
    # One that is not current gave way to the next one of its statement, or never stood.
    op.execute(
        "UPDATE revision SET superseded_in = COALESCE((SELECT MIN(later.taken_in_by) FROM revision AS later"
        " WHERE later.statement_id = revision.statement_id AND later.number > revision.number), taken_in_by)"
        " WHERE NOT current"
    )
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        batch.alter_column("taken_in_by", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f("fk_revision_taken_in_by_release"), "release", ["taken_in_by"], ["number"])
        batch.create_foreign_key(op.f("fk_revision_superseded_in_release"), "release", ["superseded_in"], ["number"])
        batch.create_check_constraint(op.f("ck_revision_release_order"), "superseded_in >= taken_in_by")
        batch.drop_column("current")
        batch.drop_column("taken_in_at")
    where = sa.text("superseded_in IS NULL")
    op.create_index(
        "uq_revision_current", "revision", ["statement_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        batch.add_column(sa.Column("current", sa.Boolean(), nullable=True))
        batch.add_column(sa.Column("taken_in_at", types.UtcDateTime(), nullable=True))
    op.execute(
        "UPDATE revision SET current = superseded_in IS NULL,"
        " taken_in_at = (SELECT published_at FROM release WHERE number = taken_in_by)"
    )
    with op.batch_alter_table("revision") as batch:
        batch.alter_column("current", existing_type=sa.Boolean(), nullable=False)
        batch.alter_column("taken_in_at", existing_type=types.UtcDateTime(), nullable=False)
        batch.drop_constraint(op.f("fk_revision_taken_in_by_release"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_revision_superseded_in_release"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_revision_release_order"), type_="check")
        batch.drop_column("taken_in_by")
        batch.drop_column("superseded_in")
        batch.drop_column("reason")
        batch.drop_column("withdrawn_because")
    op.drop_table("release")
    where = sa.text("current")
    op.create_index(
        "uq_revision_current", "revision", ["statement_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
