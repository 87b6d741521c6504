"""Which bundled data was taken in whole; addresses and languages that can be."""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CHECKS = {
    "ck_revision_url": "url LIKE 'http://%' OR url LIKE 'https://%'",
    "ck_revision_language": "length(language) BETWEEN 2 AND 8",
}


def upgrade() -> None:
    op.add_column("dataset", sa.Column("bundle", types.bytewise_text(64), nullable=True))
    op.execute("UPDATE revision SET url = NULL WHERE url NOT LIKE 'http://%' AND url NOT LIKE 'https://%'")
    op.execute("UPDATE revision SET language = 'en' WHERE length(language) NOT BETWEEN 2 AND 8")
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(name), condition)
    _one_current()


def downgrade() -> None:
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
    _one_current()
    op.drop_column("dataset", "bundle")


def _one_current() -> None:
    where = sa.text("superseded_in IS NULL")
    op.create_index(
        "uq_revision_current", "revision", ["statement_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
