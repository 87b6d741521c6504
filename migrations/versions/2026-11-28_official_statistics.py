"""Official statistics: datasets, editions, their figures and gaps, and how stated figures agree with them.

The row about all the data takes another name, and tells that the bundled data is to be loaded again: there is more of
it now. On the way back, the statements stay and the official statistics go.
"""

import sqlalchemy as sa
from alembic import op

from app.db import types

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

UNITS_BEFORE = (
    "people", "count", "gbp", "percent", "percentage_points", "square_miles", "square_km", "miles", "km", "per_day",
    "per_1000_people", "per_100000_people", "rank", "minutes", "hours", "ratio",
)  # fmt: skip
UNITS = (*UNITS_BEFORE, "score")
TABLES_WITH_UNITS = ("measure_unit", "observation", "unassigned")
KEY = ("force_id", "measure_id", "basis", "period_end", "period_start")
STANDS = sa.text("superseded_in IS NULL")
CHECKS_AGAINST_OFFICIAL = frozenset({"differs_from_official", "likely_slip"})


def upgrade() -> None:
    _move_state("dataset", "data_state")
    for table in TABLES_WITH_UNITS:
        _admit(table, UNITS)
    op.create_table(
        "official_dataset",
        sa.Column("id", types.bytewise_text(64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", types.bytewise_text(), nullable=False),
        sa.Column("description", types.bytewise_text(), nullable=False),
        sa.Column("publisher", sa.String(32), nullable=False),
        sa.Column("url", types.bytewise_text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_dataset")),
        _one_of("official_dataset", "publisher", "Home Office", "Office for National Statistics"),
    )
    op.create_table(
        "official_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", types.bytewise_text(64), nullable=False),
        sa.Column("released", sa.Date(), nullable=False),
        sa.Column("taken_in_by", sa.Integer(), nullable=False),
        sa.Column("origin", sa.String(32), nullable=False),
        sa.Column("title", types.bytewise_text(), nullable=False),
        sa.Column("url", types.bytewise_text(), nullable=False),
        sa.Column("grade", sa.String(32), nullable=False),
        sa.Column("designation", sa.String(32), nullable=False),
        sa.Column("vintage", sa.String(32), nullable=False),
        sa.Column("obtained", types.bytewise_text(), nullable=False),
        sa.Column("processing", types.bytewise_text(), nullable=True),
        sa.Column("caveats", sa.JSON(), nullable=False),
        sa.Column("sha256", types.bytewise_text(64), nullable=False),
        sa.Column("digest", types.bytewise_text(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_edition")),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["official_dataset.id"], name=op.f("fk_official_edition_dataset_id_official_dataset")
        ),
        sa.ForeignKeyConstraint(
            ["taken_in_by"], ["release.number"], name=op.f("fk_official_edition_taken_in_by_release")
        ),
        sa.UniqueConstraint("dataset_id", "released", name=op.f("uq_official_edition_dataset_id_released")),
        sa.UniqueConstraint("id", "dataset_id", name=op.f("uq_official_edition_id_dataset_id")),
        sa.CheckConstraint("url LIKE 'http://%' OR url LIKE 'https://%'", name=op.f("ck_official_edition_url")),
        _one_of("official_edition", "origin", "bundled", "ingested"),
        _one_of("official_edition", "grade", "original", "derived", "extract"),
        _one_of("official_edition", "designation", "accredited_official", "official", "official_in_development"),
        _one_of("official_edition", "vintage", "first", "revised", "rebased"),
    )
    _create_counted(
        "official_figure",
        sa.Column("value", types.ExactDecimal(), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("qualifier", sa.String(32), nullable=False),
        sa.Column("low", types.ExactDecimal(), nullable=False),
        sa.Column("high", types.ExactDecimal(), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id", "unit"],
            ["measure_unit.measure_id", "measure_unit.unit"],
            name=op.f("fk_official_figure_measure_id_unit_measure_unit"),
        ),
        sa.CheckConstraint("low <= value AND value <= high", name=op.f("ck_official_figure_value_within_bounds")),
        sa.CheckConstraint("(qualifier = 'exact') = (low = high)", name=op.f("ck_official_figure_exact_is_a_point")),
        sa.CheckConstraint("qualifier IN ('exact', 'rounded')", name=op.f("ck_official_figure_counted")),
        _one_of("official_figure", "unit", *UNITS),
        _one_of(
            "official_figure",
            "qualifier",
            *("exact", "rounded", "about", "almost", "over", "under", "up_to", "range"),
        ),
    )
    op.create_index(
        "ix_official_figure_measure_id_period_end_force_id", "official_figure", ["measure_id", "period_end", "force_id"]
    )
    _create_counted(
        "official_gap",
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("detail", types.bytewise_text(), nullable=False),
        sa.ForeignKeyConstraint(["measure_id"], ["measure.id"], name=op.f("fk_official_gap_measure_id_measure")),
        sa.CheckConstraint(
            "code IN ('not_supplied', 'suppressed', 'not_collected', 'counted_elsewhere', 'not_held')",
            name=op.f("ck_official_gap_gapcode"),
        ),
    )
    op.create_table(
        "reconciliation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("observation_id", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(32), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("primary_candidate", sa.JSON(), nullable=True),
        sa.Column("closest_candidate", sa.JSON(), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("difference", types.ExactDecimal(), nullable=True),
        sa.Column("explanation", types.bytewise_text(), nullable=False),
        *_standing("reconciliation"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observation.id"],
            name=op.f("fk_reconciliation_observation_id_observation"),
            ondelete="CASCADE",
        ),
        _one_of("reconciliation", "relation", "agrees", "consistent", "near", "apart", "differs", "not_comparable"),
        sa.CheckConstraint(
            "relation = 'not_comparable' OR primary_candidate IS NOT NULL",
            name=op.f("ck_reconciliation_compared_with_one"),
        ),
        sa.CheckConstraint(
            "(relation = 'not_comparable') = (difference IS NULL)", name=op.f("ck_reconciliation_comparable_differ")
        ),
        sa.CheckConstraint(
            "(difference IS NULL) = (closest_candidate IS NULL)", name=op.f("ck_reconciliation_closest_by_difference")
        ),
        sa.CheckConstraint("explanation <> ''", name=op.f("ck_reconciliation_explanation")),
    )
    op.create_index("ix_reconciliation_observation_id", "reconciliation", ["observation_id"])
    op.create_index(
        "uq_reconciliation_standing",
        "reconciliation",
        ["observation_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    for table in ("reconciliation", "official_gap", "official_figure", "official_edition", "official_dataset"):
        op.drop_table(table)
    _take_warnings_back()
    scored = sa.table("measure_unit", sa.column("measure_id"), sa.column("unit"))
    op.execute(sa.delete(scored).where(scored.c.unit == "score"))
    for table in TABLES_WITH_UNITS:
        _admit(table, UNITS_BEFORE)
    _move_state("data_state", "dataset")


def _create_counted(table: str, *more: sa.schema.SchemaItem) -> None:
    """Create a table of what an edition says of a force."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("dataset_id", types.bytewise_text(64), nullable=False),
        sa.Column("force_id", types.bytewise_text(64), nullable=False),
        sa.Column("measure_id", types.bytewise_text(64), nullable=False),
        sa.Column("basis", sa.String(32), nullable=False),
        sa.Column("period_label", types.bytewise_text(), nullable=False),
        sa.Column("period_kind", sa.String(32), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        *_standing(table),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["edition_id", "dataset_id"],
            ["official_edition.id", "official_edition.dataset_id"],
            name=op.f(f"fk_{table}_edition_id_dataset_id_official_edition"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["force_id"], ["force.id"], name=op.f(f"fk_{table}_force_id_force")),
        sa.CheckConstraint("period_start <= period_end", name=op.f(f"ck_{table}_period_order")),
        _one_of(table, "basis", "fte", "headcount", "none"),
        sa.CheckConstraint(
            "period_kind IN ('financial_year', 'calendar_year', 'year_to', 'month', 'date', 'span', 'points', 'since',"
            " 'by', 'relative')",
            name=op.f(f"ck_{table}_periodkind"),
        ),
        sa.UniqueConstraint("edition_id", *KEY, name=op.f(f"uq_{table}_edition")),
        *more,
    )
    op.create_index(
        f"uq_{table}_standing", table, [*KEY, "dataset_id"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )


def _standing(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """Return the columns and constraints of what stands from one release until another."""
    return (
        sa.Column("taken_in_by", sa.Integer(), nullable=False),
        sa.Column("superseded_in", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["taken_in_by"], ["release.number"], name=op.f(f"fk_{table}_taken_in_by_release")),
        sa.ForeignKeyConstraint(["superseded_in"], ["release.number"], name=op.f(f"fk_{table}_superseded_in_release")),
        sa.CheckConstraint("superseded_in >= taken_in_by", name=op.f(f"ck_{table}_release_order")),
    )


def _move_state(before: str, now: str) -> None:
    """Give the table with the row about all the data another name; without the hash, ``serve`` loads the data again."""
    op.create_table(
        now,
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("modified_at", types.UtcDateTime(), nullable=False),
        sa.Column("bundle", types.bytewise_text(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{now}")),
        sa.CheckConstraint("id = 1", name=op.f(f"ck_{now}_one_row")),
    )
    columns = ("id", "modified_at")
    source, target = (sa.table(name, *map(sa.column, columns)) for name in (before, now))
    op.execute(sa.insert(target).from_select(list(columns), sa.select(source)))
    op.drop_table(before)


def _take_warnings_back() -> None:
    """Remove the warnings that come from official statistics, of which an older version does not know."""
    observation = sa.table("observation", sa.column("id"), sa.column("warnings", sa.JSON(none_as_null=True)))
    warned = sa.select(observation.c.id, observation.c.warnings).where(observation.c.warnings.is_not(None))
    for id_, warnings in op.get_bind().execute(warned).all():
        left = [warning for warning in warnings if warning["check"] not in CHECKS_AGAINST_OFFICIAL]
        if left != warnings:
            op.execute(sa.update(observation).where(observation.c.id == id_).values(warnings=left or None))


def _admit(table: str, units: tuple[str, ...]) -> None:
    with op.batch_alter_table(table) as batch:
        batch.drop_constraint(op.f(f"ck_{table}_unit"), type_="check")
        batch.create_check_constraint(op.f(f"ck_{table}_unit"), _among("unit", units))


def _one_of(table: str, column: str, *choices: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(_among(column, choices), name=op.f(f"ck_{table}_{column}"))


def _among(column: str, choices: tuple[str, ...]) -> str:
    listed = ", ".join(f"'{choice}'" for choice in choices)
    return f"{column} IN ({listed})"
