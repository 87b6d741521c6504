"""What lists tell is written, or in an index: of how many official figures there is coverage, and of which rounds."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BY_FORCE = ["force_id", "newest_first"]
TOLD = [*BY_FORCE, "round", "complete"]
OF_FIGURES = {"figures": "count(*)", "with_place": "count(paragraph)", "with_period": "count(period_label)"}


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    for name in OF_FIGURES:
        op.add_column("force_count", _count(name))
    _fill("force_count", OF_FIGURES, "force_id")
    for name in ("with_place", "with_period"):
        op.drop_column("stated_count", name)
    op.add_column("stated_count", _count("official"))
    op.execute(
        """
        INSERT INTO stated_count (force_id, measure_id, official)
        SELECT force_id, measure_id, sum(figures) FROM official_count WHERE figures > 0 GROUP BY force_id, measure_id
        ON CONFLICT (force_id, measure_id) DO UPDATE SET official = excluded.official
        """
    )
    op.create_table(
        "measure_count",
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        sa.Column("source", types.bytewise_text(64), nullable=False),
        _count("figures"),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_measure_count_measure_id_measure")),
        sa.PrimaryKeyConstraint("measure_id", "source", name=op.f("pk_measure_count")),
    )
    op.execute(
        """
        INSERT INTO measure_count (measure_id, source, figures)
        SELECT measure_id, 'stated', sum(figures) FROM stated_count WHERE figures > 0 GROUP BY measure_id
        UNION ALL
        SELECT measure_id, dataset_id, sum(figures) FROM official_count WHERE figures > 0
        GROUP BY measure_id, dataset_id
        """
    )
    op.drop_index(_name(BY_FORCE), "statement")
    op.create_index(_name(TOLD), "statement", TOLD)


def _fill(table: str, names: Iterable[str], *keys: str) -> None:
    """Count again what stands of the figures that are stated."""
    same = " AND ".join(f"observation.{key} = {table}.{key}" for key in keys)
    for name in names:
        counted = f"SELECT {OF_FIGURES[name]} FROM observation WHERE superseded_in IS NULL AND {same}"  # noqa: S608
        op.execute(f"UPDATE {table} SET {name} = ({counted})")  # noqa: S608 - our own names


def _name(columns: Sequence[str]) -> str:
    return op.f(f"ix_statement_{'_'.join(columns)}")


def downgrade() -> None:
    op.drop_index(_name(TOLD), "statement")
    op.create_index(_name(BY_FORCE), "statement", BY_FORCE)
    op.drop_table("measure_count")
    op.drop_column("stated_count", "official")
    for name in ("with_place", "with_period"):
        op.add_column("stated_count", _count(name))
    _fill("stated_count", ("with_place", "with_period"), "force_id", "measure_id")
    for name in OF_FIGURES:
        op.drop_column("force_count", name)
