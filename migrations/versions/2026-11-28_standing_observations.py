"""The figures of statements know their force, their round, their measure's position, and from when to when they stand.

Lists are read along indexes of what stands, all of whose columns ascend in the order of the list.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

STANDS = "superseded_in IS NULL"
PAST = sa.text("superseded_in IS NOT NULL")
FROM_STATEMENT = ("force_id", "round")
FROM_REVISION = ("taken_in_by", "superseded_in")
NEWEST_FIRST = "-100 * CAST(substr(round, 1, 4) AS INTEGER) - CAST(substr(round || '-00', 6, 2) AS INTEGER)"
PLACE = ["force_id", "newest_first", "ordinal"]
COUNTED = ["force_id", "measure_id", "basis", "period_end", "period_start", "dataset_id"]

BY_RELEASE = ("revision", "reconciliation")


def upgrade() -> None:
    with op.batch_alter_table("measure") as batch:
        batch.create_unique_constraint(op.f("uq_measure_id_position"), ["id", "position"])
    with op.batch_alter_table("statement") as batch:
        batch.add_column(_newest_first())
    op.create_index(op.f("ix_statement_force_id_newest_first"), "statement", ["force_id", "newest_first"])
    op.create_index(op.f("ix_statement_newest_first_force_id"), "statement", ["newest_first", "force_id"])
    _fill_observations()
    _index_observations()
    for name, columns in (
        ("measure", ["measure_id", "force_id", *COUNTED[2:]]),
        ("value", ["value", *COUNTED]),
        ("last_day", ["period_end", *COUNTED[:3], "period_start", "dataset_id"]),
    ):
        _index_standing(f"ix_official_figure_by_{name}", "official_figure", columns)
    with op.batch_alter_table("reconciliation") as batch:
        size = sa.Computed("coalesce(abs(difference), -1)", persisted=True)
        batch.add_column(sa.Column("size", types.ExactDecimal(), size, nullable=False))
    for name in ("size", "relation"):
        _index_standing(f"ix_reconciliation_by_{name}", "reconciliation", [name, "observation_id"])
    for table in BY_RELEASE:
        op.create_index(op.f(f"ix_{table}_taken_in_by"), table, ["taken_in_by"])
        name = op.f(f"ix_{table}_superseded_in")
        op.create_index(name, table, ["superseded_in"], sqlite_where=PAST, postgresql_where=PAST)


def downgrade() -> None:
    for table in BY_RELEASE:
        op.drop_index(op.f(f"ix_{table}_superseded_in"), table)
        op.drop_index(op.f(f"ix_{table}_taken_in_by"), table)
    for name in ("size", "relation"):
        op.drop_index(f"ix_reconciliation_by_{name}", "reconciliation")
    with op.batch_alter_table("reconciliation") as batch:
        batch.drop_column("size")
    for name in ("measure", "value", "last_day"):
        op.drop_index(f"ix_official_figure_by_{name}", "official_figure")
    for name in OBSERVATION_INDEXES:
        op.drop_index(name, "observation")
    with op.batch_alter_table("observation") as batch:
        batch.drop_constraint(op.f("ck_observation_release_order"), type_="check")
        for name in FROM_REVISION:
            batch.drop_constraint(op.f(f"fk_observation_{name}_release"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_observation_force_id_force"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_observation_measure_id_measure_position_measure"), type_="foreignkey")
        for name in ("area_in_small", "last_day", "newest_first"):
            batch.drop_column(name)
        for name in (*FROM_REVISION, *FROM_STATEMENT, "measure_position"):
            batch.drop_column(name)
    op.create_index(op.f("ix_observation_measure_id_value"), "observation", ["measure_id", "value"])
    op.drop_index(op.f("ix_statement_newest_first_force_id"), "statement")
    op.drop_index(op.f("ix_statement_force_id_newest_first"), "statement")
    with op.batch_alter_table("statement") as batch:
        batch.drop_column("newest_first")
    with op.batch_alter_table("measure") as batch:
        batch.drop_constraint(op.f("uq_measure_id_position"), type_="unique")


def _newest_first() -> sa.Column[int]:
    return sa.Column("newest_first", sa.Integer(), sa.Computed(NEWEST_FIRST, persisted=True), nullable=False)


def _fill_observations() -> None:
    """Give figures what they say together with their statement, their revision and their measure."""
    added: dict[str, sa.types.TypeEngine[Any]] = {
        "force_id": types.bytewise_text(64),
        "round": types.bytewise_text(16),
        "taken_in_by": sa.Integer(),
        "superseded_in": sa.Integer(),
        "measure_position": sa.Integer(),
    }
    for name, kind in added.items():
        op.add_column("observation", sa.Column(name, kind, nullable=True))
    observation = sa.table("observation", *map(sa.column, ("revision_id", "measure_id", *added)))
    revision = sa.table("revision", *map(sa.column, ("id", "statement_id", *FROM_REVISION)))
    statement = sa.table("statement", *map(sa.column, ("id", *FROM_STATEMENT)))
    measure = sa.table("measure", *map(sa.column, ("id", "position")))
    of_statement = statement.c.id == revision.c.statement_id
    of_revision = revision.c.id == observation.c.revision_id
    values = {
        name: sa.select(table.c[name]).select_from(revision.join(statement, of_statement)).where(of_revision)
        for table, names in ((statement, FROM_STATEMENT), (revision, FROM_REVISION))
        for name in names
    }
    values["measure_position"] = sa.select(measure.c.position).where(measure.c.id == observation.c.measure_id)
    op.execute(sa.update(observation).values({name: of.scalar_subquery() for name, of in values.items()}))
    with op.batch_alter_table("observation") as batch:
        for name, kind in added.items():
            batch.alter_column(name, existing_type=kind, nullable=name == "superseded_in")
        batch.create_foreign_key(op.f("fk_observation_force_id_force"), "force", ["force_id"], ["id"])
        for name in FROM_REVISION:
            batch.create_foreign_key(op.f(f"fk_observation_{name}_release"), "release", [name], ["number"])
        batch.create_foreign_key(
            op.f("fk_observation_measure_id_measure_position_measure"),
            "measure",
            ["measure_id", "measure_position"],
            ["id", "position"],
            onupdate="CASCADE",
        )
        batch.create_check_constraint(op.f("ck_observation_release_order"), "superseded_in >= taken_in_by")
    with op.batch_alter_table("observation") as batch:
        batch.add_column(_newest_first())
        last_day = sa.Computed("coalesce(period_end, '0001-01-01')", persisted=True)
        batch.add_column(sa.Column("last_day", sa.Date(), last_day, nullable=False))
        in_small = sa.Computed("lower(area)", persisted=True)
        batch.add_column(sa.Column("area_in_small", types.bytewise_text(), in_small, nullable=True))


OBSERVATION_INDEXES = {
    "uq_observation_standing": PLACE,
    "ix_observation_by_round": ["newest_first", "force_id", "ordinal"],
    "ix_observation_by_measure": ["measure_position", *PLACE],
    "ix_observation_by_measure_and_value": ["measure_position", "value", *PLACE],
    "ix_observation_by_value": ["value", *PLACE],
    "ix_observation_by_last_day": ["last_day", *PLACE],
    "ix_observation_by_period": ["period_label", *PLACE],
    "ix_observation_by_qualifier": ["qualifier", *PLACE],
    "ix_observation_by_status": ["status", *PLACE],
    "ix_observation_by_area": ["area_in_small", *PLACE],
}
ONLY = {
    "ix_observation_by_status": " AND status <> 'actual'",
    "ix_observation_by_area": " AND area_in_small IS NOT NULL",
}


def _index_observations() -> None:
    op.drop_index(op.f("ix_observation_measure_id_value"), "observation")
    for name, columns in OBSERVATION_INDEXES.items():
        _index_standing(name, "observation", columns, ONLY.get(name, ""))


def _index_standing(name: str, table: str, columns: list[str], only: str = "") -> None:
    stands = sa.text(STANDS + only)
    unique = name.startswith("uq_")
    op.create_index(name, table, columns, unique=unique, sqlite_where=stands, postgresql_where=stands)
