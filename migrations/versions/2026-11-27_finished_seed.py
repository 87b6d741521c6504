"""Which bundled data was taken in whole; addresses and languages that can be; hashes that write numbers in one way."""

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

DIGESTS = {
    "a96e02544c7a4ab5352836b90edd2dba6967c4c0a43d3f092036a06a21284d26": (
        "17639295bd9ea5947f639ae24de23b00cc698166a453ee81c53fe0e741eb46f6"  # leicestershire/2015
    ),
    "fca50f3b3924189436c46931f8df933c8122c017117705fb954446783942afc9": (
        "6448d7b654878f7408b1d087b7e3081b7bb8cd13baf2804b51910a3b822dcc32"  # leicestershire/2016
    ),
}
"""The bundled statements whose hash had a number with a zero at its end, which is not stored."""


def upgrade() -> None:
    op.add_column("dataset", sa.Column("bundle", types.bytewise_text(64), nullable=True))
    op.execute("UPDATE revision SET url = NULL WHERE url NOT LIKE 'http://%' AND url NOT LIKE 'https://%'")
    op.execute("UPDATE revision SET language = 'en' WHERE length(language) NOT BETWEEN 2 AND 8")
    _renew(DIGESTS)
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        for name, condition in CHECKS.items():
            batch.create_check_constraint(op.f(name), condition)
    _one_current()


def downgrade() -> None:
    _renew({after: before for before, after in DIGESTS.items()})
    op.drop_index("uq_revision_current", "revision")
    with op.batch_alter_table("revision") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(name), type_="check")
    _one_current()
    op.drop_column("dataset", "bundle")


def _renew(digests: dict[str, str]) -> None:
    renew = sa.text("UPDATE revision SET digest = :after WHERE digest = :before")
    for before, after in digests.items():
        op.get_bind().execute(renew, {"before": before, "after": after})


def _one_current() -> None:
    where = sa.text("superseded_in IS NULL")
    op.create_index(
        "uq_revision_current", "revision", ["statement_id"], unique=True, sqlite_where=where, postgresql_where=where
    )
