"""The figures of statements know their force, their round, and from when to when they stand.

Lists of them are read along indexes of those that stand.
"""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STANDS = sa.text("superseded_in IS NULL")


def upgrade() -> None:
    op.add_column("observation", sa.Column("force_id", types.bytewise_text(64), nullable=True))
    op.add_column("observation", sa.Column("round", types.bytewise_text(16), nullable=True))
    op.add_column("observation", sa.Column("taken_in_by", sa.Integer(), nullable=True))
    op.add_column("observation", sa.Column("superseded_in", sa.Integer(), nullable=True))
    observation = sa.table("observation", *map(sa.column, ("revision_id", *FROM_STATEMENT, *FROM_REVISION)))
    revision = sa.table("revision", *map(sa.column, ("id", "statement_id", *FROM_REVISION)))
    statement = sa.table("statement", *map(sa.column, ("id", *FROM_STATEMENT)))
    of_statement = statement.c.id == revision.c.statement_id
    of_revision = revision.c.id == observation.c.revision_id
    values = {
        name: sa.select(table.c[name]).select_from(revision.join(statement, of_statement)).where(of_revision)
        for table, names in ((statement, FROM_STATEMENT), (revision, FROM_REVISION))
        for name in names
    }
    op.execute(sa.update(observation).values({name: of.scalar_subquery() for name, of in values.items()}))
    with op.batch_alter_table("observation") as batch:
        for name, kind in (
            ("force_id", types.bytewise_text(64)),
            ("round", types.bytewise_text(16)),
            ("taken_in_by", sa.Integer()),
        ):
            batch.alter_column(name, existing_type=kind, nullable=False)
        batch.create_foreign_key(op.f("fk_observation_force_id_force"), "force", ["force_id"], ["id"])
        for name in FROM_REVISION:
            batch.create_foreign_key(op.f(f"fk_observation_{name}_release"), "release", [name], ["number"])
        batch.create_check_constraint(op.f("ck_observation_release_order"), "superseded_in >= taken_in_by")
    op.create_index(
        "uq_observation_standing",
        "observation",
        ["force_id", sa.text("round DESC"), "ordinal"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


FROM_STATEMENT = ("force_id", "round")
FROM_REVISION = ("taken_in_by", "superseded_in")


def downgrade() -> None:
    op.drop_index("uq_observation_standing", "observation")
    with op.batch_alter_table("observation") as batch:
        batch.drop_constraint(op.f("ck_observation_release_order"), type_="check")
        for name in FROM_REVISION:
            batch.drop_constraint(op.f(f"fk_observation_{name}_release"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_observation_force_id_force"), type_="foreignkey")
        for name in (*FROM_REVISION, *FROM_STATEMENT):
            batch.drop_column(name)
