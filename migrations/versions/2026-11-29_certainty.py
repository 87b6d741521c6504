"""Figures say how sure their reading is. All that were taken in before are certain, and so are all on the way back."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

NAME = "ix_observation_by_certainty"
LIKELY = sa.text("superseded_in IS NULL AND certainty <> 'certain'")


def upgrade() -> None:
    # Written out, because Alembic would copy the table on SQLite, and cannot copy computed columns. The new column is
    # on lines of its own, because SQLAlchemy takes the line of a computed column, to its end, for its expression.
    op.execute(
        """
        ALTER TABLE observation ADD COLUMN certainty
        VARCHAR(32) DEFAULT 'certain' NOT NULL
        CONSTRAINT ck_observation_certainty CHECK (certainty IN ('certain', 'likely'))
        """
    )
    columns = ["certainty", "force_id", "newest_first", "ordinal"]
    op.create_index(NAME, "observation", columns, sqlite_where=LIKELY, postgresql_where=LIKELY)


def downgrade() -> None:
    op.drop_index(NAME, "observation")
    op.drop_column("observation", "certainty")
